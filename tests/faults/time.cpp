// SPDX-License-Identifier: MIT
//
// Rows 59, 60 and 62: clocks, zones and what was tracked change between two runs, or within one.
#include "row.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {
namespace {

namespace fault = support::fault;
using namespace std::chrono_literals;

// Somebody sets the clock while an entry is in doubt: the quarantine does not listen.
Row clock_set(std::string name, seconds by) {
  return {59, std::move(name), [by](Workday& day, int nth) {
            day.server.on_post(nth, fault::drop());
            const End end = run_into(day, nth, Fate::lost, FailureKind::in_doubt);
            const UtcTime right = day.clocks.now();
            day.clocks.set_wall_clock(right + by);
            expect_stopped(day, FailureKind::in_doubt);
            day.clocks.set_wall_clock(right);
            return end;
          }};
}

End leap_second(Workday& day, int nth) {
  day.server.on_listing(1, fault::none().date("Fri, 06 Feb 2026 11:00:60 GMT"));
  day.server.on_post(nth, fault::drop());
  const End end = run_into(day, nth, Fate::lost, FailureKind::in_doubt);
  EXPECT_GE(day.row(nth).sent_at, utc("2026-02-06T11:01:00Z"));
  return end;
}

// The Tuesday was begun and is law; what it would be today is reported.
void expect_the_frozen_tuesday(Workday& day) {
  const auto frozen = day.plan(day.tuesday);
  day.options.until = day.tuesday;
  const auto report = expect_through(day);
  day.options.until.reset();
  EXPECT_FALSE(report.days.front().drift.empty());
  EXPECT_EQ(day.plan(day.tuesday)->work_hours, frozen->work_hours);
}

End another_zone(Workday& day, int nth) {
  refuse_post(day, nth);
  const End end = run_into(day, nth, Fate::refused, FailureKind::refused);
  const auto home = day.rules.zone;
  day.rules.zone = *Zone::find("Asia/Tokyo");
  expect_the_frozen_tuesday(day);
  day.rules.zone = home;
  return end;
}

End everything_changes(Workday& day, int nth) {
  refuse_post(day, nth);
  const End end = run_into(day, nth, Fate::refused, FailureKind::refused);
  const auto before = day.rules;
  day.track(day.tuesday, "/work/more", 15h, 17h);
  day.rules.project_mapping.at("/work/web").project = support::well_known::other();
  day.rules.project_mapping.insert({"/work/more", {support::well_known::retired(), {}, {}}});
  day.rules.work_day_end = 18h;
  day.rules.description = "Something else";
  expect_the_frozen_tuesday(day);
  day.rules = before;
  return end;
}

// The intent is dated after its commit, so that the quarantine counts from when the request can have left.
End suspended_in_the_commit(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop());
  day.clocks.sleep_before_reading(2 * nth, 1h);  // the boot clock is read before each commit and after it
  const auto report = day.run();
  EXPECT_TRUE(report.failure && report.failure->kind == FailureKind::in_doubt);
  EXPECT_EQ(day.server.counts().posts, nth);
  EXPECT_GE(day.row(nth).sent_at, day.server.now());
  EXPECT_GE(day.server.now(), utc("2026-02-06T12:00:00Z")) << "nobody slept";
  return {.posts = 5, .waits = true};
}

}  // namespace

std::vector<Row> rows_of_time() {
  return {
      clock_set("TheClockIsADayAhead", 24h),
      clock_set("TheClockIsADayBehind", -24h),
      clock_set("TheClockIsOnTheDayItself", -72h),
      clock_set("TheClockIsTenYearsAhead", 10 * 365 * 24h),
      {59, "ALeapSecondInTheDate", leap_second},
      {59, "AnotherZoneBetweenTheRuns", another_zone, {2, 3}},
      {60, "SuspendedBetweenIntentAndRequest", suspended_in_the_commit},
      {62, "SessionsMappingAndHoursChange", everything_changes, {2, 3}},
  };
}

}  // namespace libsync::faults
