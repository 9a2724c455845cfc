// SPDX-License-Identifier: MIT
//
// Files of agents whose format is not the one that is known.
#include "agent_database.hpp"
#include "transcript_tree.hpp"

#include <libsync/transcripts/survey.hpp>

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::Problem;
using transcripts::ProblemKind;
using transcripts::Root;

class UnknownFormat : public TranscriptTree {
 protected:
  static std::string newer(double time) {
    return R"({"type":"turn","version":"9.0.1","cwd":"/work/api","uuid":"x","timestamp":")" + stamp(time) + "\"}\n";
  }

  [[nodiscard]] std::vector<Problem> skipped(const transcripts::ImportOptions& options) {
    auto survey = transcripts::survey(options.roots, store_);
    EXPECT_TRUE(survey.has_value());
    EXPECT_TRUE(survey->waiting.empty());
    return survey->skipped;
  }

  // The folder as one of the agent's.
  [[nodiscard]] transcripts::ImportOptions of(AgentKind agent) const {
    transcripts::ImportOptions wanted;
    wanted.roots = {{root(), agent, Root::Origin::named}};
    return wanted;
  }

  // What is said of that file of the agent, after an import of it alone into an empty store.
  std::vector<Problem> said_of(AgentKind agent, const std::string& file, const std::string& content) {
    store_ = {};
    write(file, content);
    auto problems = import(of(agent)).problems;
    std::filesystem::remove(root() / file);
    return problems;
  }

  // Of OpenCode, without the role that each has.
  static std::string unknown_message(const std::string& id, const std::string& session, double time) {
    return fmt::format("INSERT INTO message VALUES ('{}', '{}', {}, {}, '{{\"speaker\":\"user\"}}');", id, session,
                       ms(time), ms(time));
  }

  [[nodiscard]] Problem named(const std::string& file, const std::string& cause) const {
    return {(root() / file).string(), ProblemKind::unknown_format, 1, 0, cause};
  }
};

TEST_F(UnknownFormat, IsNamedWithTheVersionAndWhatWasExpected) {
  write("d/s.jsonl", newer(0) + newer(60));
  const auto wanted = named("d/s.jsonl", "expected were lines of type user or assistant, written by version 9.0.1");
  const auto report = import();
  EXPECT_EQ(report.problems, std::vector{wanted});
  EXPECT_EQ(report.sessions, 0);
  EXPECT_EQ(skipped(options()), std::vector{wanted});
}

TEST_F(UnknownFormat, IsNamedForEveryAgentThatWritesLines) {
  const std::string lines = R"({"kind":"turn","at":5})"
                            "\n";
  const std::vector<std::pair<AgentKind, std::string>> files{
      {AgentKind::codex, "rollout-1.jsonl"},
      {AgentKind::cowork, "o/a/local_1/.claude/projects/d/s.jsonl"},
      {AgentKind::qwen_code, "d/chats/s.jsonl"},
      {AgentKind::copilot_cli, "s/events.jsonl"}};
  for (const auto& [agent, file] : files) {
    write(file, lines);
    transcripts::ImportOptions wanted;
    wanted.roots = {{root(), agent, Root::Origin::named}};
    const auto report = import(wanted);
    ASSERT_EQ(report.problems.size(), 1U) << file;
    EXPECT_EQ(report.problems[0].kind, ProblemKind::unknown_format) << file;
    EXPECT_TRUE(report.problems[0].cause.starts_with("expected were ")) << report.problems[0].cause;
  }
}

TEST_F(UnknownFormat, TheVersionIsTakenFromTheFirstLines) {
  write("rollout-1.jsonl", R"({"timestamp":"2026-02-02T08:00:00Z","type":"meta","payload":{"cli_version": "0.200.0"}})"
                           "\n");
  transcripts::ImportOptions wanted;
  wanted.roots = {{root(), AgentKind::codex, Root::Origin::named}};
  EXPECT_EQ(import(wanted).problems,
            std::vector{named("rollout-1.jsonl",
                              "expected were lines of type response_item or event_msg, written by version 0.200.0")});
}

std::string event(const std::string& type, const std::string& data = "") {
  return R"({"type":")" + type + R"(","data":{)" + data +
         R"(},"id":"1","timestamp":"2026-02-02T08:00:00Z"})"
         "\n";
}

struct Sample {
  AgentKind agent;
  std::string file;
  std::string content;
  std::string cause = "";
};

const std::string k_gemini = "api/chats/session-2026-02-02T08-00-3b44bc68.json";
const std::string k_cline = "sessions/s/s.messages.json";
const std::string k_task = "tasks/1/ui_messages.json";
const std::string k_copilot_chat = "w/chatSessions/s.json";
const std::string k_copilot_cli = "s/events.jsonl";

// What stands around the messages is as it was.
TEST_F(UnknownFormat, IsNamedWhereNothingButTheMessagesIsOther) {
  const std::string gemini = "expected were messages of type user or gemini";
  const std::string cline = "expected were messages with ts and say, ask or role";
  const std::string chat = "expected were requests with requestId and timestamp";
  const std::vector<Sample> samples{
      {AgentKind::copilot_cli, k_copilot_cli,
       event("session.start", R"("copilotVersion":"9.0.0")") + event("conversation.user"),
       "expected were events such as user.message, written by version 9.0.0"},
      {AgentKind::gemini_cli, k_gemini, R"({"sessionId":"s","projectHash":"f","history": [ {"role":"user"}]})", gemini},
      {AgentKind::gemini_cli, k_gemini + "l",
       R"({"sessionId":"s","projectHash":"f"})"
       "\n"
       R"({"$set":{"lastUpdated":"2026-02-02T08:01:00Z","history":[{"role":"user"}]}})"
       "\n",
       gemini},
      {AgentKind::cline, k_cline,
       R"({"version":2,"sessionId":"s","origin":{"source":"cli","version":"4.1.17"},"items":[{"who":"me"}]})",
       cline + ", written by version 4.1.17"},
      {AgentKind::roo_code, k_task, R"({"version":"2","items":[{"who":"me"}]})", cline},
      {AgentKind::copilot_chat, k_copilot_chat,
       R"({"version":4,"sessionId":"s","turns":[{"agent":{"extensionVersion":"0.40.1","name":"x"}}]})",
       chat + ", written by version 0.40.1"},
      {AgentKind::copilot_chat, k_copilot_chat + "l",
       R"({"kind":0,"v":{"version":4,"sessionId":"s","turns":[{"at":1}]}})"
       "\n",
       chat}};
  for (const auto& sample : samples) {
    const auto said = said_of(sample.agent, sample.file, sample.content);
    EXPECT_EQ(said, std::vector{named(sample.file, sample.cause)}) << sample.content;
  }
}

TEST_F(UnknownFormat, IsNoneOfASessionThatWasJustBegun) {
  const std::vector<Sample> samples{
      {AgentKind::copilot_cli, k_copilot_cli,
       event("session.start", R"("copilotVersion":"1.0.71")") + event("system.message", R"("content":"x")") +
           event("hook.start") + event("session.mcp_servers_loaded", R"("servers":[{"name":"x"}])") +
           event("mcp.oauth_required") + event("commands.changed") + event("session.shutdown")},
      {AgentKind::gemini_cli, k_gemini,
       R"({"sessionId":"s","messages":[],"directories":["/a"],"kind":"main","tags":["x"],"limits":[]})"},
      {AgentKind::gemini_cli, k_gemini, R"({"sessionId":"s","messages":[],"activeExtensionName":"x"})"},
      {AgentKind::gemini_cli, k_gemini + "l",
       R"({"sessionId":"s","projectHash":"f","kind":"main"})"
       "\n"
       R"({"$set":{"memoryScratchpad":{"notes":[{"x":1}]},"messages":[]}})"
       "\n"},
      {AgentKind::cline, k_cline,
       R"({"version":1,"updated_at":"x","agent":"lead","sessionId":"s","messages":[],"system_prompt":"x"})"},
      {AgentKind::cline, k_task, "[]"},
      {AgentKind::roo_code, k_task, "[]"},
      {AgentKind::copilot_chat, k_copilot_chat,
       R"({"version":3,"requests":[],"inputState":{"attachments":[{"id":"x"}]},"pendingRequests":[{"id":"x"}]})"},
      {AgentKind::copilot_chat, k_copilot_chat + "l",
       R"({"kind":0,"v":{"version":3,"sessionId":"s","requests":[],"repoData":{"diffs":[{"x":1}]}}})"
       "\n"
       R"({"kind":1,"k":["inputState","selections"],"v":[{"startLineNumber":1,"endLineNumber":2}]})"
       "\n"
       R"({"kind":1,"k":["inputState","attachments"],"v":[{"kind":"image","id":"x","references":[{"x":1}]}]})"
       "\n"
       R"({"kind":1,"k":["inputState"],"v":{"attachments":[{"id":"x"}],"selections":[{"startLineNumber":1}]}})"
       "\n"}};
  for (const auto& sample : samples) {
    EXPECT_EQ(said_of(sample.agent, sample.file, sample.content), std::vector<Problem>{}) << sample.content;
  }
}

TEST_F(UnknownFormat, WhatLooksLikeNoVersionIsNotRepeated) {
  write("d/s.jsonl", R"({"type":"turn","timestamp":"2026-02-02T08:00:00Z","version":"1 \u001b[31m"})"
                     "\n");
  EXPECT_EQ(import().problems, std::vector{named("d/s.jsonl", "expected were lines of type user or assistant")});
}

TEST_F(UnknownFormat, IsNoneWithAMessage) {
  write("d/s.jsonl", newer(0) + said(60) + newer(120));
  EXPECT_TRUE(import().problems.empty());
  EXPECT_TRUE(skipped(options()).empty());
}

TEST_F(UnknownFormat, IsNoneWithoutALine) {
  write("d/empty.jsonl", "");
  write("d/zeros.jsonl", std::string(100, '\0'));
  EXPECT_TRUE(import().problems.empty());
  EXPECT_TRUE(skipped(options()).empty());
}

// Many sessions of Claude Code have nothing but titles, or copies of files.
TEST_F(UnknownFormat, IsNoneOfLinesThatTheAgentIsKnownToWrite) {
  write("d/s.jsonl",
        R"({"type":"summary","summary":"x","leafUuid":"y"})"
        "\n"
        R"({"type":"file-history-snapshot","messageId":"x","snapshot":{"timestamp":"2026-02-02T08:00:00Z"}})"
        "\n"
        R"({"type":"queue-operation","operation":"enqueue","timestamp":"2026-02-02T08:00:00Z"})"
        "\n"
        R"({"type":"some-newer-title","sessionId":"x"})"
        "\n");
  EXPECT_TRUE(import().problems.empty());
  EXPECT_TRUE(skipped(options()).empty());
}

// --- databases ------------------------------------------------------------------------------------------------------

TEST_F(UnknownFormat, OfMessagesInADatabaseIsNamedWithItsVersion) {
  using namespace support::opencode;
  const std::string cause =
      "expected were the tables `session`, `message` and `part`, or `session_v2` and `session_message`, with the role "
      "and time of each message, written by version 1.15.10";
  support::AgentDatabase opencode{root() / "opencode.db"};
  opencode.run(k_schema_1 + session_1({"ses_1", "/work/api", ms(0)}) + unknown_message("msg_1", "ses_1", 0) +
               unknown_message("msg_2", "ses_1", 60));
  EXPECT_EQ(import(of(AgentKind::opencode)).problems, std::vector{named("opencode.db", cause)});
  EXPECT_TRUE(store_.sessions.empty());
  EXPECT_EQ(skipped(of(AgentKind::opencode)).size(), 1U);
  EXPECT_TRUE(import(of(AgentKind::opencode)).problems.empty());  // it did not change

  // Also by what another session brings: that of the first is not read again.
  opencode.run(session_1({"ses_2", "/work/api", ms(0)}) + unknown_message("msg_3", "ses_2", 90));
  EXPECT_EQ(import(of(AgentKind::opencode)).problems, std::vector{named("opencode.db", cause)});
  opencode.run(session_1({"ses_3", "/work/api", ms(0)}) + message_1("msg_4", "ses_3", "assistant", ms(0), ms(60)));
  EXPECT_TRUE(import(of(AgentKind::opencode)).problems.empty());
  EXPECT_TRUE(skipped(of(AgentKind::opencode)).empty());
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(UnknownFormat, OfTimesInADatabaseIsNamedWithItsVersion) {
  using namespace support::goose;
  support::AgentDatabase goose{root() / "sessions.db"};
  goose.run(k_schema + support::goose::session("20260202_1", "/work/api", "2026-02-02 08:00:00") +
            message("msg_1", "20260202_1", "user", ms(0)) +
            "UPDATE messages SET created_timestamp = 'a while ago'; UPDATE schema_version SET version = 18;");
  const auto report = import(of(AgentKind::goose));
  EXPECT_EQ(count_of(report, ProblemKind::bad_time), 1);
  EXPECT_EQ(report.problems.back(),
            named("sessions.db",
                  "expected were the tables `sessions` and `messages`, with numbers in `created_timestamp`, written by "
                  "version 18"));
}

TEST_F(UnknownFormat, IsNoneOfADatabaseOfWhichAnythingIsUnderstood) {
  using namespace support::opencode;
  support::AgentDatabase opencode{root() / "opencode.db"};
  opencode.run(k_schema_1 + session_1({"ses_1", "/work/api", ms(0)}) +
               message_1("msg_1", "ses_1", "assistant", ms(0), ms(60)) + unknown_message("msg_2", "ses_1", 90));
  EXPECT_TRUE(import(of(AgentKind::opencode)).problems.empty());
  opencode.run("DELETE FROM message WHERE id = 'msg_1'");  // what was understood before was
  EXPECT_TRUE(import(of(AgentKind::opencode)).problems.empty());
}

TEST_F(UnknownFormat, IsNoneOfADatabaseInWhichNothingWasSaid) {
  using namespace support::opencode;
  support::AgentDatabase opencode{root() / "opencode.db"};
  opencode.run(k_schema_1);
  EXPECT_TRUE(import(of(AgentKind::opencode)).problems.empty());
  opencode.run(k_schema_2 + session_1({"ses_1", "/work/api", ms(0)}) + session_2({"ses_1", "/work/api", ms(0)}) +
               message_2("msg_1", "ses_1", "system", 0, ms(0)) + message_2("msg_2", "ses_1", "idle", 1, ms(10)));
  EXPECT_TRUE(import(of(AgentKind::opencode)).problems.empty());
  EXPECT_TRUE(skipped(of(AgentKind::opencode)).empty());
}

TEST_F(UnknownFormat, IsLookedAtAgainOnceItChanges) {
  write("d/s.jsonl", newer(0));
  import();
  append("d/s.jsonl", newer(60));
  EXPECT_EQ(import().problems.size(), 1U);
  append("d/s.jsonl", said(120) + said(180));
  EXPECT_TRUE(import().problems.empty());
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  EXPECT_TRUE(skipped(options()).empty());
}

}  // namespace
}  // namespace libsync::testing
