// SPDX-License-Identifier: MIT
//
// Schedules in which a real store is asked all that the one in memory is asked, and has to answer alike, through losses
// and copies that are put back. With LIBSYNC_EXHAUSTIVE=1 there are many.
#include "mirrored_schedules.hpp"

#include "fast_dir.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace libsync::schedules {

void play(Mirror& mirror, std::uint64_t few, std::uint64_t many) {
  const char* const exhaustive = std::getenv("LIBSYNC_EXHAUSTIVE");
  const bool is_long = exhaustive != nullptr && std::string{exhaustive} == "1";
  Tally tally;
  for (std::uint64_t seed = 1; seed <= (is_long ? many : few); ++seed) {
    const auto broken = run_schedule(seed, tally, Weakness::none, &mirror);
    if (!broken) continue;
    std::string story;
    for (const auto& line : broken->story) story += line + "\n";
    FAIL() << "seed " << seed << ": " << broken->promise << "\n" << story;
  }
  EXPECT_GT(tally.days_synced, 0);
  std::printf("%ld schedules, %ld runs and %ld that take back (%ld killed), %ld POSTs\n",
              static_cast<long>(tally.schedules), static_cast<long>(tally.runs), static_cast<long>(tally.withdrawals),
              static_cast<long>(tally.kills), static_cast<long>(tally.posts));
}

namespace {

class MirroredSchedules : public testing::Test {
 protected:
  support::FastDir folder_;
  Mirror file_{[this] {
    std::filesystem::remove_all(folder_ / "store");
    std::filesystem::create_directory(folder_ / "store");
    return store::open_sqlite_store(folder_ / "store" / "sessions.db");
  }};
};

TEST_F(MirroredSchedules, AFileAnswersAsTheStoreInMemory) {
  play(file_, 200, 50'000);
}

// The one in memory forgets its last commit.
TEST_F(MirroredSchedules, NoticeAnotherAnswer) {
  std::string promises;
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto broken = run_schedule(seed, tally, Weakness::lossy_commits, &file_);
    if (broken) promises += broken->promise + "\n";
  }
  EXPECT_THAT(promises, testing::HasSubstr("the real store says something else"));
}

}  // namespace
}  // namespace libsync::schedules
