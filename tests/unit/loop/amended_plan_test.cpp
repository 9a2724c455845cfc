// SPDX-License-Identifier: MIT
//
// A plan is law for what stands in Clockify, or may stand there, and for nothing else.
#include "sync_fixture.hpp"

#include <gmock/gmock.h>

namespace libsync::loop {
namespace {

namespace fault = support::fault;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

class AmendedPlan : public SyncFixture {
 protected:
  // 09:00 to 15:00 on the API, 15:00 to 17:00 on the website.
  void track_tuesday() {
    track("2026-02-03", "/work/api", 3h);
    track("2026-02-03", "/work/web", 1h, 3h);
  }

  void map_web_to(const ProjectId& project) { rules_.project_mapping.at("/work/web").project = project; }

  static ProjectId infra() { return support::well_known::infra(); }
};

TEST_F(AmendedPlan, IsMadeAfreshWhenItsOnlySentRowWasRefused) {
  track_tuesday();
  clockify_.on_post(1, fault::refuse(400, 501, "no"));
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  rules_.project_mapping.at("/work/api").project = infra();
  track("2026-02-03", "/work/web", 2h, 5h);
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days.front().entries.front().project, infra());
  EXPECT_EQ(report.days.front().entries.front().interval.duration(), 4h);
  expect_done(2);
}

TEST_F(AmendedPlan, KeepsTheRowThatStandsAndReaddressesTheRefusedOneInItsInterval) {
  track_tuesday();
  clockify_.on_post(2, fault::refuse(400, 501, "no"));
  const auto refused = run();
  map_web_to(infra());
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days.front().entries[0].project, api_project());
  EXPECT_EQ(report.days.front().entries[1].project, infra());
  EXPECT_EQ(report.days.front().entries[1].interval, refused.days.front().entries[1].interval);
  expect_done(2);
}

TEST_F(AmendedPlan, IsLeftForAPersonWhereTheRestCannotFollowTheMapping) {
  track_tuesday();
  clockify_.on_post(2, fault::refuse(400, 501, "no"));
  static_cast<void>(run());
  map_web_to(api_project());
  const auto report = run();
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.failure->hint, (Hint{Step::plan_day_afresh, "2026-02-03"}));
}

TEST_F(AmendedPlan, DoesNotChangeWhileARowIsInFlight) {
  track_tuesday();
  clockify_.on_post(1, fault::drop().applied());
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  rules_.project_mapping.at("/work/api").project = infra();
  map_web_to(support::well_known::other());
  const auto report = run();
  EXPECT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.days.front().entries[0].project, api_project());
  EXPECT_EQ(report.days.front().entries[0].state, EntryState::adopted);
  EXPECT_EQ(report.days.front().entries[1].project, support::well_known::other());
  expect_done(2);
}

TEST_F(AmendedPlan, IsDroppedWhenNothingStandsAndTheDayIsOffByNow) {
  track_tuesday();
  track("2026-02-04", "/work/api", 1h);
  clockify_.on_post(1, fault::refuse(400, 501, "no"));
  static_cast<void>(run());
  rules_.days_off = {date("2026-02-03")};
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::day_off);
  EXPECT_FALSE(plan_of("2026-02-03"));
  EXPECT_EQ(state_of(report, "2026-02-04"), DayState::synced);
  expect_done(1);
}

TEST_F(AmendedPlan, StaysAsItIsWhenAPartOfItStandsAndTheDayIsOffByNow) {
  track_tuesday();
  track("2026-02-04", "/work/api", 1h);
  clockify_.on_post(2, fault::refuse(400, 501, "no"));
  static_cast<void>(run());
  rules_.days_off = {date("2026-02-03")};
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::day_off);
  EXPECT_THAT(report.days.front().drift, testing::ElementsAre(HasSubstr("1 of its 2 entries")));
  EXPECT_EQ(state_of(report, "2026-02-04"), DayState::synced);
  EXPECT_EQ(clockify_.entries().size(), 2U);
}

TEST_F(AmendedPlan, AdoptsWhatWasRefusedAndStandsThereAllTheSame) {
  track_tuesday();
  clockify_.on_post(1, fault::refuse(400, 501, "no").applied());
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.summary.entries_adopted, 1);
  EXPECT_EQ(report.summary.entries_posted, 1);
  expect_done(2);
}

// The plan that it fits is still there, so the entry is ours, whatever the mapping says by now.
TEST_F(AmendedPlan, BindsAgainWhenARefusalLied) {
  track_tuesday();
  clockify_.on_post(1, fault::refuse(400, 501, "no").applied());
  static_cast<void>(run());
  rules_.project_mapping.at("/work/api").project = infra();
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days.front().entries[0].project, api_project());
  EXPECT_THAT(report.days.front().drift, testing::Not(IsEmpty()));
  expect_done(2);
}

TEST_F(AmendedPlan, AsksAPersonAboutALieThatFitsNothingAnyMore) {
  track_tuesday();
  clockify_.on_post(1, fault::refuse(400, 501, "no").applied());
  static_cast<void>(run());
  rules_.project_mapping.at("/work/api").project = infra();
  store_->discard_plan(plan_of("2026-02-03")->key());  // as when it was off in between
  rules_.on_existing = OnExisting::post;
  const auto report = run();
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.failure->hint.step, Step::match_or_delete_entry);
  EXPECT_EQ(clockify_.entries().size(), 1U);
}

TEST_F(AmendedPlan, SaysAtOnceThatWhatWasRefusedFitsNothingAroundAMeeting) {
  track("2026-02-03", "/work/api", 4h);
  rules_.on_existing = OnExisting::fill;
  const auto stands = [&](const ProjectId& project, const char* start, const char* end) {
    clockify_.user_creates({.workspace = support::well_known::workspace(),
                            .project = project,
                            .interval = {utc(start), utc(end)},
                            .description = project == infra() ? "Meeting" : "Development",
                            .billable = {},
                            .tags = {}});
  };
  for (const std::int64_t post : {1, 2}) clockify_.on_post(post, fault::refuse(400, 501, "no"));
  static_cast<void>(run());
  stands(infra(), "2026-02-03T11:00:00Z", "2026-02-03T12:00:00Z");
  static_cast<void>(run());
  ASSERT_EQ(plan_of("2026-02-03")->rows.size(), 2U);
  stands(api_project(), "2026-02-03T08:00:00Z", "2026-02-03T16:00:00Z");
  for (int runs = 0; runs < 2; ++runs) {
    const auto report = run();
    ASSERT_TRUE(report.failure);
    EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  }
  EXPECT_EQ(clockify_.entries().size(), 2U);
}

TEST_F(AmendedPlan, IsNotMadeOfAProjectThatClockifyHasNot) {
  track_tuesday();
  map_web_to(project('e'));
  rules_.project_mapping.at("/work/web").place = {9, 1};
  const auto report = run();
  EXPECT_EQ(report.failure->kind, FailureKind::config);
  EXPECT_THAT(report.failure->message, HasSubstr("`/work/web`, line 9 of the configuration"));
  EXPECT_EQ(clockify_.counts().posts, 0);
  EXPECT_FALSE(plan_of("2026-02-03"));
}

}  // namespace
}  // namespace libsync::loop
