// SPDX-License-Identifier: MIT
//
// Transcripts of OpenAI's Codex CLI.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::Root;

class Codex : public TranscriptTree {
 protected:
  static std::string line(double time, const std::string& type, const std::string& payload) {
    return fmt::format(R"({{"timestamp":"{}","type":"{}","payload":{{{}}}}})", stamp(time), type, payload) + "\n";
  }
  static std::string meta(double time, const std::string& cwd, const std::string& source = R"("cli")") {
    return line(time, "session_meta",
                fmt::format(R"("id":"0198","timestamp":"2026-02-02T00:00:00Z","cwd":"{}","source":{},"git":{{}})", cwd,
                            source));
  }
  static std::string message(double time) {
    return line(time, "response_item",
                R"("type":"message","role":"user","content":[{"type":"input_text","text":"}{"}])");
  }
  static std::string turn(double time, const std::string& cwd) {
    return line(time, "turn_context", fmt::format(R"("cwd":"{}","model":"x")", cwd));
  }

  [[nodiscard]] transcripts::ImportOptions codex() const {
    transcripts::ImportOptions result;
    result.roots = {{folder() / "projects", AgentKind::codex, Root::Origin::named}};
    return result;
  }

  const std::string file_ = "2026/02/02/rollout-2026-02-02T08-00-00-0198.jsonl";
  const std::string key_ = "codex/rollout-2026-02-02T08-00-00-0198.jsonl";
};

TEST_F(Codex, ARolloutIsASession) {
  write(file_, meta(-60, "/work/api") + message(0) + message(60) + message(1000));
  import(codex());
  EXPECT_EQ(session(key_).agent, "codex");
  EXPECT_EQ(session(key_).project, "/work/api");
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api"}}));
}

TEST_F(Codex, ATurnMayChangeTheFolder) {
  write(file_, meta(0, "/a") + message(0) + turn(30, "/b") + message(60));
  import(codex());
  EXPECT_EQ(session(key_).project, "/a");
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/b"}}));
}

TEST_F(Codex, TheFolderHoldsWhenTheFileGrows) {
  write(file_, meta(0, "/a") + message(0) + turn(30, "/b"));
  import(codex());
  append(file_, message(60));
  import(codex());
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/b"}}));
}

TEST_F(Codex, ARunningTotalOfTokensCountsOnce) {
  const auto count = [](double time, int input, int cached, int output) {
    return line(
        time, "event_msg",
        fmt::format(R"("type":"token_count","info":{{"total_token_usage":{{"input_tokens":{},"cached_input_tokens":{},)"
                    R"("output_tokens":{}}},"last_token_usage":{{"input_tokens":1}}}})",
                    input, cached, output));
  };
  write(file_, meta(0, "/a") + count(1, 100, 40, 10) + count(2, 300, 200, 30));
  import(codex());
  EXPECT_EQ(session(key_).tokens, (TokenCounts{100, 30, 0, 200}));
}

TEST_F(Codex, ASubagentsRolloutIsNoSession) {
  write(file_, meta(0, "/a") + message(0) + message(60));
  write("2026/02/02/rollout-2026-02-02T08-00-30-0199.jsonl",
        meta(30, "/a", R"({"subagent":{"thread_spawn":{"depth":1}}})") + message(0) + message(60) + message(600));
  const auto report = import(codex());
  EXPECT_EQ(report.files, 2);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_EQ(total_seconds(), 60);
  append("2026/02/02/rollout-2026-02-02T08-00-30-0199.jsonl", message(700));
  import(codex());
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Codex, WhoseRolloutItIsIsSaidByItsFirstMetaAlone) {
  const std::string subagent = R"({"subagent":"review"})";
  const std::string review = "2026/02/02/rollout-2026-02-02T09-00-00-0199.jsonl";
  const std::string steps[] = {meta(0, "/a") + meta(0, "/a", subagent), message(0) + message(60) + message(120)};
  write(file_, steps[0] + line(0, "turn_context", R"("cwd":"/a","source":{"subagent":"x"})") + steps[1]);
  write(review, meta(0, "/a", subagent) + meta(0, "/a") + steps[1]);
  EXPECT_EQ(import(codex()).sessions, 1);
  EXPECT_EQ(active_seconds(key_), 120);
  append(file_, meta(130, "/a", subagent) + message(180));
  append(review, meta(130, "/a") + message(300));
  EXPECT_EQ(import(codex()).sessions, 1);
  EXPECT_EQ(active_seconds(key_), 180);
}

TEST_F(Codex, ARolloutThatLostItsFirstMetaLosesNoTime) {
  const std::string subagent = R"({"subagent":"review"})";
  write(file_, meta(0, "/a") + meta(0, "/a", subagent) + message(0) + message(60));
  import(codex());
  write(file_, meta(0, "/a", subagent) + message(0));
  import(codex());
  EXPECT_EQ(total_seconds(), 60);
}

// What an older version of ours counted.
TEST_F(Codex, ASubagentsRolloutThatCountedAsASessionGoesWithOurRules) {
  write(file_, meta(0, "/a") + message(0) + message(60));
  import(codex());
  write(file_, meta(0, "/a", R"({"subagent":"review"})") + message(0) + message(60));
  store_.settings["rules_version"] = "3";
  import(codex());
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(Codex, AFileThatWasArchivedIsTheSameSession) {
  write(file_, meta(0, "/a") + message(0) + message(60));
  import(codex());
  std::filesystem::create_directories(folder() / "archived_sessions");
  std::filesystem::rename(root() / file_, folder() / "archived_sessions" / std::filesystem::path{file_}.filename());
  auto wanted = codex();
  wanted.roots.push_back({folder() / "archived_sessions", AgentKind::codex, Root::Origin::named});
  EXPECT_EQ(import(wanted).sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Codex, AForkThatRepeatsItsParentCountsTheCommonPartOnce) {
  write(file_, meta(0, "/a") + message(0) + message(60));
  write("2026/02/03/rollout-2026-02-03T08-00-00-0200.jsonl",
        meta(5000, "/a") + meta(0, "/a") + message(0) + message(60) + message(5000) + message(5010));
  import(codex());
  EXPECT_EQ(total_seconds(), 70);
}

TEST_F(Codex, ATornLineDoesNotTakeTheNextOneWithIt) {
  const std::string torn = message(30);
  write(file_, meta(0, "/a") + message(0) + torn.substr(0, torn.size() / 2) + message(60) + message(90));
  import(codex());
  EXPECT_EQ(total_seconds(), 90);
}

TEST_F(Codex, OtherFilesThereAreNotLookedAt) {
  write("2026/02/02/notes.jsonl", message(0));
  write("2026/02/02/deeper/rollout-1.jsonl", message(0));
  write("history.jsonl", message(0));
  EXPECT_EQ(import(codex()).files, 0);
}

TEST_F(Codex, BothAgentsAreImportedTogether) {
  write(file_, meta(0, "/a") + message(0) + message(60));
  std::filesystem::create_directories(folder() / "claude/d");
  std::ofstream{folder() / "claude/d/s.jsonl"} << said(0) << said(60);
  auto wanted = codex();
  wanted.roots.push_back({folder() / "claude", AgentKind::claude_code, Root::Origin::named});
  EXPECT_EQ(import(wanted).sessions, 2);
  EXPECT_EQ(session("d/s.jsonl").agent, "claude-code");
  EXPECT_EQ(session(key_).agent, "codex");
}

// Lines are rewritten with a number each when a thread is migrated; forks made before have them as they were.
TEST_F(Codex, AMessageIsTheSameWithANumberOrItsMembersInAnotherOrder) {
  const auto item = [](double time, const std::string& text) {
    return fmt::format(
        R"({{"timestamp":"{}","type":"response_item","payload":{{"type":"message","role":"user","text":"{}"}}}})",
        stamp(time), text);
  };
  const auto numbered = [](const std::string& one, int number) {
    return fmt::format(R"({{"ordinal":{},)", number) + one.substr(1);
  };
  const auto turned = [](double time, const std::string& text) {
    return fmt::format(
        R"({{"payload":{{"text":"{}","role":"user","type":"message"}},"type":"response_item","timestamp":"{}"}})", text,
        stamp(time));
  };
  std::string parent = meta(0, "/a");
  std::string fork = meta(0, "/a");
  std::string reordered = meta(0, "/a");
  for (int i = 0; i <= 6; ++i) {
    parent += numbered(item(i * 600, std::to_string(i)), i) + "\n";
    fork += item(i * 600, std::to_string(i)) + "\n";
    reordered += turned(i * 600, std::to_string(i)) + "\n";
  }
  for (int i = 7; i <= 9; ++i) fork += item(i * 600, "own") + "\n";
  write("rollout-1.jsonl", parent);
  write("rollout-2.jsonl", fork);
  write("rollout-3.jsonl", reordered);
  import(codex());
  EXPECT_EQ(total_seconds(), 5400);
}

}  // namespace
}  // namespace libsync::testing
