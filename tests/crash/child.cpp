// SPDX-License-Identifier: MIT
#include "child.hpp"

#include "judge.hpp"
#include "remote_api.hpp"
#include "steps.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace libsync::crash {
namespace {

// What a child tells before it ends well.
struct Told {
  std::int64_t steps;
  std::int64_t requests;
};

[[noreturn]] void be_the_child(World& world, const OpenInChild& open, std::int64_t kill_at, bool first, int socket,
                               int tell, const clockify::Api& served) {
  int exit_code = 1;
  try {
    steps() = {.kill_at = kill_at, .are_counted = true};
    auto store = open();
    RemoteApi api{socket, world.clock.boot_time(), served};
    if (!first) world.takes_back.reset();
    const auto outcome = run_first(world, *store, api);
    exit_code = outcome.failure ? 75 : 0;
    store.reset();  // what is in a log then goes into the database
    const Told told{steps().passed, outcome.requests};
    if (::write(tell, &told, sizeof told) != sizeof told) exit_code = 1;
  } catch (const std::exception& error) {
    ::dprintf(STDERR_FILENO, "the child failed: %s\n", error.what());
  }
  std::_Exit(exit_code);
}

}  // namespace

Ended run_child(World& world, const OpenInChild& open, std::int64_t kill_at, bool first) {
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
    be_the_child(world, open, kill_at, first, sockets[1], pipe[1], api);
  }
  ::close(sockets[1]);
  ::close(pipe[1]);
  ++world.runs;
  serve(sockets[0], api, world.asked);

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

}  // namespace libsync::crash
