// SPDX-License-Identifier: MIT
#include "enumerate.hpp"

#include "child.hpp"
#include "counting_vfs.hpp"
#include "database.hpp"
#include "judge.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <utility>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;

// What SQLite puts into its journals beside the data depends on what came before alone, so that equal states are equal
// in their bytes.
void repeat_random_numbers(const World& world) {
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(world.runs + 1), nullptr);
}

constexpr const char* k_file = "sessions.db";

void put_into(const fs::path& folder, const std::map<std::string, std::string>& files) {
  fs::remove_all(folder);
  fs::create_directory(folder);
  for (const auto& [name, content] : files) {
    std::ofstream{folder / name, std::ios::binary} << content;
    fs::permissions(folder / name, fs::perms::owner_read | fs::perms::owner_write);
  }
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator{folder}) {
    std::ifstream in{entry.path(), std::ios::binary};
    std::string content(entry.file_size(), '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    files.emplace(entry.path().filename(), std::move(content));
  }
  return files;
}

// Of what stood there before an undo nothing stands any more; after a resync something does not, and all that stands is
// of a project that is mapped now.
void require_that_it_took_back(const World& before, const World& after) {
  if (!before.takes_back) return;
  const auto old = before.clockify.entries();
  const auto now = after.clockify.entries();
  const bool undone = *before.takes_back == loop::Withdrawing::undo;
  const auto stands = [&](const clockify::Entry& entry) {
    return std::ranges::find(now, entry.id, &clockify::Entry::id) != now.end();
  };
  const bool gone = undone ? std::ranges::none_of(old, stands) : !std::ranges::all_of(old, stands);
  const bool as_mapped = undone || std::ranges::all_of(now, [&](const clockify::Entry& entry) {
                           return std::ranges::any_of(before.rules.project_mapping, [&](const auto& mapped) {
                             return mapped.second.project == entry.project;
                           });
                         });
  if (!gone || !as_mapped) throw std::runtime_error("the run that is not killed does not take back what it is to");
}

// One run over the store at `file`, as run_child().
Ended run_on_file(World& world, const fs::path& file, std::int64_t kill_at, bool first = false) {
  std::optional<store::RunLock> lock;  // of the child, to its end
  const auto open = [&] {
    register_counting_vfs();
    repeat_random_numbers(world);
    lock = store::RunLock::acquire(file);
    return open_store(world, file, k_counting_vfs);
  };
  return run_child(world, open, kill_at, first);
}

}  // namespace

std::size_t State::identity() const {
  // The lock names a process, and the shared memory of a write-ahead log is built anew by whoever opens it first.
  std::string all = fmt::format("{} {}\n", world.asked, world.clockify.now().time_since_epoch().count());
  for (const auto& [name, content] : files) {
    if (name.ends_with(".lock") || name.ends_with("-shm")) continue;
    all += fmt::format("{} {}\n", name, std::hash<std::string>{}(content));
  }
  return std::hash<std::string>{}(all);
}

std::size_t State::settled_identity() const {
  const bool has_log = std::ranges::any_of(files, [](const auto& file) {
    return (file.first.ends_with("-journal") || file.first.ends_with("-wal")) && !file.second.empty();
  });
  if (!has_log) return identity();
  const support::FastDir folder;
  put_into(folder.path(), files);
  {
    Database database{folder / k_file};
    (void)database.text("SELECT count(*) FROM sqlite_schema");
    (void)database.text("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  State settled{files_in(folder.path()), world, fresh};
  settled.files.erase(std::string{k_file} + "-journal");  // not a hot one, which would be gone
  return std::hash<std::string>{}(fmt::format("{} and a log", settled.identity()));
}

Enumeration::Enumeration(const Scenario& scenario) : scenario_(scenario), here_(folder_ / "run") {
  fs::create_directory(here_);
  scenario.prepare(start_.world, file());
  start_.files = files_in(here_);

  World world{start_.world};
  const Ended ended = run_on_file(world, file(), 0, true);
  if (ended.exit_code != 0 && ended.exit_code != 75) throw std::runtime_error("the run that is not killed fails");
  if (world.takes_back && ended.exit_code != 0) throw std::runtime_error("it is not taken back");
  if (ended.exit_code == 0) require_that_it_took_back(start_.world, world);
  steps_ = ended.steps;
}

fs::path Enumeration::file() const {
  return here_ / k_file;
}

std::optional<State> Enumeration::kill(const State& state, std::int64_t step) {
  put_into(here_, state.files);
  World world{state.world};
  if (!run_on_file(world, file(), step, state.fresh).killed) return std::nullopt;
  return State{files_in(here_), world, false};
}

const std::string& Enumeration::wrong_after(const State& state, std::size_t identity) {
  const auto [at, is_new] = wrong_after_.try_emplace(identity);
  if (!is_new) return at->second;
  put_into(here_, state.files);
  World world{state.world};
  at->second = come_to_an_end(world);
  if (!at->second.empty()) return at->second;

  State end{files_in(here_), world, false};
  const auto [last, unseen] = wrong_at_end_.try_emplace(end.identity());
  if (unseen) last->second = look_at_the_end(end.world);
  return at->second = last->second;
}

// What was in doubt may need the quarantine to pass, once for each run that ended badly.
std::string Enumeration::come_to_an_end(World& world) {
  for (int run = 0; run < 4; ++run) {
    const Ended ended = run_on_file(world, file(), 0);
    if (ended.exit_code == 0) return "";
    if (ended.exit_code != 75) return "a run after the kill failed for good";
    world.clock.advance(std::chrono::minutes{16});
  }
  return "it does not come to an end";
}

std::string Enumeration::look_at_the_end(World& world) const {
  let_late_requests_arrive(world);
  const Ended again = run_on_file(world, file(), 0);
  if (again.exit_code != 0 || again.requests != 0) return "a run with nothing left to do made requests";
  if (auto wrong = judge(world, scenario_.entries); !wrong.empty()) return wrong;

  const auto store = open_store(world, file());
  if (!store->open_plans({support::well_known::ann(), world.rules.base_url, world.rules.workspace}).empty())
    return "a plan is still open";
  return "";
}

}  // namespace libsync::crash
