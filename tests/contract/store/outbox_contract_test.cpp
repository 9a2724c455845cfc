// SPDX-License-Identifier: MIT
//
// What every tracking store promises of rows that are sent.
#include "store_contract.hpp"

namespace libsync::store {
namespace {

// --- T2, T3, T4 -----------------------------------------------------------------------------------------------------

TEST_P(StoreContract, AnIntentOfAPlanThatWasReplacedIsRefused) {
  store().freeze(plan(monday(), "12"));
  auto stale = intent(store(), monday(), '1', 0);
  store().freeze(plan(monday(), "21"));
  EXPECT_FALSE(store().begin_send(stale));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
}

// Its attempts count from 0 again, so that the second plan's first is the number that was seen of the first plan.
TEST_P(StoreContract, AnIntentOfARefusedPlanIsNoneOfAnotherPlanThatIsUnderWay) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  ASSERT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  const auto stale = intent(store(), monday(), '1', 1);
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_FALSE(store().begin_send(stale));
  EXPECT_EQ(planned().rows[0].attempt, 1);
}

TEST_P(StoreContract, AnIntentIsForTheSendThatWasSeenInDoubt) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto stale = intent(store(), monday(), '1', 1);
  ASSERT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  store().freeze(plan(monday(), "12"));
  auto later = intent(store(), monday(), '1', 0);
  later.sent_at += 1h;
  ASSERT_TRUE(store().begin_send(later));
  EXPECT_FALSE(store().begin_send(stale));
}

TEST_P(StoreContract, WritesAnIntentOnceForEachAttempt) {
  store().freeze(plan(monday(), "12"));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '1', 0))) << "somebody else got there first";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  EXPECT_EQ(planned().rows[0].attempt, 1);
  EXPECT_EQ(planned().rows[0].sent_at, intent(store(), monday(), '1', 0).sent_at);
  EXPECT_EQ(planned().rows[0].baseline, intent(store(), monday(), '1', 0).baseline);
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 1)));
  EXPECT_EQ(planned().rows[0].attempt, 2);
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '9', 0))) << "no such row";
  EXPECT_FALSE(store().begin_send(intent(store(), next_day(monday()), '1', 0))) << "no such plan";
}

TEST_P(StoreContract, RecordsAPostInBothTablesAtOnce) {
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_EQ(planned().rows[0].state, RowState::posted);
  EXPECT_EQ(planned().rows[0].entry_id, id<EntryId>('7'));
  EXPECT_EQ(planned().rows[0].origin, Origin::created);
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), id<EntryId>('7')}));
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '1', 1)));
}

TEST_P(StoreContract, AdoptsWithoutASend) {
  store().freeze(plan(monday(), "12"));
  record(monday(), '2', '8', Origin::adopted);
  EXPECT_EQ(planned().rows[1].attempt, 0);
  EXPECT_EQ(planned().rows[1].origin, Origin::adopted);
}

TEST_P(StoreContract, RefusesWhatCannotBeRecorded) {
  store().freeze(plan(monday(), "123"));
  EXPECT_TRUE(refuses([&] { record(monday(), '1', '7', Origin::created); })) << "never sent";
  EXPECT_TRUE(refuses([&] { record(monday(), '9', '7', Origin::adopted); })) << "no such row";
  post('1', '7');
  EXPECT_TRUE(refuses([&] { record(monday(), '1', '8', Origin::found); })) << "posted already";
  EXPECT_TRUE(refuses([&] { record(monday(), '2', '7', Origin::adopted); })) << "the entry has an owner";
  store().freeze(plan(next_day(monday()), "1"));
  EXPECT_TRUE(refuses([&] { record(next_day(monday()), '1', '7', Origin::adopted); }))
      << "the entry has an owner on another day";
  EXPECT_FALSE(store().write_refused(place(store(), monday(), '2').row, 0)) << "not in flight";
  EXPECT_TRUE(refuses([&] { store().write_mismatch(place(store(), monday(), '2').row, "x"); }));
}

TEST_P(StoreContract, CountsARefusedAttempt) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  EXPECT_EQ(planned().rows[0].state, RowState::planned);
  EXPECT_EQ(planned().rows[0].attempt, 1);
  EXPECT_TRUE(planned().ever_sent());
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 1)));
}

TEST_P(StoreContract, TakesTheAnswerBeforeAnIntentAlong) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto [row, planned_entry] = place(store(), monday(), '1');
  const std::vector answers{Posted{row, planned_entry, entry('7'), Origin::created, ""}};
  EXPECT_TRUE(store().begin_sends(std::vector{intent(store(), monday(), '2', 0)}, answers));
  EXPECT_EQ(planned().rows[0].entry_id, entry('7'));
  EXPECT_EQ(planned().rows[1].state, RowState::in_flight);
}

TEST_P(StoreContract, TakesTheAnswerBeforeAnIntentThatComesTooLateAlong) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto [row, planned_entry] = place(store(), monday(), '1');
  const std::vector answers{Posted{row, planned_entry, entry('7'), Origin::created, ""}};
  EXPECT_FALSE(store().begin_sends(std::vector{intent(store(), monday(), '2', 3)}, answers));
  EXPECT_EQ(planned().rows[0].entry_id, entry('7'));
  EXPECT_EQ(planned().rows[1].state, RowState::planned);
}

TEST_P(StoreContract, WritesNoIntentWithAnAnswerThatDoesNotFit) {
  store().freeze(plan(monday(), "12"));
  const auto [row, planned_entry] = place(store(), monday(), '1');
  const std::vector answers{Posted{row, planned_entry, entry('7'), Origin::created, ""}};
  const std::vector next{intent(store(), monday(), '2', 0)};
  EXPECT_TRUE(refuses([&] { (void)store().begin_sends(next, answers); })) << "it was never sent";
  EXPECT_EQ(planned().rows[1].state, RowState::planned);
}

TEST_P(StoreContract, WritesTheIntentsOfSeveralRowsOrNone) {
  store().freeze(plan(monday(), "12"));
  const std::vector one_too_late{intent(store(), monday(), '1', 0), intent(store(), monday(), '2', 3)};
  EXPECT_FALSE(store().begin_sends(one_too_late, {}));
  EXPECT_EQ(planned().rows[0].state, RowState::planned);
  const std::vector both{intent(store(), monday(), '1', 0), intent(store(), monday(), '2', 0)};
  EXPECT_TRUE(store().begin_sends(both, {}));
  for (const auto& row : planned().rows) EXPECT_EQ(row.state, RowState::in_flight);
}

TEST_P(StoreContract, WritesSeveralAnswersOrNone) {
  store().freeze(plan(monday(), "12"));
  const std::vector both{intent(store(), monday(), '1', 0), intent(store(), monday(), '2', 0)};
  ASSERT_TRUE(store().begin_sends(both, {}));
  std::vector<Posted> answers;
  for (const char project : {'1', '2'}) {
    const auto [row, planned_entry] = place(store(), monday(), project);
    answers.push_back({row, planned_entry, entry('7'), Origin::created, ""});
  }
  EXPECT_TRUE(refuses([&] { store().write_all_posted(answers); })) << "one entry for two rows";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  answers[1].entry = entry('8');
  store().write_all_posted(answers);
  EXPECT_EQ(planned().rows[0].entry_id, entry('7'));
  EXPECT_EQ(planned().rows[1].entry_id, entry('8'));
}

TEST_P(StoreContract, TakesBackNoIntentOfAnotherRun) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 1)));
  EXPECT_FALSE(store().write_refused(place(store(), monday(), '1').row, 1)) << "the second is under way";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  EXPECT_TRUE(store().write_refused(place(store(), monday(), '1').row, 2));
}

// --- what was refused, what is in the way ---------------------------------------------------------------------------

TEST_P(StoreContract, RemembersWhatWasRefusedUntilTheDayIsDone) {
  store().freeze(plan(monday(), "12"));
  const auto first = intent(store(), monday(), '2', 0);
  ASSERT_TRUE(store().begin_send(first));
  ASSERT_TRUE(store().write_refused(first.row, 1));
  const auto again = intent(store(), monday(), '2', 1);
  ASSERT_TRUE(store().begin_send(again));
  ASSERT_TRUE(store().write_refused(again.row, 2));
  const auto refused = [](const PlanStore::Intent& of, int attempt) {
    return RefusedAttempt{of.row,    of.seen.entry.project, of.seen.entry.interval, of.seen.entry.description, attempt,
                          of.sent_at};
  };
  const auto both = ElementsAre(refused(first, 1), refused(again, 2));
  EXPECT_THAT(store().refused_attempts(timesheet()), both);
  EXPECT_THAT(store().refused_attempts(timesheet('c')), IsEmpty());
  store().freeze(plan(monday(), "34"));
  EXPECT_THAT(store().refused_attempts(timesheet()), both) << "it outlives the plan";
  store().discard_plan(day(monday()));
  EXPECT_THAT(store().refused_attempts(timesheet()), both);
  store().freeze(plan(monday(), "1"));
  post('1', '7');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().refused_attempts(timesheet()), IsEmpty());
}

TEST_P(StoreContract, RemembersWhatIsInTheWayOfADay) {
  const UtcTime nine = plan(monday(), "1").work_hours.start;
  const EntryInTheWay standup{entry('9'), {nine, nine + 15min}, "Stand-up"};
  const EntryInTheWay lunch{entry('8'), {nine + 3h, nine + 4h}, ""};
  store().remember_occupied(day(monday()), {lunch, standup});
  EXPECT_THAT(store().occupied_days(timesheet()), ElementsAre(testing::Pair(monday(), ElementsAre(standup, lunch))));
  store().remember_occupied(day(monday()), {lunch});
  store().remember_occupied(day(next_day(monday())), {standup});
  EXPECT_EQ(store().occupied_days(timesheet()).at(monday()), std::vector{lunch});
  EXPECT_TRUE(refuses([&] { store().remember_occupied(day(monday()), {lunch, lunch}); }));
  store().remember_occupied(day(next_day(monday())), {});
  EXPECT_EQ(store().occupied_days(timesheet()).size(), 1U);
  store().freeze(plan(monday(), "1"));
  post('1', '7');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().occupied_days(timesheet()), IsEmpty()) << "a day that is done has nothing in its way";
}

TEST_P(StoreContract, FindsEntriesOfItsOwnByTime) {
  store().freeze(plan(monday(), "12"));
  post('2', '8');
  post('1', '7');
  const auto [hours, rows] = std::pair{planned().work_hours, planned().rows};
  const auto posted = [&](std::size_t slot, char digit) {
    const auto& planned = rows[slot].entry;
    return PostedEntry{
        {day(monday()), static_cast<int>(slot)}, planned.project, planned.interval, planned.description, entry(digit)};
  };
  EXPECT_THAT(store().posted_in(timesheet(), hours), ElementsAre(posted(0, '7'), posted(1, '8')));
  EXPECT_THAT(store().posted_in(timesheet(), {hours.end - 1s, hours.end + 1h}), ElementsAre(posted(1, '8')));
  EXPECT_THAT(store().posted_in(timesheet(), {hours.end, hours.end + 1h}), IsEmpty());
  EXPECT_THAT(store().posted_in(timesheet(), {hours.start, hours.start}), IsEmpty());
  EXPECT_THAT(store().posted_in(timesheet('c'), hours), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Each, StoreContract, testing::ValuesIn(kinds()), name_of);

}  // namespace
}  // namespace libsync::store
