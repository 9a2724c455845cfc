// SPDX-License-Identifier: MIT
#include "breaking_vfs.hpp"
#include "connection.hpp"
#include "store_fixture.hpp"

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

class Durable : public StoreTest {
 protected:
  BreakingVfs vfs;

  [[nodiscard]] std::unique_ptr<TrackingStore> open_on_vfs(Journal journal = Journal::fitting) const {
    return open({.vfs = vfs.name(), .zone = {}, .journal = journal});
  }
};

class DurableInEither : public Durable, public testing::WithParamInterface<Journal> {};

std::string name_of(Journal journal) {
  return journal == Journal::rollback ? "RollbackJournal" : "WriteAheadLog";
}

INSTANTIATE_TEST_SUITE_P(Journals, DurableInEither, testing::Values(Journal::fitting, Journal::rollback),
                         [](const auto& journal) { return name_of(journal.param); });

// --- settings -------------------------------------------------------------------------------------------------------

TEST_P(DurableInEither, ADatabaseSyncsItsJournalItsPagesAndItsFolder) {
  (void)open_on_vfs(GetParam());
  Connection connection{file(), Durability::full, "", 0ms};
  connection.make_durable();
  if (GetParam() == Journal::fitting) connection.use_log();
  EXPECT_EQ(connection.text("PRAGMA journal_mode"), GetParam() == Journal::rollback ? "delete" : "wal");
  EXPECT_EQ(connection.text("PRAGMA synchronous"), "3");
  EXPECT_EQ(connection.text("PRAGMA foreign_keys"), "1");
  EXPECT_EQ(connection.text("PRAGMA trusted_schema"), "0");
  EXPECT_EQ(connection.text("PRAGMA cell_size_check"), "1");
  EXPECT_THROW(connection.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"), StoreError);
}

TEST_F(Durable, AStoreHasALogWhileItSendsAndARollbackJournalAtRest) {
  {
    const auto store = open();
    EXPECT_EQ(ask("PRAGMA journal_mode"), "delete");
    freeze(*store, plan_of_two());
    EXPECT_EQ(ask("PRAGMA journal_mode"), "wal");
  }
  EXPECT_EQ(ask("PRAGMA journal_mode"), "delete");
  EXPECT_FALSE(fs::exists(file().string() + "-wal"));
}

TEST_F(Durable, ALogStaysWhereARollbackJournalWouldDo) {
  (void)open();
  sql("PRAGMA journal_mode = WAL");
  freeze(*open_on_vfs(Journal::rollback), plan_of_two());
  EXPECT_EQ(ask("PRAGMA journal_mode"), "wal");
}

TEST_F(Durable, TheEndOfALogMayFailAnywhere) {
  open()->register_timesheet(k_timesheet);
  const std::string before = read_file(file());
  for (int k = 1;; ++k) {
    {
      const auto store = open_on_vfs();
      store->freeze(plan_of_two());
      vfs.fail_from(k, SQLITE_FULL);
    }
    const bool is_through = vfs.changes() < k;
    vfs.fail_from(0, SQLITE_OK);
    EXPECT_EQ(open()->day_plan(day_key()), plan_of_two()) << "change " << k;
    if (is_through) {
      EXPECT_GT(k, 5);
      EXPECT_EQ(ask("PRAGMA journal_mode"), "delete");
      break;
    }
    std::ofstream{file(), std::ios::binary} << before;
  }
}

// --- what reaches the disk ------------------------------------------------------------------------------------------

TEST_P(DurableInEither, CallsGoThroughTheVfsThatWasNamed) {
  (void)open_on_vfs(GetParam());
  vfs.fail_from(0, SQLITE_OK);
  const auto store = open_on_vfs(GetParam());
  EXPECT_EQ(vfs.changes(), 0) << "opening writes nothing";
  leave_a_mark(*store);
  EXPECT_GT(vfs.changes(), 0);
}

TEST_P(DurableInEither, AnIntentIsOnTheDiskWhenTheCallReturns) {
  const auto store = open_on_vfs(GetParam());
  freeze(*store, plan_of_two());
  const int folder_syncs = vfs.folder_syncs();
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  EXPECT_EQ(vfs.unsynced_writes(), 0);
  if (GetParam() != Journal::rollback) return;
  EXPECT_GT(vfs.folder_syncs(), folder_syncs) << "the end of the journal is the commit, so it must last";
}

TEST_F(Durable, AnIntentIsOneSyncOfTheLog) {
  const auto store = open_on_vfs();
  freeze(*store, plan_of_two());
  const int syncs = vfs.syncs();
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  EXPECT_EQ(vfs.syncs(), syncs + 1);
  const std::vector answers{Posted{row_key(k_api), planned(k_api), k_first_entry, Origin::created, ""}};
  ASSERT_TRUE(store->begin_sends(std::vector{intent_for(k_web)}, answers));
  EXPECT_EQ(vfs.syncs(), syncs + 2) << "with the answer before it";
}

// A second lock would mean that a commit may come between two statements of one answer.
TEST_P(DurableInEither, ReadingLocksTheFileOnceForEachCall) {
  const auto store = open_on_vfs(GetParam());
  freeze(*store, plan_of_two());
  const auto locks = [&](auto read) {
    const int before = vfs.read_locks();
    (void)read();
    return vfs.read_locks() - before;
  };
  const Interval year{utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z")};
  EXPECT_EQ(locks([&] { return store->day_plan(day_key()); }), 1);
  EXPECT_EQ(locks([&] { return store->open_plans(k_timesheet); }), 1);
  EXPECT_EQ(locks([&] { return store->query_range(year); }), 1);
  EXPECT_EQ(locks([&] { return store->sessions_in(year); }), 1);
  EXPECT_EQ(locks([&] { return store->claimed_entries(k_timesheet); }), 1);
  EXPECT_EQ(locks([&] { return store->withdrawals(k_timesheet); }), 1);
}

TEST_P(DurableInEither, ReadingWritesNothing) {
  const auto store = open_on_vfs(GetParam());
  freeze(*store, plan_of_two());
  vfs.fail_from(0, SQLITE_OK);
  (void)store->open_plans(k_timesheet);
  (void)store->older_synced_days(k_workspace);
  (void)store->sources(SessionStore::Points::load);
  (void)store->query_range({utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z")});
  EXPECT_EQ(vfs.changes(), 0);
}

// --- a log and another store ----------------------------------------------------------------------------------------

class ALog : public Durable {
 protected:
  // The store as it was before a run, and the log of that run, which was killed.
  void put_an_older_copy_back() {
    open()->register_timesheet(k_timesheet);
    const std::string older = read_file(file());
    std::string log;
    {
      const auto store = open();
      store->freeze(plan_of_two());
      log = read_file(log_file());
    }
    std::ofstream{file(), std::ios::binary} << older;
    std::ofstream{log_file(), std::ios::binary} << log;
  }

  [[nodiscard]] fs::path log_file() const { return file().string() + "-wal"; }
  [[nodiscard]] bool is_set_aside() const { return fs::exists(log_file().string() + ".orphan"); }
};

TEST_F(ALog, StaysAsLongAsAnotherProcessReads) {
  auto store = open();
  freeze(*store, plan_of_two());
  {
    SQLite::Database reader{file().string(), SQLite::OPEN_READONLY};
    SQLite::Statement rows{reader, "SELECT * FROM outbox"};
    ASSERT_TRUE(rows.executeStep());
    store.reset();
    EXPECT_TRUE(fs::exists(log_file()));
  }
  EXPECT_EQ(ask("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(open()->day_plan(day_key()), plan_of_two());
  ASSERT_TRUE(open()->begin_send(intent_for(k_api)));
  EXPECT_EQ(ask("PRAGMA journal_mode"), "delete") << "the next run that sends ends it";
}

TEST_F(ALog, IsKeptFromAStoreThatTookThePlaceOfItsOwn) {
  (void)open();
  fs::copy_file(file(), folder() / "other.db");
  {
    const auto store = open();
    freeze(*store, plan_of_two());
    fs::rename(folder() / "other.db", file());
    EXPECT_EQ(kind_of_failure([&] { store->complete_day(day_key()); }), StoreErrorKind::io);
  }
  EXPECT_TRUE(is_set_aside());
  EXPECT_EQ(open()->day_plan(day_key()), std::nullopt);
}

TEST_F(ALog, IsKeptFromAStoreThatTookThePlaceOfItsOwnAtTheEnd) {
  (void)open();
  fs::copy_file(file(), folder() / "other.db");
  {
    const auto store = open();
    freeze(*store, plan_of_two());
    fs::rename(folder() / "other.db", file());
  }
  EXPECT_TRUE(is_set_aside());
  EXPECT_EQ(open()->day_plan(day_key()), std::nullopt);
}

TEST_F(ALog, OfAStoreThatIsGoneIsSetAside) {
  {
    const auto store = open();
    freeze(*store, plan_of_two());
    fs::copy_file(log_file(), folder() / "log");
  }
  fs::remove(file());
  fs::rename(folder() / "log", log_file());
  EXPECT_EQ(open()->day_plan(day_key()), std::nullopt);
  EXPECT_TRUE(is_set_aside());
}

TEST_F(ALog, OfARunThatWasKilledIsNotMixedIntoAnOlderCopy) {
  put_an_older_copy_back();
  const std::string older = read_file(file());
  EXPECT_EQ(open()->day_plan(day_key()), std::nullopt);
  EXPECT_TRUE(is_set_aside());
  EXPECT_EQ(read_file(file()), older);
}

TEST_F(ALog, OfARunThatWasKilledIsNotReadWithAnOlderCopy) {
  put_an_older_copy_back();
  EXPECT_EQ(open_memory_copy(file())->day_plan(day_key()), std::nullopt);
  EXPECT_FALSE(is_set_aside()) << "who only reads moves nothing";
}

// --- a disk that fails --------------------------------------------------------------------------------------------

struct Fault {
  Journal journal;
  const char* name;
  int code;
  StoreErrorKind kind;
};

class Failing : public Durable, public testing::WithParamInterface<Fault> {
 protected:
  // Runs `action` on a store with every k-th change of the disk and all after it failing, for k = 1, 2, ... until it
  // gets through. After each failure nothing of it may be in the store.
  void expect_all_or_nothing(const std::function<void(TrackingStore&)>& action) {
    const auto state = [&] {
      const auto store = open({.vfs = {}, .zone = {}, .journal = GetParam().journal});
      return std::tuple{store->day_plan(day_key()), store->synced_entries(day_key()),
                        store->refused_attempts(k_timesheet), store->older_synced_days(k_workspace),
                        store->query_range({utc("2026-02-02T00:00:00Z"), utc("2026-02-03T00:00:00Z")})};
    };
    const auto before = state();
    int k = 1;
    for (;; ++k) {
      ASSERT_LT(k, 1000);
      const auto store = open_on_vfs(GetParam().journal);
      vfs.fail_from(k, GetParam().code);
      const auto kind = kind_of_failure([&] { action(*store); });
      vfs.fail_from(0, SQLITE_OK);
      if (!kind) break;
      EXPECT_EQ(kind, GetParam().kind) << "change " << k;
      EXPECT_TRUE(state() == before) << "change " << k;
    }
    EXPECT_GT(k, 3) << "there were changes to fail";
    EXPECT_FALSE(state() == before);
  }
};

TEST_P(Failing, APlanIsFrozenAsAWholeOrNotAtAll) {
  open_on_vfs(GetParam().journal)->register_timesheet(k_timesheet);
  expect_all_or_nothing([](TrackingStore& store) { store.freeze(plan_of_two()); });
}

TEST_P(Failing, AnIntentIsWrittenOrNothingIs) {
  freeze(*open_on_vfs(GetParam().journal), plan_of_two());
  expect_all_or_nothing([](TrackingStore& store) { ASSERT_TRUE(store.begin_send(intent_for(k_api))); });
}

TEST_P(Failing, ARowIsPostedInBothTablesOrInNone) {
  {
    const auto store = open_on_vfs(GetParam().journal);
    freeze(*store, plan_of_two());
    ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  }
  expect_all_or_nothing([](TrackingStore& store) {
    store.write_posted({row_key(k_api), planned(k_api), k_first_entry, Origin::created, ""});
  });
}

TEST_P(Failing, AnAnswerAndTheNextIntentAreOneCommit) {
  {
    const auto store = open_on_vfs(GetParam().journal);
    freeze(*store, plan_of_two());
    ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  }
  expect_all_or_nothing([](TrackingStore& store) {
    const std::vector answers{Posted{row_key(k_api), planned(k_api), k_first_entry, Origin::created, ""}};
    ASSERT_TRUE(store.begin_sends(std::vector{intent_for(k_web)}, answers));
  });
}

TEST_P(Failing, ARefusalIsRememberedOrTheRowStaysInFlight) {
  {
    const auto store = open_on_vfs(GetParam().journal);
    freeze(*store, plan_of_two());
    ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  }
  expect_all_or_nothing([](TrackingStore& store) { ASSERT_TRUE(store.write_refused(row_key(k_api), 1)); });
  EXPECT_EQ(open()->refused_attempts(k_timesheet).size(), 1U);
}

TEST_P(Failing, ABatchOfSessionsIsAppliedOrNot) {
  (void)open_on_vfs(GetParam().journal);
  expect_all_or_nothing([](TrackingStore& store) {
    const Instant start = instant("2026-02-02T08:00:00Z");
    store.apply({{}, {{"s", "claude-code", "/p", start, start + 1h, {{{start, start + 1h}, "/p"}}, {}}}});
  });
}

std::vector<Fault> faults() {
  std::vector<Fault> all;
  for (const Journal journal : {Journal::fitting, Journal::rollback}) {
    all.push_back({journal, "Full", SQLITE_FULL, StoreErrorKind::full});
    all.push_back({journal, "FailsToSync", SQLITE_IOERR_FSYNC, StoreErrorKind::io});
    all.push_back({journal, "FailsToWrite", SQLITE_IOERR_WRITE, StoreErrorKind::io});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Disk, Failing, testing::ValuesIn(faults()), [](const auto& fault) {
  return fault.param.name + std::string{"With"} + name_of(fault.param.journal);
});

}  // namespace
}  // namespace libsync::store
