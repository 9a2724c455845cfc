// SPDX-License-Identifier: MIT
//
// Transcripts of GitHub Copilot CLI, as 0.0.369 to 1.0.71 write them.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;
using transcripts::Root;
using namespace std::chrono_literals;

class CopilotCli : public TranscriptTree {
 protected:
  CopilotCli() { options_.roots = {{root(), AgentKind::copilot_cli, Root::Origin::named}}; }

  std::string event(double time, const std::string& type, const std::string& data = "", const std::string& more = "") {
    return fmt::format(R"({{"type":"{}","data":{{{}}},"id":"e{}","timestamp":"{}","parentId":null{}}})", type, data,
                       ++events_, stamp(time), more) +
           "\n";
  }
  std::string start(double time, const std::string& cwd) {
    const std::string context =
        cwd.empty() ? "" : fmt::format(R"(,"context":{{"cwd":"{}","gitRoot":"/work","branch":"main"}})", cwd);
    return event(time, "session.start",
                 R"("sessionId":"f3db","version":1,"producer":"copilot-agent","copilotVersion":"1.0.56")" + context);
  }
  std::string user(double time, const std::string& more = "") {
    return event(time, "user.message",
                 R"("content":"go on","transformedContent":"<now>go on</now>","attachments":[])" + more);
  }
  std::string answer(double time) {
    return event(time, "assistant.message", R"("messageId":"m","content":"done","toolRequests":[],"outputTokens":12)");
  }

  [[nodiscard]] milliseconds attended() {
    milliseconds sum{0};
    for (const auto& interval : session(key_).active) {
      if (interval.attended) sum += interval.span.duration();
    }
    return sum;
  }

  const std::string file_ = "f3db/events.jsonl";
  const std::string key_ = "copilot-cli/f3db";
  transcripts::ImportOptions options_;
  int events_ = 0;
};

TEST_F(CopilotCli, ASessionIsWhatWasSaidAndDone) {
  write(file_, start(-300, "/work/api") + user(0) + event(1, "assistant.turn_start", R"("turnId":"0")") + answer(60) +
                   event(61, "tool.execution_start", R"("toolName":"bash","arguments":{"cwd":"/elsewhere"})") +
                   event(90.5, "tool.execution_complete", R"("success":true)") +
                   event(700, "session.shutdown", R"("shutdownType":"routine")"));
  import(options_);
  EXPECT_EQ(session(key_).agent, "copilot-cli");
  EXPECT_EQ(session(key_).project, "/work/api");
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(90.5)}, "/work/api"}}));
  EXPECT_EQ(session(key_).tokens.output, 12);
}

TEST_F(CopilotCli, TheFolderHoldsUntilTheNext) {
  write(file_, start(0, "/work/api") + user(0) + answer(60) +
                   event(70, "session.resume", R"("eventCount":3,"context":{"cwd":"/work/web"})") + user(80) +
                   event(90, "session.context_changed", R"("cwd":"/work/site","branch":"x")") + answer(100));
  import(options_);
  EXPECT_EQ(session(key_).active,
            (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api"}, ActiveInterval{{at(60), at(80)}, "/work/web"},
                         ActiveInterval{{at(80), at(100)}, "/work/site"}}));
}

TEST_F(CopilotCli, AChangeThatNamesNoFolderChangesNone) {
  write(file_, start(0, "/work/api") + user(0) +
                   event(30, "session.context_changed", R"("reason":"compaction","tokenLimit":272000)") + answer(60));
  import(options_);
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api"}}));
}

TEST_F(CopilotCli, TheWorkspaceBesideNamesTheFolderWhereNoEventDoes) {
  write(file_, start(0, "") + user(0) + answer(60));
  write("f3db/workspace.yaml", "id: f3db\nname: Pricing\ncwd: '/work/o''brien'\nsummary_count: 0\n");
  import(options_);
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/o'brien"}}));
  append(file_, answer(120));
  import(options_);
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(120)}, "/work/o'brien"}}));
}

TEST_F(CopilotCli, TheWorkspaceMayNameTheFolderFurtherIn) {
  write(file_, user(0) + answer(60));
  write("f3db/workspace.yaml", "context:\r\n  cwd: \"C:\\\\work\\\\api\"\r\n");
  import(options_);
  EXPECT_EQ(session(key_).project, "C:\\work\\api");
}

TEST_F(CopilotCli, AnEventBeatsTheWorkspace) {
  write(file_, start(0, "/work/api") + user(0) + answer(60));
  write("f3db/workspace.yaml", "cwd: /work/web\n");
  import(options_);
  EXPECT_EQ(session(key_).project, "/work/api");
}

TEST_F(CopilotCli, ASessionWithoutAFolderCountsAllTheSame) {
  write(file_, start(0, "") + user(0) + answer(60));
  std::filesystem::create_directory(root() / "f3db/workspace.yaml");
  EXPECT_TRUE(import(options_).problems.empty());
  EXPECT_EQ(session(key_).project, "");
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(CopilotCli, TheFirstVersionsHadNoFolderForASession) {
  const std::string events = start(0, "/work/api") + user(0) + answer(60);
  write("f3db.jsonl", events);
  import(options_);
  EXPECT_EQ(active_seconds(key_), 60);
  std::filesystem::remove(root() / "f3db.jsonl");
  write(file_, events + answer(120));
  import(options_);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(active_seconds(key_), 120);
}

TEST_F(CopilotCli, TheEmptyTwinOfAResumedSessionIsNothing) {
  write(file_, start(0, "/work/api") + user(0) + answer(60));
  write("f35d/events.jsonl", "");
  write("f35e/events.jsonl", start(70, "/work/api"));
  std::filesystem::create_directories(root() / "f35f/checkpoints");
  const auto report = import(options_);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(CopilotCli, ATailOfZerosIsNothingAndWhatFollowsItCounts) {
  write(file_, start(0, "/work/api") + user(0) + answer(60) + std::string(1728, '\0'));
  EXPECT_TRUE(import(options_).problems.empty());
  EXPECT_EQ(active_seconds(key_), 60);
  append(file_, event(100, "session.resume", R"("context":{"cwd":"/work/api"})") + user(120) + answer(180));
  import(options_);
  EXPECT_EQ(active_seconds(key_), 180);
}

TEST_F(CopilotCli, AnEventThatWasCutOffDoesNotTakeTheNextOneWithIt) {
  const std::string cut = answer(30);
  write(file_, start(0, "/work/api") + user(0) + cut.substr(0, cut.size() - 40) + answer(60) + answer(90));
  const auto report = import(options_);
  EXPECT_EQ(active_seconds(key_), 90);
  EXPECT_EQ(count_of(report, ProblemKind::torn_line), 1);
}

// Versions of April 2026 wrote line feeds of a tool's output as they are.
TEST_F(CopilotCli, AnEventOverSeveralLinesIsNamedAndTheRestCounts) {
  write(file_, start(0, "/work/api") + user(0) +
                   event(30, "tool.execution_complete",
                         R"("result":{"content":"one)"
                         "\n{\"type\":\"user\"}\nthree\"}") +
                   answer(60) + answer(90));
  const auto report = import(options_);
  EXPECT_EQ(active_seconds(key_), 90);
  EXPECT_EQ(count_of(report, ProblemKind::bad_line), 2);
}

TEST_F(CopilotCli, SubAgentsCountOnceWithTheirSession) {
  const std::string sub = R"(,"agentId":"explore-1")";
  write(file_, start(0, "/work/api") + user(0) + event(10, "subagent.started", R"("toolCallId":"t")", sub) +
                   event(600, "tool.execution_complete", R"("parentToolCallId":"t")", sub) +
                   event(700, "subagent.completed", R"("toolCallId":"t")", sub) + answer(710));
  import(options_);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(total_seconds(), 710);
}

TEST_F(CopilotCli, ASessionThatAnotherOneSpawnedAtItsEndIsNone) {
  write(file_, start(0, "/work/api") + user(0) + answer(60));
  write("d00d/events.jsonl",
        event(70, "session.start",
              R"("sessionId":"d00d","detachedFromSpawningParentSessionId":"f3db","context":{"cwd":"/work/api"})") +
            user(70) + answer(500));
  const auto report = import(options_);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(CopilotCli, NobodyTypedWhatASkillOrTheAutopilotSaid) {
  for (const char* more :
       {R"(,"source":"skill-pdf")", R"(,"isAutopilotContinuation":true)", R"(,"source":"schedule")"}) {
    write(file_, start(0, "/work/api") + user(0, more) + answer(600));
    std::filesystem::create_directories(root() / "f3db");
    store_ = {};
    import(options_);
    EXPECT_EQ(attended(), 0ms) << more;
    EXPECT_EQ(active_seconds(key_), 600) << more;
  }
}

TEST_F(CopilotCli, APersonTypedTheOtherMessagesOfTheUser) {
  for (const char* more : {"", R"(,"source":"user")", R"(,"isAutopilotContinuation":false,"agentMode":"plan")"}) {
    write(file_, start(0, "/work/api") + user(0, more) + answer(600));
    store_ = {};
    import(options_);
    EXPECT_EQ(attended(), 10min) << more;
  }
}

TEST_F(CopilotCli, NothingElseIsASession) {
  for (const char* other : {"f3db/other.jsonl", "f3db/files/events.jsonl", "f3db/events.json", "f3db.json"}) {
    write(other, user(0) + user(60));
  }
  EXPECT_EQ(import(options_).files, 0);
}

TEST_F(CopilotCli, EventsMayHaveNoIds) {
  const auto bare = [](double time, const char* type) {
    return fmt::format(R"({{"type":"{}","timestamp":"{}","data":{{"content":"x"}}}})", type, stamp(time)) + "\n";
  };
  write(file_, bare(0, "user.message") + bare(0, "user.message") + bare(60, "assistant.message"));
  import(options_);
  EXPECT_EQ(active_seconds(key_), 60);
}

}  // namespace
}  // namespace libsync::testing
