// SPDX-License-Identifier: MIT
#include "process.hpp"

#include "temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace libsync::support {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

ProcessResult shell(const std::string& script, ProcessOptions options = {}) {
  return run_process({"sh", "-c", script}, std::move(options));
}

TEST(Process, TellsOutputErrorsAndExitCodeApart) {
  const auto result = shell("echo out; echo err >&2; exit 7");
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.signal, 0);
}

TEST(Process, GivesInputAndCopesWithProgramsThatDoNotReadIt) {
  ProcessOptions options;
  options.input = std::string(1'000'000, 'x');
  EXPECT_EQ(shell("wc -c", options).out, "1000000\n");
  EXPECT_EQ(shell("exec <&-; echo done", options).out, "done\n");
}

TEST(Process, InheritsNothingButThePath) {
  ::setenv("CLAUDE_TRACKER_PROCESS_TEST", "inherited", 1);
  ProcessOptions options;
  options.environment = {{"GIVEN", "yes"}};
  EXPECT_EQ(shell("echo ${GIVEN-no} ${CLAUDE_TRACKER_PROCESS_TEST-nothing}", options).out, "yes nothing\n");
}

TEST(Process, RunsWhereItIsTold) {
  const TempDir folder;
  ProcessOptions options;
  options.directory = folder.path();
  EXPECT_EQ(shell("pwd -P", options).out, std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST(Process, IsEndedWhenItTakesTooLong) {
  ProcessOptions options;
  options.timeout = 100ms;
  for (const char* script : {"exec sleep 1000", "exec sleep 1000 >&- 2>&-"}) {
    const auto result = shell(script, options);
    EXPECT_TRUE(result.timed_out);
    EXPECT_EQ(result.signal, SIGKILL);
  }
}

TEST(Process, CanBeWaitedForAndSignalled) {
  Process process{{"sh", "-c", "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done"}};
  ASSERT_TRUE(process.wait_for("ready"));
  process.send_signal(SIGTERM);
  const auto result = process.wait();
  EXPECT_THAT(result.out, HasSubstr("bye"));
  EXPECT_EQ(result.exit_code, 3);
}

TEST(Process, SeesATerminalWhenToldSo) {
  ProcessOptions options;
  EXPECT_EQ(shell("test -t 1 || echo no", options).out, "no\n");
  options.terminal = true;
  EXPECT_THAT(shell("test -t 0 && test -t 1 && test -t 2 && stty size", options).out, HasSubstr("30 100"));
}

TEST(Process, ThatCannotBeStartedEndsWith127) {
  EXPECT_EQ(run_process({"/no/such/program"}).exit_code, 127);
}

}  // namespace
}  // namespace libsync::support
