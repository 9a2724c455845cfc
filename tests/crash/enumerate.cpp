// SPDX-License-Identifier: MIT
#include "enumerate.hpp"

#include "counting_vfs.hpp"
#include "remote_api.hpp"
#include "steps.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <tuple>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;

// A file system in memory, where there is one: a kill loses nothing that was written, wherever it lies.
fs::path fast_folder() {
  const fs::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

// What a child tells before it ends well.
struct Told {
  std::int64_t steps;
  std::int64_t requests;
};

struct NoImport : loop::SessionSource {
  Result<loop::ImportSummary, loop::Failure> import() override { return loop::ImportSummary{}; }
};

[[noreturn]] void be_the_child(World& world, const fs::path& file, std::int64_t kill_at, int socket, int tell,
                               const clockify::Api& served) {
  int exit_code = 1;
  try {
    register_counting_vfs();
    steps() = {0, kill_at};
    const auto lock = store::RunLock::acquire(file);
    store::SqliteOptions counted;
    counted.vfs = k_counting_vfs;
    const auto store = store::open_sqlite_store(file, counted);
    RemoteApi api{socket, world.clock.boot_time(), served};
    NoImport sessions;
    loop::Observer nobody;
    loop::SyncLoop loop{*store,       [&]() -> Result<clockify::Api*, loop::Failure> { return &api; },
                        sessions,     world.clock,
                        nobody,       world.rules,
                        world.options};
    const auto report = loop.run();
    exit_code = report.failure ? 75 : 0;
    const Told told{steps().passed, report.summary.traffic.requests};
    if (::write(tell, &told, sizeof told) != sizeof told) exit_code = 1;
  } catch (const std::exception& error) {
    ::dprintf(STDERR_FILENO, "the child failed: %s\n", error.what());
  }
  std::_Exit(exit_code);
}

}  // namespace

Ended run_child(World& world, const fs::path& file, std::int64_t kill_at) {
  int sockets[2];
  int pipe[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0 || ::pipe(pipe) != 0) {
    throw std::runtime_error("cannot make a socket pair");
  }
  support::InMemoryApi api{world.clockify};
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    ::close(sockets[0]);
    ::close(pipe[0]);
    be_the_child(world, file, kill_at, sockets[1], pipe[1], api);
  }
  ::close(sockets[1]);
  ::close(pipe[1]);
  serve(sockets[0], api);

  Ended ended;
  Told told{};
  if (::read(pipe[0], &told, sizeof told) == sizeof told) {
    ended.steps = told.steps;
    ended.requests = told.requests;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ended.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  ::close(sockets[0]);
  ::close(pipe[0]);
  return ended;
}

Enumeration::Enumeration(const Scenario& scenario) : scenario_(scenario) {
  std::string pattern = fast_folder() / "crash-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  folder_ = pattern;
  template_ = folder_ / "template";
  fs::create_directories(template_);
  scenario.prepare(world_, template_ / "sessions.db");

  World world{world_};
  fs::copy(template_, folder_ / "count");
  steps_ = run_child(world, folder_ / "count" / "sessions.db", 0).steps;
}

Enumeration::~Enumeration() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Enumeration::kill_at(std::int64_t first, std::int64_t second, bool* second_reached) {
  const fs::path here = folder_ / "run";
  fs::remove_all(here);
  fs::copy(template_, here);
  const fs::path file = here / "sessions.db";
  World world{world_};

  if (!run_child(world, file, first).killed) return "the run was not killed at its step";
  if (second > 0) {
    const bool killed = run_child(world, file, second).killed;
    if (second_reached != nullptr) *second_reached = killed;
  }

  // What was in doubt may need the quarantine to pass, once for each run that ended badly.
  Ended ended;
  for (int run = 0; run < 4; ++run) {
    ended = run_child(world, file, 0);
    if (ended.exit_code == 0) break;
    if (ended.exit_code != 75) return "a run after the kill failed for good";
    world.clock.advance(std::chrono::minutes{16});
  }
  if (ended.exit_code != 0) return "it does not come to an end";
  const Ended again = run_child(world, file, 0);
  if (again.exit_code != 0 || again.requests != 0) return "a run with nothing left to do made requests";
  if (auto wrong = judge(world); !wrong.empty()) return wrong;

  const auto store = store::open_sqlite_store(file);
  if (!store->open_plans(world.rules.workspace).empty()) return "a plan is still open";
  return "";
}

// Every entry once, every day filled from end to end.
std::string Enumeration::judge(World& world) const {
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
  if (seen.size() != scenario_.entries) return fmt::format("{} entries instead of {}", seen.size(), scenario_.entries);
  return "";
}

}  // namespace libsync::crash
