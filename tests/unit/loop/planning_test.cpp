// SPDX-License-Identifier: MIT
#include "planning.hpp"

#include "rules.hpp"

#include <libsync/workday/drift.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

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

const workday::ProjectNames k_names{{project('a'), "API"}, {project('b'), "Website"}};

TEST(DescribeDrift, IsSilentAboutAPlanThatStillFits) {
  const auto draft = draft_day(k_monday, k_day, office_rules());
  EXPECT_THAT(describe_drift(frozen(draft), draft, office_rules(), k_names), IsEmpty());
}

TEST(DescribeDrift, SaysWhatStaysAndWhatTheMappingSaysNow) {
  const auto plan = frozen(draft_day(k_monday, k_day, office_rules()));
  auto mended = office_rules();
  mended.project_mapping.at("/work/web").project = project('a');
  EXPECT_THAT(describe_drift(plan, draft_day(k_monday, k_day, mended), mended, k_names),
              ElementsAre("15:00-17:00 stays with Website as first planned; your config now says API"));
}

TEST(DescribeDrift, TellsHowTheSharesWouldDiffer) {
  const auto plan = frozen(draft_day(k_monday, k_day, office_rules()));
  const std::vector<TrackedTime> other{tracked("/work/api", 1h), tracked("/work/web", 1h, 3h)};
  EXPECT_THAT(describe_drift(plan, draft_day(k_monday, other, office_rules()), office_rules(), k_names),
              ElementsAre("by the sessions as they are now, API would get 4 h 00 min instead of 6 h 00 min, Website "
                          "would get 4 h 00 min instead of 2 h 00 min"));
}

TEST(DescribeDrift, TellsOfOtherWorkHoursOrNoTimeAtAll) {
  const auto plan = frozen(draft_day(k_monday, k_day, office_rules()));
  auto longer = office_rules();
  longer.work_day_end = 18h;
  EXPECT_THAT(describe_drift(plan, draft_day(k_monday, k_day, longer), longer, k_names),
              ElementsAre("the work hours would now be 09:00-18:00"));
  EXPECT_THAT(describe_drift(plan, draft_day(k_monday, {}, office_rules()), office_rules(), k_names),
              ElementsAre("by now there would be nothing to post"));
}

TEST(DraftDay, GoesAroundWhatIsTaken) {
  const std::vector<Interval> taken{{k_start + 1h, k_start + 2h}};
  const auto draft = draft_day(k_monday, k_day, office_rules(), taken);
  EXPECT_EQ(draft.gaps, taken);
  ASSERT_EQ(draft.entries.size(), 3U);  // 5:15 and 1:45 of 7 h
  EXPECT_EQ(draft.entries[0].interval, (Interval{k_start, k_start + 1h}));
  EXPECT_EQ(draft.entries[1].interval, (Interval{k_start + 2h, k_start + 6h + 15min}));
  EXPECT_EQ(draft.entries[1].project, project('a'));
  EXPECT_EQ(draft.entries[2].interval, (Interval{k_start + 6h + 15min, k_start + 8h}));
}

TEST(DraftDay, LetsOnlyAttendedTimeWeighWhereThatIsAskedFor) {
  auto rules = office_rules();
  rules.count = CountedTime::attended;
  auto robot = tracked("/work/api", 6h);
  robot.attended = 0ms;
  const auto draft = draft_day(k_monday, std::vector{robot, tracked("/work/web", 1h, 3h)}, rules);
  ASSERT_EQ(draft.entries.size(), 1U);
  EXPECT_EQ(draft.entries[0].project, project('b'));
  EXPECT_EQ(draft.buckets.active, 7h);
  EXPECT_EQ(draft.buckets.attended, 1h);
}

}  // namespace
}  // namespace libsync::loop
