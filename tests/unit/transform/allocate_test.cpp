// SPDX-License-Identifier: MIT
#include <libsync/transform/allocate.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace libsync::transform {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime k_nine = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + 9h;
constexpr Interval k_work_hours{k_nine, k_nine + 8h};

ProjectId project(char digit) {
  return *ProjectId::parse(std::string(24, digit));
}

Bucket bucket(char digit, milliseconds tracked) {
  return {project(digit), tracked, Instant{k_nine}, {}, ""};
}

std::vector<seconds> durations(const std::vector<Allocation>& allocations) {
  std::vector<seconds> result;
  for (const auto& allocation : allocations) result.push_back(allocation.interval.duration());
  return result;
}

TEST(Allocate, SpreadsTheWholeWorkHoursByRatio) {
  const std::vector<Bucket> day{bucket('a', 3h), bucket('b', 1h), bucket('c', 1h)};
  EXPECT_THAT(durations(allocate(k_work_hours, day)), testing::ElementsAre(17280s, 5760s, 5760s));
}

TEST(Allocate, SumsToTheWorkHoursExactly) {
  const std::vector<Bucket> thirds{bucket('a', 1ms), bucket('b', 1ms), bucket('c', 1ms)};
  const Interval odd{k_nine, k_nine + 10001s};
  const auto allocations = allocate(odd, thirds);
  EXPECT_EQ(allocations.front().interval.start, odd.start);
  EXPECT_EQ(allocations.back().interval.end, odd.end);
  EXPECT_THAT(durations(allocations), testing::ElementsAre(3333s, 3334s, 3334s));
}

TEST(Allocate, IsExactWhereFloatingPointIsOffByOne) {
  const std::vector<Bucket> day{bucket('a', 13s), bucket('b', 11s)};
  EXPECT_THAT(durations(allocate(k_work_hours, day)), testing::ElementsAre(15600s, 13200s));
}

TEST(Allocate, GivesNoEntryToAShareThatRoundsToNothing) {
  const std::vector<Bucket> day{bucket('a', 1s), bucket('b', 10h)};
  const auto allocations = allocate(k_work_hours, day);
  ASSERT_EQ(allocations.size(), 1U);
  EXPECT_EQ(allocations.front().bucket.project, project('b'));
  EXPECT_EQ(allocations.front().interval, k_work_hours);
}

TEST(Allocate, AllocatesNothingForNoTrackedTime) {
  EXPECT_TRUE(allocate(k_work_hours, {}).empty());
  const std::vector<Bucket> idle{bucket('a', 0ms), bucket('b', 0ms)};
  EXPECT_TRUE(allocate(k_work_hours, idle).empty());
}

TEST(Allocate, AllocatesNothingInEmptyWorkHours) {
  const std::vector<Bucket> day{bucket('a', 1h)};
  EXPECT_TRUE(allocate({k_nine, k_nine}, day).empty());
}

TEST(Allocate, DoesNotOverflowOnDecades) {
  const std::vector<Bucket> day{bucket('a', std::chrono::hours{24 * 365 * 100}),
                                bucket('b', std::chrono::hours{24 * 365 * 300})};
  EXPECT_THAT(durations(allocate({k_nine, k_nine + 876000h}, day)), testing::ElementsAre(219000h, 657000h));
}

TEST(Allocate, GoesOverAGapInPiecesThatSumToWhatIsFree) {
  const std::vector<Interval> free{{k_nine, k_nine + 1h}, {k_nine + 2h, k_nine + 8h}};
  const std::vector<Bucket> day{bucket('a', 4h), bucket('b', 2h)};
  const auto allocations = allocate(free, day);
  EXPECT_THAT(durations(allocations), testing::ElementsAre(3600s, 13200s, 8400s));
  EXPECT_EQ(allocations[1].bucket.project, project('a'));
  EXPECT_EQ(allocations[1].interval.start, k_nine + 2h);
  EXPECT_EQ(allocations[2].interval.end, k_nine + 8h);
}

TEST(RoomIn, TilesTheWorkHoursWithWhatIsFreeAndWhatIsTaken) {
  const std::vector<Interval> taken{{k_nine + 3h, k_nine + 4h},
                                    {k_nine - 1h, k_nine + 1h},
                                    {k_nine + 4h, k_nine + 5h},
                                    {k_nine + 3h, k_nine + 3h + 1s},
                                    {k_nine + 8h, k_nine + 9h}};
  const auto room = room_in(k_work_hours, taken);
  EXPECT_THAT(room.taken, testing::ElementsAre(Interval{k_nine, k_nine + 1h}, Interval{k_nine + 3h, k_nine + 5h}));
  EXPECT_THAT(room.free, testing::ElementsAre(Interval{k_nine + 1h, k_nine + 3h}, Interval{k_nine + 5h, k_nine + 8h}));
}

TEST(RoomIn, HasNothingFreeWhereAllIsTaken) {
  const std::vector<Interval> taken{{k_nine, k_nine + 4h}, {k_nine + 4h, k_nine + 8h}};
  EXPECT_THAT(room_in(k_work_hours, taken).free, testing::IsEmpty());
  EXPECT_THAT(room_in(k_work_hours, taken).taken, testing::ElementsAre(k_work_hours));
}

}  // namespace
}  // namespace libsync::transform
