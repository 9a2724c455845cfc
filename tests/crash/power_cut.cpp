// SPDX-License-Identifier: MIT
#include "power_cut.hpp"

#include "database.hpp"
#include "judge.hpp"
#include "tracked_days.hpp"

#include <stdexcept>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;

const char* const k_file = "sessions.db";

// Turns the database to a write-ahead log and leaves a change in it, as a program does that was killed.
void leave_in_log(const fs::path& folder) {
  const fs::path file = folder / k_file;
  const fs::path aside = folder.string() + "-aside";
  {
    Database database{file};
    database.execute("PRAGMA journal_mode = WAL; UPDATE sessions SET project = project");
    fs::copy(folder, aside);
  }
  fs::remove_all(folder);
  fs::rename(aside, folder);
}

// Whatever the run does, it comes to nothing once the power is off.
void run_on(Machine& machine, World& world, const fs::path& file) try {
  const HookedSystemCalls calls{machine};
  const WitnessedVfs vfs{machine};
  const auto lock = store::RunLock::acquire(file);
  const auto store = open_store(world, file, vfs.name());
  support::InMemoryApi clockify{world.clockify};
  ApiOnMachine api{clockify, machine};
  (void)run_once(world, *store, api);
  machine.reach_point();
} catch (const store::StoreError&) {
  if (!machine.is_off()) throw;
}

}  // namespace

PowerCuts::PowerCuts(const Scenario& scenario, Journal journal, Lie lie) : scenario_(scenario), lie_(lie) {
  fs::create_directory(folder_ / "template");
  scenario.prepare(world_, folder_ / "template" / k_file);
  if (journal == Journal::write_ahead_log) leave_in_log(folder_ / "template");
  if (journal == Journal::rollback) keep_rollback_journal(world_, folder_ / "template" / k_file);
  run_undisturbed([this](const Machine& machine, const World&) { points_ = machine.points(); });
}

fs::path PowerCuts::fresh_copy() const {
  const fs::path here = folder_ / "run";
  fs::remove_all(here);
  fs::copy(folder_ / "template", here);
  return here;
}

void PowerCuts::run_undisturbed(const std::function<void(const Machine&, const World&)>& look) {
  const fs::path here = fresh_copy();
  World world{world_};
  Machine machine{here, lie_};
  run_on(machine, world, here / k_file);
  look(machine, world);
}

std::string PowerCuts::cut(std::int64_t point, std::uint64_t seed) try {
  const fs::path here = fresh_copy();
  const fs::path file = here / k_file;
  World world{world_};

  Machine machine{here, lie_};
  machine.cut_power_at(point, seed);
  run_on(machine, world, file);
  if (!machine.is_off()) return "the run did not come to that point";
  machine.restart();

  if (seed % 3 == 0) {
    Machine recovering{here, lie_};
    recovering.cut_power_at(1 + static_cast<std::int64_t>(seed / 3) % points_, ~seed);
    run_on(recovering, world, file);
    if (recovering.is_off()) recovering.restart();
  }
  if (auto wrong = what_a_migration_left(file); !wrong.empty()) return wrong;
  return come_to_an_end(world, file, scenario_.entries);
} catch (const std::runtime_error& error) {  // of the store, or of SQLite
  return error.what();
}

// A database is never migrated before its backup lasts.
std::string PowerCuts::what_a_migration_left(const fs::path& file) const {
  const fs::path backup = file.string() + ".backup-v0";
  if (fs::exists(backup)) {
    Database copy{backup};
    if (copy.text("PRAGMA integrity_check") != "ok") return "the backup is damaged";
    if (copy.text("SELECT count(*) FROM sessions") != "3") return "the backup is not complete";
  } else if (scenario_.name == "EarlierTool" && Database{file}.text("PRAGMA user_version") != "0") {
    return "it was migrated, and there is no backup";
  }
  return "";
}

}  // namespace libsync::crash
