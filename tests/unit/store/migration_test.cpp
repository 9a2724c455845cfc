// SPDX-License-Identifier: MIT
#include "breaking_vfs.hpp"
#include "store_fixture.hpp"

#include <sys/stat.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

// As the older tool creates them.
const char* const k_older_sessions =
    "CREATE TABLE IF NOT EXISTS sessions (source_path TEXT PRIMARY KEY, project TEXT NOT NULL, date TEXT NOT NULL, "
    "start_time TEXT NOT NULL, end_time TEXT NOT NULL, duration_seconds INTEGER NOT NULL, "
    "input_tokens INTEGER NOT NULL DEFAULT 0, output_tokens INTEGER NOT NULL DEFAULT 0, "
    "cache_creation_input_tokens INTEGER NOT NULL DEFAULT 0, cache_read_input_tokens INTEGER NOT NULL DEFAULT 0);";
const char* const k_older_synced =
    "CREATE TABLE IF NOT EXISTS synced_days (date TEXT NOT NULL, workspace_id TEXT NOT NULL, "
    "PRIMARY KEY (date, workspace_id));"
    "CREATE TABLE IF NOT EXISTS synced_entries (date TEXT NOT NULL, workspace_id TEXT NOT NULL, "
    "project_id TEXT NOT NULL, clockify_entry_id TEXT NOT NULL, PRIMARY KEY (date, workspace_id, project_id));";
const char* const k_older_rows =
    "INSERT INTO sessions VALUES ('/t/1.jsonl', '/work/api', '2026-02-02', '2026-02-02T09:00:00Z', "
    "'2026-02-02T11:00:00Z', 3600, 10, 20, 30, 40);"
    "INSERT INTO synced_days VALUES ('2026-01-30', 'aaaaaaaaaaaaaaaaaaaaaaaa');"
    "INSERT INTO synced_entries VALUES ('2026-01-30', 'aaaaaaaaaaaaaaaaaaaaaaaa', '111111111111111111111111', "
    "'777777777777777777777777');";

class Migration : public StoreTest {
 protected:
  void make_older_database(const std::string& journal_mode = "WAL") const {
    sql("PRAGMA journal_mode = " + journal_mode + ";" + k_older_sessions + k_older_synced + k_older_rows);
  }

  [[nodiscard]] std::vector<fs::path> backups() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator{folder()}) {
      if (entry.path().filename().string().find("backup") != std::string::npos) found.push_back(entry.path());
    }
    return found;
  }

  [[nodiscard]] static std::string dump(const fs::path& database) {
    SQLite::Database db{database.string(), SQLite::OPEN_READWRITE};
    return db
        .execAndGet(
            "SELECT (SELECT group_concat(source_path || project || date || start_time || end_time || "
            "duration_seconds || input_tokens || output_tokens) FROM sessions) || "
            "(SELECT group_concat(date || workspace_id) FROM synced_days) || "
            "(SELECT group_concat(date || workspace_id || project_id || clockify_entry_id) "
            "FROM synced_entries)")
        .getString();
  }

  static void expect_what_was_synced(TrackingStore& store) {
    EXPECT_TRUE(store.register_timesheet(k_timesheet));
    EXPECT_TRUE(is_synced(store, date("2026-01-30")));
    EXPECT_EQ(store.synced_entries(day_key(date("2026-01-30"))),
              (std::vector<TrackingStore::SyncedEntry>{{k_api, k_first_entry}}));
    EXPECT_EQ(store.claimed_entries(k_timesheet), std::set<EntryId>{k_first_entry});
    const auto tracked = store.query_range({utc("2026-02-02T10:00:00Z"), utc("2026-02-02T17:00:00Z")});
    EXPECT_EQ(tracked, (std::vector<TrackedTime>{{"/t/1.jsonl", "/work/api", instant("2026-02-02T10:00:00Z"), 30min}}));
  }
};

TEST_F(Migration, KeepsWhatTheOlderToolHasSynced) {
  for (const std::string mode : {"WAL", "DELETE"}) {
    SCOPED_TRACE(mode);
    make_older_database(mode);
    const std::string before = dump(file());
    expect_what_was_synced(*open());
    EXPECT_EQ(dump(file()), before);
    EXPECT_EQ(ask("PRAGMA journal_mode"), mode == "WAL" ? "wal" : "delete");
    EXPECT_EQ(ask("PRAGMA user_version"), "3");
    expect_what_was_synced(*open());
    fs::remove(file());
  }
}

TEST_F(Migration, GivesTheSessionsOfTheOlderToolToTheImporter) {
  make_older_database();
  const auto store = open();
  const auto legacy = store->legacy_sessions();
  ASSERT_EQ(legacy.size(), 1U);
  EXPECT_EQ(legacy[0].duration, 3600s);
  const Session expected{.source_path = "/t/1.jsonl",
                         .agent = "claude-code",
                         .project = "/work/api",
                         .start = instant("2026-02-02T09:00:00Z"),
                         .end = instant("2026-02-02T11:00:00Z"),
                         .active = {},
                         .tokens = {10, 20, 30, 40}};
  EXPECT_EQ(legacy[0].session, expected);
}

TEST_F(Migration, LeavesAPrivateCheckedBackupOnce) {
  make_older_database();
  const std::string before = dump(file());
  (void)open();
  (void)open();
  ASSERT_EQ(backups(), std::vector<fs::path>{file().string() + ".backup-v0"});
  EXPECT_EQ(dump(backups()[0]), before);
  struct stat info {};
  ASSERT_EQ(stat(backups()[0].c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  SQLite::Database backup{backups()[0].string(), SQLite::OPEN_READONLY};
  EXPECT_EQ(backup.execAndGet("PRAGMA user_version").getInt(), 0);
  EXPECT_EQ(backup.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

TEST_F(Migration, DoesNotReplaceAnEarlierBackup) {
  make_older_database();
  const fs::path earlier = file().string() + ".backup-v0";
  write_file(earlier, "precious");
  (void)open();
  EXPECT_EQ(read_file(earlier), "precious");
  EXPECT_EQ(dump(earlier.string() + ".2"), dump(file()));
}

TEST_F(Migration, MakesTheTablesThatAreMissing) {
  sql(std::string{"PRAGMA journal_mode = WAL;"} + k_older_sessions);
  leave_a_mark(*open());
  EXPECT_TRUE(has_mark(*open()));
  fs::remove(file());
  sql(std::string{k_older_synced} + "INSERT INTO synced_days VALUES ('2026-01-30', 'aaaaaaaaaaaaaaaaaaaaaaaa')");
  EXPECT_TRUE(is_synced(*open(), date("2026-01-30")));
}

TEST_F(Migration, SurvivesRowsThatMakeNoSense) {
  make_older_database();
  sql("INSERT INTO sessions VALUES (NULL, '', '', '', '', 0, 0, 0, 0, 0);"
      "INSERT INTO sessions VALUES ('back', '', '', '2026-02-02T12:00:00Z', '2026-02-02T11:00:00Z', -60, 0, 0, 0, 0);"
      "INSERT INTO sessions VALUES ('words', 'x', 'y', 'now', 'never', 'long', 'a', 'b', 'c', 'd');"
      "INSERT INTO sessions VALUES (x'00ff', x'ff', x'ff', x'ff', x'ff', x'ff', x'ff', x'ff', x'ff', x'ff');"
      "INSERT INTO sessions VALUES ('huge', 'x', 'y', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', "
      "9223372036854775807, 0, 0, 0, 0);"
      "INSERT INTO synced_days VALUES ('yesterday', 'my workspace');"
      "INSERT INTO synced_days VALUES ('yesterday', 'aaaaaaaaaaaaaaaaaaaaaaaa');"
      "INSERT INTO synced_entries VALUES ('2026-01-30', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'other', 'none');");
  const auto store = open();
  store->register_timesheet(k_timesheet);
  EXPECT_TRUE(is_synced(*store, date("2026-01-30")));
  EXPECT_EQ(store->older_synced_days(k_workspace).size(), 1U);
  EXPECT_EQ(store->claimed_entries(k_timesheet).size(), 1U);
  EXPECT_EQ(store->query_range({utc("2026-02-02T00:00:00Z"), utc("2026-02-03T00:00:00Z")}).size(), 2U);
  (void)store->legacy_sessions();
  (void)store->earliest_session_date(*Zone::find("Asia/Tokyo"));
}

TEST_F(Migration, TakesAColumnThatMayBeNull) {
  sql("CREATE TABLE sessions (source_path TEXT PRIMARY KEY, project TEXT, date TEXT, start_time TEXT, end_time TEXT, "
      "duration_seconds INTEGER, input_tokens INTEGER, output_tokens INTEGER, cache_creation_input_tokens INTEGER, "
      "cache_read_input_tokens INTEGER);"
      "INSERT INTO sessions VALUES ('a', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
      "INSERT INTO sessions VALUES ('b', NULL, NULL, '2026-02-02T09:00:00Z', '2026-02-02T11:00:00Z', NULL, NULL, NULL, "
      "NULL, NULL);");
  const auto store = open();
  EXPECT_TRUE(store->query_range({utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z")}).empty());
  EXPECT_EQ(store->legacy_sessions().size(), 1U);
}

TEST_F(Migration, RefusesADamagedDatabaseAndLeavesItAlone) {
  make_older_database("DELETE");
  std::string content = read_file(file());
  const std::size_t page = std::stoul(ask("SELECT rootpage FROM sqlite_schema WHERE name = 'synced_days'"));
  content.replace((page - 1) * 4096, 16, std::string(16, '\x5a'));
  write_file(file(), content);
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::corrupt);
  EXPECT_TRUE(read_file(file()) == content);
  EXPECT_TRUE(backups().empty());
}

TEST_F(Migration, HappensAsAWholeOrNotAtAll) {
  BreakingVfs vfs;
  make_older_database("DELETE");
  const std::string before = dump(file());
  int k = 1;
  for (;; ++k) {
    ASSERT_LT(k, 1000);
    vfs.fail_from(k, SQLITE_FULL);
    const auto kind =
        kind_of_failure([&] { (void)open({.vfs = vfs.name(), .zone = {}, .journal = Journal::rollback}); });
    vfs.fail_from(0, SQLITE_OK);
    if (!kind) break;
    EXPECT_EQ(kind, StoreErrorKind::full) << "change " << k;
    EXPECT_EQ(ask("PRAGMA user_version"), "0") << "change " << k;
    EXPECT_EQ(dump(file()), before) << "change " << k;
    for (const auto& backup : backups()) EXPECT_EQ(dump(backup), before) << backup;
  }
  EXPECT_GT(k, 20);
  expect_what_was_synced(*open());
}

}  // namespace
}  // namespace libsync::store
