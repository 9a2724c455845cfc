// SPDX-License-Identifier: MIT
#include "judge.hpp"

#include "database.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace libsync::crash {
namespace {

struct NoImport : loop::SessionSource {
  Result<loop::ImportSummary, Failure> import() override { return loop::ImportSummary{}; }
};

bool passes_by_itself(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::offline:
    case FailureKind::unavailable:
    case FailureKind::rate_limited:
    case FailureKind::in_doubt:
      return true;
    default:
      return false;
  }
}

}  // namespace

loop::SyncReport run_once(World& world, store::TrackingStore& store, clockify::Api& api) {
  NoImport sessions;
  loop::Observer nobody;
  loop::SyncLoop loop{store,        [&]() -> Result<clockify::Api*, Failure> { return &api; },
                      sessions,     world.clock,
                      nobody,       world.rules,
                      world.options};
  return loop.run();
}

loop::SyncReport run_once(World& world, store::TrackingStore& store) {
  support::InMemoryApi api{world.clockify};
  return run_once(world, store, api);
}

Outcome run_first(World& world, store::TrackingStore& store, clockify::Api& api) {
  if (!world.takes_back) {
    auto report = run_once(world, store, api);
    return {std::move(report.failure), report.summary.traffic.requests};
  }
  NoImport sessions;
  loop::Observer nobody;
  auto report =
      loop::WithdrawalLoop{*world.takes_back, store,        [&]() -> Result<clockify::Api*, Failure> { return &api; },
                           sessions,          world.clock,  nobody,
                           world.rules,       world.options}
          .run();
  return {std::move(report.failure), report.summary.traffic.requests};
}

std::string judge(const World& world, std::size_t entries) {
  std::map<std::tuple<UtcTime, UtcTime, std::string>, int> seen;
  std::map<UtcTime, UtcTime> filled;  // day -> up to where
  for (const auto& entry : world.clockify.entries()) {
    if (++seen[{entry.start, *entry.end, entry.project->str()}] > 1) {
      return fmt::format("the entry at {} is there twice", format_utc(entry.start));
    }
    const UtcTime day = std::chrono::floor<std::chrono::days>(entry.start);
    const auto at = filled.try_emplace(day, day + std::chrono::hours{9}).first;
    if (at->second != entry.start) return fmt::format("there is a gap or an overlap at {}", format_utc(entry.start));
    at->second = *entry.end;
  }
  for (const auto& [day, end] : filled) {
    if (end != day + std::chrono::hours{17}) return fmt::format("the day ends at {}", format_utc(end));
  }
  if (seen.size() != entries) return fmt::format("{} entries instead of {}", seen.size(), entries);
  return "";
}

void let_late_requests_arrive(World& world) {
  world.clock.advance(std::chrono::minutes{16});
  (void)support::InMemoryApi{world.clockify}.current_user();
}

std::unique_ptr<store::TrackingStore> open_store(const World& world, const std::filesystem::path& file,
                                                 const std::string& vfs) {
  store::SqliteOptions options;
  options.vfs = vfs;
  options.journal = world.journal;
  return store::open_sqlite_store(file, options);
}

std::string come_to_an_end(World& world, const OpenStore& open, std::size_t entries) try {
  // What was in doubt may need the quarantine to pass, once for each run that ended badly.
  std::optional<Failure> failure;
  for (int run = 0; run < 4; ++run) {
    failure = run_once(world, *open()).failure;
    if (!failure) break;
    if (!passes_by_itself(*failure)) return "a run fails for good: " + failure->message;
    world.clock.advance(std::chrono::minutes{16});
  }
  if (failure) return "it does not come to an end: " + failure->message;
  let_late_requests_arrive(world);

  const auto store = open();
  const auto again = run_once(world, *store);
  if (again.failure || again.summary.traffic.requests != 0) return "a run with nothing left to do made requests";
  if (!store->open_plans({support::well_known::ann(), world.rules.base_url, world.rules.workspace}).empty())
    return "a plan is still open";
  return judge(world, entries);
} catch (const std::runtime_error& error) {
  return error.what();
}

std::string come_to_an_end(World& world, const std::filesystem::path& file, std::size_t entries) try {
  std::optional<store::RunLock> lock;
  const auto open = [&] {
    lock.reset();
    lock = store::RunLock::acquire(file);
    return open_store(world, file);
  };
  if (auto wrong = come_to_an_end(world, open, entries); !wrong.empty()) return wrong;
  const auto found = Database{file}.text("PRAGMA integrity_check");
  return found == "ok" ? "" : "it is damaged: " + found;
} catch (const std::runtime_error& error) {
  return error.what();
}

}  // namespace libsync::crash
