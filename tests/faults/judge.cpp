// SPDX-License-Identifier: MIT
#include "row.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace libsync::faults {
namespace {

using namespace std::chrono_literals;

bool is_as_planned(const support::StoredEntry& entry, const store::PlannedEntry& planned) {
  return entry.user == support::well_known::ann() && entry.project == planned.project &&
         entry.start == planned.interval.start && entry.end == planned.interval.end &&
         entry.description == planned.description;
}

// Before the quarantine is over nothing is sent; the run says when that will be, by the server's clock.
void wait_for_the_quarantine(Workday& day, const Failure& doubt) {
  ASSERT_EQ(doubt.kind, FailureKind::in_doubt) << doubt.message;
  ASSERT_TRUE(doubt.retry_at);
  if (const auto early = *doubt.retry_at - 10s - day.server.now(); early > 0s) {
    day.pass(early);
    expect_stopped(day, FailureKind::in_doubt);
  }
  day.pass(70s);
}

void run_until_done(Workday& day, const End& end) {
  bool waited = false;
  for (int runs = 0; runs < 3; ++runs) {
    const auto posts = day.server.counts().posts;
    const auto report = day.run();
    if (!report.failure) {
      EXPECT_EQ(waited, end.waits.value_or(waited));
      return;
    }
    EXPECT_EQ(day.server.counts().posts, posts) << "sent while it was in doubt";
    ASSERT_NO_FATAL_FAILURE(wait_for_the_quarantine(day, *report.failure));
    waited = true;
  }
  FAIL() << "it does not come to an end";
}

void expect_nothing_left_to_do(Workday& day) {
  const auto before = day.server.counts();
  const auto again = day.run();
  EXPECT_FALSE(again.failure) << again.failure->message;
  EXPECT_EQ(day.server.counts().requests, before.requests);
  EXPECT_EQ(day.server.counts().connections, before.connections);
  EXPECT_TRUE(day.open()->open_plans(day.timesheet()).empty());
}

// What Clockify and the store have of one day, against its plan.
struct Found {
  int twins = 0;
  int missing = 0;
  int strange = 0;
};

Found compare(Workday& day, const store::DayPlan& plan) {
  Found found;
  auto entries = day.server.entries();
  std::erase_if(entries, [&](const auto& entry) { return !plan.work_hours.contains(entry.start); });
  found.strange = static_cast<int>(entries.size());

  const auto recorded = day.open()->synced_entries(plan.key());
  UtcTime filled = plan.work_hours.start;
  for (const auto& row : plan.rows) {
    EXPECT_EQ(row.entry.interval.start, filled) << "a gap or an overlap";
    filled = row.entry.interval.end;
    EXPECT_EQ(row.state, store::RowState::posted);
    EXPECT_TRUE(row.entry_id && row.mismatch.empty());
    EXPECT_TRUE(std::ranges::any_of(recorded, [&](const auto& entry) {
      return entry.project == row.entry.project && entry.entry == row.entry_id;
    }));

    const auto there =
        std::ranges::count_if(entries, [&](const auto& entry) { return is_as_planned(entry, row.entry); });
    const bool ours = std::ranges::any_of(
        entries, [&](const auto& entry) { return is_as_planned(entry, row.entry) && entry.id == row.entry_id; });
    EXPECT_EQ(ours, there > 0) << "the store has another id than Clockify";
    found.missing += there == 0 ? 1 : 0;
    found.twins += static_cast<int>(std::max<std::ptrdiff_t>(there - 1, 0));
    found.strange -= static_cast<int>(there);
  }
  EXPECT_EQ(filled, plan.work_hours.end) << "the day does not sum to the work hours";
  return found;
}

}  // namespace

void come_to_the_end(Workday& day, const End& end) {
  day.heal();
  ASSERT_NO_FATAL_FAILURE(run_until_done(day, end));
  EXPECT_EQ(day.server.counts().posts, end.posts);
  expect_nothing_left_to_do(day);

  Found found;
  for (const LocalDate date : day.days) {
    SCOPED_TRACE(format_date(date));
    EXPECT_TRUE(day.open()->synced_days(day.timesheet()).contains(date));
    const auto plan = day.plan(date);
    ASSERT_TRUE(plan);
    const Found of_day = compare(day, *plan);
    found.twins += of_day.twins;
    found.missing += of_day.missing;
    found.strange += of_day.strange;
  }
  EXPECT_EQ(found.twins, end.twins);
  EXPECT_EQ(found.missing, end.missing);
  EXPECT_EQ(found.strange, end.strange);
}

}  // namespace libsync::faults
