// SPDX-License-Identifier: MIT
#include "ordinary_user.hpp"
#include "store_fixture.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;
using support::as_an_ordinary_user;

mode_t mode_of(const fs::path& path) {
  struct stat info {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 0777;
}

class Open : public StoreTest {};

TEST_F(Open, MakesAPrivateFileInAPrivateFolder) {
  const fs::path nested = folder() / "share" / "claude-tracker" / "sessions.db";
  (void)open_sqlite_store(nested);
  EXPECT_EQ(mode_of(nested), 0600U);
  EXPECT_EQ(mode_of(nested.parent_path()), 0700U);
  EXPECT_EQ(mode_of(nested.parent_path().parent_path()), 0700U);
  EXPECT_EQ(contents_of(nested.parent_path()).size(), 1U) << "nothing but the store is left";
}

TEST_F(Open, JournalsArePrivateToo) {
  const auto store = open();
  sql("PRAGMA journal_mode = WAL");
  const auto again = open();
  leave_a_mark(*again);
  EXPECT_EQ(mode_of(file().string() + "-wal"), 0600U);
}

TEST_F(Open, DoesNotMakeAFolderThatMustExist) {
  const fs::path nested = folder() / "typo" / "sessions.db";
  const SqliteOptions options{.vfs = {}, .folder = Folder::must_exist, .zone = {}};
  EXPECT_EQ(kind_of_failure([&] { (void)open_sqlite_store(nested, options); }), StoreErrorKind::missing_folder);
  EXPECT_NE(message_of_failure([&] { (void)open_sqlite_store(nested, options); }).find(nested.parent_path().string()),
            std::string::npos);
  EXPECT_FALSE(fs::exists(nested.parent_path()));
}

TEST_F(Open, ANewStoreIsEmptyAndIsFoundAgain) {
  EXPECT_FALSE(has_mark(*open()));
  leave_a_mark(*open());
  EXPECT_TRUE(has_mark(*open()));
}

TEST_F(Open, HasTheTablesOfTheOlderToolUnderTheirNames) {
  (void)open();
  EXPECT_EQ(ask("SELECT group_concat(name) FROM pragma_table_info('sessions')"),
            "source_path,project,date,start_time,end_time,duration_seconds,input_tokens,output_tokens,"
            "cache_creation_input_tokens,cache_read_input_tokens");
  EXPECT_EQ(ask("SELECT group_concat(name) FROM pragma_table_info('synced_days')"), "date,workspace_id");
  EXPECT_EQ(ask("SELECT group_concat(name) FROM pragma_table_info('synced_entries')"),
            "date,workspace_id,project_id,clockify_entry_id");
}

TEST_F(Open, EveryNewTableIsStrict) {
  (void)open();
  EXPECT_EQ(ask("SELECT group_concat(name) FROM pragma_table_list WHERE schema = 'main' AND NOT strict "
                "AND name NOT LIKE 'sqlite%' AND name NOT IN ('sessions', 'synced_days', 'synced_entries')"),
            "");
}

TEST_F(Open, FollowsASymbolicLinkToTheFileItNames) {
  fs::create_directory(folder() / "real");
  const fs::path real = folder() / "real" / "data.db";
  leave_a_mark(*open_sqlite_store(real));
  fs::create_symlink(real, file());
  EXPECT_TRUE(has_mark(*open()));
  EXPECT_TRUE(fs::is_symlink(file()));
}

TEST_F(Open, RefusesALinkThatLeadsNowhere) {
  fs::create_symlink(folder() / "nowhere.db", file());
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::io);
  EXPECT_FALSE(fs::exists(folder() / "nowhere.db"));
}

// --- files that are none of ours ------------------------------------------------------------------------------------

class Refuse : public StoreTest {
 protected:
  // Opens the file, on disk and as a copy, and expects this kind of error, a sentence that names the file, and no byte
  // changed.
  void expect_refused(StoreErrorKind kind) {
    const auto before = contents_of(folder());
    for (const bool copy : {false, true}) {
      SCOPED_TRACE(copy ? "copy" : "file");
      const auto action = [&] { (void)(copy ? open_memory_copy(file()) : open()); };
      EXPECT_EQ(kind_of_failure(action), kind);
      const std::string message = message_of_failure(action);
      EXPECT_EQ(message.rfind("cannot use the store " + file().string() + ": ", 0), 0U) << message;
      EXPECT_EQ(message.find('\n'), std::string::npos);
    }
    EXPECT_TRUE(contents_of(folder()) == before) << "something was written";
  }
};

TEST_F(Refuse, AnEmptyFile) {
  write_file(file(), "");
  expect_refused(StoreErrorKind::corrupt);
}

TEST_F(Refuse, AFileThatIsNoDatabase) {
  write_file(file(), std::string(10'000, 'x'));
  expect_refused(StoreErrorKind::corrupt);
}

TEST_F(Refuse, AShortFileThatIsNoDatabase) {
  write_file(file(), "SQLite format 3");
  expect_refused(StoreErrorKind::corrupt);
}

TEST_F(Refuse, ADatabaseOfAnotherProgram) {
  sql("CREATE TABLE cookies(name TEXT); INSERT INTO cookies VALUES ('x')");
  expect_refused(StoreErrorKind::foreign);
}

TEST_F(Refuse, ADatabaseWithAnotherApplicationId) {
  sql("PRAGMA application_id = 77; CREATE TABLE sessions(id)");
  expect_refused(StoreErrorKind::foreign);
}

TEST_F(Refuse, ATableOfThisNameWithOtherColumns) {
  sql("CREATE TABLE sessions(id INTEGER PRIMARY KEY, token TEXT)");
  expect_refused(StoreErrorKind::foreign);
}

TEST_F(Refuse, AStoreOfANewerVersion) {
  leave_a_mark(*open());
  sql("PRAGMA user_version = 99");
  expect_refused(StoreErrorKind::too_new);
}

TEST_F(Refuse, AStoreWithoutOneOfItsGuards) {
  (void)open();
  sql("DROP TRIGGER row_goes_its_way");
  expect_refused(StoreErrorKind::corrupt);
}

TEST_F(Refuse, AFolderInPlaceOfAFile) {
  fs::create_directory(file());
  expect_refused(StoreErrorKind::foreign);
}

TEST_F(Refuse, AFifoWithoutWaitingForIt) {
  ASSERT_EQ(mkfifo(file().c_str(), 0600), 0);
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::foreign);
  EXPECT_EQ(kind_of_failure([&] { (void)open_memory_copy(file()); }), StoreErrorKind::foreign);
}

// --- files that cannot be used --------------------------------------------------------------------------------------

TEST_F(Open, SaysThatAFileIsReadOnly) {
  (void)open();
  fs::permissions(file(), fs::perms::owner_read);
  EXPECT_TRUE(as_an_ordinary_user(folder(),
                                  [&] { return kind_of_failure([&] { (void)open(); }) == StoreErrorKind::read_only; }));
}

TEST_F(Open, SaysThatAFolderIsReadOnly) {
  (void)open();
  fs::permissions(folder(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_TRUE(as_an_ordinary_user(folder(),
                                  [&] { return kind_of_failure([&] { (void)open(); }) == StoreErrorKind::read_only; }));
  fs::permissions(folder(), fs::perms::owner_all);
}

TEST_F(Open, SaysThatANewFileCannotBeMadeInAReadOnlyFolder) {
  fs::permissions(folder(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_TRUE(as_an_ordinary_user(folder(),
                                  [&] { return kind_of_failure([&] { (void)open(); }) == StoreErrorKind::read_only; }));
  fs::permissions(folder(), fs::perms::owner_all);
}

TEST_F(Open, SaysThatAnotherProcessIsWriting) {
  const SqliteOptions hasty{.vfs = {}, .zone = {}, .busy_timeout = 1ms, .journal = Journal::rollback};
  const auto store = open(hasty);
  SQLite::Database other{file().string(), SQLite::OPEN_READWRITE};
  other.exec("BEGIN EXCLUSIVE");
  EXPECT_EQ(kind_of_failure([&] { leave_a_mark(*store); }), StoreErrorKind::busy);
  EXPECT_EQ(kind_of_failure([&] { (void)open(hasty); }), StoreErrorKind::busy);
  other.exec("ROLLBACK");
  leave_a_mark(*store);
  EXPECT_TRUE(has_mark(*open()));
}

TEST_F(Open, NoticesThatTheFileWasReplaced) {
  const auto store = open();
  fs::rename(file(), folder() / "moved.db");
  EXPECT_EQ(kind_of_failure([&] { leave_a_mark(*store); }), StoreErrorKind::io);
  (void)open();
  EXPECT_EQ(kind_of_failure([&] { leave_a_mark(*store); }), StoreErrorKind::io);
  EXPECT_FALSE(has_mark(*open()));
}

// --- damage ---------------------------------------------------------------------------------------------------------

TEST_F(Open, AFileThatWasCutIsNeverTakenForAnEmptyStore) {
  {
    const auto store = open();
    freeze(*store, plan_of_two());
    leave_a_mark(*store);
  }
  const std::string whole = read_file(file());
  for (std::size_t size = 0; size < whole.size(); size += size < 200 ? 1 : 509) {
    write_file(file(), whole.substr(0, size));
    EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::corrupt) << size;
    EXPECT_TRUE(read_file(file()) == whole.substr(0, size)) << size;
  }
}

TEST_F(Open, AFileWhoseLastPageWasCutIsFoundOut) {
  {
    const auto store = open();
    for (const char* session : {"a", "b", "c"}) {
      const Instant start = instant("2026-02-02T08:00:00Z");
      store->apply({{}, {{session, "claude-code", std::string(6000, 'p'), start, start + 1h, {}, {}}}});
    }
  }
  const std::string whole = read_file(file());
  write_file(file(), whole.substr(0, whole.size() - 1));
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::corrupt);
}

TEST_F(Open, DamagedPagesNeverLeadToASend) {
  {
    const auto store = open();
    freeze(*store, plan_of_two());
  }
  std::string content = read_file(file());
  const std::size_t page = std::stoul(ask("SELECT rootpage FROM sqlite_schema WHERE name = 'remembered_users'"));
  content.replace((page - 1) * 4096, 16, std::string(16, '\x5a'));
  write_file(file(), content);
  const auto store = open();
  EXPECT_EQ(kind_of_failure([&] { (void)store->begin_send(intent_for(k_api)); }), StoreErrorKind::corrupt);
}

}  // namespace
}  // namespace libsync::store
