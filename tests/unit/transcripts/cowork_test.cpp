// SPDX-License-Identifier: MIT
//
// Transcripts of Claude Cowork: those of Claude Code, further down and from a virtual machine.
#include "transcript_tree.hpp"

namespace libsync::testing {
namespace {

using transcripts::Root;

class Cowork : public TranscriptTree {
 protected:
  Cowork() { options_.roots = {{root(), AgentKind::cowork, Root::Origin::named, "cowork"}}; }

  const std::string folder_of_session_ = "3f1c/9a2b/local_5d7e/";
  const std::string file_ = folder_of_session_ + ".claude/projects/-sessions-calm-oak/77aa.jsonl";
  transcripts::ImportOptions options_;
};

TEST_F(Cowork, ASessionGoesByItsLabel) {
  write(file_, said(0, "/sessions/calm-oak") + said(60, "/sessions/calm-oak"));
  EXPECT_EQ(import(options_).sessions, 1);
  const auto& one = session("cowork/" + file_);
  EXPECT_EQ(one.agent, "cowork");
  EXPECT_EQ(one.project, "cowork:/sessions/calm-oak");
  EXPECT_EQ(one.active, (std::vector{ActiveInterval{{at(0), at(60)}, "cowork:/sessions/calm-oak"}}));
}

TEST_F(Cowork, AnAgentsSessionLiesOneFolderFurtherDown) {
  write("3f1c/9a2b/agent/local_ditto_9a2b/.claude/projects/-sessions-x/1.jsonl", said(0) + said(60));
  EXPECT_EQ(import(options_).sessions, 1);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Cowork, NothingElseIsASession) {
  for (const char* other :
       {"3f1c/9a2b/local_5d7e.jsonl", "3f1c/9a2b/local_5d7e/audit.jsonl", "3f1c/9a2b/local_5d7e/.claude/history.jsonl",
        "3f1c/9a2b/local_5d7e/uploads/a/b.jsonl", "3f1c/9a2b/local_5d7e/.claude/projects/x.jsonl",
        "3f1c/9a2b/local_5d7e/.claude/projects/x/agent-1.jsonl",
        "3f1c/9a2b/local_5d7e/.claude/projects/x/77aa/subagents.jsonl", "3f1c/9a2b/x/.claude/projects/x/1.jsonl",
        "skills-plugin/a/local_1/.claude/projects/x/1.jsonl"}) {
    write(other, said(0) + said(60));
  }
  EXPECT_EQ(import(options_).files, 0);
}

// A folder that may hold anything is not looked into: what lies there could be a loop, or millions of files.
TEST_F(Cowork, WhatLiesBesideTheTranscriptsIsNotLookedInto) {
  write(file_, said(0) + said(60));
  for (const char* other : {"uploads", ".claude/todos", ".claude/projects/-sessions-calm-oak/77aa"}) {
    const auto beside = root() / folder_of_session_ / other;
    std::filesystem::create_directories(beside / "inner");
    std::filesystem::create_directory_symlink("nowhere.jsonl", beside / "nowhere.jsonl");
    std::filesystem::create_symlink("loop", beside / "loop");
  }
  const auto report = import(options_);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(Cowork, AMessageThatClaudeCodeHasAsWellCountsOnce) {
  write(file_, said(0) + said(60) + said(120));
  std::filesystem::create_directories(folder() / "claude/d");
  std::ofstream{folder() / "claude/d/s.jsonl"} << said(0) << said(60);
  options_.roots.push_back({folder() / "claude", AgentKind::claude_code, Root::Origin::named});
  EXPECT_EQ(import(options_).sessions, 2);
  EXPECT_EQ(total_seconds(), 120);
}

}  // namespace
}  // namespace libsync::testing
