// SPDX-License-Identifier: MIT
#include "breaking_vfs.hpp"
#include "connection.hpp"
#include "store_fixture.hpp"

namespace libsync::store {
namespace {

class Durable : public StoreTest {
 protected:
  BreakingVfs vfs;

  [[nodiscard]] std::unique_ptr<TrackingStore> open_on_vfs() const { return open({.vfs = vfs.name(), .zone = {}}); }
};

// --- settings -------------------------------------------------------------------------------------------------------

TEST_F(Durable, ADatabaseSyncsItsJournalItsPagesAndItsFolder) {
  (void)open();
  Connection connection{file(), Durability::full, "", 0ms};
  connection.make_durable();
  EXPECT_EQ(connection.text("PRAGMA journal_mode"), "delete");
  EXPECT_EQ(connection.text("PRAGMA synchronous"), "3");
  EXPECT_EQ(connection.text("PRAGMA foreign_keys"), "1");
  EXPECT_EQ(connection.text("PRAGMA trusted_schema"), "0");
  EXPECT_EQ(connection.text("PRAGMA cell_size_check"), "1");
  EXPECT_THROW(connection.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"), StoreError);
}

TEST_F(Durable, AWriteAheadLogStaysAndIsSyncedAtEachCommit) {
  (void)open();
  sql("PRAGMA journal_mode = WAL");
  Connection connection{file(), Durability::full, "", 0ms};
  connection.make_durable();
  EXPECT_EQ(connection.text("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(connection.text("PRAGMA synchronous"), "2");
}

// --- what reaches the disk ------------------------------------------------------------------------------------------

TEST_F(Durable, CallsGoThroughTheVfsThatWasNamed) {
  const auto store = open_on_vfs();
  EXPECT_EQ(vfs.changes(), 0) << "opening writes nothing";
  leave_a_mark(*store);
  EXPECT_GT(vfs.changes(), 0);
}

TEST_F(Durable, AnIntentIsOnTheDiskWhenTheCallReturns) {
  const auto store = open_on_vfs();
  freeze(*store, plan_of_two());
  const int folder_syncs = vfs.folder_syncs();
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  EXPECT_EQ(vfs.unsynced_writes(), 0);
  EXPECT_GT(vfs.folder_syncs(), folder_syncs) << "the end of the journal is the commit, so it must last";
}

// A second lock would mean that a commit may come between two statements of one answer.
TEST_F(Durable, ReadingLocksTheFileOnceForEachCall) {
  const auto store = open_on_vfs();
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

TEST_F(Durable, ReadingWritesNothing) {
  const auto store = open_on_vfs();
  freeze(*store, plan_of_two());
  vfs.fail_from(0, SQLITE_OK);
  (void)store->open_plans(k_timesheet);
  (void)store->older_synced_days(k_workspace);
  (void)store->sources(SessionStore::Points::load);
  (void)store->query_range({utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z")});
  EXPECT_EQ(vfs.changes(), 0);
}

// --- a disk that fails --------------------------------------------------------------------------------------------

struct Fault {
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
      const auto store = open();
      return std::tuple{store->day_plan(day_key()), store->synced_entries(day_key()),
                        store->refused_attempts(k_timesheet), store->older_synced_days(k_workspace),
                        store->query_range({utc("2026-02-02T00:00:00Z"), utc("2026-02-03T00:00:00Z")})};
    };
    const auto before = state();
    int k = 1;
    for (;; ++k) {
      ASSERT_LT(k, 1000);
      const auto store = open_on_vfs();
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
  open()->register_timesheet(k_timesheet);
  expect_all_or_nothing([](TrackingStore& store) { store.freeze(plan_of_two()); });
}

TEST_P(Failing, AnIntentIsWrittenOrNothingIs) {
  freeze(*open(), plan_of_two());
  expect_all_or_nothing([](TrackingStore& store) { ASSERT_TRUE(store.begin_send(intent_for(k_api))); });
}

TEST_P(Failing, ARowIsPostedInBothTablesOrInNone) {
  {
    const auto store = open();
    freeze(*store, plan_of_two());
    ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  }
  expect_all_or_nothing([](TrackingStore& store) {
    store.write_posted(row_key(k_api), planned(k_api), k_first_entry, Origin::created, "");
  });
}

TEST_P(Failing, ARefusalIsRememberedOrTheRowStaysInFlight) {
  {
    const auto store = open();
    freeze(*store, plan_of_two());
    ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  }
  expect_all_or_nothing([](TrackingStore& store) { ASSERT_TRUE(store.write_refused(row_key(k_api), 1)); });
  EXPECT_EQ(open()->refused_attempts(k_timesheet).size(), 1U);
}

TEST_P(Failing, ABatchOfSessionsIsAppliedOrNot) {
  (void)open();
  expect_all_or_nothing([](TrackingStore& store) {
    const Instant start = instant("2026-02-02T08:00:00Z");
    store.apply({{}, {{"s", "claude-code", "/p", start, start + 1h, {{{start, start + 1h}, "/p"}}, {}}}});
  });
}

INSTANTIATE_TEST_SUITE_P(Disk, Failing,
                         testing::Values(Fault{"Full", SQLITE_FULL, StoreErrorKind::full},
                                         Fault{"FailsToSync", SQLITE_IOERR_FSYNC, StoreErrorKind::io},
                                         Fault{"FailsToWrite", SQLITE_IOERR_WRITE, StoreErrorKind::io}),
                         [](const auto& fault) { return std::string{fault.param.name}; });

}  // namespace
}  // namespace libsync::store
