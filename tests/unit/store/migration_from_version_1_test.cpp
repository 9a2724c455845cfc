// SPDX-License-Identifier: MIT
//
// Stores as version 1 of the schema left them, in the midst of things.
#include "breaking_vfs.hpp"
#include "store_fixture.hpp"
#include "tables.hpp"

#include <fmt/format.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

const LocalDate k_tuesday = date("2026-02-03");
const LocalDate k_wednesday = date("2026-02-04");
const LocalDate k_thursday = date("2026-02-05");
const LocalDate k_friday = date("2026-02-06");
const Timesheet k_theirs{id<UserId>('c'), k_timesheet.base_url, k_workspace};

class FromVersion1 : public StoreTest {
 protected:
  void make_empty_store() const {
    std::string statements;
    for (const OlderTable& table : older_tables()) statements += std::string{table.definition} + ";";
    sql(statements + session_tables_of_version_1() + kept_tables_of_version_1() + plan_tables_of_version_1() +
        "PRAGMA application_id = 1131172978; PRAGMA user_version = 1");
  }

  // A day of plan_of_two(), never sent.
  void plan(LocalDate day, char user) const {
    const std::string key = fmt::format("'{}', '{}'", format_date(day), k_workspace.str());
    const auto start = plan_of_two(day).work_hours.start.time_since_epoch().count();
    sql(fmt::format(
        "INSERT INTO day_plans VALUES ({}, '{}', 'https://api.clockify.me/api/v1', 'Europe/Berlin', {}, {}, "
        "12345);",
        key, std::string(24, user), start, start + 8 * 3600));
    for (const auto& [project, from, to] : {std::tuple{k_web, 3, 8}, std::tuple{k_api, 0, 3}}) {
      sql(
          fmt::format("INSERT INTO outbox VALUES ({}, '{}', {}, {}, 'Development', NULL, '', "
                      "CAST('/work/{}' || char(0) AS BLOB), 'planned', 0, NULL, '', NULL, NULL, '')",
                      key, project.str(), start + from * 3600, start + to * 3600, project.str().front()));
    }
  }

  void change(LocalDate day, const ProjectId& project, const std::string& assignments) const {
    sql(fmt::format("UPDATE outbox SET {} WHERE date = '{}' AND project_id = '{}'", assignments, format_date(day),
                    project.str()));
  }
  void send(LocalDate day, const ProjectId& project) const {
    change(day, project, "state = 'in_flight', attempt = attempt + 1, sent_at_s = 1770300000");
  }
  void refuse(LocalDate day, const ProjectId& project) const { change(day, project, "state = 'planned'"); }
  void post(LocalDate day, const ProjectId& project, char entry) const {
    send(day, project);
    change(day, project, fmt::format("state = 'posted', entry_id = '{}', origin = 'created'", std::string(24, entry)));
    record_entry(format_date(day), project, id<EntryId>(entry));
  }

  // One day of each kind.
  void make_store() const {
    make_empty_store();
    record_entry("2026-01-30", k_api, id<EntryId>('1'));
    record_day("2026-01-30");
    plan(k_thursday, 'c');  // of another user, and done
    post(k_thursday, k_api, '2');
    post(k_thursday, k_web, '3');
    record_day("2026-02-05");
    plan(k_monday, 'b');  // done
    post(k_monday, k_api, '4');
    post(k_monday, k_web, '5');
    record_day("2026-02-02");
    plan(k_tuesday, 'b');  // half sent: one posted, one refused
    post(k_tuesday, k_api, '6');
    send(k_tuesday, k_web);
    refuse(k_tuesday, k_web);
    plan(k_wednesday, 'b');  // in doubt
    send(k_wednesday, k_api);
    plan(k_friday, 'b');  // never sent
    sql("INSERT INTO session_details VALUES (1, 's', 'claude-code', 1770022800000, 1770026400000);"
        "INSERT INTO sessions VALUES ('s', '/work/api', '2026-02-02', '2026-02-02T09:00:00Z', '2026-02-02T10:00:00Z', "
        "3600, 1, 2, 3, 4);"
        "INSERT INTO projects VALUES (1, '/work/api');"
        "INSERT INTO active_intervals VALUES (1770022800000, 1, 1770026400000, 1);"
        "INSERT INTO source_states VALUES (1, '/s.jsonl', 's', 1, 2, 3, 4, 5, 6);"
        "INSERT INTO source_points VALUES (1, x'00ff');"
        "INSERT INTO source_states VALUES (2, 'importer settings', '', 0, 2, 900000, 0, 0, 0);"
        "INSERT INTO source_points VALUES (2, x'');"
        "INSERT INTO remembered_users VALUES ('mark', 'bbbbbbbbbbbbbbbbbbbbbbbb')");
  }

  static OutboxRow posted(const ProjectId& project, LocalDate day, char entry) {
    OutboxRow row{.entry = planned(project, day)};
    row.state = RowState::posted;
    row.attempt = 1;
    row.sent_at = UtcTime{seconds{1'770'300'000}};
    row.entry_id = id<EntryId>(entry);
    row.origin = Origin::created;
    return row;
  }

  static void expect_all_of_it(TrackingStore& store) {
    EXPECT_EQ(store.timesheets(k_timesheet.base_url, k_workspace), (std::vector{k_timesheet, k_theirs}));
    EXPECT_EQ(store.synced_days(k_timesheet), (std::set{date("2026-01-30"), k_monday, k_thursday}));
    EXPECT_EQ(store.synced_days(k_theirs), std::set{k_thursday});
    EXPECT_EQ(store.day_plan(day_key())->rows,
              (std::vector{posted(k_api, k_monday, '4'), posted(k_web, k_monday, '5')}));
    EXPECT_EQ(store.day_plan({k_theirs, k_thursday})->rows,
              (std::vector{posted(k_api, k_thursday, '2'), posted(k_web, k_thursday, '3')}));
    EXPECT_EQ(store.claimed_entries(k_theirs), (std::set{id<EntryId>('2'), id<EntryId>('3')}));

    const auto open = store.open_plans(k_timesheet);
    ASSERT_EQ(open.size(), 3U);
    EXPECT_TRUE(store.open_plans(k_theirs).empty());
    OutboxRow refused{.entry = planned(k_web, k_tuesday)};
    refused.attempt = 1;
    refused.sent_at = UtcTime{seconds{1'770'300'000}};
    EXPECT_EQ(open[0].rows, (std::vector{posted(k_api, k_tuesday, '6'), refused}));
    OutboxRow in_flight{.entry = planned(k_api, k_wednesday)};
    in_flight.state = RowState::in_flight;
    in_flight.attempt = 1;
    in_flight.sent_at = refused.sent_at;
    EXPECT_EQ(open[1].rows, (std::vector{in_flight, OutboxRow{.entry = planned(k_web, k_wednesday)}}));
    EXPECT_EQ(open[2], plan_of_two(k_friday));
    EXPECT_EQ(store.refused_attempts(k_timesheet),
              (std::vector{RefusedAttempt{row_key(k_web, k_tuesday), k_web, refused.entry.interval, "Development", 1,
                                          *refused.sent_at}}));

    EXPECT_EQ(store.query_range({utc("2026-02-02T00:00:00Z"), utc("2026-02-03T00:00:00Z")}),
              (std::vector{TrackedTime{"s", "/work/api", instant("2026-02-02T09:00:00Z"), 1h, 1h}}));
    EXPECT_EQ(store.importer_settings(),
              (std::map<std::string, std::string>{{"idle_timeout_ms", "900000"}, {"rules_version", "2"}}));
    EXPECT_EQ(store.sources(SessionStore::Points::load),
              (std::vector{SourceState{"s", "/s.jsonl", 1, 2, 3, 4, 5, 6, std::string("\0\xff", 2), 0}}));
    EXPECT_TRUE(has_mark(store));
  }
};

TEST_F(FromVersion1, EverythingComesAlong) {
  for (const std::string mode : {"DELETE", "WAL"}) {
    SCOPED_TRACE(mode);
    make_store();
    sql("PRAGMA journal_mode = " + mode);
    expect_all_of_it(*open_memory_copy(file()));
    EXPECT_EQ(ask("PRAGMA user_version"), "1");
    expect_all_of_it(*open());
    EXPECT_EQ(ask("PRAGMA user_version"), "3");
    EXPECT_EQ(ask("PRAGMA integrity_check"), "ok");
    expect_all_of_it(*open());
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file().string() + suffix);
  }
}

TEST_F(FromVersion1, TheSyncGoesOn) {
  make_store();
  const auto store = open();
  EXPECT_TRUE(store->register_timesheet(k_timesheet));
  EXPECT_FALSE(store->register_timesheet(k_theirs));
  auto again = intent_for(k_web, 1, k_tuesday);
  again.seen = store->day_plan(day_key(k_tuesday))->rows[1];
  ASSERT_TRUE(store->begin_send(again));
  store->write_posted({row_key(k_web, k_tuesday), planned(k_web, k_tuesday), id<EntryId>('7'), Origin::created, ""});
  store->complete_day(day_key(k_tuesday));
  EXPECT_TRUE(store->refused_attempts(k_timesheet).empty());
  EXPECT_TRUE(is_synced(*store, k_tuesday));
  const auto in_doubt = row_key(k_api, k_wednesday);
  store->write_posted({in_doubt, planned(k_api, k_wednesday), id<EntryId>('8'), Origin::found, ""});
  store->discard_plan(day_key(k_friday));
  EXPECT_EQ(kind_of_failure([&] { store->freeze(plan_of_two(k_monday)); }), StoreErrorKind::broken_rule);
  EXPECT_EQ(open()->open_plans(k_timesheet).size(), 1U);
}

TEST_F(FromVersion1, LeavesACheckedBackup) {
  make_store();
  (void)open();
  (void)open();
  SQLite::Database backup{file().string() + ".backup-v1", SQLite::OPEN_READONLY};
  EXPECT_EQ(backup.execAndGet("PRAGMA user_version").getInt(), 1);
  EXPECT_EQ(backup.execAndGet("PRAGMA integrity_check").getString(), "ok");
  EXPECT_EQ(backup.execAndGet("SELECT count(*) FROM outbox").getInt(), 10);
  EXPECT_FALSE(fs::exists(file().string() + ".backup-v1.2"));
}

TEST_F(FromVersion1, HappensAsAWholeOrNotAtAll) {
  BreakingVfs vfs;
  make_store();
  int k = 1;
  for (;; k += 3) {
    ASSERT_LT(k, 2000);
    vfs.fail_from(k, SQLITE_FULL);
    const auto kind =
        kind_of_failure([&] { (void)open({.vfs = vfs.name(), .zone = {}, .journal = Journal::rollback}); });
    vfs.fail_from(0, SQLITE_OK);
    if (!kind) break;
    EXPECT_EQ(kind, StoreErrorKind::full) << "change " << k;
    EXPECT_EQ(ask("PRAGMA user_version"), "1") << "change " << k;
    EXPECT_EQ(ask("SELECT count(*) FROM outbox WHERE state = 'posted'"), "5") << "change " << k;
  }
  EXPECT_GT(k, 20);
  expect_all_of_it(*open());
}

TEST_F(FromVersion1, AStoreThatWasTamperedWithIsRefused) {
  make_store();
  sql("CREATE TRIGGER forgetful AFTER INSERT ON synced_days BEGIN DELETE FROM synced_days; END");
  const auto before = contents_of(folder());
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::corrupt);
  EXPECT_TRUE(contents_of(folder()) == before);
  sql("DROP TRIGGER forgetful; DROP TRIGGER row_goes_its_way");
  EXPECT_EQ(kind_of_failure([&] { (void)open(); }), StoreErrorKind::corrupt);
}

}  // namespace
}  // namespace libsync::store
