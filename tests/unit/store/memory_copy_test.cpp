// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

using Open = std::unique_ptr<TrackingStore> (*)(const fs::path&);

// What holds of a copy holds as well where there is none.
class MemoryCopy : public StoreTest, public testing::WithParamInterface<Open> {
 protected:
  [[nodiscard]] std::unique_ptr<TrackingStore> look() const {
    if (fs::exists(file())) let_it_rest();
    return GetParam()(file());
  }

  // A file that was written just now is copied, since its times do not tell whether it is written once more.
  void let_it_rest() const { fs::last_write_time(file(), fs::file_time_type::clock::now() - 1h); }

  // Whatever `use` does with a copy, no file in the folder changes, comes or goes.
  void expect_untouched(const std::function<void(TrackingStore&)>& use) {
    const auto before = contents_of(folder());
    const auto changed = fs::last_write_time(folder());
    {
      const auto copy = look();
      use(*copy);
      EXPECT_TRUE(contents_of(folder()) == before) << "while it is open";
    }
    EXPECT_TRUE(contents_of(folder()) == before) << "afterwards";
    EXPECT_EQ(fs::last_write_time(folder()), changed);
  }
};

TEST_P(MemoryCopy, IsEmptyWhenThereIsNoStoreAndMakesNone) {
  const auto copy = GetParam()(folder() / "nowhere" / "sessions.db");
  EXPECT_TRUE(copy->older_synced_days(k_workspace).empty());
  leave_a_mark(*copy);
  EXPECT_TRUE(has_mark(*copy));
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_P(MemoryCopy, HasWhatTheStoreHasAndKeepsItsChangesToItself) {
  freeze(*open(), plan_of_two());
  expect_untouched([](TrackingStore& copy) {
    EXPECT_EQ(copy.day_plan(day_key()), plan_of_two());
    ASSERT_TRUE(copy.begin_send(intent_for(k_api)));
    const Instant start = instant("2026-02-02T08:00:00Z");
    copy.apply({{}, {{"s", "claude-code", "/p", start, start + 1h, {{{start, start + 1h}, "/p"}}, {}}}});
    EXPECT_EQ(copy.query_range({utc("2026-02-02T00:00:00Z"), utc("2026-02-03T00:00:00Z")}).size(), 1U);
  });
  EXPECT_EQ(open()->day_plan(day_key()), plan_of_two());
}

TEST_P(MemoryCopy, SeesWhatIsStillInTheWriteAheadLog) {
  (void)open();
  SQLite::Database writer{file().string(), SQLite::OPEN_READWRITE};
  writer.exec(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; "
      "INSERT INTO synced_days VALUES ('2026-02-02', 'aaaaaaaaaaaaaaaaaaaaaaaa')");
  ASSERT_GT(fs::file_size(file().string() + "-wal"), 0U);
  expect_untouched([](TrackingStore& copy) { EXPECT_TRUE(is_synced(copy)); });
}

TEST_P(MemoryCopy, RollsBackWhatAnotherWriterLeftHalfDone) {
  (void)open({.vfs = {}, .zone = {}, .journal = Journal::rollback});
  fs::create_directory(folder() / "writer");
  const fs::path original = folder() / "writer" / "sessions.db";
  fs::copy(file(), original);
  {
    SQLite::Database writer{original.string(), SQLite::OPEN_READWRITE};
    writer.exec(
        "INSERT INTO synced_days VALUES ('2026-02-02', 'aaaaaaaaaaaaaaaaaaaaaaaa'); PRAGMA cache_size = 1; BEGIN;"
        "DELETE FROM synced_days;"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
        "INSERT INTO synced_days SELECT 'day ' || i, 'somewhere' FROM n");
    ASSERT_GT(fs::file_size(original.string() + "-journal"), 0U);
    fs::copy_file(original, file(), fs::copy_options::overwrite_existing);
    fs::copy_file(original.string() + "-journal", file().string() + "-journal");
  }
  expect_untouched([](TrackingStore& copy) {
    EXPECT_EQ(copy.older_synced_days(k_workspace), std::set<LocalDate>{k_monday});
    EXPECT_TRUE(copy.older_synced_days(id<WorkspaceId>('f')).empty());
  });
  EXPECT_EQ(open()->older_synced_days(k_workspace), std::set<LocalDate>{k_monday})
      << "the store itself recovers as well";
}

TEST_P(MemoryCopy, MigratesADatabaseOfTheOlderToolInMemoryOnly) {
  sql("PRAGMA journal_mode = WAL;"
      "CREATE TABLE synced_days (date TEXT, workspace_id TEXT, PRIMARY KEY (date, workspace_id));"
      "INSERT INTO synced_days VALUES ('2026-02-02', 'aaaaaaaaaaaaaaaaaaaaaaaa')");
  expect_untouched([](TrackingStore& copy) {
    EXPECT_TRUE(is_synced(copy));
    freeze(copy, plan_of_two(date("2026-02-03")));
  });
}

TEST_P(MemoryCopy, NeedsNoRightToWrite) {
  leave_a_mark(*open());
  fs::permissions(file(), fs::perms::owner_read);
  fs::permissions(folder(), fs::perms::owner_read | fs::perms::owner_exec);
  expect_untouched([](TrackingStore& copy) { EXPECT_TRUE(has_mark(copy)); });
  fs::permissions(folder(), fs::perms::owner_all);
}

TEST_P(MemoryCopy, IsNotTakenWhileAnotherProcessWrites) {
  (void)open({.vfs = {}, .zone = {}, .journal = Journal::rollback});
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    SQLite::Database writer{file().string(), SQLite::OPEN_READWRITE};
    writer.exec("BEGIN EXCLUSIVE");
    const char locked = 'x';
    if (write(ready[1], &locked, 1) == 1) pause();
    _exit(0);
  }
  char locked = 0;
  ASSERT_EQ(read(ready[0], &locked, 1), 1);
  EXPECT_EQ(kind_of_failure([&] { (void)look(); }), StoreErrorKind::busy);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  (void)look();
  close(ready[0]);
  close(ready[1]);
}

INSTANTIATE_TEST_SUITE_P(Both, MemoryCopy, testing::Values(open_memory_copy, open_where_it_lies),
                         [](const auto& opened) { return opened.index == 0 ? "Copied" : "WhereItLies"; });

class WhereItLies : public StoreTest {
 protected:
  [[nodiscard]] std::unique_ptr<TrackingStore> look() const {
    fs::last_write_time(file(), fs::file_time_type::clock::now() - 1h);
    return open_where_it_lies(file());
  }
};

TEST_F(WhereItLies, IsReadNoMoreOnceAnotherProcessWrote) {
  (void)open();
  const auto store = look();
  record_day("2026-02-02");
  EXPECT_EQ(kind_of_failure([&] { (void)store->older_synced_days(k_workspace); }), StoreErrorKind::busy);
  EXPECT_TRUE(is_synced(*look()));
}

TEST_F(WhereItLies, IsNotInTheWayOfAWriter) {
  (void)open();
  const auto store = look();
  EXPECT_FALSE(is_synced(*store));
  record_day("2026-02-02");
  EXPECT_TRUE(is_synced(*open()));
}

TEST_F(WhereItLies, IsCopiedWhenItWasWrittenJustNow) {
  (void)open();
  const auto store = open_where_it_lies(file());
  record_day("2026-02-02");
  EXPECT_FALSE(is_synced(*store));
}

}  // namespace
}  // namespace libsync::store
