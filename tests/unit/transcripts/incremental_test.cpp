// SPDX-License-Identifier: MIT
//
// Importing again: what is read, what is kept, what a crash leaves.
#include "transcript_tree.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

namespace libsync::testing {
namespace {

namespace fs = std::filesystem;
using transcripts::ProblemKind;

class Incremental : public TranscriptTree {
 protected:
  [[nodiscard]] const store::SourceState& state(const std::string& name) const {
    return store_.states.at((root() / name).string());
  }
};

TEST_F(Incremental, UnchangedFilesAreNotReadAndNothingIsWritten) {
  write("d/a.jsonl", said(0) + said(60));
  write("d/b.jsonl", said(1000));
  import();
  const int batches = store_.batches;
  const int loads = store_.loads;
  const auto report = import();
  EXPECT_EQ(report.files, 2);
  EXPECT_EQ(report.sessions, 2);
  EXPECT_EQ(report.files_read, 0);
  EXPECT_EQ(report.bytes_read, 0);
  EXPECT_EQ(store_.batches, batches);
  EXPECT_EQ(store_.loads, loads);
}

TEST_F(Incremental, AFileThatGrewIsReadFromWhereReadingStopped) {
  std::string content;
  for (int i = 0; i < 1000; ++i) content += said(i);
  write("d/s.jsonl", content);
  import();
  append("d/s.jsonl", said(1000));
  EXPECT_EQ(import().bytes_read, static_cast<std::int64_t>(said(1000).size()));
  EXPECT_EQ(active_seconds("d/s.jsonl"), 1000);
}

TEST_F(Incremental, OnlyWholeLinesAreLeftBehind) {
  const std::string last = said(120);
  write("d/s.jsonl", said(0) + said(60) + last.substr(0, 40));
  auto report = import();
  EXPECT_EQ(count_of(report, ProblemKind::unfinished_line), 1);
  EXPECT_EQ(count_of(report, ProblemKind::bad_line), 0);
  EXPECT_EQ(state("d/s.jsonl").read_to, static_cast<std::int64_t>((said(0) + said(60)).size()));
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  append("d/s.jsonl", last.substr(40));
  report = import();
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
}

TEST_F(Incremental, AWholeRecordWithoutALineFeedCountsOnce) {
  const std::string line = said(60);
  write("d/s.jsonl", said(0) + line.substr(0, line.size() - 1));
  EXPECT_TRUE(import().problems.empty());
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  append("d/s.jsonl", "\n" + said(120));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
}

TEST_F(Incremental, TheFolderOfTheLineBeforeHoldsAcrossImports) {
  write("d/s.jsonl", said(0, "/a") + said(10, "/b"));
  import();
  append("d/s.jsonl", said(20, ""));
  import();
  EXPECT_EQ(session("d/s.jsonl").active.back(), (ActiveInterval{{at(0), at(20)}, "/b"}));
}

TEST_F(Incremental, TheFolderOfAnUnfinishedLineDoesNotHoldForItsBeginning) {
  const std::string last = said(60, "") + said(120, "/b");
  std::string merged = last;
  std::erase(merged, '\n');
  write("d/s.jsonl", said(0, "/b") + said(30, "/a") + merged);
  import();
  append("d/s.jsonl", "\n");
  import();
  EXPECT_EQ(session("d/s.jsonl").active,
            (std::vector{ActiveInterval{{at(0), at(60)}, "/a"}, ActiveInterval{{at(60), at(120)}, "/b"}}));
}

TEST_F(Incremental, AFileThatShrankLosesNothing) {
  write("d/s.jsonl", said(0) + said(60) + said(120));
  import();
  write("d/s.jsonl", said(120));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
  append("d/s.jsonl", said(180));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 180);
}

TEST_F(Incremental, AFileThatWasRecreatedIsMerged) {
  std::string content;
  for (int i = 0; i < 74; ++i) content += said(i * 10);
  write("d/s.jsonl", content);
  import();
  fs::remove(root() / "d/s.jsonl");
  write("d/s.jsonl", said(840) + said(900));
  import();
  EXPECT_EQ(session("d/s.jsonl").start, at(0));
  EXPECT_EQ(active_seconds("d/s.jsonl"), 900);
}

TEST_F(Incremental, AFileThatWasRewrittenAndGrewIsReadFromTheStart) {
  write("d/s.jsonl", said(0) + said(60));
  import();
  write("d/s.jsonl", said(120) + said(180) + said(240) + said(300));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 300);
}

TEST_F(Incremental, AFileThatChangedWithoutGrowingIsReadAgain) {
  write("d/s.jsonl", said(0) + said(60));
  import();
  write("d/s.jsonl", said(0) + said(90));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 90);
}

TEST_F(Incremental, AFileThatWasRewrittenWithItsSizeAndTimeIsReadAgain) {
  write("d/s.jsonl", said(0) + said(60));
  import();
  const auto time = fs::last_write_time(root() / "d/s.jsonl");
  write("d/s.jsonl", said(0) + said(90));
  struct stat changed {};
  do {  // until the clock of the file system, which goes in steps of milliseconds, has gone on
    fs::last_write_time(root() / "d/s.jsonl", time);
    ASSERT_EQ(::stat((root() / "d/s.jsonl").c_str(), &changed), 0);
  } while (changed.st_ctim.tv_sec * 1'000'000'000 + changed.st_ctim.tv_nsec == state("d/s.jsonl").changed_ns);
  EXPECT_EQ(import().files_read, 1);
  EXPECT_EQ(active_seconds("d/s.jsonl"), 90);
}

TEST_F(Incremental, AFileThatIsGoneKeepsItsSession) {
  write("d/s.jsonl", said(0) + said(60));
  import();
  const Session before = session("d/s.jsonl");
  fs::remove_all(root() / "d");
  EXPECT_EQ(import().files, 0);
  EXPECT_EQ(session("d/s.jsonl"), before);

  // Its messages still count there and not in a copy that appears later.
  write("d/copy.jsonl", said(0) + said(60));
  import();
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Incremental, AFileThatMovedToAnotherRootIsTheSameSession) {
  write("d/s.jsonl", said(0) + said(60));
  import();
  fs::create_directories(folder() / "other");
  fs::rename(root() / "d", folder() / "other/d");
  auto wanted = options();
  wanted.roots[0].folder = folder() / "other";
  import(wanted);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Incremental, AnEarlierCopyThatAppearsLaterTakesTheTimeAway) {
  write("d/z.jsonl", said(0) + said(60) + said(120));
  import();
  write("d/a.jsonl", said(0) + said(60));
  const auto report = import();
  EXPECT_EQ(report.sessions_updated, 2);
  EXPECT_EQ(active_seconds("d/a.jsonl"), 60);
  EXPECT_EQ(session("d/z.jsonl").active, (std::vector{ActiveInterval{{at(60), at(120)}, "/work/api"}}));
}

TEST_F(Incremental, SessionsThatShareMessagesAreStoredTogether) {
  for (int i = 0; i < 700; ++i) write(fmt::format("d/{:03}.jsonl", i), said(i * 1000, "/w", fmt::format("u{}", i)));
  write("d/a-copy.jsonl", said(699000, "/w", "u699") + said(699060));
  write("d/b-copy.jsonl", said(0, "/w", "u0") + said(60));
  store_.batches_left = 1;
  EXPECT_THROW(import(), std::runtime_error);
  EXPECT_LT(store_.sessions.size(), 702U);
  EXPECT_GT(store_.sessions.size(), 400U);
  EXPECT_EQ(store_.sessions.contains("d/000.jsonl"), store_.sessions.contains("d/b-copy.jsonl"));
  EXPECT_EQ(store_.sessions.contains("d/699.jsonl"), store_.sessions.contains("d/a-copy.jsonl"));

  store_.batches_left = -1;
  import();
  const auto resumed = store_.sessions;
  store_ = MemoryStore{};
  import();
  EXPECT_EQ(resumed, store_.sessions);
}

TEST_F(Incremental, AChangeOfTheIdleTimeoutThatIsCutOffIsMadeAgain) {
  for (int i = 0; i < 700; ++i) write(fmt::format("d/{:03}.jsonl", i), said(i * 1000) + said(i * 1000 + 200));
  import();
  auto wanted = options();
  wanted.idle_timeout = std::chrono::seconds{100};
  store_.batches_left = 1;
  EXPECT_THROW(import(wanted), std::runtime_error);
  EXPECT_GT(total_seconds(), 0);
  store_.batches_left = -1;
  import(wanted);
  EXPECT_EQ(total_seconds(), 0);
}

TEST_F(Incremental, WhatTheStoreKeepsThatCannotBeReadIsReadFromTheFileAgain) {
  write("d/s.jsonl", said(0) + said(60));
  import();
  store_.states.at((root() / "d/s.jsonl").string()).points = "damaged";
  append("d/s.jsonl", said(120));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
}

}  // namespace
}  // namespace libsync::testing
