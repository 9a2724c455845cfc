// SPDX-License-Identifier: MIT
#include "calendar.hpp"

#include "rules.hpp"

#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;

TEST(DaysToLookAt, RunFromTheFirstSessionThroughYesterday) {
  const auto range = days_to_look_at(date("2026-02-02"), utc("2026-02-06T12:00:00Z"), office_rules(), {});
  EXPECT_EQ(range, (DateRange{date("2026-02-02"), date("2026-02-05")}));
}

TEST(DaysToLookAt, TakeYesterdayFromTheZoneAndNotFromUtc) {
  const auto evening = utc("2026-02-06T02:00:00Z");  // still the 5th in Los Angeles, already the 6th in Tokyo
  EXPECT_EQ(days_to_look_at(date("2026-02-02"), evening, office_rules("America/Los_Angeles"), {})->last,
            date("2026-02-04"));
  EXPECT_EQ(days_to_look_at(date("2026-02-02"), evening, office_rules("Asia/Tokyo"), {})->last, date("2026-02-05"));
}

TEST(DaysToLookAt, AreNarrowedBySinceAndUntilAndNeverWidened) {
  RunOptions options;
  options.since = date("2026-02-04");
  options.until = date("2026-02-20");
  const auto range = days_to_look_at(date("2026-02-02"), utc("2026-02-06T12:00:00Z"), office_rules(), options);
  EXPECT_EQ(range, (DateRange{date("2026-02-04"), date("2026-02-05")}));
  options.since = date("2026-01-01");
  EXPECT_EQ(days_to_look_at(date("2026-02-02"), utc("2026-02-06T12:00:00Z"), office_rules(), options)->first,
            date("2026-02-02"));
}

TEST(DaysToLookAt, AreNoneWhenTheFirstSessionIsToday) {
  EXPECT_FALSE(days_to_look_at(date("2026-02-06"), utc("2026-02-06T12:00:00Z"), office_rules(), {}));
}

TEST(DaysToLookAt, WaitForANightShiftToEnd) {
  auto night = office_rules("UTC");
  night.work_day_start = 22h;
  night.work_day_end = 6h;
  EXPECT_EQ(days_to_look_at(date("2026-02-02"), utc("2026-02-06T05:59:59Z"), night, {})->last, date("2026-02-04"));
  EXPECT_EQ(days_to_look_at(date("2026-02-02"), utc("2026-02-06T06:00:00Z"), night, {})->last, date("2026-02-05"));
}

TEST(DaysToLookAt, BeginWithTheNightShiftThatHoldsTheFirstSession) {
  auto night = office_rules("UTC");
  night.work_day_start = 22h;
  night.work_day_end = 6h;
  EXPECT_EQ(days_to_look_at(date("2026-02-03"), utc("2026-02-06T12:00:00Z"), night, {})->first, date("2026-02-02"));
}

TEST(WorkDay, IsMondayToFridayUnlessTheRulesSayOtherwise) {
  EXPECT_TRUE(is_work_day(date("2026-02-06"), office_rules()));
  EXPECT_FALSE(is_work_day(date("2026-02-07"), office_rules()));
  auto sunday_to_thursday = office_rules();
  sunday_to_thursday.work_days = {7, 1, 2, 3, 4};
  EXPECT_TRUE(is_work_day(date("2026-02-08"), sunday_to_thursday));
  EXPECT_FALSE(is_work_day(date("2026-02-06"), sunday_to_thursday));
}

TEST(WorkHours, HaveTheRealSecondsOfADayOnWhichTheClocksChange) {
  auto all_day = office_rules("Europe/Berlin");
  all_day.work_day_start = 0h;
  all_day.work_day_end = 9h;
  EXPECT_EQ(work_hours_of(date("2026-03-29"), all_day).duration(), 8h);
  EXPECT_EQ(work_hours_of(date("2026-10-25"), all_day).duration(), 10h);
  EXPECT_EQ(work_hours_of(date("2026-03-30"), all_day).duration(), 9h);
}

TEST(WorkHours, BeginAfterAMissingMidnight) {
  auto cairo = office_rules("Africa/Cairo");
  cairo.work_day_start = 0h;
  cairo.work_day_end = 8h;
  EXPECT_EQ(work_hours_of(date("2024-04-26"), cairo),
            (Interval{utc("2024-04-25T22:00:00Z"), utc("2024-04-26T05:00:00Z")}));
}

TEST(WorkHours, BelongToTheDayTheyStartOn) {
  auto night = office_rules("Europe/Berlin");
  night.work_day_start = 22h;
  night.work_day_end = 6h;
  EXPECT_EQ(work_hours_of(date("2026-02-02"), night),
            (Interval{utc("2026-02-02T21:00:00Z"), utc("2026-02-03T05:00:00Z")}));
}

TEST(WorkHours, AreEmptyWhenTheClocksJumpedOverThem) {
  auto gone = office_rules("Europe/Berlin");
  gone.work_day_start = 2h;
  gone.work_day_end = 2h + 30min;
  EXPECT_TRUE(work_hours_of(date("2026-03-29"), gone).empty());
}

TEST(SessionWindowOf, IsTheWorkHoursOrTheWholeLocalDay) {
  auto rules = office_rules("Europe/Berlin");
  EXPECT_EQ(session_window_of(date("2026-02-02"), rules), work_hours_of(date("2026-02-02"), rules));
  rules.session_window = SessionWindow::calendar_day;
  EXPECT_EQ(session_window_of(date("2026-02-02"), rules),
            (Interval{utc("2026-02-01T23:00:00Z"), utc("2026-02-02T23:00:00Z")}));
}

}  // namespace
}  // namespace libsync::loop
