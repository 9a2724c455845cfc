// SPDX-License-Identifier: MIT
//
// A store that is moved to a server and back is the same store.
#include "postgres_fixture.hpp"

#include <libsync/store/movable_store.hpp>
#include <libsync/store/sqlite_store.hpp>

namespace libsync::store {
namespace {

using namespace std::chrono_literals;

class Moving : public PostgresTest {
 protected:
  static MovableStore& movable(TrackingStore& store) { return dynamic_cast<MovableStore&>(store); }

  std::unique_ptr<TrackingStore> file(const char* name) { return open_sqlite_store(folder_ / name); }

  static void post(TrackingStore& store, LocalDate date, char project, char entry) {
    ASSERT_TRUE(store.begin_send(intent(store, date, project, 0)));
    const auto [row, planned] = place(store, date, project);
    store.write_posted({row, planned, id<EntryId>(entry), Origin::created, ""});
  }

  // Something in every table: a day that is done, one that is begun and refused in part, one that is taken back.
  static void fill(TrackingStore& store) {
    store.register_timesheet(timesheet('c'));
    store.register_timesheet(timesheet());
    store.remember_user("account", id<UserId>('b'));
    store.remember_projects(timesheet(), {second("2026-02-02T00:00:00Z"),
                                          {{id<ProjectId>('1'), "Übung", "", false, {{{id<TaskId>('7'), "Task"}}}},
                                           {id<ProjectId>('2'), "Zwei", "Client", true}}});
    const LocalDate tuesday = next_day(monday());
    const LocalDate wednesday = next_day(tuesday);
    for (const LocalDate date : {monday(), tuesday, wednesday}) store.freeze(plan_around_a_gap(date, "12"));
    post(store, monday(), '1', '4');
    post(store, monday(), '2', '5');
    store.complete_day(day(monday()));
    post(store, tuesday, '1', '6');
    ASSERT_TRUE(store.begin_send(intent(store, tuesday, '2', 0)));
    ASSERT_TRUE(store.write_refused({day(tuesday), 1}, 1));
    ASSERT_TRUE(store.begin_send(intent(store, tuesday, '2', 1)));
    post(store, wednesday, '1', '7');
    ASSERT_TRUE(store.begin_withdrawal({*store.day_plan(day(wednesday)), {id<EntryId>('7')}, {}}));
    store.remember_occupied(
        day(next_day(wednesday)),
        {{id<EntryId>('9'), {second("2026-02-05T09:00:00Z"), second("2026-02-05T10:00:00Z")}, "a\0b"}});
    const Instant nine = at("2026-02-02T09:00:00.250Z");
    store.apply({{{"a", "/t/a\xff.jsonl", 1, ~std::uint64_t{0}, 3, -4, 5, 6, std::string("\0x", 2), 7}},
                 {session("a\xff", nine, {{{nine, nine + 1h}, "/work/\xfe"}, {{nine + 1h, nine + 2h}, "/b", false}}),
                  session("lone", nine, {})},
                 {{"rules", "1"}}});
  }

  support::TempDir folder_;
};

TEST_F(Moving, ToAServerAndBackChangesNothing) {
  const auto before = file("before.db");
  fill(*before);
  const auto content = movable(*before).content();
  for (const auto& table : content.tables) {
    const bool is_of_the_owner = table.table == "synced_days" || table.table == "synced_entries";
    EXPECT_EQ(table.rows.empty(), is_of_the_owner) << table.table;
  }

  const auto server = open("laptop", As::look);
  movable(*server).take_over(content);
  const auto moved = movable(*server).content();
  EXPECT_EQ(moved.tables, content.tables);
  EXPECT_EQ(moved.sessions, content.sessions);
  EXPECT_EQ(moved.sources, content.sources);
  EXPECT_EQ(moved.settings, content.settings);

  const auto after = file("after.db");
  movable(*after).take_over(moved);
  EXPECT_EQ(movable(*after).content().tables, content.tables);
  EXPECT_EQ(movable(*after).content().sessions, content.sessions);
  EXPECT_EQ(after->open_plans(timesheet()), before->open_plans(timesheet()));
  EXPECT_EQ(after->withdrawals(timesheet()), before->withdrawals(timesheet()));
}

TEST_F(Moving, TakesTheRulesAlong) {
  const auto before = file("before.db");
  fill(*before);
  const auto server = open("laptop", As::look);
  movable(*server).take_over(movable(*before).content());
  const auto after = file("after.db");
  movable(*after).take_over(movable(*server).content());
  for (TrackingStore* store : {server.get(), after.get()}) {
    EXPECT_EQ(failure_of([&] { store->freeze(plan(monday(), "1")); }), StoreErrorKind::broken_rule) << "it is done";
    const auto [row, planned] = place(*store, next_day(monday()), '2');
    store->write_posted({row, planned, id<EntryId>('8'), Origin::found, ""});
    store->register_timesheet(timesheet('d'));
    EXPECT_EQ(store->timesheets("https://clockify.invalid", workspace()).size(), 3U) << "with a number of its own";
  }
  EXPECT_EQ(message_of([&] { (void)open("laptop", As::look); }), "") << "its schema is whole";
  EXPECT_EQ(message_of([&] { (void)file("after.db"); }), "");
}

TEST_F(Moving, TakesTheSessionsOfTheOlderToolAlong) {
  const auto before = file("before.db");
  const SessionStore::LegacySession older{
      {"old.jsonl", "claude-code", "/old", at("2026-02-02T09:00:00Z"), at("2026-02-02T11:00:00Z"), {}, {1, 2, 3, 4}},
      3600s};
  StoreContent content;
  content.older_sessions = {older};
  const auto server = open("laptop", As::look);
  movable(*server).take_over(content);
  movable(*before).take_over(movable(*server).content());
  for (TrackingStore* store : {server.get(), before.get()}) {
    ASSERT_EQ(store->legacy_sessions().size(), 1U);
    EXPECT_EQ(store->legacy_sessions()[0].session, older.session);
    EXPECT_EQ(store->legacy_sessions()[0].duration, older.duration);
    const auto tracked = store->query_range({second("2026-02-02T00:00:00Z"), second("2026-02-02T10:00:00Z")});
    ASSERT_EQ(tracked.size(), 1U);
    EXPECT_EQ(tracked[0].active, 30min);
  }
}

TEST_F(Moving, TakesThePlaceOfWhatWasThere) {
  const auto before = file("before.db");
  fill(*before);
  const auto content = movable(*before).content();
  const auto server = open("laptop", As::look);
  server->remember_user("another", id<UserId>('e'));
  server->register_timesheet(timesheet('e'));
  movable(*server).mark_as_moved("/gone.db");
  const auto mover = open_postgres_store(address(), {.machine = {"laptop", "laptop"}, .is_moving = true});
  movable(*mover).take_over(content);
  EXPECT_EQ(movable(*mover).content().tables, content.tables);
  EXPECT_EQ(movable(*mover).moved_to(), "") << "it is in use again";
}

TEST_F(Moving, StopsWhoHasTheStoreOpen) {
  const auto laptop = run_on("laptop");
  const auto desktop = open("desktop", As::look);
  movable(*desktop).mark_as_moved("/home/ann/sessions.db");
  EXPECT_THAT(message_of([&] { laptop->freeze(plan(monday(), "12")); }), HasSubstr("it was moved to"));
}

TEST_F(Moving, WaitsForNoRunThatIsUnderWay) {
  const auto laptop = run_on("laptop");
  const auto desktop = open("desktop");
  EXPECT_EQ(failure_of([&] { movable(*desktop).hold_all_runs(); }), StoreErrorKind::busy);
}

TEST_F(Moving, LeavesAStoreThatIsRefused) {
  {
    const auto before = file("before.db");
    fill(*before);
    movable(*before).mark_as_moved("postgresql://ann@db.example/tracker");
  }
  EXPECT_THAT(message_of([&] { (void)file("before.db"); }),
              HasSubstr("it was moved to postgresql://ann@db.example/tracker"));
  EXPECT_THAT(message_of([&] { (void)open_memory_copy(folder_ / "before.db"); }), HasSubstr("it was moved to"));
  SqliteOptions for_who_moves_it;
  for_who_moves_it.is_moving = true;
  EXPECT_EQ(movable(*open_sqlite_store(folder_ / "before.db", for_who_moves_it)).moved_to(),
            "postgresql://ann@db.example/tracker");
  movable(*open("laptop", As::look)).mark_as_moved("/home/ann/sessions.db");
  EXPECT_THAT(message_of([&] { (void)open("laptop", As::look); }), HasSubstr("it was moved to /home/ann/sessions.db"));
}

}  // namespace
}  // namespace libsync::store
