// SPDX-License-Identifier: MIT
#include "run_command.hpp"

#include "temporary_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace libsync::credentials {
namespace {

using namespace std::chrono_literals;
using End = CommandOutcome::End;

TEST(RunCommand, KeepsTheFirstLine) {
  const auto outcome = run_command("printf 'one\\r\\ntwo\\n'", 10s);
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.first_line.reveal(), "one");
}

TEST(RunCommand, IsNotHeldUpByMuchOutput) {
  const auto outcome = run_command("echo key; head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2", 30s);
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.first_line.reveal(), "key");
}

TEST(RunCommand, GivesTheCommandNothingToRead) {
  EXPECT_EQ(run_command("read line || echo nothing", 10s).first_line.reveal(), "nothing");
}

TEST(RunCommand, DoesNotWaitForWhatTheCommandLeftRunning) {
  const auto begin = std::chrono::steady_clock::now();
  const auto outcome = run_command("sleep 60 & echo $!", 30s);
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
  kill(std::stoi(outcome.first_line.reveal()), SIGKILL);
}

// Everything the command starts holds the write end of a FIFO, whose read end hangs up when the last of them is gone.
TEST(RunCommand, KillsEverythingItStartedWhenTheTimeIsUp) {
  const TemporaryFolder folder;
  const auto fifo = folder / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  pollfd held{open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC), 0, 0};
  const auto outcome = run_command("exec 3> '" + fifo.string() + "'; sleep 60 & sleep 60", 1s);
  EXPECT_EQ(outcome.end, End::timed_out);
  EXPECT_EQ(poll(&held, 1, 20'000), 1);
  EXPECT_NE(held.revents & POLLHUP, 0);
  close(held.fd);
}

TEST(RunCommand, GivesUpWhenASignalArrives) {
  struct sigaction handled {};
  struct sigaction before {};
  handled.sa_handler = [](int) {};
  sigaction(SIGUSR1, &handled, &before);
  const auto outcome = run_command("while kill -USR1 " + std::to_string(getpid()) + "; do sleep 0.1; done", 30s);
  EXPECT_EQ(outcome.end, End::interrupted);
  sigaction(SIGUSR1, &before, nullptr);
}

TEST(RunCommand, ComplainsWithTheLastLineOfTheErrors) {
  EXPECT_EQ(run_command("echo warning >&2; echo 'no such entry' >&2", 10s).complaint, "no such entry");
}

TEST(WithoutKeys, MasksTheKeyWhereverItStands) {
  EXPECT_EQ(without_keys("a KEY12345 b:KEY12345", Secret{"KEY12345"}), "a (hidden) b:(hidden)");
  EXPECT_EQ(without_keys("nothing", Secret{""}), "nothing");
}

TEST(WithoutKeys, MasksWhatIsLongEnoughToBeAKey) {
  EXPECT_EQ(without_keys("+ echo NDg2ODM0YTctMjYwZC00ZjU5LWE3MGMtN2Y1ODcx", Secret{""}), "+ echo (hidden)");
  EXPECT_EQ(without_keys("/usr/lib/x86_64-linux-gnu/pass: cannot open", Secret{""}),
            "/usr/lib/x86_64-linux-gnu/pass: cannot open");
}

}  // namespace
}  // namespace libsync::credentials
