// SPDX-License-Identifier: MIT
//
// What a run finds after an earlier one ended badly: the claims of docs/exactly-once.md, one by one.
#include "sync_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::HasSubstr;

class SyncLoopRecovery : public SyncFixture {
 protected:
  // One day of two entries, whose second POST ends as `fault` says.
  SyncReport first_run(support::Fault fault) {
    track("2026-02-03", "/work/api", 3h);
    track("2026-02-03", "/work/web", 1h, 3h);
    clockify_.on_post(2, std::move(fault));
    return run();
  }
};

TEST_F(SyncLoopRecovery, FindsAnEntryWhoseAnswerWasLost) {
  const auto first = first_run(fault::drop().applied());
  EXPECT_EQ(first.failure->kind, FailureKind::in_doubt);
  EXPECT_EQ(first.failure->retry_at, plan_of("2026-02-03")->rows[1].sent_at.value() + 15min + 1s);
  EXPECT_EQ(first.days.front().entries[1].state, EntryState::in_doubt);

  const auto second = run();
  EXPECT_FALSE(second.failure);
  EXPECT_EQ(second.days.front().entries[1].state, EntryState::adopted);
  EXPECT_EQ(clockify_.counts().posts, 2);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, SendsALostRequestAgainOnlyAfterTheQuarantine) {
  EXPECT_EQ(first_run(fault::drop()).failure->kind, FailureKind::in_doubt);
  clock_.advance(14min);
  const auto early = run();
  EXPECT_EQ(early.failure->kind, FailureKind::in_doubt);
  EXPECT_EQ(early.days.front().state, DayState::partial);
  EXPECT_EQ(clockify_.counts().posts, 2);
  clock_.advance(2min);
  const auto late = run();
  EXPECT_FALSE(late.failure);
  EXPECT_EQ(late.summary.entries_posted, 1);
  EXPECT_THAT(late.notes.front(), HasSubstr("sent again"));
  expect_done(2);
}

TEST_F(SyncLoopRecovery, FindsARequestThatTookEffectLate) {
  EXPECT_TRUE(first_run(fault::drop().applied_at(clock_.now() + 10min)).failure);
  clock_.advance(5min);
  EXPECT_TRUE(run().failure);
  clock_.advance(6min);
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, 2);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, DoesNotTrustTheWallClockForTheQuarantine) {
  EXPECT_TRUE(first_run(fault::drop()).failure);
  clock_.set_wall_clock(clock_.now() + 48h);
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  EXPECT_EQ(clockify_.counts().posts, 2);
}

TEST_F(SyncLoopRecovery, WaitsWhenTheServerDoesNotTellItsTime) {
  EXPECT_TRUE(first_run(fault::drop()).failure);
  clock_.advance(1h);
  clockify_.on_next_listing(fault::undated());
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  clockify_.on_next_listing(fault::date_off_by(-2h));
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  clockify_.on_next_listing(fault::date_off_by(std::chrono::days{3650}));
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  EXPECT_FALSE(run().failure);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, TakesAServerFaultForUnknown) {
  EXPECT_EQ(first_run(fault::html(502).applied()).failure->kind, FailureKind::in_doubt);
  EXPECT_FALSE(run().failure);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, TakesATimeoutForUnknown) {
  EXPECT_EQ(first_run(fault::silent()).failure->kind, FailureKind::in_doubt);
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, 2);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, TakesNotFoundForTheEntryJustMadeForUnknown) {
  EXPECT_EQ(first_run(fault::not_found_though_made()).failure->kind, FailureKind::in_doubt);
  EXPECT_FALSE(run().failure);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, AdoptsEverythingAfterTheStoreWasLost) {
  track_a_week();
  EXPECT_FALSE(run().failure);
  lose_store();
  track_a_week();
  const auto report = run();
  EXPECT_EQ(report.summary.entries_adopted, 8);
  EXPECT_EQ(report.summary.entries_posted, 0);
  expect_done(8);
}

TEST_F(SyncLoopRecovery, AsksAPersonWhenItsEntryMayHaveBeenEdited) {
  EXPECT_TRUE(first_run(fault::drop().applied()).failure);
  const auto ours = clockify_.entries().back();
  clockify_.user_edits(ours.id, [](clockify::Entry& entry) { *entry.end -= 10min; });
  const auto second = run();
  EXPECT_EQ(second.failure->kind, FailureKind::conflict);
  EXPECT_THAT(second.failure->message, HasSubstr(ours.id.str()));
  clock_.advance(1h);
  EXPECT_EQ(run().failure->kind, FailureKind::conflict);
  EXPECT_EQ(clockify_.counts().posts, 2);

  clockify_.user_edits(ours.id, [](clockify::Entry& entry) { *entry.end += 10min; });
  EXPECT_FALSE(run().failure);
  expect_done(2);
}

// The same entry under another project, or moved by hours, would be billed a second time.
TEST_F(SyncLoopRecovery, AsksAPersonHoweverItsEntryWasEdited) {
  const std::function<void(clockify::Entry&)> edits[] = {
      [](clockify::Entry& entry) { entry.project = api_project(); },
      [](clockify::Entry& entry) {
        entry.start += 119min;
        *entry.end += 119min;
      },
      [](clockify::Entry& entry) { entry.description = "something else"; },
  };
  EXPECT_TRUE(first_run(fault::drop().applied()).failure);
  const auto ours = clockify_.entries().back();
  for (const auto& edit : edits) {
    clockify_.user_edits(ours.id, edit);
    clock_.advance(1h);
    EXPECT_EQ(run().failure->kind, FailureKind::conflict);
    clockify_.user_edits(ours.id, [&](clockify::Entry& entry) { entry = ours; });
  }
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, 2);
  expect_done(2);
}

// A proxy that strips `Date` from everything must not keep a day open for good.
TEST_F(SyncLoopRecovery, EndsTheQuarantineByTheWallClockWhenNobodyElseTellsTheTime) {
  clockify_.on_next_listing(fault::undated());
  const auto first = first_run(fault::drop());
  ASSERT_TRUE(first.failure->retry_at);
  clock_.advance(*first.failure->retry_at - clock_.now() - 2min);
  clockify_.on_next_listing(fault::undated());
  const auto early = run();
  EXPECT_EQ(early.failure->kind, FailureKind::in_doubt);
  EXPECT_EQ(early.failure->retry_at, first.failure->retry_at);
  clock_.advance(2min);
  clockify_.on_next_listing(fault::undated());
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, 3);
}

TEST_F(SyncLoopRecovery, CallsNoEntryATwinOfOneThatIsGone) {
  EXPECT_TRUE(first_run(fault::refuse(400, 501, "no")).failure);
  const auto ours = clockify_.entries().front();
  clockify_.user_creates({rules_.workspace, api_project(), {ours.start, *ours.end}, "Development", {}, {}});
  clockify_.user_deletes(ours.id);
  const auto report = run();
  EXPECT_FALSE(report.failure);
  EXPECT_TRUE(report.notes.empty()) << report.notes.front();
}

TEST_F(SyncLoopRecovery, KeepsADayOpenThatClockifyStoredOtherwise) {
  const auto first = first_run(fault::echo([](clockify::Entry& entry) { *entry.end -= 60s; }));
  EXPECT_EQ(first.failure->kind, FailureKind::conflict);
  EXPECT_FALSE(is_synced("2026-02-03"));
  EXPECT_EQ(store_->synced_entries(day_key("2026-02-03")).size(), 2U);
  // The entry itself was right, only the answer was not: the next look clears it.
  EXPECT_FALSE(run().failure);
  expect_done(2);
}

TEST_F(SyncLoopRecovery, NeverMakesAgainWhatAPersonDeleted) {
  const auto first = first_run(fault::echo([](clockify::Entry& entry) { *entry.end -= 60s; }));
  clockify_.user_deletes(clockify_.entries().back().id);
  // A listing that is too young proves nothing.
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  clock_.advance(16min);
  const auto second = run();
  ASSERT_FALSE(second.failure) << second.failure->message;
  EXPECT_THAT(second.notes, testing::ElementsAre(HasSubstr("deleted")));
  EXPECT_EQ(clockify_.counts().posts, 2);
}

TEST_F(SyncLoopRecovery, PointsOutTwins) {
  EXPECT_TRUE(first_run(fault::drop().applied()).failure);
  const auto ours = clockify_.entries().back();
  clockify_.user_creates({rules_.workspace, web_project(), {ours.start, *ours.end}, "Development", {}, {}});
  const auto second = run();
  EXPECT_FALSE(second.failure);
  EXPECT_THAT(second.notes.front(), HasSubstr("an entry exactly like " + ours.id.str()));
  expect_done(3);
}

TEST_F(SyncLoopRecovery, CompletesADayThatOnlyLacksItsMarkWithoutARequest) {
  track("2026-02-03", "/work/api", 3h);
  clockify_.on_post(1, fault::drop().applied());
  EXPECT_TRUE(run().failure);
  store_->write_posted({{day_key("2026-02-03"), 0},
                        plan_of("2026-02-03")->rows[0].entry,
                        clockify_.entries().front().id,
                        store::Origin::found,
                        ""});
  const auto requests = clockify_.counts().requests;
  EXPECT_EQ(run().summary.days_synced, 1);
  EXPECT_EQ(clockify_.counts().requests, requests);
}

TEST_F(SyncLoopRecovery, TakesAnAnswerThatNamesAnOldEntryForUnknown) {
  std::optional<EntryId> first_id;
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  clockify_.on_post(2, fault::echo([&](clockify::Entry& entry) { entry.id = clockify_.entries().front().id; }));
  EXPECT_EQ(run().failure->kind, FailureKind::in_doubt);
  EXPECT_FALSE(run().failure);
  EXPECT_EQ(clockify_.counts().posts, 2);
  expect_done(2);
}

}  // namespace
}  // namespace libsync::loop
