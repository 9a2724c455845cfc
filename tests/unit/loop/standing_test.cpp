// SPDX-License-Identifier: MIT
#include "standing.hpp"

#include "rules.hpp"

#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using store::RowState;

constexpr seconds k_quarantine = 15min;

class StandingTest : public testing::Test {
 protected:
  StandingTest() {
    plan_.rows = {row(project('a'), at(9h), at(13h), '1'), row(project('b'), at(13h), at(17h), '2')};
    listing_.server_date = at(20h);
    for (const auto& each : plan_.rows) listing_.entries.push_back(entry_of(each));
  }

  static UtcTime at(seconds time) { return utc("2026-02-02T00:00:00Z") + time; }

  static store::OutboxRow row(const ProjectId& project, UtcTime start, UtcTime end, char id) {
    return {.entry = {project, {start, end}, "Development", {}, {}, {"/work"}, {}},
            .state = RowState::posted,
            .attempt = 1,
            .sent_at = at(19h),
            .entry_id = EntryId::parse(std::string(24, id)),
            .origin = store::Origin::created};
  }
  static clockify::Entry entry_of(const store::OutboxRow& row) {
    return {*row.entry_id,
            *WorkspaceId::parse(std::string(24, '9')),
            *UserId::parse(std::string(24, '8')),
            row.entry.project,
            row.entry.interval.start,
            row.entry.interval.end,
            row.entry.description};
  }

  [[nodiscard]] std::vector<Standing> look() const { return look_for(plan_, listing_, k_quarantine, at(20h)); }

  // The plan as it would be made now, nothing of it sent.
  [[nodiscard]] store::DayPlan afresh() const {
    store::DayPlan now = plan_;
    for (auto& each : now.rows) each = {.entry = each.entry};
    return now;
  }

  store::DayPlan plan_{.timesheet = {*UserId::parse(std::string(24, '8')), "https://clockify.invalid",
                                     *WorkspaceId::parse(std::string(24, '9'))},
                       .date = date("2026-02-02"),
                       .time_zone = "UTC",
                       .work_hours = {at(9h), at(17h)},
                       .tracked = 1h,
                       .rows = {}};
  clockify::Listing listing_{};
};

TEST_F(StandingTest, AnEntryAsItWasPostedIsUnchanged) {
  for (const Standing& each : look()) EXPECT_EQ(each.state, Stands::unchanged);
}

TEST_F(StandingTest, OneThatDiffersInAnythingIsEdited) {
  listing_.entries[1].start += 1s;
  EXPECT_EQ(look()[1].state, Stands::edited);
  EXPECT_FALSE(look()[1].difference.empty());
}

TEST_F(StandingTest, OneThatIsNotThereIsGoneOnlyPastItsQuarantine) {
  listing_.entries.pop_back();
  EXPECT_EQ(look()[1].state, Stands::gone);
  listing_.server_date = at(19h) + k_quarantine - 1s;
  EXPECT_EQ(look()[1].state, Stands::not_yet);
  plan_.rows[1].sent_at.reset();
  EXPECT_EQ(look()[1].state, Stands::gone) << "it was there before we looked the first time";
}

TEST_F(StandingTest, AnotherPlanKeepsWhatFits) {
  auto now = afresh();
  now.rows[1].entry.project = project('c');
  keep_what_fits(now, plan_, look(), listing_);
  EXPECT_EQ(now.rows[0].entry_id, plan_.rows[0].entry_id);
  EXPECT_EQ(now.rows[0].state, RowState::posted);
  EXPECT_EQ(now.rows[0].sent_at, plan_.rows[0].sent_at) << "a listing may still be too young to show it";
  EXPECT_EQ(now.rows[1].state, RowState::planned);
}

TEST_F(StandingTest, WhatWouldBeSentOtherwiseDoesNotFit) {
  auto now = afresh();
  now.rows[0].entry.billable = true;
  keep_what_fits(now, plan_, look(), listing_);
  EXPECT_FALSE(now.rows[0].entry_id);
}

TEST_F(StandingTest, TwoLikeRowsDoNotKeepOneEntry) {
  auto now = afresh();
  now.rows[1].entry = now.rows[0].entry;
  keep_what_fits(now, plan_, look(), listing_);
  EXPECT_TRUE(now.rows[0].entry_id);
  EXPECT_FALSE(now.rows[1].entry_id);
}

TEST_F(StandingTest, PlansAreTheSameWhateverBecameOfThem) {
  EXPECT_TRUE(is_same_plan(plan_, afresh()));
  auto other = afresh();
  other.rows[0].entry.description = "Other";
  EXPECT_FALSE(is_same_plan(plan_, other));
}

}  // namespace
}  // namespace libsync::loop
