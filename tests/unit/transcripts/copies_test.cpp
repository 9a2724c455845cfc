// SPDX-License-Identifier: MIT
//
// What copies of messages in several files come to: each message counts once and brings the time before it once,
// whatever the files are called. hazards_test.cpp has the kinds of copies that agents make.
#include "transcript_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace libsync::testing {
namespace {

constexpr double k_minute = 60;

class MessageCopies : public TranscriptTree {
 protected:
  static std::string message(const std::string& id, double minutes) {
    return said(minutes * k_minute, "/work/api", id);
  }

  // The minutes of all sessions together when the first name is the first content's, and so on.
  double minutes_of(const std::vector<std::string>& contents, const std::vector<std::string>& names) {
    store_ = MemoryStore{};
    std::filesystem::remove_all(root() / "d");
    for (std::size_t i = 0; i < contents.size(); ++i) write("d/" + names[i] + ".jsonl", contents[i]);
    import();
    return total_seconds() / k_minute;
  }

  // The same under whatever names; fails when it is not.
  double minutes_under_any_names(const std::vector<std::string>& contents) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < contents.size(); ++i) names.emplace_back(1, static_cast<char>('a' + i));
    const double minutes = minutes_of(contents, names);
    while (std::next_permutation(names.begin(), names.end())) {
      EXPECT_EQ(minutes_of(contents, names), minutes) << fmt::format("{}", fmt::join(names, " "));
    }
    return minutes;
  }
};

TEST_F(MessageCopies, AResumedSessionGoesOnFromAMessageThatCountsElsewhere) {
  const std::string before = message("x0", 0) + message("x1", 10);
  EXPECT_EQ(minutes_under_any_names({before, before + message("x2", 20)}), 20);
}

TEST_F(MessageCopies, AResumedSessionStartsWhereTheTimeStartsThatItBrings) {
  const std::string before = message("x0", 0) + message("x1", 10);
  write("d/a.jsonl", before);
  write("d/b.jsonl", before + message("x2", 20));
  import();
  EXPECT_EQ(session("d/b.jsonl").start, at(10 * k_minute));
  EXPECT_EQ(session("d/b.jsonl").end, at(20 * k_minute));
  EXPECT_EQ(session("d/b.jsonl").active,
            (std::vector{ActiveInterval{{at(10 * k_minute), at(20 * k_minute)}, "/work/api"}}));
}

TEST_F(MessageCopies, AChainOfSupersetsIsTheLongestOfThem) {
  std::vector<std::string> chain;
  std::string content;
  for (int i = 0; i < 5; ++i) {
    content += message(fmt::format("k{}", i), i * 14) + message(fmt::format("l{}", i), i * 14 + 5);
    chain.push_back(content);
  }
  EXPECT_EQ(minutes_under_any_names(chain), 61);
}

TEST_F(MessageCopies, AnUnchangedForkHasNoTime) {
  const std::string content = message("x0", 0) + message("x1", 10) + message("x2", 20);
  EXPECT_EQ(minutes_under_any_names({content, content, content}), 20);
  EXPECT_EQ(active_seconds("d/a.jsonl"), 20 * k_minute);
  EXPECT_EQ(active_seconds("d/b.jsonl"), 0);
  EXPECT_EQ(active_seconds("d/c.jsonl"), 0);
}

TEST_F(MessageCopies, BranchesOfAForkBothCount) {
  const std::string common = message("x0", 0) + message("x1", 10);
  EXPECT_EQ(minutes_under_any_names({common + message("a", 15), common + message("b", 18)}), 10 + 5 + 8);
}

TEST_F(MessageCopies, AnOriginalThatWasStampedAnewGetsTheTimesOfItsCopy) {
  std::string stamped_anew;
  std::string copy;
  for (int i = 0; i < 4; ++i) {
    const std::string prompt = message(fmt::format("p{}", i), i * 20);
    stamped_anew += prompt;
    copy += prompt;
    if (i == 3) break;
    stamped_anew += message(fmt::format("r{}", i), 500);
    copy += message(fmt::format("r{}", i), i * 20 + 10);
  }
  EXPECT_EQ(minutes_of({stamped_anew}, {"a"}), 0);
  EXPECT_EQ(minutes_of({copy}, {"b"}), 60);
  EXPECT_EQ(minutes_under_any_names({stamped_anew, copy}), 60);
}

TEST_F(MessageCopies, ACopyOfTheMessageBeforeThatWasStampedAnewBringsNoTime) {
  const std::string original = message("x0", 0) + message("x1", 10);
  const std::string resumed = message("x0", 95) + message("x1", 95) + message("x2", 100);
  EXPECT_EQ(minutes_under_any_names({original, resumed}), 10);
}

TEST_F(MessageCopies, CopiesThatTakeTurnsAtBeingEarlierAreOneConversation) {
  std::string a;
  std::string b;
  for (int i = 0; i < 7; ++i) {
    a += said(i * 600, "/w", fmt::format("z{}", i));
    b += said(i * 600 + (i % 2 == 0 ? 0.001 : -0.001), "/w", fmt::format("z{}", i));
  }
  EXPECT_EQ(minutes_under_any_names({a, b}), 60);
}

TEST_F(MessageCopies, TimeBeforeALineThatACopyLacksCountsOnce) {
  const std::string whole = message("x0", 0) + message("x1", 5) + message("x2", 10);
  const std::string lacking = message("x0", 0) + message("x2", 10);
  EXPECT_EQ(minutes_under_any_names({whole, lacking}), 10);
}

TEST_F(MessageCopies, ACopyThatBeginsInTheMiddleTakesNoTimeAway) {
  const std::string whole = message("x0", 0) + message("x2", 10);
  EXPECT_EQ(minutes_under_any_names({whole, message("x2", 10)}), 10);
  EXPECT_EQ(minutes_under_any_names({whole, message("x1", 5) + message("x2", 10)}), 10);
}

TEST_F(MessageCopies, ACopyThatHasAPauseBeforeTakesNoTimeAway) {
  const std::string whole = message("x0", 0) + message("x1", 10) + message("x2", 20);
  EXPECT_EQ(minutes_under_any_names({whole, message("x0", 0) + message("x2", 20) + message("x3", 30)}), 30);
}

TEST_F(MessageCopies, ASessionChangesWithOneThatItSharesNothingWith) {
  // x2 comes behind x1 in a file beside it, until a third file tells when x1 was really written.
  write("d/a.jsonl", message("x0", 0) + message("x2", 10));
  write("d/b.jsonl", message("x0", 0) + message("x1", 5) + message("x2", 10));
  import();
  EXPECT_EQ(active_seconds("d/a.jsonl"), 5 * k_minute);
  write("d/c.jsonl", message("x1", -5));
  import();
  EXPECT_EQ(active_seconds("d/a.jsonl"), 10 * k_minute);
  const auto step_by_step = store_.sessions;
  store_ = MemoryStore{};
  import();
  EXPECT_EQ(store_.sessions, step_by_step);
}

// Putting a session into the background copies it under new ids.
TEST_F(MessageCopies, CopiesUnderNewIdsAreKnownByWhatTheySay) {
  const auto said_as = [](const std::string& prefix, double minutes, const std::string& type) {
    Line line;
    line.type = type;
    line.time = stamp(minutes * k_minute);
    line.uuid = prefix + line.time;
    line.text = "text of " + line.time;
    return line.str();
  };
  const auto conversation = [&](const std::string& prefix) {
    std::string content;
    for (int i = 0; i <= 6; ++i) content += said_as(prefix, i * 10, i % 2 == 0 ? "user" : "assistant");
    return content;
  };
  EXPECT_EQ(minutes_under_any_names({conversation("a"), conversation("b")}), 60);
  EXPECT_EQ(minutes_under_any_names({conversation("a"), conversation("b") + said_as("b", 65, "user")}), 65);
}

TEST_F(MessageCopies, OneMessageThatIsTheSameByChanceIsNoCopy) {
  write("d/a.jsonl", message("a0", 0) + message("a1", 5) + message("a2", 10));
  write("d/b.jsonl", message("b0", 1) + message("b1", 5) + message("b2", 11));
  import();
  EXPECT_EQ(total_seconds(), 20 * k_minute);
}

TEST_F(MessageCopies, TheSameMessagesInDifferentFoldersAreNoCopies) {
  write("d/a.jsonl", said(0, "/a", "a0") + said(60, "/a", "a1") + said(120, "/a", "a2"));
  write("d/b.jsonl", said(0, "/b", "b0") + said(60, "/b", "b1") + said(120, "/b", "b2"));
  import();
  EXPECT_EQ(total_seconds(), 240);
}

TEST_F(MessageCopies, TimeKeptOfAnOlderRowStaysApartFromTimeThatACopyTells) {
  Session row;
  row.source_path = "d/a.jsonl";
  row.project = "/work/api";
  row.start = at(0);
  row.end = at(100 * k_minute);
  store_.legacy.push_back({row, std::chrono::minutes{50}});
  write("d/a.jsonl", message("x0", 95) + message("x1", 96) + message("x2", 97));
  write("d/b.jsonl", message("x0", 80) + message("x1", 90));
  import();
  const Session& kept = session("d/a.jsonl");
  EXPECT_EQ(kept.start, at(0));
  ASSERT_EQ(kept.active.size(), 2U);
  EXPECT_LE(kept.active[0].span.end, kept.active[1].span.start);
  EXPECT_EQ(kept.active[1].span, (InstantInterval{at(90 * k_minute), at(97 * k_minute)}));
}

}  // namespace
}  // namespace libsync::testing
