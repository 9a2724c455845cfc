// SPDX-License-Identifier: MIT
#include "filling.hpp"

#include "rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;

const LocalDate k_monday = date("2026-02-02");
const UtcTime k_start = utc("2026-02-02T08:00:00Z");  // 09:00 in Berlin
const std::vector<TrackedTime> k_day{{"s.jsonl", "/work/api", Instant{k_start}, 4h},
                                     {"s.jsonl", "/work/web", Instant{k_start + 4h}, 2h}};

clockify::Entry entry(char digit, seconds from, seconds to, char under, const char* description) {
  return {*EntryId::parse(std::string(24, digit)),
          office_rules().workspace,
          *UserId::parse(std::string(24, '8')),
          project(under),
          k_start + from,
          k_start + to,
          description};
}

const clockify::Entry k_meeting = entry('1', 1h, 2h, 'f', "Meeting");

Filling filled(std::vector<clockify::Entry> entries, const EntryIds& claimed = {}) {
  return fill_around(draft_day(k_monday, k_day, office_rules()), k_monday, k_day, office_rules(),
                     {std::move(entries), {}, {}, {}}, claimed, {});
}

TEST(FillAround, GoesAroundAMeeting) {
  const auto [draft, others] = filled({k_meeting});
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(draft.gaps, (std::vector{Interval{k_start + 1h, k_start + 2h}}));
  ASSERT_EQ(draft.entries.size(), 3U);
  EXPECT_EQ(draft.entries[1].interval, (Interval{k_start + 2h, k_start + 5h + 40min}));
}

TEST(FillAround, KnowsItsOwnPiecesAgainAfterTheStoreWasLost) {
  const auto planned = filled({k_meeting}).draft.entries;
  auto again = entry('2', 0h, 1h, 'a', "Development");
  const auto [draft, others] = filled({again, k_meeting});
  EXPECT_EQ(draft.entries, planned);
  EXPECT_EQ(others.size(), 1U);
}

TEST(FillAround, TakesForSomebodysWhatOnlyLooksLikeAPiece) {
  const auto [draft, others] = filled({entry('2', 0h, 30min, 'a', "Development")});
  EXPECT_EQ(others.size(), 1U);
  EXPECT_EQ(draft.entries.front().interval.start, k_start + 30min);
}

TEST(FillAround, GoesAroundAnEntryOfOursOfAnotherDay) {
  const auto [draft, others] =
      filled({entry('2', 0h, 1h, 'a', "Development")}, {*EntryId::parse(std::string(24, '2'))});
  ASSERT_EQ(others.size(), 1U);
  EXPECT_TRUE(others.front().ours);
  EXPECT_EQ(draft.entries.front().interval.start, k_start + 1h);
}

}  // namespace
}  // namespace libsync::loop
