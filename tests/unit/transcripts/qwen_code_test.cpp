// SPDX-License-Identifier: MIT
//
// Transcripts of Qwen Code, as 0.15 to 0.20 write them.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::Root;
using namespace std::chrono_literals;

class QwenCode : public TranscriptTree {
 protected:
  QwenCode() { options_.roots = {{root(), AgentKind::qwen_code, Root::Origin::named}}; }

  static std::string line(double time, const std::string& uuid, const std::string& type, const std::string& more = "",
                          const std::string& cwd = "/work/api", const std::string& session = "9ac9") {
    return fmt::format(R"({{"uuid":"{}","parentUuid":null,"sessionId":"{}","timestamp":"{}","type":"{}","cwd":"{}",)"
                       R"("version":"0.15.0","gitBranch":"main"{}}})",
                       uuid, session, stamp(time), type, cwd, more) +
           "\n";
  }
  static std::string user(double time, const std::string& uuid, const std::string& more = "") {
    return line(time, uuid, "user", R"(,"message":{"role":"user","parts":[{"text":"go on"}]})" + more);
  }
  static std::string answer(double time, const std::string& uuid) {
    return line(time, uuid, "assistant",
                R"(,"model":"coder","usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":20,)"
                R"("thoughtsTokenCount":3,"totalTokenCount":123,"cachedContentTokenCount":40},)"
                R"("message":{"role":"model","parts":[{"text":"well","thought":true},{"text":"done"}]})");
  }
  static std::string telemetry(double time, const std::string& uuid) {
    return line(time, uuid, "system",
                R"(,"subtype":"ui_telemetry","systemPayload":{"uiEvent":{"event.name":"qwen-code.api_response",)"
                R"("event.timestamp":"2026-02-02T23:00:00Z"}})");
  }

  // The part of the session that a person attended.
  [[nodiscard]] milliseconds attended(const std::string& key) {
    milliseconds sum{0};
    for (const auto& interval : session(key).active) {
      if (interval.attended) sum += interval.span.duration();
    }
    return sum;
  }

  const std::string file_ = "-work-api/chats/9ac9.jsonl";
  const std::string key_ = "qwen-code/9ac9.jsonl";
  transcripts::ImportOptions options_;
};

TEST_F(QwenCode, ASessionIsWhatWasSaidAndDone) {
  write(file_, user(0, "u1") + telemetry(30, "t1") + answer(60, "u2") + line(90.5, "u3", "tool_result") +
                   telemetry(800, "t2") + user(2000, "u4"));
  import(options_);
  EXPECT_EQ(session(key_).agent, "qwen-code");
  EXPECT_EQ(session(key_).project, "/work/api");
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(session(key_).end, at(2000));
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(90.5)}, "/work/api"}}));
  EXPECT_EQ(session(key_).tokens, (TokenCounts{60, 23, 0, 40}));
}

TEST_F(QwenCode, AMessageIsInTheFolderOfItsLine) {
  write(file_, user(0, "u1") + line(60, "u2", "assistant", "", "/work/web"));
  import(options_);
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/web"}}));
}

TEST_F(QwenCode, WhatIsRepeatedWhenASessionIsTakenUpAgainCountsOnce) {
  const std::string before = user(0, "u1") + answer(60, "u2");
  write(file_, before + before + user(100, "u5"));
  write("-work-api/chats/b001.jsonl", before + user(200, "u6"));
  import(options_);
  EXPECT_EQ(total_seconds(), 100 + 140);
}

// The same uuid, but another message: the time between them must not be lost.
TEST_F(QwenCode, AUuidThatIsUsedAgainIsAnotherMessage) {
  write(file_, user(0, "u1") + answer(60, "u2") + user(3600, "u1") + answer(3700, "u2"));
  import(options_);
  EXPECT_EQ(active_seconds(key_), 160);
}

TEST_F(QwenCode, ABranchCountsForTheSessionThatItWasCopiedFrom) {
  const std::string original = user(0, "u1") + answer(60, "u2");
  const std::string from = R"(,"forkedFrom":{"sessionId":"9ac9","messageUuid":"u1"})";
  write("-work-api/chats/0b0b.jsonl", line(0, "u1", "user", from, "/work/api", "0b0b") +
                                          line(60, "u2", "assistant", from, "/work/api", "0b0b") +
                                          line(90, "u7", "user", "", "/work/api", "0b0b"));
  write(file_, original);
  import(options_);
  EXPECT_EQ(active_seconds(key_), 60);
  EXPECT_EQ(active_seconds("qwen-code/0b0b.jsonl"), 30);
}

TEST_F(QwenCode, TheAgentSaysWhatAPersonTyped) {
  const auto attended_after = [&](const std::string& first) {
    write(file_, first + answer(600, "u2"));
    store_ = {};
    import(options_);
    return attended(key_);
  };
  EXPECT_EQ(attended_after(user(0, "u1")), 10min);
  EXPECT_EQ(attended_after(user(0, "u1", R"(,"provenance":"real_user")")), 10min);
}

TEST_F(QwenCode, NobodyTypedWhatATimerOrATaskOrASubAgentSaid) {
  int file = 0;
  for (const char* more : {R"(,"provenance":"goal_runtime")", R"(,"provenance":"system","subtype":"notification")",
                           R"(,"subtype":"cron")", R"(,"isSidechain":true,"agentId":"explore-1")"}) {
    const auto name = std::to_string(++file);
    write("-work-api/chats/" + name + ".jsonl", user(0, "a" + name, more) + answer(600, "b" + name));
    import(options_);
    EXPECT_EQ(attended("qwen-code/" + name + ".jsonl"), 0ms) << more;
    EXPECT_EQ(active_seconds("qwen-code/" + name + ".jsonl"), 600) << more;
  }
}

TEST_F(QwenCode, WhatWasTypedWhileAToolRanIsTyped) {
  write(file_, user(0, "u1", R"(,"subtype":"mid_turn_user_message","systemPayload":{"displayText":"and lint"})") +
                   answer(600, "u2"));
  import(options_);
  EXPECT_EQ(attended(key_), 10min);
}

TEST_F(QwenCode, NothingElseIsASession) {
  for (const char* other :
       {"-work-api/9ac9.jsonl", "-work-api/subagents/9ac9/agent-explore-1.jsonl", "-work-api/chats/archive/1.jsonl",
        "-work-api/chats/9ac9.json", "chats/9ac9.jsonl", "a/b/chats/9ac9.jsonl", "-work-api/xchats/1.jsonl"}) {
    write(other, user(0, "u1") + user(60, "u2"));
  }
  EXPECT_EQ(import(options_).files, 0);
}

TEST_F(QwenCode, ATornLineDoesNotTakeTheNextOneWithIt) {
  const std::string torn = answer(30, "u2");
  write(file_, user(0, "u1") + torn.substr(0, torn.size() / 2) + answer(60, "u3") + user(90, "u4"));
  const auto report = import(options_);
  EXPECT_EQ(active_seconds(key_), 90);
  EXPECT_EQ(count_of(report, transcripts::ProblemKind::torn_line), 1);
}

TEST_F(QwenCode, ALineWithoutAUuidIsKnownByWhatItSays) {
  const auto bare = [](double time, const char* text) {
    return fmt::format(R"({{"sessionId":"9ac9","timestamp":"{}","type":"user","cwd":"/w","message":{{"text":"{}"}}}})",
                       stamp(time), text) +
           "\n";
  };
  write(file_, bare(0, "a") + bare(0, "a") + bare(0, "b") + bare(60, "a"));
  import(options_);
  EXPECT_EQ(active_seconds(key_), 60);
}

}  // namespace
}  // namespace libsync::testing
