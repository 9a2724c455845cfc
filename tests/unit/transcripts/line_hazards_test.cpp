// SPDX-License-Identifier: MIT
//
// What lines of real transcripts do besides being records, one small case each.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;

class LineHazards : public TranscriptTree {
 protected:
  // A tool's output beside the message.
  static std::string with(std::string line, const std::string& members) {
    return line.substr(0, line.rfind('}')) + "," + members + "}\n";
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  }
};

TEST_F(LineHazards, CommentLinesAndOtherTextAreCounted) {
  write("d/s.jsonl", "// made by hand\n// for a test\n" + said(0) + "\n  \nnonsense\n[1,2]\n" + said(60));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].kind, ProblemKind::bad_line);
  EXPECT_EQ(report.problems[0].count, 4);
  EXPECT_EQ(report.problems[0].first_line, 1);
}

TEST_F(LineHazards, ARecordBehindATornOneOnTheSameLineCounts) {
  const std::string torn = said(10);
  std::string content = said(0);
  int cuts = 0;
  for (std::size_t size = 1; size + 2 < torn.size(); size += 7, ++cuts) {
    content += torn.substr(0, size) + said(60 + cuts, "/work/api", fmt::format("v{}", cuts));
  }
  write("d/s.jsonl", content);
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").end, at(60 + cuts - 1));
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60 + cuts - 1);
  EXPECT_EQ(count_of(report, ProblemKind::torn_line), cuts);
}

TEST_F(LineHazards, ARecordBehindATornOneOfManyPartsCounts) {
  std::string parts;
  for (int i = 0; i < 10'000; ++i) parts += R"({"type":"text","text":"a"},)";
  const std::string whole = replaced(said(30), "\"content\":\"hello\"", "\"content\":[" + parts);
  const std::string torn = whole.substr(0, whole.find(parts) + parts.size() - 5);
  std::string beginnings;
  for (int i = 0; i < 1000; ++i) beginnings += R"({"parentUuid":null,"isSi)";
  write("d/s.jsonl", said(0) + torn + said(60) + beginnings + said(120));
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(120)}, "/work/api"}}));
  EXPECT_EQ(count_of(report, ProblemKind::torn_line), 2);
}

// Until then it is not known what more of the line will make of it.
TEST_F(LineHazards, ARecordBehindATornOneAtTheEndOfTheFileCountsOnceItsLineFeedIsThere) {
  const std::string torn = said(10);
  const std::string last = said(60);
  for (std::size_t size = 1; size + 2 < torn.size(); size += 3) {
    const std::string beginning = torn.substr(0, size);
    store_ = {};
    write("d/s.jsonl", said(0) + beginning + last.substr(0, last.size() - 1));
    EXPECT_EQ(count_of(import(), ProblemKind::unfinished_line), 1);
    EXPECT_EQ(active_seconds("d/s.jsonl"), 0) << beginning;
    append("d/s.jsonl", "\n");
    EXPECT_EQ(count_of(import(), ProblemKind::torn_line), 1);
    EXPECT_EQ(active_seconds("d/s.jsonl"), 60) << beginning;
  }
}

TEST_F(LineHazards, APartOfARecordThatIsStillBeingWrittenIsNotTakenForARecord) {
  const std::string line =
      with(said(60), "\"toolUseResult\":[" + said(600, "/no", "no") + "," + said(700, "/no", "no2"));
  std::string whole = line.substr(0, line.size() - 2) + "]}\n";
  std::erase(whole, '\n');
  for (std::size_t size = 1; size < whole.size(); size += 3) {
    store_ = {};
    write("d/s.jsonl", said(0) + whole.substr(0, size));
    import();
    EXPECT_EQ(session("d/s.jsonl").end, at(0)) << size;
  }
}

TEST_F(LineHazards, RecordsMergedIntoOneLineAllCount) {
  std::string content;
  for (const auto& line : {said(0), said(60), said(120)}) content += line.substr(0, line.size() - 1);
  write("d/s.jsonl", content + "\n" + said(180));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 180);
  EXPECT_EQ(count_of(report, ProblemKind::torn_line), 1);
}

TEST_F(LineHazards, APartOfATornRecordIsNotTakenForARecord) {
  const std::string progress =
      R"({"parentUuid":null,"type":"progress","data":{"message":{"type":"assistant","message":{"id":"m"},"uuid":"x",)"
      R"("timestamp":")" +
      stamp(500) + R"("}},"cwd":"/w","time)";
  write("d/s.jsonl", said(0) + progress + "\n" + said(60));
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").end, at(60));
  EXPECT_EQ(count_of(report, ProblemKind::bad_line), 1);
}

TEST_F(LineHazards, RunsOfNulAreSkipped) {
  write("d/s.jsonl", said(0) + std::string(5000, '\0') + said(60) + std::string(3'000'000, '\0') + said(120) +
                         std::string(143'000, '\0'));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
  EXPECT_EQ(count_of(report, ProblemKind::bad_line), 0);
}

TEST_F(LineHazards, BytesThatAreNotUtf8DoNotMatter) {
  Line line;
  line.time = stamp(60);
  line.text = "\xC3\x28 \xFE\xFF \xF0\x9F";
  write("d/s.jsonl", said(0) + line.str());
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, LineEndsOfWindowsAndAByteOrderMarkDoNotMatter) {
  std::string content = "\xEF\xBB\xBF" + said(0) + said(60);
  for (auto at = content.find('\n'); at != std::string::npos; at = content.find('\n', at + 2)) content.insert(at, "\r");
  write("d/s.jsonl", content + "\r\n");
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, FilesWithoutMessagesAreNoSessions) {
  write("d/empty.jsonl", "");
  write("d/snapshots.jsonl", R"({"type":"file-history-snapshot","snapshot":{"timestamp":")" + stamp(0) + "\"}}\n");
  write("d/summary.jsonl", R"({"type":"summary","summary":"Fixing the build","leafUuid":"x"})"
                           "\n");
  write("d/state.jsonl", R"({"type":"permission-mode","permissionMode":"default","sessionId":"x"})"
                         "\n");
  const auto report = import();
  EXPECT_EQ(report.files, 4);
  EXPECT_EQ(report.sessions, 0);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(LineHazards, ALineOf64MegabytesCounts) {
  Line line;
  line.time = stamp(60);
  line.uuid = "long";
  line.text = std::string(std::size_t{64} << 20U, 'x');
  for (std::size_t i = 0; i + 1 < line.text.size(); i += 1000) line.text.replace(i, 2, i % 2000 == 0 ? "\\\"" : "\\n");
  write("d/s.jsonl", said(0) + with(line.str(), R"("toolUseResult":{"timestamp":"2026-02-02T09:00:00Z"})") + said(120));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, ALongLineOfDeepNestingCounts) {
  const std::string deep = std::string(800'000, '[') + "\"}{\"" + std::string(800'000, ']');
  write("d/s.jsonl", said(0) + with(said(60), "\"toolUseResult\":" + deep) + said(120));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, ALongLineOfManySmallPartsCounts) {
  const auto many = [](std::size_t count, const std::string& part) {
    std::string parts;
    for (std::size_t i = 0; i < count; ++i) parts += (i == 0 ? "" : ",") + part;
    return parts;
  };
  std::string numbered = "\"0\":0";
  for (int i = 1; i < 400'000; ++i) numbered += fmt::format(",\"{}\":{{}}", i);
  const std::string content = many(200'000, R"({"type":"text","text":"y"})");
  std::string lines = said(0) + replaced(said(60), "\"content\":\"hello\"", "\"content\":[" + content + "]");
  lines += with(said(120), "\"toolUseResult\":{\"filenames\":[" + many(400'000, R"("name of a file")") + "]}");
  lines += replaced(said(180), "\"message\":{", "\"message\":{" + numbered + ",");
  lines += replaced(said(240), "\"message\":{", "\"message\":{\"usage\":{" + numbered + "},");
  lines += replaced(said(300), "\"message\":{", std::string(5'000'000, ' ') + "\"message\":{");
  lines += with(said(360), many(20, "\"part\":{" + numbered + ",\"inner\":{" + numbered + "}}"));
  write("d/s.jsonl", lines + said(420));
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(420)}, "/work/api"}}));
  EXPECT_EQ(active_seconds("d/s.jsonl"), 420);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, RunsOfNulAboveTheLongestLineAreSkipped) {
  const std::string nuls(5'000'000, '\0');
  const std::string last = said(60);
  write("d/s.jsonl", said(0) + nuls + last.substr(0, last.size() - 1) + nuls + "\n" + said(120));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 120);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, AByteOrderMarkBeforeAVeryLongFirstLineDoesNotMatter) {
  Line line;
  line.time = stamp(0);
  line.text = std::string(5'000'000, 'x');
  write("d/s.jsonl", "\xEF\xBB\xBF" + line.str() + said(60));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(LineHazards, ARecordCountsWhateverVeryLongTextIsBehindIt) {
  const std::string first = said(30);
  std::string members = "{";
  for (int i = 0; i < 400'000; ++i) members += fmt::format("\"{}\":{},", i, i);
  for (const auto& behind : {std::string(5'000'000, 'x'), members}) {
    write("d/s.jsonl", said(0) + first.substr(0, first.size() - 1) + behind + said(60) + said(120));
    const auto report = import();
    EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(120)}, "/work/api"}}));
    EXPECT_EQ(count_of(report, ProblemKind::torn_line), 1);
  }
}

TEST_F(LineHazards, AVeryLongLineThatIsNoRecordIsOneBadLine) {
  write("d/s.jsonl", said(0) + std::string(5'000'000, 'x') + "\n" + said(60));
  const auto report = import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  EXPECT_EQ(count_of(report, ProblemKind::bad_line), 1);
}

TEST_F(LineHazards, ARecordBehindAVeryLongTornOneOnTheSameLineCounts) {
  Line line;
  line.time = stamp(30);
  line.text = std::string(9'000'000, 'x');
  const std::string torn = line.str().substr(0, 8'000'000);
  write("d/s.jsonl", said(0) + torn + said(60) + std::string(6'000'000, 'y') + said(120) + said(180));
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(180)}, "/work/api"}}));
  EXPECT_EQ(active_seconds("d/s.jsonl"), 180);
  EXPECT_EQ(count_of(report, ProblemKind::torn_line), 2);
  EXPECT_EQ(count_of(report, ProblemKind::bad_line), 0);
}

TEST_F(LineHazards, MembersMayComeInAnyOrderWithBlanksAndEscapedNames) {
  const std::string time = stamp(60);
  write("d/s.jsonl",
        said(0) + "{ \"timestamp\" : \"" + time + "\" ,\t\"message\":{\"usage\":{\"x\":[{}]},\"content\":[{\"type\":" +
            "\"tool_use\",\"input\":{\"timestamp\":\"2026-02-02T09:00:00Z\",\"cwd\":\"/no\",\"type\":\"user\"}}]},\r" +
            "\"u\\u0075id\":\"x\", \"\\u0074ype\":\"user\",\"c\\u0077d\":\"/b\" }\n");
  const auto report = import();
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(60)}, "/b"}}));
}

TEST_F(LineHazards, ValuesMayHaveEscapes) {
  const std::string copy = replaced(said(60), "\"type\":\"user\"", "\"type\":\"us\\u0065r\"");
  write("d/s.jsonl", said(0) + replaced(copy, "T08:01", "T08\\u003a01"));
  const std::string plain = "\"uuid\":\"u";
  const std::string escaped = "\"uuid\":\"\\u0075";
  write("d/t.jsonl", replaced(said(0), plain, escaped) + replaced(said(60), plain, escaped));
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60);
  EXPECT_EQ(active_seconds("d/t.jsonl"), 0);  // its messages are known
}

TEST_F(LineHazards, NestedMembersAreNotThoseOfTheLine) {
  const std::string inner = R"({"type":"assistant","timestamp":"2026-02-02T09:00:00.000Z","cwd":"/no","uuid":"no"})";
  write("d/s.jsonl", said(0) + with(said(60), "\"toolUseResult\":" + inner) + R"({"type":"progress","timestamp":")" +
                         stamp(70) + R"(","data":)" + inner + "}\n" + R"({"message":)" + inner + R"(,"data":[)" +
                         inner + "]}\n" + replaced(said(120), "\"content\":\"hello\"", "\"content\":[" + inner + "]"));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(120)}, "/work/api"}}));
}

TEST_F(LineHazards, ATextThatLooksLikeARecordIsAText) {
  Line line;
  line.time = stamp(60);
  line.text = R"(}\n{\"type\":\"user\",\"timestamp\":\"2026-02-02T09:00:00.000Z\",\"cwd\":\"/no\"}\\)";
  write("d/s.jsonl", said(0) + line.str() + said(90));
  import();
  EXPECT_EQ(session("d/s.jsonl").active, (std::vector{ActiveInterval{{at(0), at(90)}, "/work/api"}}));
}

TEST_F(LineHazards, AMessageThatIsGarbageIsStillAMoment) {
  write("d/s.jsonl", said(0) +
                         R"({"type":"assistant","cwd":"/work/api","message":{"0":"{","1":"\"","2":[]},"timestamp":")" +
                         stamp(60) + "\"}\n" + R"({"type":"user","message":17,"timestamp":")" + stamp(90) + "\"}\n");
  import();
  EXPECT_EQ(active_seconds("d/s.jsonl"), 90);
}

}  // namespace
}  // namespace libsync::testing
