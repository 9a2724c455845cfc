// SPDX-License-Identifier: MIT
//
// The wall clock says which days are over. It may be wrong, and Clockify's shows it.
#include "sync_fixture.hpp"

#include <gmock/gmock.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class ClocksTest : public SyncFixture {
 protected:
  void expect_nothing_happens() {
    const auto report = run();
    ASSERT_TRUE(report.failure);
    EXPECT_EQ(report.failure->kind, FailureKind::unavailable);
    EXPECT_THAT(report.failure->message, HasSubstr("this computer's clock"));
    EXPECT_EQ(clockify_.counts().posts, 0);
    EXPECT_FALSE(plan_of("2026-02-03"));
  }
};

TEST_F(ClocksTest, ADayThatIsNotOverForClockifyIsNeitherPlannedNorPosted) {
  track("2026-02-03", "/work/api", 3h);
  clock_.set_wall_clock(utc("2026-02-04T06:00:00Z"));
  clockify_.set_clock(utc("2026-02-03T12:00:00Z"));
  expect_nothing_happens();
}

TEST_F(ClocksTest, NothingIsPlannedWhileTheClocksAreDaysApart) {
  track("2026-02-03", "/work/api", 3h);
  clockify_.set_clock(utc("2026-02-28T12:00:00Z"));
  expect_nothing_happens();
}

// Waiting out request limits may take days.
TEST_F(ClocksTest, ARunThatGoesOnForDaysStillTrustsTheClock) {
  track_a_week();
  RunOptions options;
  options.wait = true;
  for (const int nth : {2, 4, 6, 8}) clockify_.on_post(nth, support::fault::throttle(std::chrono::hours{13}));
  const auto report = run(options);
  EXPECT_FALSE(report.failure) << report.failure->message;
  expect_done(8);
}

}  // namespace
}  // namespace libsync::loop
