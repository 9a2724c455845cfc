// SPDX-License-Identifier: MIT
//
// What was posted is taken back, whatever comes in between.
#include "undo_fixture.hpp"

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using DayFate = WithdrawalDayState;

TEST_F(Undo, ADayIsDeletedAndForgotten) {
  const auto kept = entry_of(k_tuesday, 0);
  const auto requests = clockify_.counts().requests;
  const auto report = undo(k_monday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  ASSERT_THAT(report.days, SizeIs(1));
  EXPECT_EQ(report.days[0].state, DayFate::forgotten);
  ASSERT_THAT(report.days[0].entries, SizeIs(2));
  for (const auto& entry : report.days[0].entries) EXPECT_EQ(entry.state, WithdrawalEntryState::deleted);
  EXPECT_EQ(report.summary.entries_deleted, 2);
  EXPECT_EQ(clockify_.counts().requests - requests, 3) << "one listing, and one DELETE each";
  EXPECT_EQ(plan_of(k_monday), std::nullopt);
  EXPECT_FALSE(is_synced(k_monday));
  EXPECT_TRUE(is_synced(k_tuesday));
  ASSERT_THAT(clockify_.entries(), SizeIs(2));
  EXPECT_EQ(clockify_.entries()[0].id, kept);
  expect_posted_again();
}

TEST_F(Undo, ARangeTakesOneListing) {
  const auto listings = clockify_.counts().listings;
  const auto report = take_back(Withdrawing::undo, k_monday, k_tuesday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.summary.days_forgotten, 2);
  EXPECT_EQ(clockify_.counts().listings - listings, 1);
  EXPECT_THAT(clockify_.entries(), IsEmpty());
}

TEST_F(Undo, ADryRunShowsWhatWouldGoAndDoesNothing) {
  const auto requests = clockify_.counts().requests;
  const auto before = plan_of(k_monday);
  const auto report = take_back(Withdrawing::undo, k_monday, k_monday, {.dry_run = true});
  ASSERT_THAT(report.days, SizeIs(1));
  EXPECT_EQ(report.days[0].state, DayFate::planned);
  ASSERT_THAT(report.days[0].entries, SizeIs(2));
  EXPECT_EQ(report.days[0].entries[0].state, WithdrawalEntryState::to_delete);
  EXPECT_EQ(report.days[0].entries[0].entry_id, before->rows[0].entry_id);
  EXPECT_EQ(clockify_.counts().requests, requests);
  EXPECT_EQ(plan_of(k_monday), before);
  EXPECT_FALSE(shown_);
}

TEST_F(Undo, WithoutAgreementThereIsOneLookAndNothingIsDeleted) {
  confirms_ = false;
  const auto requests = clockify_.counts().requests;
  const auto report = undo(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::interrupted);
  ASSERT_TRUE(shown_);
  EXPECT_THAT(shown_->days, SizeIs(1));
  EXPECT_EQ(clockify_.counts().requests - requests, 1);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
  EXPECT_THAT(store_->withdrawals(timesheet()), IsEmpty());
}

TEST_F(Undo, WhatIsShownIsHowTheDayStandsInClockify) {
  clockify_.user_deletes(entry_of(k_monday, 0));
  ASSERT_FALSE(undo(k_monday).failure);
  ASSERT_TRUE(shown_);
  ASSERT_THAT(shown_->days[0].entries, SizeIs(2));
  EXPECT_EQ(shown_->days[0].entries[0].state, WithdrawalEntryState::missing);
  EXPECT_EQ(shown_->days[0].entries[1].state, WithdrawalEntryState::to_delete);
}

TEST_F(Undo, AnEntryThatTheOlderToolPostedIntoADayOfOursIsNotDeleted) {
  const auto theirs = clockify_
                          .user_creates({rules_.workspace,
                                         api_project(),
                                         {utc("2026-02-04T08:00:00Z"), utc("2026-02-04T13:00:00Z")},
                                         "Development",
                                         {},
                                         {}})
                          .id;
  record_entry("2026-02-04", api_project(), theirs);
  track("2026-02-04", "/work/api", 3h);
  track("2026-02-04", "/work/web", 1h, 3h);
  ASSERT_FALSE(run().failure);
  ASSERT_EQ(plan_of("2026-02-04")->rows[0].origin, store::Origin::earlier);
  clock_.advance(16min);
  const auto report = undo("2026-02-04");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.failure->hint.step, Step::delete_older_entries);
  EXPECT_THAT(clockify_.entries(), SizeIs(6));
  move_by_a_month(theirs);
  EXPECT_EQ(undo("2026-02-04").failure.value().kind, FailureKind::conflict);
  EXPECT_THAT(clockify_.entries(), SizeIs(6));
  clockify_.user_deletes(theirs);
  EXPECT_FALSE(undo("2026-02-04").failure);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
}

TEST_F(Undo, AnEntryThatSomebodyDeletedNeedsNoDelete) {
  clockify_.user_deletes(entry_of(k_monday, 0));
  const auto deletes = clockify_.counts().deletes;
  const auto report = undo(k_monday);
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.days[0].entries[0].state, WithdrawalEntryState::missing);
  EXPECT_EQ(report.days[0].entries[1].state, WithdrawalEntryState::deleted);
  EXPECT_EQ(clockify_.counts().deletes - deletes, 1);
  expect_posted_again();
}

TEST_F(Undo, ALostAnswerIsFinishedByTheNextRunOfAnyKind) {
  for (const bool applied : {false, true}) {
    for (const bool by_sync : {false, true}) {
      SCOPED_TRACE(testing::Message() << applied << by_sync);
      clockify_.on_next_delete(applied ? fault::drop().applied() : fault::drop());
      const auto stopped = undo(k_monday);
      ASSERT_TRUE(stopped.failure);
      EXPECT_EQ(stopped.failure->kind, FailureKind::offline);
      EXPECT_EQ(stopped.days[0].state, DayFate::partial);
      EXPECT_TRUE(is_synced(k_monday)) << "days are forgotten last";
      open();
      if (!by_sync) {
        const auto report = undo(k_monday);
        ASSERT_FALSE(report.failure) << report.failure->message;
        EXPECT_EQ(plan_of(k_monday), std::nullopt);
        EXPECT_THAT(clockify_.entries(), SizeIs(2));
      }
      expect_posted_again();
    }
  }
}

TEST_F(Undo, ADeleteThatArrivesLateHarmsNothingThatCameLater) {
  clockify_.on_next_delete(fault::drop().applied_after(8));
  ASSERT_TRUE(undo(k_monday).failure);
  expect_posted_again();
  for (int i = 0; i < 8; ++i) (void)support::InMemoryApi{clockify_}.current_user();
  EXPECT_EQ(clockify_.in_flight(), 0U);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
}

// An entry that was deleted may be shown for a while by a listing that lags.
TEST_F(Undo, AnEntryThatWasDeletedIsNeitherAdoptedNorInTheWay) {
  const auto gone = clockify_.entries().front();
  ASSERT_FALSE(undo(k_monday).failure);
  support::InMemoryApi inner{clockify_};
  // The next listing shows it once more; a DELETE of it would be too late.
  clockify_.before_request(clockify_.counts().requests + 1, [&] { clockify_.user_restores(gone); });
  clockify_.before_request(clockify_.counts().requests + 2, [&] { clockify_.user_deletes(gone.id); });
  const auto report = run();
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(report.summary.entries_adopted, 0);
  EXPECT_EQ(report.summary.entries_posted, 2);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
}

// No listing of its day shows it.
TEST_F(Undo, A404WithoutAWordCountsOnlyWhenTheEntryCannotBeReadEither) {
  clockify_.on_next_delete(fault::refuse(404, 0, ""));
  const auto stopped = undo(k_monday);
  ASSERT_TRUE(stopped.failure);
  EXPECT_EQ(stopped.failure->kind, FailureKind::refused);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));

  clockify_.on_next_delete(fault::refuse(404, 0, ""));
  clockify_.user_deletes(entry_of(k_monday, 0));
  const auto report = undo(k_monday);
  EXPECT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(plan_of(k_monday), std::nullopt);
  expect_posted_again();
}

TEST_F(Undo, ARefusalNamesTheEntryAndIsTriedAgain) {
  clockify_.on_next_delete(fault::refuse(403, 1003, "Can't edit locked time entry."));
  const auto report = undo(k_monday);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::refused);
  EXPECT_EQ(report.failure->hint.step, Step::unlock_or_delete_entry);
  EXPECT_FALSE(undo(k_monday).failure);
  EXPECT_THAT(clockify_.entries(), SizeIs(2));
}

TEST_F(Undo, TheRequestLimitIsWaitedForAndTheEntryLookedAtAgain) {
  clockify_.on_next_delete(fault::throttle(60s));
  const auto requests = clockify_.counts().requests;
  const auto report = take_back(Withdrawing::undo, k_monday, k_monday, {.wait = true});
  ASSERT_FALSE(report.failure) << report.failure->message;
  EXPECT_EQ(clockify_.counts().requests - requests, 6) << "a listing, three times DELETE, two looks at single entries";
  EXPECT_THAT(clockify_.entries(), SizeIs(2));
}

TEST_F(Undo, AnEntryPostedJustNowThatIsNotShownYetIsWaitedFor) {
  track("2026-02-04", "/work/api", 1h);
  ASSERT_FALSE(run().failure);
  clockify_.on_next_listing(fault::stale(60s));
  const auto report = undo("2026-02-04");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::in_doubt);
  EXPECT_TRUE(report.failure->retry_at);
  EXPECT_TRUE(is_synced("2026-02-04"));
  EXPECT_FALSE(undo("2026-02-04").failure);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
}

TEST_F(Undo, ARowInDoubtIsSettledFirst) {
  track("2026-02-04", "/work/api", 1h);
  track("2026-02-04", "/work/web", 1h, 1h);
  clockify_.on_next_post(fault::drop().applied());
  ASSERT_TRUE(run().failure);
  const auto early = undo("2026-02-04").failure;
  ASSERT_TRUE(early);
  EXPECT_EQ(early->kind, FailureKind::in_doubt) << "what was found may be a look-alike";
  EXPECT_THAT(early->message, HasSubstr("its answer was lost"));
  EXPECT_THAT(clockify_.entries(), SizeIs(5));
  clock_.advance(16min);
  EXPECT_FALSE(undo("2026-02-04").failure);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));

  clockify_.on_next_post(fault::drop());
  ASSERT_TRUE(run().failure);
  const auto report = undo("2026-02-04");
  ASSERT_TRUE(report.failure) << "it may still come";
  EXPECT_EQ(report.failure->kind, FailureKind::in_doubt);
  clock_.advance(16min);
  EXPECT_FALSE(undo("2026-02-04").failure);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
  expect_posted_again(6);
}

TEST_F(Undo, WhatTheOlderToolPostedIsNotDeleted) {
  const auto entry = clockify_
                         .user_creates({rules_.workspace,
                                        api_project(),
                                        {utc("2026-01-30T08:00:00Z"), utc("2026-01-30T16:00:00Z")},
                                        "Development",
                                        {},
                                        {}})
                         .id;
  record_entry("2026-01-30", api_project(), entry);
  SQLite::Database{(folder_ / "sessions.db").string(), SQLite::OPEN_READWRITE}.exec(
      "INSERT INTO synced_days VALUES ('2026-01-30', '" + rules_.workspace.str() + "')");
  const auto report = undo("2026-01-30");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.failure->hint.step, Step::delete_older_entries);
  EXPECT_THAT(report.failure->message, HasSubstr(entry.str()));
  EXPECT_THAT(clockify_.entries(), SizeIs(5));
  clockify_.user_deletes(entry);
  EXPECT_FALSE(undo("2026-01-30").failure);
  EXPECT_FALSE(is_synced("2026-01-30"));
}

// It takes the same days back between our look at the store and our turn.
TEST_F(Undo, ADayThatAnotherRunForgotMeanwhileIsLeftAlone) {
  for (const auto what : {Withdrawing::undo, Withdrawing::resync}) {
    clockify_.before_request(clockify_.counts().requests + 1, [&] {
      const auto plan = *plan_of(k_monday);
      ASSERT_TRUE(store_->begin_withdrawal({plan, {}, {}}));
      store_->forget_day(plan.key());
    });
    const auto report = take_back(what, k_monday, k_monday);
    ASSERT_FALSE(report.failure) << report.failure->message;
    EXPECT_EQ(report.days[0].state, DayFate::kept);
    ASSERT_FALSE(run().failure);
  }
}

TEST_F(Undo, ADayWithNothingPostedIsLeftAlone) {
  const auto requests = clockify_.counts().requests;
  const auto report = undo("2026-02-05");
  EXPECT_FALSE(report.failure);
  EXPECT_THAT(report.days, IsEmpty());
  EXPECT_EQ(clockify_.counts().requests, requests);
}

TEST_F(Undo, TheKeyOfAnotherUserTakesNothingBack) {
  support::InMemoryApi bob{clockify_, support::well_known::k_other_key};
  RunOptions options;
  options.since = options.until = date(k_monday);
  const auto report = WithdrawalLoop{Withdrawing::undo,
                                     *store_,
                                     [&]() -> Result<clockify::Api*, Failure> { return &bob; },
                                     *this,
                                     clock_,
                                     *this,
                                     rules_,
                                     options}
                          .run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(clockify_.entries(), SizeIs(4));
}

}  // namespace
}  // namespace libsync::loop
