// SPDX-License-Identifier: MIT
#include "planning.hpp"

#include "rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const LocalDate k_monday = date("2026-02-02");
const UtcTime k_start = utc("2026-02-02T08:00:00Z");  // 09:00 in Berlin

TrackedTime tracked(const char* folder, milliseconds active, seconds after_start = 0s) {
  return {"s.jsonl", folder, Instant{k_start + after_start}, active};
}

const std::vector<TrackedTime> k_day{tracked("/work/api", 3h), tracked("/work/web", 1h, 3h)};

clockify::Entry earlier(char digit, seconds from, seconds to, char under = 'a') {
  return {*EntryId::parse(std::string(24, digit)),
          office_rules().workspace,
          *UserId::parse(std::string(24, '8')),
          project(under),
          k_start + from,
          k_start + to,
          "Old"};
}

store::DayPlan frozen(const Draft& draft) {
  store::DayPlan plan{.timesheet = {*UserId::parse(std::string(24, '8')), "https://x", office_rules().workspace},
                      .date = k_monday,
                      .time_zone = "Europe/Berlin",
                      .work_hours = draft.work_hours,
                      .tracked = 0s,
                      .rows = {}};
  for (const auto& entry : draft.entries) plan.rows.push_back({.entry = entry});
  return plan;
}

TEST(DraftDay, MakesEntriesOfTheWorkHours) {
  const auto draft = draft_day(k_monday, k_day, office_rules());
  ASSERT_EQ(draft.entries.size(), 2U);
  EXPECT_EQ(draft.entries[0].interval, (Interval{k_start, k_start + 6h}));
  EXPECT_EQ(draft.entries[1].interval, (Interval{k_start + 6h, k_start + 8h}));
  EXPECT_EQ(draft.entries[0].description, "Development");
  EXPECT_FALSE(draft.entries[0].billable);
}

TEST(DraftDay, PrefersTheFoldersOwnDescriptionAndBillable) {
  auto rules = office_rules();
  rules.billable = false;
  rules.project_mapping.at("/work/web") = {project('b'), "Web", true};
  const auto draft = draft_day(k_monday, k_day, rules);
  EXPECT_EQ(draft.entries[0].description, "Development");
  EXPECT_EQ(draft.entries[0].billable, false);
  EXPECT_EQ(draft.entries[1].description, "Web");
  EXPECT_EQ(draft.entries[1].billable, true);
}

TEST(DraftDay, IsEmptyWithoutTrackedTime) {
  EXPECT_TRUE(draft_day(k_monday, {}, office_rules()).entries.empty());
}

TEST(ContinueEarlier, SharesWhatIsLeftAmongWhoHasNothingYet) {
  const auto draft = draft_day(k_monday, k_day, office_rules());
  const auto rows = continue_earlier(draft, std::vector{earlier('1', 0s, 5h)}, office_rules());
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ(rows->front().state, store::RowState::posted);
  EXPECT_EQ(rows->front().origin, store::Origin::earlier);
  EXPECT_EQ(rows->front().entry.description, "Old");
  EXPECT_EQ(rows->back().entry.project, project('b'));
  EXPECT_EQ(rows->back().entry.interval, (Interval{k_start + 5h, k_start + 8h}));
}

TEST(ContinueEarlier, RefusesWhatDoesNotFillTheDayFromItsStart) {
  const auto draft = draft_day(k_monday, k_day, office_rules());
  const auto continues = [&](std::vector<clockify::Entry> entries) {
    return continue_earlier(draft, entries, office_rules()).has_value();
  };
  EXPECT_FALSE(continues({earlier('1', 1h, 2h)}));
  EXPECT_FALSE(continues({earlier('1', 0s, 9h)}));
  EXPECT_FALSE(continues({earlier('1', 0s, 2h), earlier('2', 2h, 3h)}));       // one project twice
  EXPECT_FALSE(continues({earlier('1', 0s, 2h), earlier('2', 2h, 3h, 'b')}));  // nobody left for the rest
  EXPECT_TRUE(continues({earlier('2', 2h, 8h, 'b'), earlier('1', 0s, 2h)}));
}

TEST(DescribeDrift, IsSilentAboutAPlanThatStillFits) {
  const auto draft = draft_day(k_monday, k_day, office_rules());
  EXPECT_EQ(describe_drift(frozen(draft), draft), "");
}

TEST(DescribeDrift, TellsHowTheSharesWouldDiffer) {
  const auto plan = frozen(draft_day(k_monday, k_day, office_rules()));
  const std::vector<TrackedTime> other{tracked("/work/api", 1h), tracked("/work/web", 1h, 3h)};
  const auto drift = describe_drift(plan, draft_day(k_monday, other, office_rules()));
  EXPECT_THAT(drift, HasSubstr("project " + project('a').str() + ": 4 h 00 min instead of 6 h 00 min"));
  EXPECT_THAT(drift, HasSubstr("project " + project('b').str() + ": 4 h 00 min instead of 2 h 00 min"));
}

TEST(DescribeDrift, TellsOfOtherWorkHoursOrNoTimeAtAll) {
  const auto plan = frozen(draft_day(k_monday, k_day, office_rules()));
  auto longer = office_rules();
  longer.work_day_end = 18h;
  EXPECT_THAT(describe_drift(plan, draft_day(k_monday, k_day, longer)), HasSubstr("17:00:00Z"));
  EXPECT_THAT(describe_drift(plan, draft_day(k_monday, {}, office_rules())), HasSubstr("nothing to post"));
}

}  // namespace
}  // namespace libsync::loop
