// SPDX-License-Identifier: MIT
//
// What every tracking store promises of day plans, before anything of them is sent and when all of it is.
#include "store_contract.hpp"

namespace libsync::store {
namespace {

// --- T1 -------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, FreezesAPlanAsItIs) {
  const auto frozen = plan(monday(), "123");
  store().freeze(frozen);
  EXPECT_EQ(planned(), frozen);
  EXPECT_THAT(store().open_plans(timesheet()), ElementsAre(frozen));
  EXPECT_THAT(store().open_plans({id<UserId>('b'), timesheet().base_url, id<WorkspaceId>('f')}), IsEmpty());
}

TEST_P(StoreContract, ReplacesAPlanThatWasNeverSent) {
  store().freeze(plan(monday(), "12"));
  store().freeze(plan(monday(), "34"));
  EXPECT_EQ(planned(), plan(monday(), "34"));
}

TEST_P(StoreContract, RefusesAPlanThatDoesNotTileTheDay) {
  auto gap = plan(monday(), "123");
  gap.rows.erase(gap.rows.begin() + 1);
  auto short_day = plan(monday(), "123");
  short_day.rows.pop_back();
  auto overlap = plan(monday(), "12");
  overlap.rows[1].entry.interval.start -= 1s;
  auto empty = plan(monday(), "12");
  empty.rows.clear();
  auto covered = plan(monday(), "12");
  covered.gaps = {covered.rows[1].entry.interval};
  auto outside = plan(monday(), "12");
  outside.gaps = {{outside.work_hours.end, outside.work_hours.end + 1s}};
  auto nothing = plan(monday(), "12");
  nothing.gaps = {{nothing.rows[1].entry.interval.start, nothing.rows[1].entry.interval.start}};
  for (const auto& bad : {gap, short_day, overlap, empty, covered, outside, nothing}) {
    EXPECT_TRUE(refuses([&] { store().freeze(bad); }));
  }
}

TEST_P(StoreContract, TilesTheDayWithRowsAndGaps) {
  const auto filled = plan_around_a_gap(monday(), "121");
  store().freeze(filled);
  EXPECT_EQ(planned(), filled);
  auto all_day = plan(monday(), "1");
  all_day.rows[0].entry.interval.start += 1h;
  all_day.gaps = {{all_day.work_hours.start, all_day.work_hours.start + 1h}};
  store().freeze(all_day);
  EXPECT_EQ(planned(), all_day);
}

TEST_P(StoreContract, APlanIsLawForWhatMayStandInClockify) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "in flight";
  EXPECT_TRUE(refuses([&] { store().discard_plan(day(monday())); })) << "in flight";
  ASSERT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  store().freeze(plan(monday(), "21"));
  EXPECT_EQ(planned(), plan(monday(), "21")) << "refused: nothing of it can stand there";
  store().discard_plan(day(monday()));
  store().discard_plan(day(monday()));
  EXPECT_EQ(store().day_plan(day(monday())), std::nullopt);
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "posted";
  EXPECT_TRUE(refuses([&] { store().discard_plan(day(monday())); })) << "posted";
}

TEST_P(StoreContract, GivesAPlannedRowOtherContentInItsPlace) {
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  const auto [row, seen] = place(store(), monday(), '2');
  auto mended = seen;
  mended.project = id<ProjectId>('3');
  mended.task = id<TaskId>('4');
  mended.description = "Mended";
  mended.billable = std::nullopt;
  mended.tags = {};
  mended.sources = {"/work/c"};
  EXPECT_FALSE(store().readdress(row, 1, seen, mended)) << "another attempt was seen";
  EXPECT_FALSE(store().readdress(row, 0, mended, mended)) << "other content was seen";
  EXPECT_FALSE(store().readdress({row.day, 9}, 0, seen, mended)) << "no such row";
  const auto first = planned().rows[0].entry;
  auto renamed = first;
  renamed.description = "Mended";
  EXPECT_FALSE(store().readdress({row.day, 0}, 1, first, renamed)) << "it is posted";
  auto moved = mended;
  moved.interval.end -= 1s;
  EXPECT_TRUE(refuses([&] { (void)store().readdress(row, 0, seen, moved); }));
  EXPECT_TRUE(store().readdress(row, 0, seen, mended));
  EXPECT_EQ(planned().rows[1].entry, mended);
  EXPECT_EQ(planned().rows[1].attempt, 0);
  EXPECT_EQ(planned().rows[0].entry, plan(monday(), "12").rows[0].entry);

  auto stale = intent(store(), monday(), '3', 0);
  stale.seen.entry = seen;
  EXPECT_FALSE(store().begin_send(stale)) << "what was seen is not what would be sent";
  EXPECT_TRUE(refuses([&] { store().write_posted({row, seen, entry('8'), Origin::adopted, ""}); }));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '3', 0)));
  EXPECT_FALSE(store().readdress(row, 1, mended, seen)) << "it is in flight";
}

TEST_P(StoreContract, ChangesNothingOfADayWhileARowOfItIsInFlight) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto [row, seen] = place(store(), monday(), '2');
  auto mended = seen;
  mended.project = id<ProjectId>('3');
  EXPECT_FALSE(store().readdress(row, 0, seen, mended));
  EXPECT_EQ(planned().rows[1].entry, seen);
}

TEST_P(StoreContract, RecordsOnePieceOfAProjectForTheOlderTool) {
  store().freeze(plan_around_a_gap(monday(), "121"));
  const auto frozen = planned();
  const auto adopt = [&](std::size_t slot, char digit) {
    store().write_posted(
        {frozen.key_of(frozen.rows[slot]), frozen.rows[slot].entry, entry(digit), Origin::adopted, ""});
  };
  adopt(0, '6');
  adopt(2, '8');
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), entry('6')}));
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); }));
  adopt(1, '7');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(entry('6'), entry('7'), entry('8')));
}

TEST_P(StoreContract, RefusesRowsThatClaimToHaveBeenSent) {
  auto sent = plan(monday(), "12");
  sent.rows[0].attempt = 1;
  sent.rows[0].sent_at = second("2026-02-03T00:00:00Z");
  auto in_flight = sent;
  in_flight.rows[0].state = RowState::in_flight;
  auto created = plan(monday(), "12");
  created.rows[0].state = RowState::posted;
  created.rows[0].entry_id = id<EntryId>('7');
  created.rows[0].origin = Origin::created;
  for (const auto& bad : {sent, in_flight, created}) EXPECT_TRUE(refuses([&] { store().freeze(bad); }));
}

TEST_P(StoreContract, TakesOverEntriesOfAnEarlierTool) {
  subject_->add_synced_entry(monday(), id<ProjectId>('1'), id<EntryId>('7'));
  auto continued = plan(monday(), "12");
  continued.rows[0].state = RowState::posted;
  continued.rows[0].entry_id = id<EntryId>('7');
  continued.rows[0].origin = Origin::earlier;
  store().freeze(continued);
  EXPECT_EQ(planned(), continued);
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "what is posted is never planned again";
}

TEST_P(StoreContract, RefusesToPlanADayThatIsDone) {
  subject_->add_synced_day(monday());
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); }));
}

// --- T5 -------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, CompletesADayWhenAllOfItIsPostedAsPlanned) {
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "no plan";
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "one is missing";
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '2', 0)));
  record(monday(), '2', '8', Origin::found, "shorter");
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "one differs";
  store().write_mismatch(place(store(), monday(), '2').row, "");
  store().complete_day(day(monday()));
  EXPECT_THAT(store().synced_days(timesheet()), ElementsAre(monday()));
  EXPECT_THAT(store().open_plans(timesheet()), IsEmpty());
  EXPECT_TRUE(refuses([&] { store().write_mismatch(place(store(), monday(), '2').row, "shorter"); }))
      << "a synced day stays as it is";
  EXPECT_EQ(planned().rows[1].mismatch, "");
}

TEST_P(StoreContract, GivesOpenPlansOldestFirst) {
  const auto tuesday = next_day(monday());
  store().freeze(plan(tuesday, "1"));
  store().freeze(plan(monday(), "1"));
  EXPECT_THAT(store().open_plans(timesheet()), ElementsAre(plan(monday(), "1"), plan(tuesday, "1")));
}

}  // namespace
}  // namespace libsync::store
