// SPDX-License-Identifier: MIT
//
// Schedules in which a real store is asked all that the one in memory is asked, and has to answer alike, through losses
// and copies that are put back. With LIBSYNC_EXHAUSTIVE=1 there are many.
#include "fast_dir.hpp"
#include "mirror.hpp"
#include "schedule.hpp"

#include <libsync/store/sqlite_store.hpp>
#ifdef HAS_POSTGRES
#include "postgres_server.hpp"
#include "store_on_server.hpp"

#include <libsync/store_postgres/postgres_store.hpp>
#endif

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace libsync::schedules {
namespace {

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

#ifdef HAS_POSTGRES
TEST_F(MirroredSchedules, AServerAnswersAsTheStoreInMemory) {
  const auto address = support::PostgresServer::shared().new_database();
  const auto open = [&] { return store::open_postgres_store(address, {.machine = {"laptop", "laptop"}}); };
  (void)open();
  Mirror mirror{[&] {
    support::empty_store(address);
    return open();
  }};
  play(mirror, 50, 10'000);
}
#endif

}  // namespace
}  // namespace libsync::schedules
