// SPDX-License-Identifier: MIT
//
// What every tracking store promises of whose days are done, and of what it knows of accounts.
#include "store_contract.hpp"

namespace libsync::store {
namespace {

// --- what is done ---------------------------------------------------------------------------------------------------

TEST_P(StoreContract, KnowsWhatTheOlderToolRecorded) {
  const Timesheet other{id<UserId>('b'), timesheet().base_url, id<WorkspaceId>('f')};
  subject_->add_synced_entry(monday(), id<ProjectId>('1'), id<EntryId>('7'));
  subject_->add_synced_day(monday());
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), id<EntryId>('7')}));
  EXPECT_THAT(store().synced_entries({other, monday()}), IsEmpty());
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(id<EntryId>('7')));
  EXPECT_THAT(store().claimed_entries(other), IsEmpty());
  EXPECT_THAT(store().synced_days(timesheet()), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(other), IsEmpty());
}

// --- whose ----------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, TheOlderToolsRowsBelongToTheFirstTimesheetOfAWorkspace) {
  const auto second_user = timesheet('c');
  Timesheet other_server = timesheet();
  other_server.base_url = "https://elsewhere.invalid";
  Timesheet elsewhere = second_user;
  elsewhere.workspace = id<WorkspaceId>('f');
  EXPECT_FALSE(store().register_timesheet(second_user));
  EXPECT_FALSE(store().register_timesheet(other_server));
  EXPECT_TRUE(store().register_timesheet(elsewhere));
  EXPECT_TRUE(store().register_timesheet(timesheet())) << "again";
  EXPECT_THAT(store().timesheets(timesheet().base_url, workspace()), ElementsAre(timesheet(), second_user));
  EXPECT_THAT(store().timesheets("https://nowhere.invalid", workspace()), IsEmpty());

  subject_->add_synced_entry(monday(), id<ProjectId>('1'), entry('7'));
  subject_->add_synced_day(monday());
  EXPECT_THAT(store().older_synced_days(workspace()), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(second_user), IsEmpty());
  EXPECT_THAT(store().synced_entries({second_user, monday()}), IsEmpty());
  EXPECT_THAT(store().claimed_entries(second_user), IsEmpty());
}

TEST_P(StoreContract, WhatOneUserHasDoneIsNotDoneForAnother) {
  const auto theirs = timesheet('c');
  store().register_timesheet(theirs);
  auto their_plan = plan(monday(), "12");
  their_plan.timesheet = theirs;
  store().freeze(plan(monday(), "12"));
  store().freeze(their_plan);
  post('1', '7');
  for (const auto& [slot, digit] : {std::pair{0U, '8'}, std::pair{1U, '9'}}) {
    const auto& row = their_plan.rows[slot];
    store().write_posted({their_plan.key_of(row), row.entry, entry(digit), Origin::adopted, ""});
  }
  EXPECT_TRUE(refuses([&] { record(monday(), '2', '8', Origin::adopted); })) << "the entry is theirs";
  store().complete_day(their_plan.key());
  EXPECT_THAT(store().synced_days(theirs), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(timesheet()), IsEmpty());
  EXPECT_THAT(store().open_plans(theirs), IsEmpty());
  EXPECT_EQ(store().open_plans(timesheet()).size(), 1U);
  EXPECT_THAT(store().claimed_entries(theirs), ElementsAre(entry('8'), entry('9')));
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(entry('7')));
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), entry('7')}));
  EXPECT_EQ(failure_of([&] { store().freeze(their_plan); }), StoreErrorKind::broken_rule) << "done is done";
}

TEST_P(StoreContract, ATimesheetThatIsNotRegisteredHasNothingAndTakesNothing) {
  const auto unknown = timesheet('c');
  auto their_plan = plan(monday(), "1");
  their_plan.timesheet = unknown;
  EXPECT_EQ(store().day_plan(their_plan.key()), std::nullopt);
  EXPECT_EQ(store().remembered_projects(unknown), std::nullopt);
  EXPECT_TRUE(refuses([&] { store().freeze(their_plan); }));
  EXPECT_TRUE(refuses([&] { store().discard_plan(their_plan.key()); }));
  EXPECT_TRUE(refuses([&] { store().complete_day(their_plan.key()); }));
  EXPECT_TRUE(refuses([&] { store().remember_occupied(their_plan.key(), {}); }));
  EXPECT_TRUE(refuses([&] { store().remember_projects(unknown, {}); }));
}

TEST_P(StoreContract, RemembersProjectsAndTheirTasks) {
  EXPECT_EQ(store().remembered_projects(timesheet()), std::nullopt);
  const RememberedProjects seen{second("2026-02-07T08:00:00Z"),
                                {{id<ProjectId>('2'), "Website", "Acme", true, std::nullopt},
                                 {id<ProjectId>('1'), "API", "", false,
                                  std::vector<RememberedTask>{{id<TaskId>('5'), "Review"}, {id<TaskId>('4'), "Build"}}},
                                 {id<ProjectId>('3'), "Other", "", false, std::vector<RememberedTask>{}}}};
  store().remember_projects(timesheet(), seen);
  EXPECT_EQ(store().remembered_projects(timesheet()), seen);
  auto twice = seen;
  twice.projects.push_back(seen.projects[0]);
  EXPECT_TRUE(refuses([&] { store().remember_projects(timesheet(), twice); }));
  EXPECT_EQ(store().remembered_projects(timesheet()), seen);
  const RememberedProjects later{seen.seen_at + 24h, {seen.projects[1]}};
  store().remember_projects(timesheet(), later);
  EXPECT_EQ(store().remembered_projects(timesheet()), later);
}

// --- who ------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, RemembersTheUserOfAnAccount) {
  EXPECT_EQ(store().remembered_user("hash"), std::nullopt);
  store().remember_user("hash", id<UserId>('b'));
  store().remember_user("hash", id<UserId>('c'));
  EXPECT_EQ(store().remembered_user("hash"), id<UserId>('c'));
  EXPECT_EQ(store().remembered_user("other"), std::nullopt);
}

}  // namespace
}  // namespace libsync::store
