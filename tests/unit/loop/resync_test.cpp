// SPDX-License-Identifier: MIT
//
// Another plan takes the place of what was posted.
#include "sync_fixture.hpp"

#include <gmock/gmock.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::HasSubstr;
using testing::SizeIs;
using DayFate = WithdrawalDayState;

constexpr const char* k_monday = "2026-02-02";

class Resync : public SyncFixture {
 protected:
  // Monday is done: 09:00-15:00 api, 15:00-17:00 web.
  void SetUp() override {
    track(k_monday, "/work/api", 3h);
    track(k_monday, "/work/web", 1h, 3h);
    ASSERT_FALSE(run().failure);
    clock_.advance(16min);
  }

  void map_web_to(const ProjectId& project) { rules_.project_mapping.at("/work/web").project = project; }
  static ProjectId infra() { return support::well_known::infra(); }
  EntryId entry_of(std::size_t row) { return *plan_of(k_monday)->rows.at(row).entry_id; }

  void expect_project_of_second(const ProjectId& project) {
    ASSERT_THAT(clockify_.entries(), SizeIs(2));
    EXPECT_EQ(clockify_.entries()[1].project, project);
    EXPECT_TRUE(is_synced(k_monday));
    expect_done(2);
  }
};

TEST_F(Resync, WhatStaysAsItWasIsNotTouched) {
  map_web_to(infra());
  const auto first = entry_of(0);
  const auto requests = clockify_.counts().requests;
  const auto report = resync(k_monday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  ASSERT_THAT(report.days, SizeIs(1));
  EXPECT_EQ(report.days[0].state, DayFate::resynced);
  ASSERT_THAT(report.days[0].entries, SizeIs(3));
  EXPECT_EQ(report.days[0].entries[0].state, WithdrawalEntryState::kept);
  EXPECT_EQ(report.days[0].entries[1].state, WithdrawalEntryState::deleted);
  EXPECT_EQ(report.days[0].entries[2].state, WithdrawalEntryState::posted);
  EXPECT_EQ(report.days[0].entries[2].project, infra());
  EXPECT_EQ(clockify_.counts().requests - requests, 3) << "one listing, one DELETE, one POST";
  EXPECT_EQ(entry_of(0), first);
  expect_project_of_second(infra());
}

TEST_F(Resync, ADayThatWouldBePlannedJustLikeThatIsLeftAlone) {
  const auto before = plan_of(k_monday);
  const auto report = resync(k_monday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.days[0].state, DayFate::kept);
  EXPECT_EQ(plan_of(k_monday), before);
  EXPECT_TRUE(is_synced(k_monday));
}

TEST_F(Resync, OtherWorkHoursMoveEveryEntry) {
  rules_.work_day_end = 18h;
  const auto report = resync(k_monday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.summary.entries_deleted, 2);
  EXPECT_EQ(report.summary.entries_posted, 2);
  expect_done(2);
}

TEST_F(Resync, WhatCannotBePostedIsFoundOutBeforeAnythingIsDeleted) {
  map_web_to(support::well_known::unknown_project());
  const auto before = plan_of(k_monday);
  const auto report = resync(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::config);
  EXPECT_EQ(plan_of(k_monday), before);
  EXPECT_EQ(clockify_.counts().deletes, 0);
  EXPECT_TRUE(is_synced(k_monday));
}

TEST_F(Resync, SomebodysEntryInTheWayKeepsTheDayAsItIs) {
  map_web_to(infra());
  clockify_.user_creates(
      {rules_.workspace, web_project(), {utc("2026-02-02T10:00:00Z"), utc("2026-02-02T11:00:00Z")}, "Meeting", {}, {}});
  const auto report = resync(k_monday);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days[0].state, DayFate::kept);
  EXPECT_EQ(clockify_.counts().deletes, 0);
  EXPECT_TRUE(is_synced(k_monday));
}

TEST_F(Resync, AnEditedEntryIsAConflictUnlessItIsWhatThePlanWants) {
  map_web_to(infra());
  const auto edited = entry_of(1);
  clockify_.user_edits(edited, [](clockify::Entry& entry) { entry.description = "Mine"; });
  const auto report = resync(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(clockify_.counts().deletes, 0);

  clockify_.user_edits(edited, [](clockify::Entry& entry) {
    entry.description = "Development";
    entry.project = infra();
  });
  const auto again = resync(k_monday);
  ASSERT_FALSE(again.failure) << again.failure->message;
  EXPECT_EQ(clockify_.counts().deletes, 0);
  EXPECT_EQ(entry_of(1), edited);
  expect_project_of_second(infra());
}

TEST_F(Resync, AnEntryMovedToAnotherMonthIsAConflictToo) {
  move_by_a_month(entry_of(1));
  map_web_to(infra());
  const auto report = resync(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(clockify_.entries(), SizeIs(2));
  EXPECT_TRUE(is_synced(k_monday));
}

TEST_F(Resync, CutOffAnywhereItIsFinishedByTheNextRun) {
  struct Cut {
    const char* name;
    std::function<void()> make;
  };
  const std::vector<Cut> cuts{
      {"delete lost", [&] { clockify_.on_next_delete(fault::drop()); }},
      {"answer to the delete lost", [&] { clockify_.on_next_delete(fault::drop().applied()); }},
      {"delete late", [&] { clockify_.on_next_delete(fault::drop().applied_after(5)); }},
      {"post refused", [&] { clockify_.on_next_post(fault::refuse(400, 501, "no")); }},
      {"answer to the post lost", [&] { clockify_.on_next_post(fault::drop().applied()); }},
  };
  ProjectId project = infra();
  for (const auto& [name, make] : cuts) {
    SCOPED_TRACE(name);
    map_web_to(project);
    make();
    ASSERT_TRUE(resync(k_monday).failure);
    EXPECT_FALSE(is_synced(k_monday));
    open();
    const auto report = run();
    ASSERT_FALSE(report.failure) << report.failure->message;
    for (int i = 0; i < 6; ++i) (void)support::InMemoryApi{clockify_}.current_user();
    expect_project_of_second(project);
    project = project == infra() ? web_project() : infra();
  }
}

TEST_F(Resync, NothingIsPostedWhileSomethingIsStillToBeDeleted) {
  map_web_to(infra());
  clockify_.on_next_delete(fault::drop());
  ASSERT_TRUE(resync(k_monday).failure);
  const auto posts = clockify_.counts().posts;
  clockify_.on_next_delete(fault::html(503));
  EXPECT_TRUE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, posts);
  EXPECT_FALSE(run().failure);
  expect_project_of_second(infra());
}

TEST_F(Resync, NothingIsPostedBesideWhatARefusalMadeAllTheSame) {
  rules_.on_existing = OnExisting::post;
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  clockify_.on_post(4, fault::refuse(400, 501, "no").applied());
  ASSERT_TRUE(run().failure);
  clock_.advance(16min);
  map_web_to(infra());
  const auto report = resync("2026-02-03");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(clockify_.counts().deletes, 0);
}

// Another process finishes what this one has just begun, where no lock keeps them apart.
TEST_F(Resync, WhatAnotherRunDeletedMeanwhileIsNotInTheWay) {
  map_web_to(infra());
  clockify_.before_request(clockify_.counts().requests + 2, [&] { ASSERT_FALSE(run().failure); });
  const auto report = resync(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::locked) << report.failure->message;
  expect_project_of_second(infra());
}

TEST_F(Resync, ADayThatBecameADayOffIsKept) {
  rules_.days_off.insert(date(k_monday));
  const auto report = resync(k_monday);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days[0].state, DayFate::kept);
  ASSERT_FALSE(report.notes.empty());
  EXPECT_THAT(report.notes.back(), HasSubstr("nothing to post"));
}

TEST_F(Resync, FillsAroundWhatCameSince) {
  rules_.on_existing = OnExisting::fill;
  clockify_.user_deletes(entry_of(1));
  clockify_.user_creates(
      {rules_.workspace, web_project(), {utc("2026-02-02T14:00:00Z"), utc("2026-02-02T15:00:00Z")}, "Meeting", {}, {}});
  const auto report = resync(k_monday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.days[0].state, DayFate::resynced);
  EXPECT_EQ(plan_of(k_monday)->gaps.size(), 1U);
  EXPECT_TRUE(is_synced(k_monday));
}

// What is shown comes from Clockify, not from what was planned long ago.
TEST_F(Resync, WhatIsShownFillsAroundWhatCameSince) {
  rules_.on_existing = OnExisting::fill;
  clockify_.user_deletes(entry_of(1));
  clockify_.user_creates(
      {rules_.workspace, web_project(), {utc("2026-02-02T14:00:00Z"), utc("2026-02-02T15:00:00Z")}, "Meeting", {}, {}});
  confirms_ = false;
  EXPECT_TRUE(resync(k_monday).failure);
  ASSERT_TRUE(shown_);
  EXPECT_EQ(std::ranges::count(shown_->days[0].entries, WithdrawalEntryState::to_delete, &WithdrawalEntry::state), 1);
  EXPECT_EQ(std::ranges::count(shown_->days[0].entries, WithdrawalEntryState::planned, &WithdrawalEntry::state), 3);
}

TEST_F(Resync, MoreThanWasShownIsNotDeleted) {
  map_web_to(infra());
  rules_.on_existing = OnExisting::fill;
  while_asked_ = [&] {
    clock_.advance(5min);
    clockify_.user_creates({rules_.workspace,
                            web_project(),
                            {utc("2026-02-02T09:00:00Z"), utc("2026-02-02T10:00:00Z")},
                            "Meeting",
                            {},
                            {}});
  };
  const auto report = resync(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr("than was shown"));
  EXPECT_THAT(clockify_.entries(), SizeIs(3)) << "two of ours and the meeting";
  EXPECT_THAT(store_->withdrawals(timesheet()), testing::IsEmpty());
}

TEST_F(Resync, ADryRunShowsWhatWouldGoStayAndCome) {
  map_web_to(infra());
  const auto requests = clockify_.counts().requests;
  const auto report = take_back(Withdrawing::resync, k_monday, k_monday, {.dry_run = true});
  ASSERT_THAT(report.days, SizeIs(1));
  ASSERT_THAT(report.days[0].entries, SizeIs(3));
  EXPECT_EQ(report.days[0].entries[0].state, WithdrawalEntryState::kept);
  EXPECT_EQ(report.days[0].entries[1].state, WithdrawalEntryState::to_delete);
  EXPECT_EQ(report.days[0].entries[2].state, WithdrawalEntryState::planned);
  EXPECT_EQ(clockify_.counts().requests, requests);
}

}  // namespace
}  // namespace libsync::loop
