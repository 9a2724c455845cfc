// SPDX-License-Identifier: MIT
#include "process.hpp"

#include "mirror.hpp"
#include "world.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

namespace libsync::schedules {
namespace {

using store::TrackingStore;

Slot slot_of(const store::RowKey& row) {
  return {row.day.date, row.slot};
}

class WatchedStore final : public TrackingStore {
 public:
  WatchedStore(World& world, Steps& steps)
      : world_(world), steps_(steps), inner_(world.store), machine_(world.machines.here()) {}

  [[nodiscard]] bool is_shared() const override { return world_.machines.count() > 1; }
  [[nodiscard]] std::vector<store::KnownMachine> machines() override {
    return around([&](TrackingStore& /*knows_no_machines*/) {
      known_ = world_.machines.as_told_to(machine_, world_.server.now());
      auto told = known_;
      if (world_.weakness == Weakness::impatience) {
        for (auto& machine : told) machine.imported_to = world_.server.now();
      }
      return told;
    });
  }
  void begin_import() override { import_began_ = world_.server.now(); }
  void end_import() override {
    change([&] { world_.machines.imported(machine_, import_began_, world_.server.now()); });
  }

  std::vector<store::SourceState> sources(Points points) override {
    return around([&](TrackingStore& store) { return store.sources(points); });
  }
  std::map<std::string, std::string> importer_settings() override {
    return around([&](TrackingStore& store) { return store.importer_settings(); });
  }
  std::vector<LegacySession> legacy_sessions() override {
    return around([&](TrackingStore& store) { return store.legacy_sessions(); });
  }
  void apply(const store::ImportBatch& batch) override {
    change([&] { both([&](TrackingStore& store) { store.apply(batch); }); });
  }
  std::vector<Session> sessions_in(const Interval& range) override {
    return around([&](TrackingStore& store) { return store.sessions_in(range); });
  }
  std::vector<TrackedTime> query_range(const Interval& range) override {
    return around([&](TrackingStore& store) { return store.query_range(range); });
  }
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override {
    return around([&](TrackingStore& store) { return store.earliest_session_date(zone); });
  }
  std::vector<std::string> projects() override {
    return around([&](TrackingStore& store) { return store.projects(); });
  }
  std::set<LocalDate> synced_days(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.synced_days(timesheet); });
  }
  std::set<LocalDate> older_synced_days(const WorkspaceId& workspace) override {
    return around([&](TrackingStore& store) { return store.older_synced_days(workspace); });
  }
  std::vector<SyncedEntry> synced_entries(const store::DayKey& day) override {
    return around([&](TrackingStore& store) { return store.synced_entries(day); });
  }
  std::set<EntryId> claimed_entries(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.claimed_entries(timesheet); });
  }
  std::vector<store::PostedEntry> posted_in(const store::Timesheet& timesheet, const Interval& range) override {
    return around([&](TrackingStore& store) { return store.posted_in(timesheet, range); });
  }
  std::map<LocalDate, std::vector<store::EntryInTheWay>> occupied_days(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.occupied_days(timesheet); });
  }
  void remember_occupied(const store::DayKey& day, const std::vector<store::EntryInTheWay>& entries) override {
    change([&] { both([&](TrackingStore& store) { store.remember_occupied(day, entries); }); });
  }
  std::optional<store::DayPlan> day_plan(const store::DayKey& day) override {
    return around([&](TrackingStore& store) { return store.day_plan(day); });
  }
  std::vector<store::DayPlan> open_plans(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.open_plans(timesheet); });
  }
  void freeze(const store::DayPlan& plan) override {
    change([&] {
      replaces({plan.timesheet, plan.date}, [&](TrackingStore& store) { store.freeze(plan); });
      if (listing) world_.check_beside(plan, *listing);
      check_waited(plan, known_, world_.rules.machine_patience);
    });
  }
  void discard_plan(const store::DayKey& day) override {
    change([&] { replaces(day, [&](TrackingStore& store) { store.discard_plan(day); }); });
  }
  bool readdress(const store::RowKey& row, int seen_attempt, const store::PlannedEntry& seen,
                 const store::PlannedEntry& entry) override {
    bool done = false;
    change([&] { done = both([&](TrackingStore& store) { return store.readdress(row, seen_attempt, seen, entry); }); });
    return done;
  }
  bool begin_sends(std::span<const Intent> intents, std::span<const store::Posted> before) override {
    steps_.pass(Place::before_store);
    if (world_.weakness == Weakness::lossy_commits) world_.before_last_commit = inner_.state();
    const bool ours = both([&](TrackingStore& store) { return store.begin_sends(intents, before); });
    for (const auto& each : before) world_.ledger.recorded(slot_of(each.row), each.entry);
    intended.clear();
    for (const auto& intent : intents) {
      if (ours) world_.ledger.intended(slot_of(intent.row), world_.server.now());
      intended.push_back(intent.row);
    }
    steps_.pass(Place::leaving);
    return ours;
  }
  void write_all_posted(std::span<const store::Posted> posted) override {
    change([&] {
      both([&](TrackingStore& store) { store.write_all_posted(posted); });
      for (const auto& each : posted) world_.ledger.recorded(slot_of(each.row), each.entry);
    });
  }
  bool write_refused(const store::RowKey& row, int attempt) override {
    bool ours = false;
    change([&] {
      ours = both([&](TrackingStore& store) { return store.write_refused(row, attempt); });
      if (ours) world_.ledger.refused(slot_of(row));
    });
    return ours;
  }
  std::vector<store::RefusedAttempt> refused_attempts(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.refused_attempts(timesheet); });
  }
  void write_mismatch(const store::RowKey& row, const std::string& mismatch) override {
    change([&] { both([&](TrackingStore& store) { store.write_mismatch(row, mismatch); }); });
  }
  void complete_day(const store::DayKey& day) override {
    change([&] { both([&](TrackingStore& store) { store.complete_day(day); }); });
  }
  std::optional<UserId> remembered_user(const std::string& account) override {
    return around([&](TrackingStore& store) { return store.remembered_user(account); });
  }
  void remember_user(const std::string& account, const UserId& user) override {
    change([&] { both([&](TrackingStore& store) { store.remember_user(account, user); }); });
  }
  bool register_timesheet(const store::Timesheet& timesheet) override {
    bool owns_older_rows = false;
    change([&] {
      owns_older_rows = both([&](TrackingStore& store) { return store.register_timesheet(timesheet); });
      world_.machines.seen(machine_, world_.server.now());
    });
    return owns_older_rows;
  }
  std::vector<store::Timesheet> timesheets(const std::string& base_url, const WorkspaceId& workspace) override {
    return around([&](TrackingStore& store) { return store.timesheets(base_url, workspace); });
  }
  std::optional<store::RememberedProjects> remembered_projects(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.remembered_projects(timesheet); });
  }
  void remember_projects(const store::Timesheet& timesheet, const store::RememberedProjects& projects) override {
    change([&] { both([&](TrackingStore& store) { store.remember_projects(timesheet, projects); }); });
  }

  bool begin_withdrawal(const DayWithdrawal& withdrawal) override {
    bool done = false;
    change([&] {
      done = both([&](TrackingStore& store) { return store.begin_withdrawal(withdrawal); });
      if (!done) return;
      if (withdrawal.instead) {
        world_.taken_back(withdrawal.seen.key(), &*withdrawal.instead);
        if (listing) world_.check_beside(*withdrawal.instead, *listing);
      } else if (world_.weakness == Weakness::forgotten_days) {
        forget_at_once(withdrawal.seen.key());
      }
    });
    return done;
  }
  void write_deleted(const store::Timesheet& timesheet, const EntryId& entry) override {
    change([&] { both([&](TrackingStore& store) { store.write_deleted(timesheet, entry); }); });
  }
  void forget_day(const store::DayKey& day) override {
    change([&] {
      both([&](TrackingStore& store) { store.forget_day(day); });
      world_.taken_back(day, nullptr);
    });
  }
  std::vector<store::Withdrawal> withdrawals(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.withdrawals(timesheet); });
  }
  std::set<LocalDate> days_to_forget(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.days_to_forget(timesheet); });
  }

  void looked(const clockify::Listing& at) {
    looks.clear();
    for (const auto& entry : at.entries) looks.insert_or_assign(entry.id, entry);
  }

  std::vector<store::RowKey> intended;       // by the last T2
  std::optional<clockify::Listing> listing;  // that this process was shown
  [[nodiscard]] std::size_t machine() const { return machine_; }

  // How it saw entries since it last slept for more than a minute, in a listing or by their ids; nothing where Clockify
  // had none.
  std::map<EntryId, std::optional<clockify::Entry>> looks;

 private:
  template <class Call>
  std::invoke_result_t<Call, TrackingStore&> around(const Call& call) {
    steps_.pass(Place::before_store);
    auto answer = both(call);
    steps_.pass(Place::after_store);
    return answer;
  }

  // What the store says, and the real one beside it, if there is one.
  template <class Call>
  auto both(const Call& call) -> std::invoke_result_t<Call, TrackingStore&> {
    if (world_.mirror == nullptr) return call(inner_);
    return in_both(inner_, world_.mirror->store(), call);
  }

  // Weakness::forgotten_days
  void forget_at_once(const store::DayKey& day) {
    auto state = inner_.state();
    state.plans.erase(day);
    state.withdrawals.erase(day);
    state.to_forget.erase(day);
    state.synced_days[day.timesheet.workspace].erase(day.date);
    state.synced_entries[day.timesheet.workspace].erase(day.date);
    inner_.restore(std::move(state));
    world_.taken_back(day, nullptr);
  }

  // The store may refuse it, and what it does not refuse must have been allowed.
  template <class Call>
  void replaces(const store::DayKey& day, const Call& call) {
    const bool allowed = world_.may_be_replaced(day);
    both(call);
    demand(allowed, "a plan is replaced or dropped, and something of it may stand in Clockify", format_date(day.date));
  }

  template <class Call>
  void change(const Call& call) {
    steps_.pass(Place::before_store);
    if (world_.weakness == Weakness::lossy_commits) world_.before_last_commit = inner_.state();
    call();
    steps_.pass(Place::after_store);
  }

  World& world_;
  Steps& steps_;
  support::InMemoryStore& inner_;
  std::size_t machine_;
  // When it asked last, or began.
  std::vector<store::KnownMachine> known_ = world_.machines.as_told_to(machine_, world_.server.now());
  UtcTime import_began_;
};

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
