// SPDX-License-Identifier: MIT
//
// Days in whose work hours something stands already, and days that are not billed.
#include "sync_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class OccupiedDays : public SyncFixture {
 protected:
  // 10:00 to 11:00 in Berlin.
  void meet_on_tuesday() {
    const UtcTime ten = rules_.zone.to_utc(date("2026-02-03"), 10h);
    meeting_ =
        clockify_.user_creates({rules_.workspace, support::well_known::infra(), {ten, ten + 1h}, "Meeting", {}, {}}).id;
  }

  static RunOptions dry() { return {.dry_run = true}; }

  std::optional<EntryId> meeting_;
};

TEST_F(OccupiedDays, AreRememberedWithWhatIsInTheWay) {
  track("2026-02-03", "/work/api", 3h);
  meet_on_tuesday();
  EXPECT_EQ(state_of(run(), "2026-02-03"), DayState::occupied);
  const auto plan = run(dry());
  EXPECT_EQ(state_of(plan, "2026-02-03"), DayState::occupied);
  ASSERT_EQ(plan.days.front().foreign.size(), 1U);
  EXPECT_EQ(plan.days.front().foreign.front().description, "Meeting");
}

TEST_F(OccupiedDays, ArePlannedWhenTheyAreFreeAgain) {
  track("2026-02-03", "/work/api", 3h);
  meet_on_tuesday();
  static_cast<void>(run());
  clockify_.user_deletes(*meeting_);
  EXPECT_EQ(state_of(run(), "2026-02-03"), DayState::synced);
  expect_done(1);
}

TEST_F(OccupiedDays, AreFilledAroundWhatStandsThere) {
  rules_.on_existing = OnExisting::fill;
  track("2026-02-03", "/work/api", 4h);
  track("2026-02-03", "/work/web", 2h, 4h);
  meet_on_tuesday();
  const auto report = run();
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::synced);
  ASSERT_EQ(report.days.front().entries.size(), 3U);
  seconds sum{0};
  for (const auto& entry : report.days.front().entries) sum += entry.interval.duration();
  EXPECT_EQ(sum, 7h);
  EXPECT_EQ(run().summary.traffic.requests, 0);
}

TEST_F(OccupiedDays, AreThoseOfOurOwnEntriesOfAnotherZone) {
  rules_.zone = *Zone::find("America/Los_Angeles");
  const UtcTime evening = utc("2026-02-02T18:00:00Z");
  const Instant six{evening};
  store_->apply(
      {{},
       {{"a.jsonl", "claude-code", "/work/api", six, six + 1h, {{{six, six + 1h}, "/work/api"}}, {}},
        {"b.jsonl", "claude-code", "/work/api", six + 3h, six + 4h, {{{six + 3h, six + 4h}, "/work/api"}}, {}}}});
  EXPECT_EQ(state_of(run(), "2026-02-02"), DayState::synced);
  rules_.zone = *Zone::find("Pacific/Auckland");
  EXPECT_EQ(state_of(run(dry()), "2026-02-03"), DayState::occupied);
  const auto report = run();
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::occupied);
  const auto tuesday = std::ranges::find(report.days, date("2026-02-03"), &DayReport::date);
  ASSERT_EQ(tuesday->foreign.size(), 1U);
  EXPECT_TRUE(tuesday->foreign.front().ours);
  EXPECT_EQ(clockify_.entries().size(), 1U);
}

TEST_F(OccupiedDays, BeginWithTheFirstDayThatIsBilled) {
  track_a_week();
  rules_.first_day = date("2026-02-05");
  const auto report = run();
  EXPECT_EQ(report.since, date("2026-02-05"));
  EXPECT_EQ(report.summary.days_synced, 1);
}

TEST_F(OccupiedDays, AreNotThoseWithTooLittleTime) {
  track("2026-02-03", "/work/api", 7min);
  rules_.min_tracked = 15min;
  const auto report = run();
  EXPECT_EQ(state_of(report, "2026-02-03"), DayState::no_time);
  EXPECT_THAT(report.notes, testing::Contains(HasSubstr("2026-02-03 is left alone: the 7 min tracked")));
  EXPECT_EQ(clockify_.counts().posts, 0);
}

TEST_F(OccupiedDays, OfTheFirstUserAreNotDoneForTheSecond) {
  track("2026-02-03", "/work/api", 3h);
  EXPECT_EQ(run().summary.days_synced, 1);
  RunOptions options;
  options.account = "a key that this store has not seen";
  const auto report = run(options);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(report.summary.traffic.requests, 0) << "the key was the first user's after all, and he is remembered";
}

}  // namespace
}  // namespace libsync::loop
