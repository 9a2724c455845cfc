// SPDX-License-Identifier: MIT
//
// What every tracking store promises of entries that are taken back.
#include "store_contract.hpp"

namespace libsync::store {
namespace {

// Monday is done: projects 1 and 2 under the entries 7 and 8.
class WithdrawalContract : public StoreContract {
 protected:
  void SetUp() override {
    store().register_timesheet(timesheet());
    store().freeze(plan(monday(), "12"));
    post('1', '7');
    post('2', '8');
    store().complete_day(day(monday()));
  }

  DayPlan stored() { return store().day_plan(day(monday())).value(); }

  void post(char project, char entry) {
    ASSERT_TRUE(store().begin_send(intent(store(), monday(), project, 0)));
    const auto [row, planned] = place(store(), monday(), project);
    store().write_posted({row, planned, id<EntryId>(entry), Origin::created, ""});
  }

  bool withdraw(std::vector<EntryId> entries, std::optional<DayPlan> instead = {}) {
    return store().begin_withdrawal({stored(), std::move(entries), std::move(instead)});
  }

  // Project 3 in the place of project 2, and the entry of project 1 stays.
  DayPlan other_plan() {
    DayPlan other = plan(monday(), "13");
    other.rows[0] = stored().rows[0];
    return other;
  }

  bool refuses(const std::function<void()>& act) {
    const auto before = store().day_plan(day(monday()));
    return failure_of(act) == StoreErrorKind::broken_rule && store().day_plan(day(monday())) == before &&
           store().withdrawals(timesheet()).empty();
  }

  Withdrawal withdrawn(char entry, char project, WithdrawalState state) {
    const auto before = plan(monday(), "12");
    PlannedEntry planned = before.rows[project == '1' ? 0 : 1].entry;
    planned.sources.clear();
    return {day(monday()), id<EntryId>(entry), planned, state};
  }

  static EntryId entry(char digit) { return id<EntryId>(digit); }
};

TEST_P(WithdrawalContract, ADayIsForgottenWhenItsEntriesAreDeletedAndNotBefore) {
  const auto before = stored();
  ASSERT_TRUE(withdraw({entry('7'), entry('8')}));
  EXPECT_THAT(store().withdrawals(timesheet()), ElementsAre(withdrawn('7', '1', WithdrawalState::intended),
                                                            withdrawn('8', '2', WithdrawalState::intended)));
  EXPECT_THAT(store().days_to_forget(timesheet()), ElementsAre(monday()));
  EXPECT_EQ(stored(), before);
  EXPECT_THAT(store().synced_days(timesheet()), ElementsAre(monday()));

  store().write_deleted(timesheet(), entry('7'));
  store().write_deleted(timesheet(), entry('7'));
  EXPECT_EQ(failure_of([&] { store().forget_day(day(monday())); }), StoreErrorKind::broken_rule);
  EXPECT_EQ(stored(), before);
  store().write_deleted(timesheet(), entry('8'));
  store().forget_day(day(monday()));

  EXPECT_EQ(store().day_plan(day(monday())), std::nullopt);
  EXPECT_THAT(store().synced_days(timesheet()), IsEmpty());
  EXPECT_THAT(store().synced_entries(day(monday())), IsEmpty());
  EXPECT_THAT(store().claimed_entries(timesheet()), IsEmpty());
  EXPECT_THAT(store().days_to_forget(timesheet()), IsEmpty());
  EXPECT_THAT(store().withdrawals(timesheet()), ElementsAre(withdrawn('7', '1', WithdrawalState::deleted),
                                                            withdrawn('8', '2', WithdrawalState::deleted)));
}

TEST_P(WithdrawalContract, AnEntryThatWasTakenBackIsNobodysEverAfter) {
  DayPlan with_it = plan(monday(), "13");
  with_it.rows[0].state = RowState::posted;
  with_it.rows[0].entry_id = entry('7');
  with_it.rows[0].origin = Origin::adopted;
  ASSERT_TRUE(withdraw({entry('7'), entry('8')}));
  store().write_deleted(timesheet(), entry('7'));
  store().write_deleted(timesheet(), entry('8'));
  store().forget_day(day(monday()));
  store().freeze(plan(monday(), "12"));
  const auto [row, planned] = place(store(), monday(), '1');
  EXPECT_EQ(failure_of([&] {
              store().write_posted({row, planned, entry('7'), Origin::adopted, ""});
            }),
            StoreErrorKind::broken_rule);
  store().discard_plan(day(monday()));
  EXPECT_EQ(failure_of([&] { store().freeze(with_it); }), StoreErrorKind::broken_rule);
}

TEST_P(WithdrawalContract, AnotherPlanTakesThePlaceInTheSameTransaction) {
  const DayPlan other = other_plan();
  ASSERT_TRUE(withdraw({entry('8')}, other));
  EXPECT_EQ(stored(), other);
  EXPECT_THAT(store().synced_days(timesheet()), IsEmpty());
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(PlanStore::SyncedEntry{id<ProjectId>('1'), entry('7')}));
  EXPECT_THAT(store().days_to_forget(timesheet()), IsEmpty());
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(entry('7'), entry('8'))) << "it still stands there";

  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '3', 0))) << "the other is not deleted yet";
  store().write_deleted(timesheet(), entry('8'));
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(entry('7')));
  post('3', '9');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().synced_days(timesheet()), ElementsAre(monday()));
}

TEST_P(WithdrawalContract, NothingOfADayIsSentThatIsToBeForgotten) {
  store().freeze(plan(next_day(monday()), "12"));
  const auto tuesday = [&] { return *store().day_plan(day(next_day(monday()))); };
  const auto [row, planned] = place(store(), next_day(monday()), '1');
  store().write_posted({row, planned, entry('9'), Origin::adopted, ""});
  ASSERT_TRUE(store().begin_withdrawal({tuesday(), {entry('9')}, {}}));
  EXPECT_FALSE(store().begin_send(intent(store(), next_day(monday()), '2', 0)));
  const auto [other, as_planned] = place(store(), next_day(monday()), '2');
  EXPECT_EQ(failure_of([&] {
              store().write_posted({other, as_planned, entry('a'), Origin::adopted, ""});
            }),
            StoreErrorKind::broken_rule)
      << "nor recorded: it would stand there when the day is forgotten";
  EXPECT_EQ(tuesday().rows[1].state, RowState::planned);
}

TEST_P(WithdrawalContract, TakesNothingBackOfAPlanThatIsNotAsItWasSeen) {
  auto seen = stored();
  seen.rows[1].mismatch = "other";
  EXPECT_FALSE(store().begin_withdrawal({seen, {entry('7')}, {}}));
  EXPECT_THAT(store().withdrawals(timesheet()), IsEmpty());
  ASSERT_TRUE(withdraw({entry('7')}));
  EXPECT_FALSE(withdraw({entry('8')})) << "it is to be forgotten already";
}

TEST_P(WithdrawalContract, RefusesWhatWouldLoseAnEntry) {
  EXPECT_TRUE(refuses([&] { (void)withdraw({entry('9')}); })) << "not of this day";
  EXPECT_TRUE(refuses([&] { (void)withdraw({entry('7'), entry('7')}); })) << "twice";
  EXPECT_TRUE(refuses([&] { (void)withdraw({entry('7')}, other_plan()); })) << "to be deleted and to stay";
  auto untiled = other_plan();
  untiled.rows.pop_back();
  EXPECT_TRUE(refuses([&] { (void)withdraw({entry('8')}, untiled); }));
  auto another_day = plan(next_day(monday()), "12");
  EXPECT_TRUE(refuses([&] { (void)withdraw({entry('8')}, another_day); }));
  EXPECT_TRUE(refuses([&] { store().forget_day(day(monday())); })) << "its entries stand there";
  EXPECT_TRUE(refuses([&] { store().write_deleted(timesheet(), entry('7')); })) << "never taken back";
}

TEST_P(WithdrawalContract, ADayWithAnEntryInDoubtIsNotTakenBack) {
  const LocalDate tuesday = next_day(monday());
  store().freeze(plan(tuesday, "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), tuesday, '1', 0)));
  const auto seen = *store().day_plan(day(tuesday));
  EXPECT_TRUE(refuses([&] { (void)store().begin_withdrawal({seen, {}, {}}); }));
}

TEST_P(WithdrawalContract, OfOneTimesheetIsNothingToAnother) {
  store().register_timesheet(timesheet('c'));
  ASSERT_TRUE(withdraw({entry('7')}));
  EXPECT_THAT(store().withdrawals(timesheet('c')), IsEmpty());
  EXPECT_THAT(store().days_to_forget(timesheet('c')), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Each, WithdrawalContract, testing::ValuesIn(kinds()), name_of);

}  // namespace
}  // namespace libsync::store
