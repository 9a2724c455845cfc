// SPDX-License-Identifier: MIT
//
// What the schedules found, each told again as a story of its own.
#include "peace.hpp"
#include "world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::schedules {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

LocalDate date(const char* text) {
  return *parse_date(text);
}

class Findings : public testing::Test {
 protected:
  // From `hour` on by the clocks of Berlin.
  void track(const char* day, std::chrono::hours hour, const std::string& project = "/work/api") {
    const Instant start{zone("Europe/Berlin").to_utc(date(day), hour)};
    const std::string path = std::string(day) + project;
    world_.transcripts[path] = {path, "claude-code", project, start, start + 1h, {{{start, start + 1h}, project}}, {}};
  }

  loop::SyncReport run() {
    Steps steps;
    return run(steps);
  }
  loop::SyncReport run(Steps& steps) {
    auto report = run_process(world_, steps, {});
    world_.observe();
    world_.check_frozen();
    return report.value();
  }

  // From 22:00 to 10:00.
  void work_at_night() {
    world_.rules.work_day_start = 22h;
    world_.rules.work_day_end = 10h;
  }

  [[nodiscard]] std::int64_t posts() const { return world_.server.counts().posts; }
  [[nodiscard]] bool is_synced(const char* day) { return world_.store.is_done({world_.timesheet(), date(day)}); }

  Dice dice_{1};
  World world_{dice_, floor_seconds(*parse_rfc3339("2026-02-06T11:00:00Z")), Weakness::none, nullptr};
};

TEST_F(Findings, ADayThatClockifysClockCallsUnfinishedIsNotPlanned) {
  track("2026-02-05", 10h);
  track("2026-02-06", 10h);
  world_.set_wall_clock(20h);
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::unavailable);
  EXPECT_THAT(report.failure->message, HasSubstr("2026-02-06"));
  EXPECT_TRUE(is_synced("2026-02-05"));
  EXPECT_FALSE(world_.store.day_plan({world_.timesheet(), date("2026-02-06")}));
}

TEST_F(Findings, NothingIsSentWhileTheClocksAreDaysApart) {
  track("2026-02-05", 10h);
  for (const seconds off : {seconds{-72h}, seconds{72h}}) {
    world_.server.on_next_listing(support::fault::date_off_by(off));
    EXPECT_EQ(run().failure->hint.step, Step::set_computers_clock);
  }
  EXPECT_EQ(posts(), 0);
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(posts(), 1);
}

// The session is of Tuesday in New York and of Wednesday in Tokyo; the day was begun as Tuesday.
TEST_F(Findings, ADayThatWasBegunIsFinishedInAnotherZone) {
  world_.rules.zone = zone("America/New_York");
  track("2026-02-03", 20h);
  world_.break_post(1, World::PostMishap::lost_but_applied);
  EXPECT_TRUE(run().failure);
  world_.rules.zone = zone("Asia/Tokyo");
  world_.rules.work_day_start = 1h;
  EXPECT_FALSE(run().failure);
  EXPECT_TRUE(is_synced("2026-02-03"));
}

// Found entries are claimed on all days first: the night shift of Monday reaches into the Tuesday that is in doubt, and
// the same hours are not billed twice.
TEST_F(Findings, AnEntryInDoubtOccupiesTheDayBefore) {
  track("2026-02-03", 10h);
  world_.break_post(1, World::PostMishap::lost_but_applied);
  EXPECT_TRUE(run().failure);
  track("2026-02-02", 23h);
  work_at_night();
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_TRUE(report.days.at(0).foreign.at(0).ours);
  EXPECT_FALSE(is_synced("2026-02-02"));
  EXPECT_TRUE(is_synced("2026-02-03"));
}

// What Clockify stored otherwise is ours also when the copy of the store is older than the POST.
TEST_F(Findings, AnEntryThatTheStoreForgotIsNotMadeAgainBesideIt) {
  track("2026-02-05", 10h);
  track("2026-02-05", 14h, "/work/web");
  world_.break_post(2, World::PostMishap::refused);
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  world_.take_backup();
  world_.break_post(1, World::PostMishap::stores_otherwise);
  EXPECT_EQ(run().failure->kind, FailureKind::conflict);
  world_.restore_backup();
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr("is in its place since the day was planned"));
  EXPECT_EQ(posts(), 3);
  world_.settle_conflicts();
  EXPECT_FALSE(run().failure);
  EXPECT_TRUE(is_synced("2026-02-05"));
}

// The same with a plan that binds nobody: what stands there is somebody's.
TEST_F(Findings, AnEntryThatTheStoreForgotOccupiesItsDay) {
  track("2026-02-05", 10h);
  world_.break_post(1, World::PostMishap::refused);
  EXPECT_TRUE(run().failure);
  world_.take_backup();
  world_.break_post(1, World::PostMishap::stores_otherwise);
  EXPECT_TRUE(run().failure);
  world_.restore_backup();
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days.at(0).state, loop::DayState::occupied);
  EXPECT_EQ(posts(), 2);
}

// What the store has of another day is in the way also while no listing shows it.
TEST_F(Findings, AnEntryOfAnotherDayThatIsNotShownYetOccupiesTheDayBefore) {
  track("2026-02-03", 10h);
  EXPECT_FALSE(run().failure);
  track("2026-02-02", 23h);
  work_at_night();
  world_.server.on_next_listing(support::fault::stale(10min));
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(posts(), 1);
  EXPECT_FALSE(is_synced("2026-02-02"));
  world_.server.user_deletes(world_.server.entries().front().id);
  world_.pass_time(quarantine() + 2s);
  EXPECT_FALSE(run().failure);
  EXPECT_TRUE(is_synced("2026-02-02")) << "by now it would be shown, so that it was deleted";
}

// With the new hours its own day has no time any more, so that only the refused attempt tells whose it is.
TEST_F(Findings, AnEntryThatWasRefusedAndStandsIsNotPostedBesideForTheDayBefore) {
  track("2026-02-03", 10h);
  world_.break_post(1, World::PostMishap::refused_but_applied);
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  track("2026-02-02", 23h);
  work_at_night();
  EXPECT_FALSE(run().failure) << "it occupies the day";
  world_.rules.on_existing = OnExisting::post;
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr("although it was refused"));
  EXPECT_EQ(posts(), 1);
}

// By the new hours the day is not over: the plan of old that was refused is no reason to begin it.
TEST_F(Findings, ARefusedDayThatIsNotOverByNowWaits) {
  track("2026-02-05", 10h);
  track("2026-02-05", 23h, "/work/web");
  world_.break_post(1, World::PostMishap::refused);
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  world_.rules.work_day_start = 22h;
  EXPECT_FALSE(run().failure);
  world_.pass_time(24h);
  EXPECT_FALSE(run().failure);
  EXPECT_TRUE(is_synced("2026-02-05"));
}

// A listing that is younger than the quarantine need not show what was stored.
TEST_F(Findings, AnEntryThatIsNotShownYetIsNotTakenForDeleted) {
  track("2026-02-05", 10h);
  world_.break_post(1, World::PostMishap::stores_otherwise);
  EXPECT_EQ(run().failure->kind, FailureKind::conflict);
  world_.server.on_next_listing(support::fault::stale(10min));
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  EXPECT_FALSE(is_synced("2026-02-05"));
  EXPECT_EQ(run().failure->kind, FailureKind::conflict) << "there it is, and still not as planned";
}

// A refusal of the row that came before its entry is no reason to ask anybody.
TEST_F(Findings, AnEntryMadeJustLikeOneThatIsRecordedIsATwinAlsoAfterARefusal) {
  track("2026-02-05", 10h);
  track("2026-02-05", 14h, "/work/web");
  world_.break_post(1, World::PostMishap::refused);
  world_.break_post(3, World::PostMishap::refused);
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  EXPECT_EQ(run().failure->kind, FailureKind::refused);
  const auto first = world_.server.entries().front();
  world_.ledger.by_hand(
      world_.server
          .user_creates({world_.rules.workspace, *first.project, {first.start, *first.end}, first.description, {}, {}})
          .id);
  const auto report = run();
  EXPECT_FALSE(report.failure) << report.failure->message;
  EXPECT_THAT(describe(report), HasSubstr("Clockify holds an entry exactly like"));
  EXPECT_TRUE(is_synced("2026-02-05"));
}

TEST_F(Findings, AnIntentThatTookLongToCommitIsWrittenAgain) {
  track("2026-02-05", 10h);
  world_.break_post(1, World::PostMishap::lost);
  bool slept = false;
  Steps steps;
  for (std::int64_t step = 1; step < 60; ++step) {
    steps.at(step, [&, this](Place place) {
      const bool frozen = world_.store.day_plan({world_.timesheet(), date("2026-02-05")}).has_value();
      if (slept || place != Place::before_store || !frozen) return;
      slept = true;  // the first call after T1 is T2
      world_.pass_time(1h);
    });
  }
  EXPECT_TRUE(run(steps).failure);
  ASSERT_TRUE(slept);
  const auto row = world_.store.day_plan({world_.timesheet(), date("2026-02-05")})->rows.front();
  EXPECT_GE(*row.sent_at, world_.server.now()) << "the quarantine counts from when it really left";
  EXPECT_EQ(posts(), 1);
}

}  // namespace
}  // namespace libsync::schedules
