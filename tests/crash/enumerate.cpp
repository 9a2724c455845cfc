// SPDX-License-Identifier: MIT
#include "enumerate.hpp"

#include "counting_vfs.hpp"
#include "judge.hpp"
#include "remote_api.hpp"
#include "steps.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;

// What a child tells before it ends well.
struct Told {
  std::int64_t steps;
  std::int64_t requests;
};

[[noreturn]] void be_the_child(World& world, const fs::path& file, std::int64_t kill_at, bool first, int socket,
                               int tell, const clockify::Api& served) {
  int exit_code = 1;
  try {
    register_counting_vfs();
    steps() = {0, kill_at};
    const auto lock = store::RunLock::acquire(file);
    store::SqliteOptions counted;
    counted.vfs = k_counting_vfs;
    const auto store = store::open_sqlite_store(file, counted);
    RemoteApi api{socket, world.clock.boot_time(), served};
    if (!first) world.takes_back.reset();
    const auto outcome = run_first(world, *store, api);
    exit_code = outcome.failure ? 75 : 0;
    const Told told{steps().passed, outcome.requests};
    if (::write(tell, &told, sizeof told) != sizeof told) exit_code = 1;
  } catch (const std::exception& error) {
    ::dprintf(STDERR_FILENO, "the child failed: %s\n", error.what());
  }
  std::_Exit(exit_code);
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

}  // namespace

Ended run_child(World& world, const fs::path& file, std::int64_t kill_at, bool first) {
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
    be_the_child(world, file, kill_at, first, sockets[1], pipe[1], api);
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
  template_ = folder_ / "template";
  fs::create_directories(template_);
  scenario.prepare(world_, template_ / "sessions.db");

  World world{world_};
  fs::copy(template_, folder_ / "count");
  const Ended ended = run_child(world, folder_ / "count" / "sessions.db", 0, true);
  if (ended.exit_code != 0 && ended.exit_code != 75) throw std::runtime_error("the run that is not killed fails");
  if (world_.takes_back && ended.exit_code != 0) throw std::runtime_error("it is not taken back");
  if (ended.exit_code == 0) require_that_it_took_back(world_, world);
  steps_ = ended.steps;
}

std::string Enumeration::kill_at(std::int64_t first, std::int64_t second, bool* second_reached) {
  const fs::path here = folder_ / "run";
  fs::remove_all(here);
  fs::copy(template_, here);
  const fs::path file = here / "sessions.db";
  World world{world_};

  if (!run_child(world, file, first, true).killed) return "the run was not killed at its step";
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
  let_late_requests_arrive(world);
  const Ended again = run_child(world, file, 0);
  if (again.exit_code != 0 || again.requests != 0) return "a run with nothing left to do made requests";
  if (auto wrong = judge(world, scenario_.entries); !wrong.empty()) return wrong;

  const auto store = store::open_sqlite_store(file);
  if (!store->open_plans({support::well_known::ann(), world.rules.base_url, world.rules.workspace}).empty())
    return "a plan is still open";
  return "";
}

}  // namespace libsync::crash
