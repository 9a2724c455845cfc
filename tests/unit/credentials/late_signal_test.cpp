// SPDX-License-Identifier: MIT
//
// A signal that arrives when the command has been started and nobody waits for it yet. The posix_spawn of this program
// sends it.
#include "run_command.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <spawn.h>

#include <chrono>
#include <csignal>

namespace {

int g_signal_after_start = 0;

}  // namespace

extern "C" int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* files,
                           const posix_spawnattr_t* attributes, char* const* arguments, char* const* environment) {
  using Spawn = decltype(posix_spawn);
  static auto* const next = reinterpret_cast<Spawn*>(dlsym(RTLD_NEXT, "posix_spawn"));
  const int error = next(pid, path, files, attributes, arguments, environment);
  if (g_signal_after_start != 0) raise(g_signal_after_start);
  return error;
}

namespace libsync::credentials {
namespace {

TEST(RunCommand, GivesUpWhenASignalArrivesBeforeTheWait) {
  struct sigaction handled {};
  struct sigaction before {};
  handled.sa_handler = [](int) {};
  sigaction(SIGUSR1, &handled, &before);
  g_signal_after_start = SIGUSR1;
  const auto outcome = run_command("sleep 60", std::chrono::seconds{30});
  g_signal_after_start = 0;
  EXPECT_EQ(outcome.end, CommandOutcome::End::interrupted);
  sigaction(SIGUSR1, &before, nullptr);
}

}  // namespace
}  // namespace libsync::credentials
