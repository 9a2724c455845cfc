// SPDX-License-Identifier: MIT
//
// A database, or a file beside it, that somebody prepared for us.
#include "store_fixture.hpp"

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

class Planted : public StoreTest {
 protected:
  // Neither the store nor a copy of it is opened, and no byte changes.
  void expect_refused(StoreErrorKind kind, const std::string& words) {
    const auto before = contents_of(folder());
    for (const bool copy : {false, true}) {
      SCOPED_TRACE(copy ? "copy" : "file");
      const auto action = [&] { (void)(copy ? open_memory_copy(file()) : open()); };
      EXPECT_EQ(kind_of_failure(action), kind);
      EXPECT_NE(message_of_failure(action).find(words), std::string::npos) << message_of_failure(action);
    }
    EXPECT_TRUE(contents_of(folder()) == before) << "something was written";
  }

  // A database of the older tool, as it makes it.
  void make_older_database() const {
    sql("CREATE TABLE synced_days (date TEXT NOT NULL, workspace_id TEXT NOT NULL, PRIMARY KEY (date, workspace_id));"
        "CREATE TABLE synced_entries (date TEXT NOT NULL, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, "
        "clockify_entry_id TEXT NOT NULL, PRIMARY KEY (date, workspace_id, project_id));"
        "INSERT INTO synced_days VALUES ('2026-01-30', 'aaaaaaaaaaaaaaaaaaaaaaaa')");
  }
};

TEST_F(Planted, ATriggerThatForgetsIntentsIsFoundOut) {
  (void)open();
  sql("CREATE TRIGGER forgetful AFTER UPDATE ON outbox WHEN NEW.state = 'in_flight' "
      "BEGIN UPDATE outbox SET state = 'planned' WHERE project_id = NEW.project_id; END");
  expect_refused(StoreErrorKind::corrupt, "its trigger `forgetful` is not ours");
}

TEST_F(Planted, ATriggerWithAnInnocentNameIsFoundOut) {
  (void)open();
  sql("CREATE TRIGGER forgetful AFTER INSERT ON synced_days BEGIN DELETE FROM synced_days; END;"
      "PRAGMA writable_schema = ON;"
      "UPDATE sqlite_schema SET name = 'sqlite_own', sql = replace(sql, 'forgetful', 'sqlite_own') "
      "WHERE name = 'forgetful'");
  expect_refused(StoreErrorKind::corrupt, "its trigger `sqlite_own` is not ours");
}

TEST_F(Planted, AGuardThatGuardsNothingIsFoundOut) {
  (void)open();
  sql("DROP TRIGGER row_goes_its_way; CREATE TRIGGER row_goes_its_way BEFORE UPDATE ON outbox BEGIN SELECT 1; END");
  expect_refused(StoreErrorKind::corrupt, "its trigger `row_goes_its_way` is not ours");
}

TEST_F(Planted, AnotherIndexDoesNotStandInForAGuard) {
  (void)open();
  sql("DROP TRIGGER row_goes_its_way; CREATE INDEX one_more ON outbox(state)");
  expect_refused(StoreErrorKind::corrupt, "a part of its schema is missing");
}

TEST_F(Planted, AViewInPlaceOfATableIsFoundOut) {
  (void)open();
  sql("DROP TABLE remembered_users; CREATE VIEW remembered_users AS SELECT 'x' AS account, 'y' AS user_id");
  expect_refused(StoreErrorKind::corrupt, "its view `remembered_users` is not ours");
}

TEST_F(Planted, ATableWithoutItsChecksIsFoundOut) {
  (void)open();
  sql("DROP TABLE remembered_users; CREATE TABLE remembered_users (account TEXT PRIMARY KEY, user_id TEXT) STRICT");
  expect_refused(StoreErrorKind::corrupt, "its table `remembered_users` is not ours");
}

TEST_F(Planted, ADatabaseOfTheOlderToolHasNoTriggers) {
  make_older_database();
  sql("CREATE TRIGGER forgetful AFTER INSERT ON synced_days BEGIN DELETE FROM synced_days; END");
  expect_refused(StoreErrorKind::foreign, "it has triggers");
}

TEST_F(Planted, ADatabaseOfTheOlderToolHasNoViews) {
  make_older_database();
  sql("CREATE VIEW sessions AS SELECT '/t/1.jsonl' AS source_path");
  expect_refused(StoreErrorKind::foreign, "its table `sessions` has other columns");
}

// An index cannot change anything, and the older tool may have made one.
TEST_F(Planted, AnotherIndexIsNoHarm) {
  make_older_database();
  sql("CREATE INDEX sessions_by_day ON synced_days(date)");
  EXPECT_TRUE(is_synced(*open(), date("2026-01-30")));
  EXPECT_TRUE(is_synced(*open(), date("2026-01-30")));
}

// --- links where the store will write -------------------------------------------------------------------------------

TEST_F(Planted, ALinkInPlaceOfTheBackupsDraftIsNotFollowed) {
  make_older_database();
  fs::create_symlink(folder() / "victim", file().string() + ".backup-v0.draft");
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::io);
  EXPECT_FALSE(fs::exists(folder() / "victim"));
  fs::remove(file().string() + ".backup-v0.draft");
  EXPECT_TRUE(is_synced(*open(), date("2026-01-30")));
}

TEST_F(Planted, ALinkInPlaceOfAJournalIsNotFollowed) {
  const std::string precious(4096, 'x');
  write_file(folder() / "victim", precious);
  for (const Journal journal : {Journal::rollback, Journal::fitting}) {
    (void)open({.vfs = {}, .zone = {}, .journal = journal});
    for (const char* suffix : {"-journal", "-wal", "-shm"}) {
      SCOPED_TRACE(suffix);
      fs::create_symlink(folder() / "victim", file().string() + suffix);
      (void)kind_of_failure([&] { leave_a_mark(*open({.vfs = {}, .zone = {}, .journal = journal})); });
      EXPECT_TRUE(read_file(folder() / "victim") == precious);
      fs::remove(file().string() + suffix);
    }
  }
  leave_a_mark(*open());
  EXPECT_TRUE(has_mark(*open()));
}

TEST_F(Planted, ADeviceInPlaceOfTheStoreIsRefused) {
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/full"}) {
    SCOPED_TRACE(device);
    fs::create_symlink(device, file());
    EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::foreign);
    EXPECT_EQ(kind_of_failure([&] { (void)open_memory_copy(file()); }), StoreErrorKind::foreign);
    fs::remove(file());
  }
}

// --- texts ----------------------------------------------------------------------------------------------------------

TEST_F(Planted, StatementsInTextsAreTexts) {
  const std::string hostile = "'); DROP TABLE outbox; --\"; DELETE FROM synced_days; --\x01[]`$1 ?1 :a @b";
  DayPlan plan = plan_of_two();
  plan.timesheet.base_url = plan.time_zone = hostile;
  for (auto& row : plan.rows) {
    row.entry.description = hostile;
    row.entry.sources = {hostile};
  }
  const auto store = open();
  record_day("2026-01-30");
  freeze(*store, plan);
  store->remember_user(hostile, k_user);
  EXPECT_EQ(store->day_plan(plan.key()), plan);
  EXPECT_EQ(store->remembered_user(hostile), k_user);
  EXPECT_TRUE(is_synced(*open(), date("2026-01-30")));
}

}  // namespace
}  // namespace libsync::store
