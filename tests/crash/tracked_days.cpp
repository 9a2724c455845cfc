// SPDX-License-Identifier: MIT
#include "tracked_days.hpp"

#include "database.hpp"
#include "judge.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <stdexcept>

namespace libsync::crash {

using namespace std::chrono_literals;
namespace well_known = support::well_known;

void track(store::TrackingStore& store, int day, std::initializer_list<const char*> projects) {
  const auto date = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::days{day / 5 * 7 + day % 5};
  store::ImportBatch batch;
  Instant start = date + 9h;
  for (const char* project : projects) {
    const Instant end = start + 80min;
    batch.sessions.push_back(
        {std::to_string(day) + project + ".jsonl", "claude-code", project, start, end, {{{start, end}, project}}, {}});
    start = end;
  }
  store.apply(batch);
}

std::unique_ptr<store::TrackingStore> days(const std::filesystem::path& file, int count,
                                           std::initializer_list<const char*> projects) {
  auto store = store::open_sqlite_store(file);
  for (int day = 0; day < count; ++day) track(*store, day, projects);
  return store;
}

void keep_rollback_journal(World& world, const std::filesystem::path& file) {
  Database{file}.execute("PRAGMA journal_mode=DELETE");
  world.journal = store::Journal::rollback;
}

void fail_first_run(World& world, store::TrackingStore& store, std::int64_t post, support::Fault fault) {
  world.clockify.on_post(post, std::move(fault));
  if (!run_once(world, store).failure) throw std::logic_error("the first run was meant to fail");
}

void meet_at_noon(World& world, int count) {
  world.rules.on_existing = OnExisting::fill;
  for (int day = 0; day < count; ++day) {
    const UtcTime noon = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::days{day} + 12h;
    world.clockify.user_creates({world.rules.workspace, well_known::other(), {noon, noon + 1h}, "Lunch", {}, {}});
  }
}

Scenario scenario(std::string name, std::size_t entries,
                  std::function<void(World&, const std::filesystem::path&)> prepare) {
  return {std::move(name), std::move(prepare), entries};
}

}  // namespace libsync::crash
