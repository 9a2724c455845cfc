// SPDX-License-Identifier: MIT
//
// The schedules themselves: they repeat exactly, and they notice when the protocol is broken.
#include "schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::schedules {
namespace {

constexpr std::uint64_t k_enough = 20'000;

std::optional<Broken> first_broken(Weakness weakness) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= k_enough; ++seed) {
    if (auto broken = run_schedule(seed, tally, weakness)) return broken;
  }
  return std::nullopt;
}

TEST(Schedules, RepeatExactly) {
  Tally first;
  Tally second;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_FALSE(run_schedule(seed, first));
    EXPECT_FALSE(run_schedule(seed, second));
  }
  EXPECT_EQ(first.posts, second.posts);
  EXPECT_EQ(first.kills, second.kills);
  EXPECT_GT(first.days_synced, 50);
  EXPECT_GT(first.kills, 10);
}

TEST(Schedules, NoticeCommitsThatDoNotLast) {
  EXPECT_TRUE(first_broken(Weakness::lossy_commits));
}

TEST(Schedules, NoticeAQuarantineThatIsOneSecondTooShort) {
  EXPECT_TRUE(first_broken(Weakness::short_quarantine));
}

TEST(Schedules, NoticeAClientThatSendsAgainByItself) {
  EXPECT_TRUE(first_broken(Weakness::hidden_resend));
}

TEST(Schedules, NoticeListingsThatShowNothing) {
  EXPECT_TRUE(first_broken(Weakness::blind));
}

TEST(Schedules, NoticeADayThatIsForgottenBeforeItsEntriesAreDeleted) {
  EXPECT_TRUE(first_broken(Weakness::forgotten_days));
}

TEST(Schedules, NoticeADeleteThatTakesAwayTooMuch) {
  EXPECT_TRUE(first_broken(Weakness::wrong_deletes));
}

TEST(Schedules, NoticeADayThatWaitsForNobody) {
  EXPECT_TRUE(first_broken(Weakness::impatience));
}

TEST(Schedules, TellTheStoryOfABrokenPromise) {
  const auto broken = first_broken(Weakness::hidden_resend);
  ASSERT_TRUE(broken);
  EXPECT_FALSE(broken->promise.empty());
  EXPECT_THAT(broken->story, testing::Contains(testing::HasSubstr("POST")));
}

}  // namespace
}  // namespace libsync::schedules
