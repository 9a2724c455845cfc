// SPDX-License-Identifier: MIT
//
// Stores as version 2 of the schema left them: nothing was ever taken back.
#include "store_fixture.hpp"
#include "tables.hpp"

#include <fmt/format.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

class FromVersion2 : public StoreTest {
 protected:
  // Monday is done: three hours of k_api under the first entry, five of k_web under the second.
  void make_store() const {
    std::string statements;
    for (const OlderTable& table : older_tables()) statements += std::string{table.definition} + ";";
    const auto start = plan_of_two().work_hours.start.time_since_epoch().count();
    statements += schema_of_version_2() + "PRAGMA application_id = 1131172978; PRAGMA user_version = 2;";
    statements += fmt::format("INSERT INTO timesheets VALUES (1, '{}', '{}', '{}', 1);", k_timesheet.base_url,
                              k_workspace.str(), k_user.str());
    statements += fmt::format("INSERT INTO day_plans VALUES (1, '2026-02-02', 'Europe/Berlin', {}, {}, 12345);", start,
                              start + 8 * 3600);
    int slot = 0;
    for (const auto& [project, entry, from, to] :
         {std::tuple{k_api, k_first_entry, 0, 3}, std::tuple{k_web, k_second_entry, 3, 8}}) {
      statements += fmt::format(
          "INSERT INTO outbox VALUES (1, '2026-02-02', {}, '{}', NULL, {}, {}, 'Development', NULL, '', x'', 'posted', "
          "0, NULL, '', '{}', 'adopted', '');"
          "INSERT INTO synced_entries VALUES ('2026-02-02', '{}', '{}', '{}');",
          slot++, project.str(), start + from * 3600, start + to * 3600, entry.str(), k_workspace.str(), project.str(),
          entry.str());
    }
    sql(statements);
    record_day("2026-02-02");
  }
};

TEST_F(FromVersion2, WhatWasDoneCanBeTakenBack) {
  make_store();
  const auto store = open();
  EXPECT_EQ(ask("PRAGMA user_version"), "3");
  EXPECT_EQ(store->synced_days(k_timesheet), std::set{k_monday});
  const auto plan = store->day_plan(day_key());
  ASSERT_TRUE(plan);
  ASSERT_TRUE(store->begin_withdrawal({*plan, {k_first_entry, k_second_entry}, {}}));
  store->write_deleted(k_timesheet, k_first_entry);
  store->write_deleted(k_timesheet, k_second_entry);
  store->forget_day(day_key());
  EXPECT_FALSE(is_synced(*open()));
  EXPECT_EQ(ask("PRAGMA integrity_check"), "ok");
}

TEST_F(FromVersion2, LeavesACheckedBackupAndAnUntouchedFileToACopy) {
  make_store();
  EXPECT_TRUE(open_memory_copy(file())->withdrawals(k_timesheet).empty());
  EXPECT_EQ(ask("PRAGMA user_version"), "2");
  (void)open();
  SQLite::Database backup{file().string() + ".backup-v2", SQLite::OPEN_READONLY};
  EXPECT_EQ(backup.execAndGet("PRAGMA user_version").getInt(), 2);
  EXPECT_EQ(backup.execAndGet("SELECT count(*) FROM outbox").getInt(), 2);
}

TEST_F(FromVersion2, AMissingRuleIsFoundOut) {
  make_store();
  sql("DROP TRIGGER row_goes_with_its_plan");
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::corrupt);
}

}  // namespace
}  // namespace libsync::store
