// SPDX-License-Identifier: MIT
//
// Files of agents whose format is not the one that is known.
#include "transcript_tree.hpp"

#include <libsync/transcripts/survey.hpp>

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
