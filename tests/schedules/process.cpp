// SPDX-License-Identifier: MIT
#include "process.hpp"

#include "watched_store.hpp"
#include "world.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

namespace libsync::schedules {
namespace {

class WatchedApi final : public clockify::Api {
 public:
  WatchedApi(World& world, Steps& steps, WatchedStore& store)
      : world_(world), steps_(steps), store_(store), inner_(world.server) {}

  // Several leave in any order.
  std::vector<Result<clockify::Entry, clockify::ApiError>> create_entries(
      std::span<const clockify::NewEntry> entries, const clockify::BeforeSend& before_send) override {
    steps_.pass(Place::around_api);
    world_.shown = store_.listing;
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0);
    if (order.size() > 1 && world_.dice.one_in(2)) std::ranges::reverse(order);

    std::vector<std::optional<Result<clockify::Entry, clockify::ApiError>>> answers(entries.size());
    std::optional<bool> connects;
    std::optional<clockify::Proceed> decision;
    for (const std::size_t i : order) {
      const bool meets_server = world_.meet_post();
      if (!connects) connects = meets_server;
      world_.server.set_offline(!*connects);
      const auto watched = [&] {
        if (!decision) decision = before_send();
        if (*decision == clockify::Proceed::send) leave(store_.intended[i], entries[i]);
        return *decision;
      };
      answers[i] = inner_.create_entry(entries[i], watched);
      world_.server.set_offline(false);
      const bool lost = !answers[i]->has_value() && answers[i]->error().delivery == clockify::Delivery::unknown;
      if (lost && world_.weakness == Weakness::hidden_resend) {
        static_cast<void>(world_.meet_post());
        answers[i] = inner_.create_entry(entries[i], [] { return clockify::Proceed::send; });
      }
    }
    steps_.pass(Place::around_api);
    std::vector<Result<clockify::Entry, clockify::ApiError>> in_their_order;
    for (auto& answer : answers) in_their_order.push_back(*std::move(answer));
    return in_their_order;
  }

  Result<clockify::Deletion, clockify::ApiError> delete_entry(const WorkspaceId& workspace,
                                                              const EntryId& entry) override {
    steps_.pass(Place::around_api);
    world_.check_deletion(entry, store_.looks);
    world_.tell("  DELETE ", entry);
    world_.ledger.sends_delete(entry);
    world_.server.set_offline(!world_.meet_delete());
    auto answer = inner_.delete_entry(workspace, entry);
    world_.server.set_offline(false);
    if (world_.weakness == Weakness::wrong_deletes) delete_another(workspace);
    steps_.pass(Place::around_api);
    return answer;
  }

  Result<std::optional<clockify::Entry>, clockify::ApiError> find_entry(const WorkspaceId& workspace,
                                                                        const EntryId& entry) override {
    steps_.pass(Place::around_api);
    auto answer = inner_.find_entry(workspace, entry);
    if (answer.has_value()) store_.looks.insert_or_assign(entry, *answer);
    steps_.pass(Place::around_api);
    return answer;
  }

  Result<clockify::Listing, clockify::ApiError> list_entries(const WorkspaceId& workspace, const UserId& user,
                                                             const Interval& window) override {
    steps_.pass(Place::around_api);
    world_.meet_listing();
    auto answer = inner_.list_entries(workspace, user, window);
    if (answer.has_value()) {
      // The server looks first, is slow, and writes its `Date` last.
      clockify::Listing& listing = *answer;
      listing.took = world_.next_listing_delay();
      world_.pass_time(std::chrono::floor<seconds>(listing.took));
      if (listing.server_date) *listing.server_date += std::chrono::floor<seconds>(listing.took);
      if (world_.weakness == Weakness::blind) listing.entries.clear();
      store_.listing = listing;
      store_.looked(listing);
    }
    steps_.pass(Place::around_api);
    return answer;
  }

  Result<clockify::User, clockify::ApiError> current_user() override {
    steps_.pass(Place::around_api);
    auto answer = inner_.current_user();
    steps_.pass(Place::around_api);
    return answer;
  }

  Result<std::vector<clockify::Workspace>, clockify::ApiError> list_workspaces() override {
    return inner_.list_workspaces();
  }
  Result<std::vector<clockify::Project>, clockify::ApiError> list_projects(const WorkspaceId& workspace) override {
    return inner_.list_projects(workspace);
  }
  Result<std::vector<clockify::Task>, clockify::ApiError> list_tasks(const WorkspaceId& workspace,
                                                                     const ProjectId& project) override {
    return inner_.list_tasks(workspace, project);
  }
  const std::string& account() const override { return inner_.account(); }
  const std::string& base_url() const override { return inner_.base_url(); }
  clockify::Traffic traffic() const override { return inner_.traffic(); }

 private:
  void leave(const store::RowKey& row, const clockify::NewEntry& entry) {
    steps_.pass(Place::leaving);
    const auto& plan = world_.store.state().plans.at(row.day);
    world_.ledger.sends(slot_of(row), entry, plan, world_.store.is_done(row.day));
    world_.tell("  POST ", format_date(row.day.date), " ", entry.interval, " project ", entry.project);
    world_.post_leaves();
  }

  void delete_another(const WorkspaceId& workspace) {
    const auto entries = world_.server.entries();
    if (!entries.empty()) static_cast<void>(inner_.delete_entry(workspace, entries.front().id));
  }

  World& world_;
  Steps& steps_;
  WatchedStore& store_;
  support::InMemoryApi inner_;
};

class WatchedClock final : public loop::Clock {
 public:
  WatchedClock(World& world, WatchedStore& store) : world_(world), store_(store) {}

  UtcTime now() override { return world_.clock.now(); }
  clockify::BootTime boot_time() override { return world_.clock.boot_time(); }
  bool sleep_for(milliseconds duration) override {
    world_.pass_time(std::chrono::ceil<seconds>(duration));
    if (duration > std::chrono::minutes{1}) store_.looks.clear();
    return true;
  }

 private:
  World& world_;
  WatchedStore& store_;
};

// A person, who thinks about what is to be deleted while the world goes on, and does not always agree.
class Thoughtful final : public loop::Observer {
 public:
  Thoughtful(World& world, Steps& steps) : world_(world), steps_(steps) {}

  bool confirm_withdrawal(const loop::WithdrawalReport& /*plan*/) override {
    steps_.pass(Place::around_api);
    if (world_.dice.one_in(3)) world_.pass_time(seconds{world_.dice.between(1, 3000)});
    return !world_.dice.one_in(8);
  }

 private:
  World& world_;
  Steps& steps_;
};

// The importer: brings what the store does not have, or has otherwise.
class Transcripts final : public loop::SessionSource {
 public:
  Transcripts(World& world, WatchedStore& store) : world_(world), store_(store) {}

  Result<loop::ImportSummary, Failure> import() override {
    store_.begin_import();
    store::ImportBatch batch;
    const auto& known = world_.store.state().sessions;
    for (const auto& [path, session] : world_.transcripts) {
      if (!world_.machines.has(store_.machine(), path)) continue;
      const auto found = known.find(path);
      if (found == known.end() || found->second != session) batch.sessions.push_back(session);
    }
    if (!batch.sessions.empty()) store_.apply(batch);
    store_.end_import();
    return loop::ImportSummary{};
  }

 private:
  World& world_;
  WatchedStore& store_;
};

// A process from its start to its end, or to its death.
template <class Run>
auto run_watched(World& world, Steps& steps, loop::RunOptions& options, const Run& run)
    -> std::optional<decltype(run(std::declval<WatchedStore&>(), loop::ApiProvider{}, std::declval<Transcripts&>(),
                                  std::declval<WatchedClock&>(), std::declval<loop::Observer&>()))> {
  if (world.weakness == Weakness::short_quarantine) options.quarantine -= seconds{3};
  WatchedStore store{world, steps};
  WatchedApi api{world, steps, store};
  WatchedClock clock{world, store};
  Transcripts transcripts{world, store};
  Thoughtful observer{world, steps};
  try {
    return run(
        store, [&]() -> Result<clockify::Api*, Failure> { return &api; }, transcripts, clock, observer);
  } catch (const Killed&) {
    if (world.before_last_commit) world.store.restore(*std::exchange(world.before_last_commit, std::nullopt));
    return std::nullopt;
  }
}

}  // namespace

std::optional<loop::SyncReport> run_process(World& world, Steps& steps, loop::RunOptions options) {
  return run_watched(world, steps, options,
                     [&](WatchedStore& store, const loop::ApiProvider& api, Transcripts& transcripts,
                         WatchedClock& clock, loop::Observer& observer) {
                       return loop::SyncLoop{store, api, transcripts, clock, observer, world.rules, options}.run();
                     });
}

std::optional<loop::WithdrawalReport> run_withdrawal(World& world, Steps& steps, loop::Withdrawing what,
                                                     loop::RunOptions options) {
  return run_watched(
      world, steps, options,
      [&](WatchedStore& store, const loop::ApiProvider& api, Transcripts& transcripts, WatchedClock& clock,
          loop::Observer& observer) {
        return loop::WithdrawalLoop{what, store, api, transcripts, clock, observer, world.rules, options}.run();
      });
}

}  // namespace libsync::schedules
