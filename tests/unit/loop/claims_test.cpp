// SPDX-License-Identifier: MIT
//
// Which entry belongs to which row: entries that are somebody else's, another day's, or ours and forgotten.
#include "sync_fixture.hpp"

#include <gmock/gmock.h>

namespace libsync::loop {
namespace {

namespace fault = support::fault;
using testing::HasSubstr;
using namespace std::chrono_literals;

class ClaimsTest : public SyncFixture {
 protected:
  // A day of two entries, begun by a run whose second POST was refused.
  void begin_a_day() {
    track("2026-02-03", "/work/api", 3h);
    track("2026-02-03", "/work/web", 1h, 3h);
    clockify_.on_post(2, fault::refuse(400, 501, "not now"));
    ASSERT_TRUE(run().failure);
  }
  Interval second_entry() { return plan_of("2026-02-03")->rows.at(1).entry.interval; }
  EntryId somebody_makes(const ProjectId& project, const Interval& interval) {
    return clockify_.user_creates({rules_.workspace, project, interval, "Development", {}, {}}).id;
  }
};

TEST_F(ClaimsTest, AnAnswerThatNamesAnEntryOfALongFinishedDayIsNotBelieved) {
  track("2026-01-12", "/work/api", 3h);
  ASSERT_FALSE(run().failure);
  const EntryId old = clockify_.entries().front().id;
  track("2026-02-05", "/work/api", 3h);  // three weeks on: the listing of this run does not show the old entry
  clockify_.on_post(2, fault::echo([&](clockify::Entry& entry) { entry.id = old; }));
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::in_doubt);
  EXPECT_TRUE(store_->synced_entries(day_key("2026-02-05")).empty());
  EXPECT_FALSE(run().failure);
  expect_done(2);
}

TEST_F(ClaimsTest, NothingIsPostedBesideAnEntryThatCameSinceTheDayWasPlanned) {
  begin_a_day();
  const Interval slot = second_entry();
  const EntryId theirs = somebody_makes(web_project(), {slot.start, slot.end - 60s});
  const auto posts = clockify_.counts().posts;
  const auto report = run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_THAT(report.failure->message, HasSubstr(theirs.str()));
  EXPECT_EQ(report.failure->hint.step, Step::clear_or_post_beside);
  EXPECT_EQ(clockify_.counts().posts, posts);

  clockify_.user_edits(theirs, [](clockify::Entry& entry) { *entry.end += 60s; });
  EXPECT_EQ(run().summary.entries_adopted, 1);
  EXPECT_EQ(clockify_.counts().posts, posts);
  expect_done(2);
}

// Somebody may have filled the gap by hand, or changed the project of an entry that this copy of the store forgot.
TEST_F(ClaimsTest, WhateverItsProjectAndHoweverShortItIs) {
  begin_a_day();
  const Interval slot = second_entry();
  const EntryId theirs = somebody_makes(api_project(), {slot.start, slot.start + 1min});
  const auto posts = clockify_.counts().posts;
  EXPECT_EQ(run().failure->kind, FailureKind::conflict);
  EXPECT_EQ(clockify_.counts().posts, posts);
  clockify_.user_deletes(theirs);
  EXPECT_EQ(run().summary.entries_posted, 1);
  expect_done(2);
}

TEST_F(ClaimsTest, ItIsPostedBesideItWhenThatIsTheRule) {
  begin_a_day();
  const Interval slot = second_entry();
  somebody_makes(web_project(), {slot.start, slot.end - 60s});
  rules_.on_existing = OnExisting::post;
  const auto report = run();
  EXPECT_EQ(report.summary.entries_posted, 1);
  EXPECT_EQ(report.days.front().foreign.size(), 1U) << "the person is told";
  expect_done(3);
}

}  // namespace
}  // namespace libsync::loop
