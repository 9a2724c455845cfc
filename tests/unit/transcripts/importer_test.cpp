// SPDX-License-Identifier: MIT
//
// What a transcript means: points, intervals, projects, tokens, and what is stored for the next import.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;

class Importer : public TranscriptTree {};

ActiveInterval spent(double from, double to, const std::string& project = "/work/api") {
  return {{at(from), at(to)}, project};
}

TEST_F(Importer, MakesASessionOfAFile) {
  write("-work-api/s.jsonl", said(0) + said(60) + said(120));
  const auto report = import();
  EXPECT_EQ(report.files, 1);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_EQ(report.sessions_updated, 1);
  EXPECT_EQ(report.project_time.at("/work/api"), std::chrono::seconds{120});
  EXPECT_TRUE(report.problems.empty());

  Session expected;
  expected.source_path = "-work-api/s.jsonl";
  expected.agent = "claude-code";
  expected.project = "/work/api";
  expected.start = at(0);
  expected.end = at(120);
  expected.active = {spent(0, 120)};
  EXPECT_EQ(session("-work-api/s.jsonl"), expected);
}

TEST_F(Importer, EndsAnIntervalAtAGapOfTheIdleTimeout) {
  write("d/s.jsonl", said(0) + said(899.999) + said(1799.999) + said(1800));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0, 899.999), spent(1799.999, 1800)}));
}

TEST_F(Importer, GivesAGapToTheFolderOfTheMessageThatEndsIt) {
  write("d/s.jsonl", said(0, "/a") + said(10, "/b") + said(30, "/b") + said(60, "/a"));
  import();
  EXPECT_EQ(session("d/s.jsonl").project, "/a");
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0, 30, "/b"), spent(30, 60, "/a")}));
}

TEST_F(Importer, PutsMessagesWithoutAFolderWhereTheOneBeforeWas) {
  write("d/s.jsonl", said(0, "") + said(10, "") + said(20, "/a") + said(30, ""));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0, 30, "/a")}));
}

TEST_F(Importer, LooksAtMessagesOfUserAndAssistantOnly) {
  std::string content;
  for (const char* type : {"system", "progress", "summary", "attachment", "somebody", "User"}) {
    Line line;
    line.type = type;
    line.time = stamp(300);
    content += line.str();
  }
  Line meta;
  meta.time = stamp(600);
  meta.meta = true;
  write("d/s.jsonl", said(0) + content + meta.str() + said(60));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0, 60)}));
  EXPECT_EQ(session("d/s.jsonl").end, at(60));
}

TEST_F(Importer, StoresALoneMessageAsASessionWithoutTime) {
  write("d/s.jsonl", said(5));
  import();
  EXPECT_EQ(session("d/s.jsonl").start, at(5));
  EXPECT_EQ(session("d/s.jsonl").end, at(5));
  EXPECT_TRUE(session("d/s.jsonl").active.empty());
}

TEST_F(Importer, CountsTheTokensOfAnAnswerOnce) {
  Line line;
  line.type = "assistant";
  line.message_id = "msg_1";
  line.request_id = "req_1";
  line.input_tokens = 10;
  line.output_tokens = 1;
  std::string content;
  for (int i = 0; i < 3; ++i) {
    line.time = stamp(i);
    line.uuid = "u" + std::to_string(i);
    line.output_tokens = 5 * i;
    content += line.str();
  }
  line.request_id = "req_2";
  line.uuid = "other";
  content += line.str();
  write("d/s.jsonl", content);
  import();
  EXPECT_EQ(session("d/s.jsonl").tokens, (TokenCounts{20, 20, 0, 0}));
}

TEST_F(Importer, TakesNothingButFilesTwoLevelsDeepForSessions) {
  write("s.jsonl", said(0));
  write("d/agent-12345678.jsonl", said(0));
  write("d/notes.txt", said(0));
  write("d/s/subagents/agent-1.jsonl", said(0));
  write("d/s/deep.jsonl", said(0));
  write("d/s.jsonl", said(0));
  EXPECT_EQ(import().files, 1);
  EXPECT_EQ(store_.sessions.size(), 1U);
}

TEST_F(Importer, RefusesANamedFolderThatIsMissing) {
  auto wanted = options();
  wanted.roots.push_back({folder() / "nowhere", AgentKind::claude_code, transcripts::Root::Origin::named});
  const auto result = transcripts::import_transcripts(wanted, store_);
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().message,
            fmt::format("cannot read the transcripts in {}: there is no such folder", (folder() / "nowhere").string()));
}

TEST_F(Importer, OnlyNotesAUsualFolderThatIsMissing) {
  write("d/s.jsonl", said(0));
  auto wanted = options();
  wanted.roots.push_back({folder() / "nowhere", AgentKind::codex, transcripts::Root::Origin::assumed});
  EXPECT_EQ(import(wanted).notes.size(), 1U);
}

TEST_F(Importer, SaysWhereItLooksInANamedFolderWithoutTranscripts) {
  write("d/s.jsonl", said(0));
  auto wanted = options();
  wanted.roots[0].folder = root() / "d";
  const std::string there = "there are no transcripts of claude-code in ";
  EXPECT_EQ(import(wanted).notes, std::vector{there + (root() / "d").string() + ": they would be " +
                                              (root() / "d/<folder>/<session>.jsonl").string()});
  std::filesystem::create_directories(folder() / "config/projects");
  wanted.roots[0].folder = folder() / "config";
  EXPECT_EQ(import(wanted).notes, std::vector{there + (folder() / "config").string() + ": did you mean " +
                                              (folder() / "config/projects").string() + "?"});
}

TEST_F(Importer, AppliesAnotherIdleTimeoutToEverySessionEverImported) {
  write("d/s.jsonl", said(0) + said(100) + said(200));
  write("d/gone.jsonl", said(1000) + said(1100));
  import();
  std::filesystem::remove(root() / "d/gone.jsonl");
  auto wanted = options();
  wanted.idle_timeout = std::chrono::seconds{100};
  import(wanted);
  EXPECT_EQ(total_seconds(), 0);
  import();
  EXPECT_EQ(total_seconds(), 300);
}

TEST_F(Importer, ReadsAFileFromItsStartByOtherRulesAlsoOneThatGrew) {
  write("d/s.jsonl", said(100) + said(200));
  import();
  append("d/s.jsonl", said(300));
  store_.settings["rules_version"] = "3";
  EXPECT_EQ(import().bytes_read, static_cast<std::int64_t>(3 * said(100).size()));
  EXPECT_EQ(total_seconds(), 200);
}

TEST_F(Importer, ReadsAFileByOtherRulesOnceItIsThereAgain) {
  write("d/s.jsonl", said(100) + said(200));
  import();
  std::filesystem::create_directories(folder() / "elsewhere");
  auto elsewhere = options();
  elsewhere.roots[0].folder = folder() / "elsewhere";
  store_.settings["rules_version"] = "3";
  EXPECT_EQ(import(elsewhere).files_read, 0);
  EXPECT_EQ(total_seconds(), 100);
  EXPECT_EQ(import().bytes_read, static_cast<std::int64_t>(2 * said(100).size()));
  EXPECT_EQ(import().files_read, 0);
  EXPECT_EQ(total_seconds(), 100);
}

TEST_F(Importer, ReplacesARowOfTheOlderToolByExactIntervals) {
  Session row;
  row.source_path = "d/s.jsonl";
  row.project = "/work/api";
  row.start = at(0);
  row.end = at(120);
  store_.legacy.push_back({row, std::chrono::seconds{-500}});
  write("d/s.jsonl", said(0.4) + said(60) + said(120.9));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0.4, 120.9)}));
}

TEST_F(Importer, KeepsTheTimeOfAnOlderRowThatTheFileNoLongerHolds) {
  Session row;
  row.source_path = "d/s.jsonl";
  row.project = "/work/api";
  row.start = at(0);
  row.end = at(1000);
  store_.legacy.push_back({row, std::chrono::seconds{500}});
  write("d/s.jsonl", said(900) + said(1000));
  import();
  EXPECT_EQ(session("d/s.jsonl").start, at(0));
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0, 400), spent(900, 1000)}));

  // It stays when the file grows, and goes when the file gets its beginning back.
  append("d/s.jsonl", said(1060));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 560);
  write("d/s.jsonl", said(0) + said(400) + said(900) + said(1000) + said(1060));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{spent(0, 1060)}));
}

TEST_F(Importer, LeavesARowOfTheOlderToolAloneWhoseFileHoldsNothing) {
  Session row;
  row.source_path = "d/s.jsonl";
  row.start = at(0);
  row.end = at(100);
  store_.legacy.push_back({row, std::chrono::seconds{100}});
  write("d/s.jsonl", "");
  import();
  EXPECT_EQ(store_.legacy.size(), 1U);
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(Importer, TellsItsProgressInBytes) {
  write("d/a.jsonl", said(0) + said(60));
  write("d/b.jsonl", said(100));
  std::vector<std::pair<std::int64_t, std::int64_t>> told;
  auto wanted = options();
  wanted.progress = [&told](std::int64_t done, std::int64_t total) { told.emplace_back(done, total); };
  import(wanted);
  const auto bytes = static_cast<std::int64_t>(3 * said(0).size() + 2 * 0);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().first, told.back().second);
  EXPECT_NEAR(static_cast<double>(told.back().second), static_cast<double>(bytes), 8);
}

}  // namespace
}  // namespace libsync::testing
