// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

namespace libsync::store {
namespace {

class Synced : public StoreTest {
 protected:
  std::unique_ptr<TrackingStore> store = open();
};

TEST_F(Synced, DaysBelongToTheirWorkspace) {
  store->mark_day_synced(k_monday, k_workspace);
  store->mark_day_synced(date("2026-01-30"), k_workspace);
  EXPECT_TRUE(store->is_day_synced(k_monday, k_workspace));
  EXPECT_FALSE(store->is_day_synced(date("2026-02-03"), k_workspace));
  EXPECT_FALSE(store->is_day_synced(k_monday, id<WorkspaceId>('f')));
  EXPECT_EQ(store->synced_days(k_workspace), (std::set<LocalDate>{date("2026-01-30"), k_monday}));
  EXPECT_TRUE(store->synced_days(id<WorkspaceId>('f')).empty());
}

TEST_F(Synced, MarkingADayTwiceIsMarkingItOnce) {
  store->mark_day_synced(k_monday, k_workspace);
  store->mark_day_synced(k_monday, k_workspace);
  EXPECT_EQ(ask("SELECT count(*) FROM synced_days"), "1");
}

TEST_F(Synced, EntriesBelongToDayWorkspaceAndProject) {
  store->mark_entry_synced(k_monday, k_workspace, k_web, k_second_entry);
  store->mark_entry_synced(k_monday, k_workspace, k_api, k_first_entry);
  EXPECT_TRUE(store->is_entry_synced(k_monday, k_workspace, k_api));
  EXPECT_FALSE(store->is_entry_synced(date("2026-02-03"), k_workspace, k_api));
  EXPECT_FALSE(store->is_entry_synced(k_monday, id<WorkspaceId>('f'), k_api));
  EXPECT_EQ(store->synced_entries(k_monday, k_workspace),
            (std::vector<TrackingStore::SyncedEntry>{{k_api, k_first_entry}, {k_web, k_second_entry}}));
}

TEST_F(Synced, ARecordedEntryIsNotReplacedByAnotherOne) {
  store->mark_entry_synced(k_monday, k_workspace, k_api, k_first_entry);
  store->mark_entry_synced(k_monday, k_workspace, k_api, k_first_entry);
  EXPECT_EQ(kind_of_failure([&] { store->mark_entry_synced(k_monday, k_workspace, k_api, k_second_entry); }),
            StoreErrorKind::broken_rule);
  EXPECT_EQ(store->synced_entries(k_monday, k_workspace).at(0).entry, k_first_entry);
}

TEST_F(Synced, ClaimsEveryEntryItKnowsOf) {
  store->mark_entry_synced(date("2026-01-30"), k_workspace, k_api, k_first_entry);
  store->freeze(plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  store->record_posted(k_monday, k_workspace, k_api, k_second_entry, Origin::created, "");
  EXPECT_EQ(store->claimed_entries(k_workspace), (std::set<EntryId>{k_first_entry, k_second_entry}));
  EXPECT_TRUE(store->claimed_entries(id<WorkspaceId>('f')).empty());
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
