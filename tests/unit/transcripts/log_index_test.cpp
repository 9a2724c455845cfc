// SPDX-License-Identifier: MIT
#include "sqlite/log_index.hpp"

#include "agent_database.hpp"
#include "temp_dir.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace libsync::transcripts {
namespace {

using support::AgentDatabase;

LogIndex::ReadAt bytes_of(const std::string& log) {
  return [&log](std::uint64_t offset, char* to, std::size_t size) {
    if (offset > log.size() || size > log.size() - offset) return false;
    std::memcpy(to, log.data() + offset, size);
    return true;
  };
}

// What SQLite itself leaves of three commits and a part of a fourth.
class ALogIndex : public ::testing::Test {
 protected:
  ALogIndex() {
    AgentDatabase database{folder_ / "a.db"};
    database.run("PRAGMA page_size = 1024; PRAGMA cache_size = 5; CREATE TABLE t (a)");
    lengths_.push_back(read().size());
    for (int i = 0; i < 2; ++i) {
      database.run("INSERT INTO t VALUES (zeroblob(3000))");
      lengths_.push_back(read().size());
    }
    database.run("BEGIN");
    for (int i = 0; i < 20; ++i) database.run("INSERT INTO t VALUES (randomblob(3000))");
    log_ = read();
    database.run("ROLLBACK");
  }
  [[nodiscard]] std::string read() const { return support::read_file(folder_ / "a.db-wal"); }

  support::TempDir folder_;
  std::vector<std::size_t> lengths_;  // of the log after each commit
  std::string log_;
};

TEST_F(ALogIndex, HasWhatWasCommitted) {
  ASSERT_GT(log_.size(), lengths_.back());
  const auto whole = LogIndex::read(bytes_of(log_));
  const std::string committed = log_.substr(0, lengths_.back());
  const auto index = LogIndex::read(bytes_of(committed));
  ASSERT_TRUE(whole && index);
  EXPECT_EQ(whole->page_size(), 4096);
  EXPECT_EQ(whole->pages(), index->pages());
  EXPECT_GT(whole->pages(), 1);
  for (std::uint32_t page = 0; page < whole->pages() + 30; ++page)
    EXPECT_EQ(whole->find(page), index->find(page)) << page;
}

TEST_F(ALogIndex, KnowsWhetherSomethingWasCommittedSince) {
  const std::string earlier = log_.substr(0, lengths_[1]);
  const auto index = LogIndex::read(bytes_of(earlier));
  ASSERT_TRUE(index);
  EXPECT_TRUE(index->is_newest(bytes_of(earlier)));
  EXPECT_FALSE(index->is_newest(bytes_of(log_)));
  EXPECT_TRUE(index->still_holds(bytes_of(log_)));
  const auto newest = LogIndex::read(bytes_of(log_));
  EXPECT_TRUE(newest->is_newest(bytes_of(log_)));
}

TEST_F(ALogIndex, KnowsWhenTheLogWasBegunAnew) {
  const auto index = LogIndex::read(bytes_of(log_));
  std::string another = log_;
  another[16] = static_cast<char>(another[16] + 1);  // a salt
  EXPECT_FALSE(index->still_holds(bytes_of(another)));
  EXPECT_FALSE(index->still_holds(bytes_of("")));
}

TEST_F(ALogIndex, EndsBeforeAFrameThatIsDamaged) {
  for (std::size_t at = 32; at < log_.size(); at += 97) {
    std::string damaged = log_;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    const auto index = LogIndex::read(bytes_of(damaged));
    ASSERT_TRUE(index);
    const auto before = LogIndex::read(bytes_of(log_.substr(0, at)));
    EXPECT_EQ(index->pages(), before->pages()) << at;
  }
}

TEST_F(ALogIndex, OfADamagedHeaderIsNone) {
  for (std::size_t at = 0; at < 32; ++at) {
    std::string damaged = log_;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(LogIndex::read(bytes_of(damaged))) << at;
  }
  EXPECT_FALSE(LogIndex::read(bytes_of("")));
}

TEST_F(ALogIndex, OfNothingButAHeaderHasNothing) {
  const auto index = LogIndex::read(bytes_of(log_.substr(0, 32)));
  ASSERT_TRUE(index);
  EXPECT_EQ(index->pages(), 0);
  EXPECT_EQ(index->find(1), std::nullopt);
}

}  // namespace
}  // namespace libsync::transcripts
