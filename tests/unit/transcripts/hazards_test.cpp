// SPDX-License-Identifier: MIT
//
// What lies about in real transcripts, one small case each. line_hazards_test.cpp has what broken and very long lines
// do, file_hazards_test.cpp what files and folders do.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;

class Hazards : public TranscriptTree {
 protected:
  static Line answer(double time, const std::string& message, const std::string& uuid) {
    Line line;
    line.type = "assistant";
    line.time = stamp(time);
    line.uuid = uuid;
    line.message_id = message;
    line.request_id = "req_" + message;
    return line;
  }
};

// --- copies ---------------------------------------------------------------------------------------------------------

TEST_F(Hazards, AForkCountsTheCommonPartOnce) {
  const std::string common = said(0) + said(60) + said(120);
  write("d/a.jsonl", common + said(180));
  write("d/b.jsonl", common);
  import();
  EXPECT_EQ(active_seconds("d/a.jsonl"), 180);
  EXPECT_EQ(active_seconds("d/b.jsonl"), 0);
  EXPECT_EQ(session("d/b.jsonl").start, at(0));
}

TEST_F(Hazards, AForkKeepsItsOwnLines) {
  const std::string common = said(0) + said(60);
  write("d/a.jsonl", common + said(100, "/a", "a1"));
  write("d/b.jsonl", common + said(5000, "/a", "b1") + said(5100, "/a", "b2"));
  import();
  EXPECT_EQ(active_seconds("d/a.jsonl"), 100);
  EXPECT_EQ(active_seconds("d/b.jsonl"), 100);
  EXPECT_EQ(session("d/b.jsonl").start, at(5000));
}

TEST_F(Hazards, CopiesWithARewrittenSessionIdAreCopies) {
  std::string original;
  std::string copy;
  for (int i = 0; i < 4; ++i) {
    Line line;
    line.time = stamp(i * 30);
    line.uuid = fmt::format("u{}", i);
    line.session = "original";
    original += line.str();
    line.session = "copy";
    copy += line.str();
  }
  write("d/copy.jsonl", copy);
  write("d/original.jsonl", original);
  import();
  EXPECT_EQ(total_seconds(), 90);
}

TEST_F(Hazards, OfEquallyEarlyCopiesTheOneWrittenForItsSessionCounts) {
  std::string content;
  for (int i = 0; i < 4; ++i) {
    Line line;
    line.time = stamp(i * 30);
    line.uuid = fmt::format("u{}", i);
    line.session = "original";
    content += line.str();
  }
  write("d/a-fork.jsonl", content);
  write("d/original.jsonl", content);
  import();
  EXPECT_EQ(active_seconds("d/original.jsonl"), 90);
  EXPECT_EQ(active_seconds("d/a-fork.jsonl"), 0);
}

TEST_F(Hazards, AResumedCopyStampedAnewCountsAtItsFirstTime) {
  std::string original;
  std::string resumed;
  for (int i = 0; i < 12; ++i) {
    original += said(i * 60, "/work/api", fmt::format("u{}", i));
    resumed += said(40000, "/work/api", fmt::format("u{}", i));
  }
  write("d/a-resumed.jsonl", resumed + said(40060));
  write("d/original.jsonl", original);
  import();
  EXPECT_EQ(active_seconds("d/original.jsonl"), 660);
  EXPECT_EQ(active_seconds("d/a-resumed.jsonl"), 0);
  EXPECT_EQ(session("d/a-resumed.jsonl").start, at(40060));
}

TEST_F(Hazards, AReplayInTheSameFileWithNewIdsIsNoNewTime) {
  std::string content;
  for (const char* prefix : {"old", "new"}) {
    for (int i = 0; i < 5; ++i) {
      content += answer(i * 60, fmt::format("msg_{}", i), fmt::format("{}{}", prefix, i)).str();
    }
  }
  write("d/s.jsonl", content);
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 240);
}

TEST_F(Hazards, TheSameAnswerAtTheSameTimeIsACopyUnderAnotherId) {
  std::string a;
  std::string b;
  for (int i = 0; i < 5; ++i) {
    a += answer(i * 60, fmt::format("msg_{}", i), fmt::format("a{}", i)).str();
    b += answer(i * 60, fmt::format("msg_{}", i), fmt::format("b{}", i)).str();
  }
  write("d/a.jsonl", a);
  write("d/b.jsonl", b);
  import();
  EXPECT_EQ(active_seconds("d/a.jsonl"), 240);
  EXPECT_EQ(active_seconds("d/b.jsonl"), 0);
}

TEST_F(Hazards, TheLinesOfOneAnswerAreNoCopies) {
  write("d/s.jsonl", answer(0, "m", "a").str() + answer(10, "m", "b").str() + answer(20, "m", "c").str());
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 20);
}

TEST_F(Hazards, AnswersWithoutARequestAreKnownInTheirSessionOnly) {
  Line line = answer(0, "msg_1", "a");
  line.request_id.clear();
  Line later = answer(60, "msg_1", "b");
  later.request_id.clear();
  Line other = line;
  other.uuid = "c";
  Line other_later = later;
  other_later.uuid = "d";
  write("d/a.jsonl", line.str() + later.str());
  write("d/b.jsonl", other.str() + other_later.str());
  import();
  EXPECT_EQ(total_seconds(), 120);
}

TEST_F(Hazards, AFirstLineCopiedFromAnOlderSessionDoesNotMoveTheStart) {
  const std::string prompt = said(-180000, "/work/api", "prompt");
  double begin = 0;
  for (const char* name : {"d/a.jsonl", "d/b.jsonl", "d/c.jsonl"}) {
    write(name, prompt + said(begin, "/w", name) + said(begin + 30, "/w", fmt::format("{}-2", name)));
    begin += 7;
  }
  import();
  EXPECT_EQ(session("d/a.jsonl").start, at(-180000));
  EXPECT_EQ(session("d/b.jsonl").start, at(7));
  EXPECT_EQ(session("d/c.jsonl").start, at(14));
  EXPECT_EQ(total_seconds(), 90);
}

TEST_F(Hazards, MessagesWithoutAnIdAreKnownByWhatTheySay) {
  Line line;
  std::string content;
  for (int i = 0; i < 3; ++i) {
    line.time = stamp(i * 100);
    content += line.str();
  }
  write("d/a.jsonl", content);
  write("d/b.jsonl", content);
  import();
  EXPECT_EQ(active_seconds("d/a.jsonl"), 200);
  EXPECT_EQ(active_seconds("d/b.jsonl"), 0);
}

// --- times ----------------------------------------------------------------------------------------------------------

TEST_F(Hazards, LinesOutOfOrderAreSorted) {
  write("d/s.jsonl", said(120) + said(0) + said(60) + said(180) + said(179.999));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(180)}, "/work/api"}}));
}

TEST_F(Hazards, BulkStampedLinesAreOneMoment) {
  std::string content = said(0);
  for (int i = 0; i < 200; ++i) content += said(14400 + (i % 2) * 0.001, "/work/api", fmt::format("u{}", i));
  for (int i = 1; i < 4; ++i) content += said(i * 3600, "/work/api", fmt::format("prompt{}", i));
  write("d/s.jsonl", content + said(14460));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
}

TEST_F(Hazards, OffsetsAndFractionsInTimesAreUnderstood) {
  std::string content;
  int number = 0;
  for (const char* time : {"2026-02-02T08:00:00Z", "2026-02-02T09:00:30.5+01:00", "2026-02-02T02:31:00.123456789-05:30",
                           "2026-02-02T08:01:30,5Z"}) {
    Line line;
    line.time = time;
    line.uuid = fmt::format("u{}", number++);
    content += line.str();
  }
  write("d/s.jsonl", content);
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60.123);
  EXPECT_EQ(count_of(report, ProblemKind::bad_time), 1);
}

TEST_F(Hazards, TimesThatCannotBeAreLeftOutAndReported) {
  std::string content = said(0) + said(60);
  for (const char* time : {"1970-01-01T00:00:00.000Z", "2019-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z", "yesterday",
                           "2026-02-30T08:00:00Z", ""}) {
    Line line;
    line.time = time;
    line.uuid = fmt::format("u{}", time);
    content += line.str();
  }
  write("d/s.jsonl", content);
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").start, at(0));
  EXPECT_EQ(session("d/s.jsonl").end, at(60));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0],
            (transcripts::Problem{(root() / "d/s.jsonl").string(), ProblemKind::bad_time, 6, 3, ""}));
}

TEST_F(Hazards, ATimeInTheFutureAddsNoActiveTime) {
  write("d/s.jsonl", said(0) + said(60) + said(1e9));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
}

// --- folders --------------------------------------------------------------------------------------------------------

TEST_F(Hazards, ASessionInSeveralFoldersAndWorktreesIsSharedOut) {
  write("-repo/s.jsonl", said(0, "/repo") + said(60, "/repo/.claude/worktrees/x") + said(180, "/repo") +
                             said(300, "-experiments/worktrees"));
  const auto report = import();
  EXPECT_EQ(report.project_time.at("/repo"), std::chrono::seconds{120});
  EXPECT_EQ(report.project_time.at("/repo/.claude/worktrees/x"), std::chrono::seconds{60});
  EXPECT_EQ(report.project_time.at("-experiments/worktrees"), std::chrono::seconds{120});
}

TEST_F(Hazards, AFolderIsReadWithoutItsEscapes) {
  write("d/s.jsonl", said(0, R"(C:\\work\\caf\u00e9\ud83d\ude00)") + said(60, R"(C:\\work\\caf\u00e9\ud83d\ude00)"));
  import();
  EXPECT_EQ(session("d/s.jsonl").project, "C:\\work\\caf\xC3\xA9\xF0\x9F\x98\x80");
}

TEST_F(Hazards, AVeryLongFolderIsCutBetweenCharacters) {
  const std::string folder = "/" + std::string(4094, 'a');
  write("d/s.jsonl", said(0, folder + "\xC3\xA9/b") + said(60, folder + "\xC3\xA9/b"));
  import();
  EXPECT_EQ(session("d/s.jsonl").project, folder);
}

TEST_F(Hazards, AFolderThatIsNotUtf8IsMadeSo) {
  write("d/s.jsonl", said(0, "/work/\xFF") + said(60, "/work/\xFF"));
  import();
  EXPECT_EQ(session("d/s.jsonl").project, "/work/\xEF\xBF\xBD");
}

}  // namespace
}  // namespace libsync::testing
