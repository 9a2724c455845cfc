// SPDX-License-Identifier: MIT
//
// What a person edited, moved or locked since it was posted stays, whenever that was.
#include "undo_fixture.hpp"

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using DayFate = WithdrawalDayState;

TEST_F(Undo, WhatWasEditedWhileAPersonThoughtAboutItStays) {
  while_asked_ = [&] {
    clock_.advance(5min);
    clockify_.user_edits(entry_of(k_monday, 0), [](clockify::Entry& entry) { entry.description = "Mine"; });
  };
  const auto report = undo(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
}

TEST_F(Undo, ALockedEntryIsAConflictBeforeAnythingIsIntended) {
  const auto locked = entry_of(k_tuesday, 1);
  clockify_.user_edits(locked, [](clockify::Entry& entry) { entry.locked = true; });
  const auto report = take_back(Withdrawing::undo, k_monday, k_tuesday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.failure->hint, (Hint{Step::unlock_or_delete_entry, locked.str()}));
  EXPECT_EQ(report.days[1].state, DayFate::conflict);
  EXPECT_THAT(clockify_.entries(), SizeIs(4)) << "nor anything of the day before it";
  EXPECT_THAT(store_->withdrawals(timesheet()), IsEmpty());
  EXPECT_FALSE(run().failure) << "no sync is in its way";
}

TEST_F(Undo, AnEditedEntryIsAConflictAndNothingOfItsDayIsDeleted) {
  const auto edited = entry_of(k_monday, 1);
  clockify_.user_edits(edited, [](clockify::Entry& entry) { entry.description = "Mine"; });
  const auto report = take_back(Withdrawing::undo, k_monday, k_tuesday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr(edited.str()));
  EXPECT_EQ(report.failure->hint.step, Step::restore_or_delete_entry);
  EXPECT_EQ(report.days[0].state, DayFate::conflict);
  EXPECT_EQ(report.days[0].entries[1].state, WithdrawalEntryState::edited);
  EXPECT_EQ(report.days[1].state, DayFate::not_reached);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
  EXPECT_TRUE(is_synced(k_monday));
  EXPECT_THAT(store_->withdrawals(timesheet()), IsEmpty());

  clockify_.user_edits(edited, [](clockify::Entry& entry) { entry.description = "Development"; });
  EXPECT_FALSE(take_back(Withdrawing::undo, k_monday, k_tuesday).failure);
  EXPECT_THAT(clockify_.entries(), IsEmpty());
}

TEST_F(Undo, AnEntryEditedBetweenTwoRunsIsNotDeletedByTheSecond) {
  clockify_.on_next_delete(fault::drop());
  ASSERT_TRUE(undo(k_monday).failure);
  const auto edited = entry_of(k_monday, 1);
  clockify_.user_edits(edited, [](clockify::Entry& entry) { *entry.end -= 1min; });
  for (const bool by_sync : {false, true}) {
    const auto failure = by_sync ? run().failure : undo(k_monday).failure;
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind, FailureKind::conflict);
    EXPECT_THAT(failure->message, HasSubstr(edited.str()));
  }
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
  clockify_.user_deletes(edited);
  expect_posted_again();
}

TEST_F(Undo, WhatOnlyAPersonCanSettleKeepsNoOtherDayFromBeingPosted) {
  clockify_.on_next_delete(fault::drop());
  ASSERT_TRUE(undo(k_monday).failure);
  const auto edited = entry_of(k_monday, 1);
  clockify_.user_edits(edited, [](clockify::Entry& entry) { *entry.end -= 1min; });
  track("2026-02-05", "/work/api", 1h);
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr(edited.str()));
  EXPECT_TRUE(is_synced("2026-02-05"));
  EXPECT_EQ(state_of(report, k_monday), DayState::partial);
  EXPECT_THAT(clockify_.entries(), SizeIs(5)) << "nothing of Monday is deleted or posted";
  clockify_.user_deletes(edited);
  EXPECT_FALSE(run().failure);
  expect_done(5);
}

TEST_F(Undo, NothingIsPostedInTheHoursOfAnEntryThatIsLocked) {
  clockify_.on_delete(clockify_.counts().deletes + 1, fault::drop());
  rules_.project_mapping.at("/work/web").project = support::well_known::other();
  ASSERT_TRUE(resync(k_monday).failure);
  clockify_.on_next_delete(fault::refuse(403, 1003, "Can't edit locked time entry."));
  track("2026-02-05", "/work/api", 1h);
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::refused);
  EXPECT_EQ(report.failure->hint.step, Step::unlock_or_delete_entry);
  EXPECT_TRUE(is_synced("2026-02-05"));
  EXPECT_FALSE(is_synced(k_monday));
  EXPECT_FALSE(run().failure);
  expect_done(5);
}

TEST_F(Undo, OfADayThatWaitsForAPersonSaysSoEachTime) {
  rules_.work_day_end = std::chrono::hours{18};
  clockify_.on_next_delete(fault::drop());
  ASSERT_TRUE(resync(k_monday).failure) << "nothing of it is kept";
  for (const char* until : {k_monday, k_tuesday}) {
    clockify_.on_next_delete(fault::refuse(403, 1003, "Can't edit locked time entry."));
    const auto failure = take_back(Withdrawing::resync, k_monday, until).failure;
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind, FailureKind::refused);
  }
  EXPECT_TRUE(is_synced(k_tuesday)) << "nothing of it was begun";
}

TEST_F(Undo, WhatOnlyAPersonCanSettleKeepsNoOtherDayFromBeingTakenBack) {
  clockify_.on_next_delete(fault::drop());
  ASSERT_TRUE(undo(k_monday).failure);
  const auto edited = entry_of(k_monday, 1);
  clockify_.user_edits(edited, [](clockify::Entry& entry) { *entry.end -= 1min; });
  const auto report = undo(k_tuesday);
  EXPECT_FALSE(report.failure);
  EXPECT_THAT(report.notes, testing::Contains(HasSubstr(edited.str())));
  EXPECT_EQ(plan_of(k_tuesday), std::nullopt);
  EXPECT_TRUE(plan_of(k_monday));
}

TEST_F(Undo, AnEntryMovedToAnotherDayBetweenTwoRunsIsNotTakenForDeleted) {
  clockify_.on_next_delete(fault::drop());
  ASSERT_TRUE(undo(k_monday).failure);
  const auto moved = entry_of(k_monday, 1);
  move_by_a_month(moved);
  const auto failure = undo(k_monday).failure;
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, FailureKind::conflict);
  EXPECT_THAT(failure->message, HasSubstr(moved.str()));
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
  clockify_.user_deletes(moved);
  expect_posted_again();
}

TEST_F(Undo, AnEntryMovedToAnotherMonthIsAConflictToo) {
  const auto moved = entry_of(k_monday, 1);
  move_by_a_month(moved);
  clockify_.on_next_find(fault::answer(503, ""));
  const auto unread = undo(k_monday).failure;
  ASSERT_TRUE(unread) << "it may be there";
  EXPECT_EQ(unread->kind, FailureKind::unavailable);
  const auto report = undo(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr(moved.str()));
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
  EXPECT_THAT(store_->withdrawals(timesheet()), IsEmpty());
}

TEST_F(Undo, WhatWasEditedDuringAWaitWithinItsDayStays) {
  clockify_.on_delete(clockify_.counts().deletes + 2, fault::throttle(60s));
  const auto edited = entry_of(k_monday, 1);
  clockify_.before_request(clockify_.counts().requests + 4, [&] {
    clockify_.user_edits(edited, [](clockify::Entry& entry) { entry.description = "Mine"; });
  });
  const auto report = take_back(Withdrawing::undo, k_monday, k_monday, {.wait = true});
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.summary.entries_deleted, 1);
  EXPECT_THAT(clockify_.entries(), SizeIs(3));
}

TEST_F(Undo, WhatWasEditedDuringAWaitBeforeItsDayStays) {
  clockify_.on_delete(clockify_.counts().deletes + 2, fault::throttle(90s));
  clockify_.before_request(clockify_.counts().requests + 4, [&] {
    clockify_.user_edits(entry_of(k_tuesday, 1), [](clockify::Entry& entry) { entry.description = "Mine"; });
  });
  const auto report = take_back(Withdrawing::undo, k_monday, k_tuesday, {.wait = true});
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.days[0].state, DayFate::forgotten);
  EXPECT_EQ(report.days[1].state, DayFate::conflict);
  EXPECT_THAT(clockify_.entries(), SizeIs(2));
  EXPECT_THAT(store_->withdrawals(timesheet()), SizeIs(2)) << "Monday's, which are done";
}

}  // namespace
}  // namespace libsync::loop
