// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

namespace libsync::store {
namespace {

class Outbox : public StoreTest {
 protected:
  std::unique_ptr<TrackingStore> store = open();

  Outbox() { store->register_timesheet(k_timesheet); }

  void expect_broken_rule(const std::function<void()>& action) {
    const auto before = store->day_plan(day_key());
    const bool synced = is_synced(*store);
    EXPECT_EQ(kind_of_failure(action), StoreErrorKind::broken_rule);
    EXPECT_EQ(store->day_plan(day_key()), before) << "nothing was written";
    EXPECT_EQ(is_synced(*store), synced);
  }

  void post(const ProjectId& project, const EntryId& entry, const std::string& mismatch = "") {
    ASSERT_TRUE(store->begin_send(intent_for(project)));
    store->write_posted({row_key(project), planned(project), entry, Origin::created, mismatch});
  }

  OutboxRow row(std::size_t index) { return store->day_plan(day_key()).value().rows.at(index); }
};

// --- T1: freeze -----------------------------------------------------------------------------------------------------

TEST_F(Outbox, GivesAPlanBackAsItWasFrozen) {
  DayPlan plan = plan_of_two();
  plan.rows[0].entry.billable = true;
  plan.rows[0].entry.tags = {id<TagId>('c'), id<TagId>('d')};
  plan.rows[0].entry.sources = {"/work/with\nnewline", "/work/\xff not utf-8", ""};
  plan.rows[0].entry.description = "D\xc3\xa9veloppement \xe2\x80\xa8 'quoted'";
  plan.rows[1].entry.billable = false;
  plan.rows[1].state = RowState::posted;
  plan.rows[1].entry_id = k_first_entry;
  plan.rows[1].origin = Origin::adopted;
  freeze(*store, plan);
  EXPECT_EQ(store->day_plan(day_key()), plan);
  EXPECT_EQ(open()->day_plan(day_key()), plan);
}

TEST_F(Outbox, RecordsAnAdoptedEntryWithThePlan) {
  DayPlan plan = plan_of_two();
  plan.rows[0].state = RowState::posted;
  plan.rows[0].entry_id = k_first_entry;
  plan.rows[0].origin = Origin::adopted;
  freeze(*store, plan);
  EXPECT_EQ(store->synced_entries(day_key()), (std::vector<TrackingStore::SyncedEntry>{{k_api, k_first_entry}}));
}

TEST_F(Outbox, ReplacesAPlanThatWasNeverSent) {
  freeze(*store, plan_of_two());
  DayPlan other = plan_of_two();
  other.rows.pop_back();
  other.rows[0].entry.interval.end = other.work_hours.end;
  freeze(*store, other);
  EXPECT_EQ(store->day_plan(day_key()), other);
}

TEST_F(Outbox, KeepsAPlanWhileARowOfItMayStandInClockify) {
  freeze(*store, plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  expect_broken_rule([&] { freeze(*store, plan_of_two()); });
  expect_broken_rule([&] { store->discard_plan(day_key()); });
  ASSERT_TRUE(store->write_refused(row_key(k_api), 1));
  freeze(*store, plan_of_two());
  EXPECT_EQ(store->day_plan(day_key()), plan_of_two());
}

TEST_F(Outbox, RefusesAPlanThatDoesNotTileTheWorkHours) {
  using Change = std::function<void(DayPlan&)>;
  const std::map<std::string, Change> changes{
      {"gap", [](DayPlan& plan) { plan.rows[1].entry.interval.start += 1s; }},
      {"overlap", [](DayPlan& plan) { plan.rows[1].entry.interval.start -= 1s; }},
      {"late start", [](DayPlan& plan) { plan.rows[0].entry.interval.start += 1s; }},
      {"early end", [](DayPlan& plan) { plan.rows[1].entry.interval.end -= 1s; }},
      {"late end", [](DayPlan& plan) { plan.rows[1].entry.interval.end += 1s; }},
      {"wrong order", [](DayPlan& plan) { std::swap(plan.rows[0], plan.rows[1]); }},
      {"no rows", [](DayPlan& plan) { plan.rows.clear(); }},
      {"gap under an entry", [](DayPlan& plan) { plan.gaps = {plan.rows[0].entry.interval}; }},
      {"gap outside",
       [](DayPlan& plan) {
         plan.gaps = {{plan.work_hours.end, plan.work_hours.end + 1h}};
       }},
      {"row sent before",
       [](DayPlan& plan) {
         plan.rows[0].attempt = 1;
         plan.rows[0].sent_at = plan.work_hours.end;
       }},
      {"posted without an id",
       [](DayPlan& plan) {
         plan.rows[0].state = RowState::posted;
         plan.rows[0].origin = Origin::adopted;
       }},
      {"posted as created",
       [](DayPlan& plan) {
         plan.rows[0].state = RowState::posted;
         plan.rows[0].entry_id = k_first_entry;
         plan.rows[0].origin = Origin::created;
       }},
  };
  for (const auto& [name, change] : changes) {
    SCOPED_TRACE(name);
    DayPlan plan = plan_of_two();
    change(plan);
    expect_broken_rule([&] { freeze(*store, plan); });
  }
}

TEST_F(Outbox, DoesNotPlanASyncedDay) {
  record_day("2026-02-02");
  expect_broken_rule([&] { freeze(*store, plan_of_two()); });
}

TEST_F(Outbox, OpenPlansAreThoseNotSyncedOldestFirst) {
  const LocalDate tuesday = date("2026-02-03");
  const LocalDate wednesday = date("2026-02-04");
  for (const LocalDate day : {wednesday, k_monday, tuesday}) freeze(*store, plan_of_two(day));
  for (const auto& [project, entry] : {std::pair{k_api, k_first_entry}, std::pair{k_web, k_second_entry}}) {
    ASSERT_TRUE(store->begin_send(intent_for(project, 0, tuesday)));
    store->write_posted({row_key(project, tuesday), planned(project, tuesday), entry, Origin::created, ""});
  }
  store->complete_day(day_key(tuesday));
  const auto open_plans = store->open_plans(k_timesheet);
  ASSERT_EQ(open_plans.size(), 2U);
  EXPECT_EQ(open_plans[0], plan_of_two(k_monday));
  EXPECT_EQ(open_plans[1], plan_of_two(wednesday));
  EXPECT_TRUE(store->open_plans({k_user, k_timesheet.base_url, id<WorkspaceId>('f')}).empty());
}

// --- T2: intent -----------------------------------------------------------------------------------------------------

TEST_F(Outbox, AnIntentSaysWhenAndAmongWhat) {
  freeze(*store, plan_of_two());
  auto intent = intent_for(k_api);
  intent.baseline = {k_second_entry, k_first_entry};
  ASSERT_TRUE(store->begin_send(intent));
  EXPECT_EQ(row(0).state, RowState::in_flight);
  EXPECT_EQ(row(0).attempt, 1);
  EXPECT_EQ(row(0).sent_at, intent.sent_at);
  EXPECT_EQ(row(0).baseline, intent.baseline);
  EXPECT_EQ(row(1).state, RowState::planned);
}

TEST_F(Outbox, OfTwoSendersOneGetsTheIntent) {
  freeze(*store, plan_of_two());
  const auto other = open();
  EXPECT_TRUE(other->begin_send(intent_for(k_api, 0)));
  const auto before = store->day_plan(day_key());
  EXPECT_FALSE(store->begin_send(intent_for(k_api, 0)));
  EXPECT_EQ(store->day_plan(day_key()), before);
}

TEST_F(Outbox, AnotherAttemptFollowsTheOneThatWasSeen) {
  freeze(*store, plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_api, 0)));
  EXPECT_FALSE(store->begin_send(intent_for(k_api, 2)));
  ASSERT_TRUE(store->begin_send(intent_for(k_api, 1)));
  EXPECT_EQ(row(0).attempt, 2);
}

TEST_F(Outbox, NoIntentWithoutARowOrForAPostedOne) {
  EXPECT_FALSE(store->begin_send(intent_for(k_api)));
  freeze(*store, plan_of_two());
  post(k_api, k_first_entry);
  auto intent = intent_for(k_api, 1);
  intent.seen = row(0);
  EXPECT_FALSE(store->begin_send(intent));
}

// --- T3, T4: outcome ------------------------------------------------------------------------------------------------

TEST_F(Outbox, APostedRowIsRecordedInBothTables) {
  freeze(*store, plan_of_two());
  post(k_api, k_first_entry, "Clockify stored 09:01");
  EXPECT_EQ(row(0).state, RowState::posted);
  EXPECT_EQ(row(0).entry_id, k_first_entry);
  EXPECT_EQ(row(0).origin, Origin::created);
  EXPECT_EQ(row(0).mismatch, "Clockify stored 09:01");
  EXPECT_EQ(store->synced_entries(day_key()), (std::vector<TrackingStore::SyncedEntry>{{k_api, k_first_entry}}));
}

TEST_F(Outbox, APostedRowStaysAsItIs) {
  freeze(*store, plan_of_two());
  post(k_api, k_first_entry);
  expect_broken_rule([&] { store->write_posted({row_key(k_api), planned(k_api), k_second_entry, Origin::found, ""}); });
  EXPECT_FALSE(store->write_refused(row_key(k_api), row(0).attempt));
}

TEST_F(Outbox, OnlyASentRowCanHaveBeenCreated) {
  freeze(*store, plan_of_two());
  expect_broken_rule([&] {
    store->write_posted({row_key(k_api), planned(k_api), k_first_entry, Origin::created, ""});
  });
  store->write_posted({row_key(k_api), planned(k_api), k_first_entry, Origin::adopted, ""});
  EXPECT_EQ(row(0).origin, Origin::adopted);
  EXPECT_EQ(row(0).attempt, 0);
}

TEST_F(Outbox, AnEntryBelongsToOneRow) {
  freeze(*store, plan_of_two());
  post(k_api, k_first_entry);
  ASSERT_TRUE(store->begin_send(intent_for(k_web)));
  expect_broken_rule([&] {
    store->write_posted({row_key(k_web), planned(k_web), k_first_entry, Origin::created, ""});
  });
  EXPECT_EQ(store->synced_entries(day_key()).size(), 1U);
}

TEST_F(Outbox, AnEntryOfAnotherDayIsNotTaken) {
  record_entry("2026-01-30", k_api, k_first_entry);
  freeze(*store, plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  expect_broken_rule([&] { store->write_posted({row_key(k_api), planned(k_api), k_first_entry, Origin::found, ""}); });
}

TEST_F(Outbox, WhenTheRecordFailsTheRowIsNotPostedEither) {
  freeze(*store, plan_of_two());
  record_entry("2026-02-02", k_api, k_second_entry);
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  expect_broken_rule([&] {
    store->write_posted({row_key(k_api), planned(k_api), k_first_entry, Origin::created, ""});
  });
  EXPECT_EQ(row(0).state, RowState::in_flight);
}

TEST_F(Outbox, ARefusedRowIsPlannedAgainAndItsAttemptCounts) {
  freeze(*store, plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_api)));
  EXPECT_FALSE(store->write_refused(row_key(k_api), 0)) << "of another attempt";
  EXPECT_TRUE(store->write_refused(row_key(k_api), 1));
  EXPECT_EQ(row(0).state, RowState::planned);
  EXPECT_EQ(row(0).attempt, 1);
  EXPECT_FALSE(store->write_refused(row_key(k_api), 1)) << "it is not in flight any more";
  EXPECT_FALSE(store->begin_send(intent_for(k_api, 1))) << "seen in flight";
  auto again = intent_for(k_api);
  again.seen = row(0);
  EXPECT_TRUE(store->begin_send(again));
}

TEST_F(Outbox, AMismatchCanBeClearedOfAPostedRowOnly) {
  freeze(*store, plan_of_two());
  expect_broken_rule([&] { store->write_mismatch(row_key(k_api), "x"); });
  post(k_api, k_first_entry, "other times");
  store->write_mismatch(row_key(k_api), "");
  EXPECT_EQ(row(0).mismatch, "");
}

// --- T5: the day ----------------------------------------------------------------------------------------------------

TEST_F(Outbox, ADayIsSyncedWhenEveryRowIsPosted) {
  freeze(*store, plan_of_two());
  expect_broken_rule([&] { store->complete_day(day_key()); });
  post(k_api, k_first_entry);
  expect_broken_rule([&] { store->complete_day(day_key()); });
  post(k_web, k_second_entry);
  store->complete_day(day_key());
  EXPECT_TRUE(is_synced(*store));
}

TEST_F(Outbox, ADayWithAMismatchIsNotSynced) {
  freeze(*store, plan_of_two());
  post(k_api, k_first_entry);
  post(k_web, k_second_entry, "Clockify stored 12:01");
  expect_broken_rule([&] { store->complete_day(day_key()); });
  store->write_mismatch(row_key(k_web), "");
  store->complete_day(day_key());
}

TEST_F(Outbox, ADayWithoutAPlanCannotBeCompleted) {
  expect_broken_rule([&] { store->complete_day(day_key()); });
}

// --- the rules hold for whoever writes ------------------------------------------------------------------------------

TEST_F(Outbox, PlainSqlCannotBreakTheRules) {
  freeze(*store, plan_of_two());
  ASSERT_TRUE(store->begin_send(intent_for(k_web)));
  ASSERT_TRUE(store->write_refused(row_key(k_web), 1));
  post(k_api, k_first_entry);
  const auto before = store->day_plan(day_key());
  for (const std::string statement : {
           "INSERT INTO synced_days SELECT date, 'aaaaaaaaaaaaaaaaaaaaaaaa' FROM day_plans",
           "INSERT OR REPLACE INTO synced_days SELECT date, 'aaaaaaaaaaaaaaaaaaaaaaaa' FROM day_plans",
           "INSERT INTO done_days SELECT timesheet_id, date FROM day_plans",
           "UPDATE timesheets SET owns_older_rows = 0",
           "DELETE FROM timesheets",
           "INSERT INTO timesheets VALUES (9, 'https://x', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'cccccccccccccccccccccccc', 1)",
           "INSERT INTO plan_gaps SELECT timesheet_id, date, start_s, end_s FROM outbox",
           "UPDATE outbox SET project_id = '333333333333333333333333' WHERE state = 'posted'",
           "UPDATE outbox SET start_s = start_s + 1 WHERE state = 'planned'",
           "UPDATE outbox SET slot = 7 WHERE state = 'planned'",
           "DELETE FROM outbox WHERE state = 'planned'",
           "DELETE FROM refused_attempts",
           "UPDATE refused_attempts SET attempt = 2",
           "UPDATE outbox SET end_s = end_s - 1",
           "UPDATE outbox SET description = 'other'",
           "UPDATE outbox SET state = 'planned', entry_id = NULL, origin = NULL WHERE state = 'posted'",
           "UPDATE outbox SET entry_id = '999999999999999999999999' WHERE state = 'posted'",
           "UPDATE outbox SET attempt = 0, sent_at_s = NULL",
           "UPDATE outbox SET state = 'in_flight' WHERE state = 'planned'",
           "UPDATE outbox SET state = 'posted' WHERE state = 'planned'",
           "UPDATE outbox SET state = 'lost' WHERE state = 'planned'",
           "DELETE FROM outbox",
           "UPDATE day_plans SET time_zone = 'UTC'",
           "DELETE FROM day_plans",
       }) {
    EXPECT_THROW(sql("PRAGMA foreign_keys = ON; " + statement), SQLite::Exception) << statement;
  }
  EXPECT_EQ(store->day_plan(day_key()), before);
  EXPECT_FALSE(is_synced(*store));
}

TEST_F(Outbox, RowsThatLostTheirRecordDoNotCompleteADay) {
  freeze(*store, plan_of_two());
  post(k_api, k_first_entry);
  post(k_web, k_second_entry);
  sql("DELETE FROM synced_entries");
  expect_broken_rule([&] { store->complete_day(day_key()); });
}

}  // namespace
}  // namespace libsync::store
