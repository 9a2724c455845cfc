// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

namespace libsync::store {
namespace {

class Synced : public StoreTest {
 protected:
  std::unique_ptr<TrackingStore> store = open();
};

TEST_F(Synced, DaysBelongToTheirWorkspace) {
  record_day("2026-02-02");
  record_day("2026-01-30");
  EXPECT_EQ(store->older_synced_days(k_workspace), (std::set<LocalDate>{date("2026-01-30"), k_monday}));
  EXPECT_TRUE(store->older_synced_days(id<WorkspaceId>('f')).empty());
}

TEST_F(Synced, EntriesBelongToDayWorkspaceAndProject) {
  store->register_timesheet(k_timesheet);
  record_entry("2026-02-02", k_web, k_second_entry);
  record_entry("2026-02-02", k_api, k_first_entry);
  EXPECT_EQ(store->synced_entries(day_key()),
            (std::vector<TrackingStore::SyncedEntry>{{k_api, k_first_entry}, {k_web, k_second_entry}}));
  EXPECT_TRUE(store->synced_entries(day_key(date("2026-02-03"))).empty());
  EXPECT_TRUE(store->synced_entries({{k_user, k_timesheet.base_url, id<WorkspaceId>('f')}, k_monday}).empty());
}

TEST_F(Synced, ClaimsEveryEntryItKnowsOf) {
  record_entry("2026-01-30", k_api, k_first_entry);
  freeze(*store, plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  store->write_posted({row_key(k_api), planned(k_api), k_second_entry, Origin::created, ""});
  EXPECT_EQ(store->claimed_entries(k_timesheet), (std::set<EntryId>{k_first_entry, k_second_entry}));
  EXPECT_TRUE(store->claimed_entries({k_user, k_timesheet.base_url, id<WorkspaceId>('f')}).empty());
}

TEST_F(Synced, RemembersWhoIsBehindAnAccount) {
  EXPECT_EQ(store->remembered_user("hash"), std::nullopt);
  store->remember_user("hash", id<UserId>('c'));
  store->remember_user("hash", k_user);
  EXPECT_EQ(open()->remembered_user("hash"), k_user);
  EXPECT_EQ(store->remembered_user("other"), std::nullopt);
}

}  // namespace
}  // namespace libsync::store
