// SPDX-License-Identifier: MIT
//
// What was posted is compared with what stands there.
#include "sync_fixture.hpp"

#include <libsync/loop/verification.hpp>

#include <gmock/gmock.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* k_monday = "2026-02-02";

class Verify : public SyncFixture {
 protected:
  // Monday is done, a while ago: two entries.
  void SetUp() override {
    track(k_monday, "/work/api", 3h);
    track(k_monday, "/work/web", 1h, 3h);
    ASSERT_FALSE(run().failure);
    clock_.advance(16min);
  }

  VerifyReport verify(const RunOptions& options = {}) {
    support::InMemoryApi api{clockify_};
    return loop::verify(
        *store_, [&]() -> Result<clockify::Api*, Failure> { return &api; }, clock_, *this, rules_, options);
  }

  EntryId entry_of(std::size_t row) { return *plan_of(k_monday)->rows.at(row).entry_id; }
};

TEST_F(Verify, TakesOneListingAndIsContent) {
  const auto requests = clockify_.counts().requests;
  const auto report = verify();
  EXPECT_FALSE(report.failure);
  ASSERT_THAT(report.days, SizeIs(1));
  EXPECT_TRUE(report.days[0].is_done);
  EXPECT_TRUE(report.days[0].is_well());
  for (const auto& entry : report.days[0].entries) EXPECT_EQ(entry.state, EntryCheck::ok);
  EXPECT_EQ(clockify_.counts().requests - requests, 1);
}

TEST_F(Verify, NamesWhatIsMissingAndWhatWasEdited) {
  clockify_.user_deletes(entry_of(0));
  clockify_.user_edits(entry_of(1), [](clockify::Entry& entry) { *entry.end -= 1min; });
  const auto report = verify();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(report.failure->hint, (Hint{Step::plan_day_afresh, k_monday}));
  EXPECT_EQ(report.days[0].entries[0].state, EntryCheck::missing);
  EXPECT_EQ(report.days[0].entries[1].state, EntryCheck::edited);
  EXPECT_FALSE(report.days[0].entries[1].difference.empty());
}

TEST_F(Verify, WhatIsBeingTakenBackIsNotMissing) {
  const auto first = entry_of(0);
  clockify_.user_edits(entry_of(1), [](clockify::Entry& entry) { entry.locked = true; });
  ASSERT_TRUE(store_->begin_withdrawal({*plan_of(k_monday), {first}, {}}));
  clockify_.user_deletes(first);
  store_->write_deleted(timesheet(), first);
  const auto report = verify();
  EXPECT_FALSE(report.failure);
  EXPECT_TRUE(report.days[0].is_taken_back);
  EXPECT_EQ(report.days[0].entries[0].state, EntryCheck::goes);
  EXPECT_EQ(report.days[0].entries[1].state, EntryCheck::ok) << "locked as it is, it stands there";
}

TEST_F(Verify, NamesATwinAndWhatElseLiesThere) {
  const auto row = plan_of(k_monday)->rows[0];
  const auto twin =
      clockify_.user_creates({rules_.workspace, row.entry.project, row.entry.interval, row.entry.description, {}, {}});
  const auto meeting = clockify_.user_creates(
      {rules_.workspace, web_project(), {utc("2026-02-02T10:00:00Z"), utc("2026-02-02T11:00:00Z")}, "Meeting", {}, {}});
  const auto report = verify();
  ASSERT_TRUE(report.failure);
  EXPECT_THAT(report.days[0].twins, ElementsAre(twin.id));
  ASSERT_THAT(report.days[0].foreign, SizeIs(1));
  EXPECT_EQ(report.days[0].foreign[0].id, meeting.id);
}

TEST_F(Verify, WhatWasPostedJustNowNeedNotBeShownYet) {
  track("2026-02-03", "/work/api", 3h);
  ASSERT_FALSE(run().failure);
  clockify_.on_next_listing(fault::stale(60s));
  const auto report = verify();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.days[1].entries[0].state, EntryCheck::not_yet);
}

TEST_F(Verify, LooksAtTheRangeAlone) {
  RunOptions options;
  options.since = date("2026-02-03");
  const auto requests = clockify_.counts().requests;
  EXPECT_THAT(verify(options).days, IsEmpty());
  EXPECT_EQ(clockify_.counts().requests, requests);
}

TEST_F(Verify, ChangesNothing) {
  clockify_.user_deletes(entry_of(0));
  const auto before = plan_of(k_monday);
  ASSERT_TRUE(verify().failure);
  EXPECT_EQ(plan_of(k_monday), before);
  EXPECT_TRUE(is_synced(k_monday));
}

}  // namespace
}  // namespace libsync::loop
