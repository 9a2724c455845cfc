// SPDX-License-Identifier: MIT
#include "sync_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::HasSubstr;

class SyncLoopTest : public SyncFixture {};

TEST_F(SyncLoopTest, FillsEveryPastWorkdayAndMarksIt) {
  track_a_week();
  const auto report = run();
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.summary.days_synced, 4);
  EXPECT_EQ(report.summary.entries_posted, 8);
  EXPECT_EQ(report.since, date("2026-02-02"));
  EXPECT_EQ(report.until, date("2026-02-05"));
  for (const auto& day : report.days) {
    EXPECT_EQ(day.state, DayState::synced);
    EXPECT_EQ(day.entries.front().interval.duration(), 6h);
    EXPECT_EQ(day.entries.front().state, EntryState::posted);
    EXPECT_TRUE(day.entries.front().entry_id);
  }
  expect_done(8);
}

TEST_F(SyncLoopTest, NeedsOneUserOneListingOneLookAtTheProjectsAndOnePostForEachEntry) {
  track_a_week();
  EXPECT_EQ(run().summary.traffic.requests, 1 + 1 + 1 + 8);
  track("2026-02-06", "/work/api", 1h);
  clock_.advance(13h);
  EXPECT_EQ(run().summary.traffic.requests, 1 + 1);  // user and projects are remembered
  track("2026-02-09", "/work/api", 1h);
  clock_.advance(96h);
  EXPECT_EQ(run().summary.traffic.requests, 1 + 1 + 1);  // the projects for a day
}

TEST_F(SyncLoopTest, ImportsFirstUnlessToldNotTo) {
  EXPECT_EQ(run().import->sessions, 2);
  EXPECT_EQ(imports_, 1);
  RunOptions options;
  options.import_first = false;
  EXPECT_FALSE(run(options).import);
  EXPECT_EQ(imports_, 1);
}

TEST_F(SyncLoopTest, PassesOnWhatTheImportHasToSay) {
  import_notes_ = {"there are no transcripts"};
  EXPECT_EQ(run().notes, import_notes_);
}

TEST_F(SyncLoopTest, StopsBeforeAnyRequestWhenTheImportFails) {
  track_a_week();
  import_failure_ = Failure{FailureKind::config, "cannot read the transcripts", {}, {}};
  EXPECT_EQ(run().failure->message, "cannot read the transcripts");
  EXPECT_EQ(clockify_.counts().requests, 0);
}

TEST_F(SyncLoopTest, NeverTouchesTodayTheWeekendOrDaysOff) {
  track("2026-01-30", "/work/api", 1h);  // Friday
  track("2026-01-31", "/work/api", 1h);
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-06", "/work/api", 30min);  // today
  rules_.days_off = {date("2026-02-02")};
  const auto report = run();
  EXPECT_EQ(state_of(report, "2026-01-30"), DayState::synced);
  EXPECT_EQ(state_of(report, "2026-02-02"), DayState::day_off);
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::no_time);
  for (const auto& day : report.days) EXPECT_NE(day.date, date("2026-01-31"));
  EXPECT_EQ(report.days.back().date, date("2026-02-05"));
  expect_done(1);
}

TEST_F(SyncLoopTest, LooksAgainAtADayWithoutTime) {
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-04", "/work/api", 1h);
  EXPECT_EQ(state_of(run(), "2026-02-03"), DayState::no_time);
  EXPECT_FALSE(is_synced("2026-02-03"));
  track("2026-02-03", "/work/web", 1h);
  EXPECT_EQ(state_of(run(), "2026-02-03"), DayState::synced);
  expect_done(3);
}

TEST_F(SyncLoopTest, LeavesUnmappedDaysAloneAndReportsTheTimeOnEveryRun) {
  track("2026-02-02", "/home/me/toy", 20min);
  for (int i = 0; i < 2; ++i) {
    const auto report = run();
    EXPECT_EQ(state_of(report, "2026-02-02"), DayState::unmapped);
    ASSERT_EQ(report.unmapped.size(), 1U);
    EXPECT_EQ(report.unmapped.front().project, "/home/me/toy");
    EXPECT_EQ(report.unmapped.front().tracked, 20min);
  }
  EXPECT_EQ(clockify_.counts().requests, 0);
}

TEST_F(SyncLoopTest, WritesNothingInADryRun) {
  track_a_week();
  RunOptions options;
  options.dry_run = true;
  const auto report = run(options);
  EXPECT_TRUE(report.dry_run);
  EXPECT_EQ(state_of(report, "2026-02-02"), DayState::planned);
  EXPECT_EQ(report.days.front().entries.size(), 2U);
  EXPECT_EQ(clockify_.counts().requests, 0);
  EXPECT_FALSE(plan_of("2026-02-02"));
}

TEST_F(SyncLoopTest, PlansInADryRunWhatItThenFreezes) {
  track_a_week();
  RunOptions options;
  options.dry_run = true;
  const auto planned = run(options);
  const auto posted = run();
  for (std::size_t day = 0; day < planned.days.size(); ++day) {
    ASSERT_EQ(planned.days[day].entries.size(), posted.days[day].entries.size());
    for (std::size_t i = 0; i < planned.days[day].entries.size(); ++i) {
      EXPECT_EQ(planned.days[day].entries[i].interval, posted.days[day].entries[i].interval);
      EXPECT_EQ(planned.days[day].entries[i].project, posted.days[day].entries[i].project);
    }
  }
}

TEST_F(SyncLoopTest, SendsNothingThatWasNotConfirmed) {
  track_a_week();
  confirms_ = false;
  EXPECT_EQ(run().failure->kind, FailureKind::interrupted);
  EXPECT_EQ(confirmed_entries_, 8U);
  EXPECT_EQ(clockify_.counts().requests, 0);
}

TEST_F(SyncLoopTest, KeepsToTheRangeItWasGiven) {
  track_a_week();
  RunOptions options;
  options.since = options.until = date("2026-02-04");
  EXPECT_EQ(run(options).summary.days_synced, 1);
  EXPECT_EQ(run().summary.days_synced, 3);
  expect_done(8);
}

TEST_F(SyncLoopTest, LeavesADayAloneThatSomebodyElseFilled) {
  track_a_week();
  const UtcTime ten = rules_.zone.to_utc(date("2026-02-03"), 10h);
  const auto meeting = clockify_.user_creates({rules_.workspace, web_project(), {ten, ten + 1h}, "Meeting", {}, {}});
  for (int i = 0; i < 2; ++i) {
    const auto report = run();
    EXPECT_FALSE(report.failure);
    EXPECT_EQ(state_of(report, "2026-02-03"), DayState::occupied);
    EXPECT_EQ(report.days[1].foreign.front().id, meeting.id);
  }
  EXPECT_EQ(clockify_.entries().size(), 7U);
  EXPECT_FALSE(is_synced("2026-02-03"));
}

TEST_F(SyncLoopTest, PostsBesideOtherEntriesWhenToldTo) {
  track("2026-02-03", "/work/api", 1h);
  const UtcTime ten = rules_.zone.to_utc(date("2026-02-03"), 10h);
  clockify_.user_creates({rules_.workspace, web_project(), {ten, ten + 1h}, "Meeting", {}, {}});
  rules_.on_existing = OnExisting::post;
  const auto report = run();
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::synced);
  EXPECT_EQ(report.days.front().foreign.size(), 1U);
  expect_done(2);
}

TEST_F(SyncLoopTest, AdoptsAnIdenticalEntryInsteadOfPostingItTwice) {
  track("2026-02-03", "/work/api", 1h);
  const auto mine =
      clockify_.user_creates({rules_.workspace,
                              api_project(),
                              {rules_.zone.to_utc(date("2026-02-03"), 9h), rules_.zone.to_utc(date("2026-02-03"), 17h)},
                              "Development",
                              {},
                              {}});
  const auto report = run();
  EXPECT_EQ(report.summary.entries_adopted, 1);
  EXPECT_EQ(report.summary.entries_posted, 0);
  EXPECT_EQ(report.days.front().entries.front().entry_id, mine.id);
  expect_done(1);
}

TEST_F(SyncLoopTest, StopsAtTheFirstRefusalAndGoesOnExactlyThere) {
  track_a_week();
  clockify_.on_post(4, fault::refuse(400, 501, "given project is archived"));
  const auto report = run();
  EXPECT_EQ(report.failure->kind, FailureKind::refused);
  EXPECT_THAT(report.failure->message, HasSubstr("given project is archived"));
  EXPECT_EQ(state_of(report, "2026-02-02"), DayState::synced);
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::partial);
  EXPECT_EQ(state_of(report, "2026-02-04"), DayState::not_reached);
  EXPECT_EQ(report.days[1].entries[0].state, EntryState::posted);
  EXPECT_EQ(report.days[1].entries[1].state, EntryState::refused);
  EXPECT_EQ(clockify_.counts().posts, 4);

  const auto next = run();
  EXPECT_FALSE(next.failure);
  EXPECT_EQ(next.summary.entries_posted, 5);
  EXPECT_EQ(next.days[1].entries[0].state, EntryState::already_posted);
  expect_done(8);
}

TEST_F(SyncLoopTest, CompletesTheFrozenPlanWhateverChangesInBetween) {
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  clockify_.on_post(2, fault::refuse(400, 501, "no"));
  const auto first = run();
  track("2026-02-03", "/work/web", 2h, 5h);
  rules_.project_mapping.at("/work/api").project = support::well_known::infra();
  const auto second = run();
  EXPECT_FALSE(second.failure);
  EXPECT_FALSE(second.days.front().drift.empty());
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(second.days.front().entries[i].interval, first.days.front().entries[i].interval);
    EXPECT_EQ(second.days.front().entries[i].project, first.days.front().entries[i].project);
  }
  expect_done(2);
}

TEST_F(SyncLoopTest, PlansAfreshWhileNothingWasSent) {
  track("2026-02-03", "/work/api", 3h);
  clockify_.before_request(3, [this] { clockify_.set_offline(true); });
  EXPECT_EQ(run().failure->kind, FailureKind::offline);
  clockify_.heal();
  EXPECT_TRUE(plan_of("2026-02-03"));
  track("2026-02-03", "/work/web", 3h, 3h);
  const auto report = run();
  EXPECT_EQ(report.days.front().entries.size(), 2U);
  EXPECT_TRUE(report.days.front().drift.empty());
  expect_done(2);
}

TEST_F(SyncLoopTest, PausesAtARateLimitAndSaysWhenToGoOn) {
  track_a_week();
  clockify_.on_post(3, fault::throttle(600s));
  const auto report = run();
  EXPECT_EQ(report.failure->kind, FailureKind::rate_limited);
  EXPECT_EQ(report.failure->retry_at, clock_.now() + 600s);
  EXPECT_EQ(report.failure->hint.step, Step::run_after_limit);
  EXPECT_FALSE(run().failure);
  expect_done(8);
}

TEST_F(SyncLoopTest, WaitsLongerAndLongerForALimitThatSaysNotToWait) {
  track("2026-02-03", "/work/api", 3h);
  for (const int nth : {1, 2, 3, 4}) clockify_.on_post(nth, fault::throttle(0s));
  RunOptions options;
  options.wait = true;
  EXPECT_FALSE(run(options).failure);
  EXPECT_THAT(clock_.sleeps(), testing::ElementsAre(1s, 2s, 4s, 8s));
  expect_done(1);
}

TEST_F(SyncLoopTest, SleepsThroughRateLimitsWhenToldToWait) {
  track_a_week();
  clockify_.on_listing(1, fault::throttle(30s));
  clockify_.on_post(3, fault::throttle(600s));
  clockify_.on_post(4, fault::throttle());
  RunOptions options;
  options.wait = true;
  EXPECT_FALSE(run(options).failure);
  EXPECT_THAT(clock_.sleeps(), testing::ElementsAre(30s, 600s, 3600s));
  expect_done(8);
}

TEST_F(SyncLoopTest, EndsTheWaitWhenItIsInterrupted) {
  track_a_week();
  clockify_.on_post(3, fault::throttle(600s));
  clock_.interrupt();
  RunOptions options;
  options.wait = true;
  EXPECT_EQ(run(options).failure->kind, FailureKind::interrupted);
  EXPECT_FALSE(run().failure);
  expect_done(8);
}

TEST_F(SyncLoopTest, StopsBeforeAnyPostWithoutAListing) {
  track_a_week();
  clockify_.on_listing(1, fault::html(503));
  EXPECT_TRUE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, 0);
}

TEST_F(SyncLoopTest, TellsARefusedKeyFromEverythingElse) {
  track_a_week();
  clockify_.revoke(support::well_known::k_key);
  EXPECT_EQ(run().failure->kind, FailureKind::key_refused);
  EXPECT_EQ(clockify_.counts().posts, 0);
}

TEST_F(SyncLoopTest, RefusesToFinishADayForAnotherUser) {
  track_a_week();
  clockify_.on_post(2, fault::drop());
  EXPECT_TRUE(run().failure);
  support::InMemoryApi other{clockify_, support::well_known::k_other_key};
  SyncLoop loop{*store_, [&]() -> Result<clockify::Api*, Failure> { return &other; }, *this, clock_, *this, rules_, {}};
  const auto report = loop.run();
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(clockify_.counts().posts, 2);
}

TEST_F(SyncLoopTest, ReportsWhatKeepsItFromTheKeyWithoutARequest) {
  track_a_week();
  SyncLoop loop{*store_,
                []() -> Result<clockify::Api*, Failure> {
                  return Failure{FailureKind::no_key, "no key", {Step::store_key}, {}};
                },
                *this,
                clock_,
                *this,
                rules_,
                {}};
  EXPECT_EQ(loop.run().failure->kind, FailureKind::no_key);
}

TEST_F(SyncLoopTest, GoesOnFromWhatTheOlderToolPosted) {
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  const UtcTime nine = rules_.zone.to_utc(date("2026-02-03"), 9h);
  const auto old = clockify_.user_creates({rules_.workspace, api_project(), {nine, nine + 5h}, "Development", {}, {}});
  record_entry("2026-02-03", api_project(), old.id);
  const auto report = run();
  EXPECT_EQ(report.summary.entries_posted, 1);
  EXPECT_EQ(report.days.front().entries.back().interval, (Interval{nine + 5h, nine + 8h}));
  expect_done(2);
}

TEST_F(SyncLoopTest, LeavesADayOfTheOlderToolAloneWhenItsEntryIsGone) {
  track("2026-02-03", "/work/api", 3h);
  record_entry("2026-02-03", api_project(), *EntryId::parse(std::string(24, '7')));
  const auto report = run();
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::occupied);
  EXPECT_THAT(report.notes, testing::Contains(HasSubstr("2026-02-03")));
  EXPECT_EQ(clockify_.counts().posts, 0);
}

}  // namespace
}  // namespace libsync::loop
