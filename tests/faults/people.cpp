// SPDX-License-Identifier: MIT
//
// Rows 52 to 55, 58, 63 and 67 to 70: somebody else is at work in Clockify, another machine, or another user with this
// store.
#include "row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {
namespace {

using support::StoredEntry;
using testing::Contains;
using testing::HasSubstr;
namespace fault = support::fault;
namespace well_known = support::well_known;
using namespace std::chrono_literals;

End created_before(Workday& day, int nth) {
  day.server.user_creates(day.planned(nth));
  EXPECT_EQ(expect_through(day).summary.entries_adopted, 1);
  return {.posts = 3};
}

// The POST was lost, and the person has made the entry by hand.
End created_instead(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop());
  (void)run_into(day, nth, Fate::lost, FailureKind::in_doubt);
  day.server.user_creates(day.planned(nth));
  return {};
}

// The POST had taken effect, and the person has made the entry by hand all the same.
End created_besides(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied());
  (void)run_into(day, nth, Fate::found, FailureKind::in_doubt);
  day.server.user_creates(day.planned(nth));
  EXPECT_THAT(expect_through(day).notes, Contains(HasSubstr("an entry exactly like")));
  return {.twins = 1};
}

End edited_before_the_look(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied());
  (void)run_into(day, nth, Fate::found, FailureKind::in_doubt);
  const auto id = day.entry(nth).id;
  day.server.user_edits(id, [](StoredEntry& entry) { *entry.end -= 10min; });
  expect_stopped(day, FailureKind::conflict);
  day.pass(1h);
  expect_stopped(day, FailureKind::conflict);
  day.server.user_edits(id, [](StoredEntry& entry) { *entry.end += 10min; });
  return {};
}

End deleted_before_the_look(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied());
  (void)run_into(day, nth, Fate::found, FailureKind::in_doubt);
  day.server.user_deletes(day.entry(nth).id);
  expect_stopped(day, FailureKind::in_doubt);
  day.pass(16min);
  EXPECT_THAT(expect_through(day).notes, Contains(HasSubstr("sent again")));
  return {.posts = 5};
}

// The n-th entry is recorded, and the one after it keeps the run from its end.
void stop_after(Workday& day, int nth) {
  refuse_post(day, nth + 1);
  EXPECT_EQ(day.run().failure.value().kind, FailureKind::refused);
  EXPECT_EQ(day.row(nth).state, store::RowState::posted);
}

End edited_after_it_was_recorded(Workday& day, int nth) {
  stop_after(day, nth);
  day.server.user_edits(day.entry(nth).id, [](StoredEntry& entry) { *entry.end -= 10min; });
  return {.posts = 5, .missing = 1, .strange = 1};
}

End deleted_after_it_was_recorded(Workday& day, int nth) {
  stop_after(day, nth);
  day.server.user_deletes(day.entry(nth).id);
  return {.posts = 5, .missing = 1};
}

// --- another machine, another user ----------------------------------------------------------------------------------

void expect_refused(Workday& day) {
  EXPECT_EQ(day.run().failure.value().kind, FailureKind::refused);
}

// The other one finishes what this one has begun, and this one finds that.
End another_machine(Workday& day, int nth) {
  refuse_post(day, nth);
  (void)run_into(day, nth, Fate::refused, FailureKind::refused);
  const auto here = std::exchange(day.file, day.folder / "elsewhere" / "sessions.db");
  day.track_both_days();
  EXPECT_EQ(expect_through(day).summary.entries_adopted, nth - 1);
  day.file = here;
  return {.posts = 5};
}

End another_users_key(Workday& day, int nth) {
  refuse_post(day, nth);
  const End end = run_into(day, nth, Fate::refused, FailureKind::refused);
  day.key = well_known::k_other_key;
  expect_stopped(day, FailureKind::conflict);
  day.key = well_known::k_key;
  return end;
}

// --- somebody mends what Clockify refuses ---------------------------------------------------------------------------

// Clockify refuses the n-th entry, whose project was deleted. The mapping of its folder is mended after it.
End mended_after_a_refusal(Workday& day, int nth) {
  day.server.delete_project(day.planned(nth).project);
  const End end = run_into(day, nth, Fate::refused, FailureKind::refused);
  day.map(nth, well_known::other());
  return end;
}

// A row that is in doubt is sent again as it was, however the mapping was edited: it may stand there after all.
End mended_while_in_doubt(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop());
  const End end = run_into(day, nth, Fate::lost, FailureKind::in_doubt);
  const auto before = day.row(nth).entry;
  day.map(nth, well_known::other());
  day.pass(16min);
  EXPECT_THAT(expect_through(day).notes, Contains(HasSubstr("sent again")));
  EXPECT_EQ(day.row(nth).entry, before);
  return {.posts = end.posts};
}

End a_day_off_after_a_refusal(Workday& day, int nth) {
  refuse_post(day, nth);
  (void)run_into(day, nth, Fate::refused, FailureKind::refused);
  day.rules.days_off.insert(day.tuesday);
  day.days = {day.wednesday};
  return {.posts = 2};
}

// The entry stands there, whatever the answer said, and it is ours.
End refused_though_made(Workday& day, int nth) {
  day.server.on_post(nth, fault::refuse(400, 501, "no").applied());
  expect_refused(day);
  EXPECT_EQ(expect_through(day).summary.entries_adopted, 1);
  return {};
}

// It is exactly what was planned once, so that it stays what it is, whatever the mapping says by now.
End refused_though_made_and_mended(Workday& day, int nth) {
  day.server.on_post(nth, fault::refuse(400, 501, "no").applied());
  expect_refused(day);
  const auto before = day.row(nth).entry;
  day.map(nth, well_known::other());
  EXPECT_EQ(expect_through(day).summary.entries_adopted, 1);
  EXPECT_EQ(day.row(nth).entry, before);
  return {};
}

Row turned_away(std::string name, FailureKind kind, const support::Fault& answer) {
  return {63, std::move(name), [=](Workday& day, int nth) {
            refuse_post(day, nth);
            const End end = run_into(day, nth, Fate::refused, FailureKind::refused);
            day.server.on_listing(day.server.counts().listings + 1, answer);
            expect_stopped(day, kind);
            return end;
          }};
}

}  // namespace

std::vector<Row> rows_of_people() {
  return {
      {52, "AnIdenticalEntryWasThereBefore", created_before},
      {53, "AnIdenticalEntryInPlaceOfTheLostOne", created_instead},
      {53, "AnIdenticalEntryBesidesTheOneInDoubt", created_besides},
      {54, "EditedBeforeTheNextLook", edited_before_the_look},
      {54, "DeletedBeforeTheNextLook", deleted_before_the_look},
      {55, "EditedAfterItWasRecorded", edited_after_it_was_recorded},
      {55, "DeletedAfterItWasRecorded", deleted_after_it_was_recorded},
      {58, "AnotherMachineInBetween", another_machine},
      {63, "TheKeyOfAnotherUser", another_users_key, {2, 3}},
      {67, "RefusedAndTheMappingMended", mended_after_a_refusal},
      {68, "InDoubtAndTheMappingEdited", mended_while_in_doubt},
      {69, "RefusedAndTheDayTakenOff", a_day_off_after_a_refusal, {1}},
      {70, "RefusedThoughMade", refused_though_made},
      {70, "RefusedThoughMadeAndTheMappingMended", refused_though_made_and_mended},
      turned_away("TheKeyIsRevoked", FailureKind::key_refused, fault::refuse(401, 4003, "Api key does not exist")),
      turned_away("TheWorkspaceIsGone", FailureKind::refused, fault::refuse(403, 501, "Access Denied")),
  };
}

}  // namespace libsync::faults
