// SPDX-License-Identifier: MIT
//
// Rows 71 to 81: the Tuesday was posted and is taken back; the fault meets the n-th of its DELETEs. The Wednesday
// stays, and the next sync posts the Tuesday once again.
#include "row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {
namespace {

using loop::Withdrawing;
using support::StoredEntry;
namespace fault = support::fault;
namespace well_known = support::well_known;
using namespace std::chrono_literals;

constexpr std::int64_t k_posted_twice = 7;  // three entries of the Tuesday twice, and one of the Wednesday

// Everything is posted, long enough ago for a listing to be believed.
void post_all(Workday& day) {
  (void)expect_through(day);
  day.pass(20min);
}

// The undo stops at the n-th DELETE; the store still says that the day is done.
void expect_stopped_undo(Workday& day, int nth, FailureKind kind, std::size_t still_there) {
  const auto report = day.take_back(Withdrawing::undo);
  ASSERT_TRUE(report.failure) << "it did not stop";
  EXPECT_EQ(report.failure->kind, kind) << report.failure->message;
  EXPECT_EQ(report.summary.entries_deleted, nth - 1);
  EXPECT_EQ(day.server.entries().size(), still_there);
  EXPECT_TRUE(day.open()->synced_days(day.timesheet()).contains(day.tuesday)) << "days are forgotten last";
}

// A DELETE may be sent again, and is once where the connection was used before.
void drop_delete(Workday& day, int nth, const support::Fault& first = fault::drop()) {
  day.server.on_delete(nth, first);
  day.server.on_delete(nth + 1, fault::drop());
}

Row delete_row(int number, std::string fault, FailureKind kind, bool takes_effect,
               std::function<support::Fault(Workday& day)> make) {
  return {number, std::move(fault), [kind, takes_effect, make = std::move(make)](Workday& day, int nth) -> End {
            post_all(day);
            if (kind == FailureKind::offline) {
              drop_delete(day, nth, make(day));
            } else {
              day.server.on_delete(nth, make(day));
            }
            expect_stopped_undo(day, nth, kind, static_cast<std::size_t>(5 - nth - (takes_effect ? 1 : 0)));
            return {.posts = k_posted_twice};
          }};
}

End edited_before_the_second_run(Workday& day, int nth) {
  post_all(day);
  drop_delete(day, nth);
  expect_stopped_undo(day, nth, FailureKind::offline, static_cast<std::size_t>(5 - nth));
  const auto id = day.entry(nth).id;
  day.server.user_edits(id, [](StoredEntry& entry) { *entry.end -= 10min; });
  expect_stopped(day, FailureKind::conflict);
  EXPECT_EQ(day.take_back(Withdrawing::undo).failure->kind, FailureKind::conflict);
  day.server.user_edits(id, [](StoredEntry& entry) { *entry.end += 10min; });
  return {.posts = k_posted_twice};
}

End edited_before_the_undo(Workday& day, int nth) {
  post_all(day);
  const auto id = day.entry(nth).id;
  day.server.user_edits(id, [](StoredEntry& entry) { entry.description = "Mine"; });
  const auto report = day.take_back(Withdrawing::undo);
  EXPECT_EQ(report.failure->kind, FailureKind::conflict);
  EXPECT_EQ(day.server.counts().deletes, 0);
  day.server.user_edits(id, [](StoredEntry& entry) { entry.description = "Development"; });
  return {};
}

// The new plan is in the store before the first DELETE.
End resync_cut_off(Workday& day, int nth) {
  post_all(day);
  day.map(nth, well_known::other());
  drop_delete(day, 1);
  const auto report = day.take_back(Withdrawing::resync);
  EXPECT_TRUE(report.failure);
  EXPECT_FALSE(day.open()->synced_days(day.timesheet()).contains(day.tuesday));
  return {.posts = 5};
}

End resync_refused(Workday& day, int nth) {
  post_all(day);
  day.map(nth, well_known::other());
  day.server.on_post(5, fault::refuse(400, 501, "Project doesn't belong to Workspace"));
  const auto report = day.take_back(Withdrawing::resync);
  EXPECT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::refused);
  return {.posts = 6};
}

}  // namespace

std::vector<Row> rows_of_taking_back() {
  const auto as_made = [](support::Fault fault) { return [fault](Workday&) { return fault; }; };
  return {
      delete_row(71, "DeleteRefused", FailureKind::refused, false,
                 as_made(fault::refuse(403, 1003, "Can't edit locked time entry."))),
      delete_row(72, "DeleteLost", FailureKind::offline, false, as_made(fault::drop())),
      delete_row(73, "AnswerToDeleteLost", FailureKind::offline, true, as_made(fault::drop().applied())),
      delete_row(74, "ServerFaultAfterDelete", FailureKind::unavailable, true, as_made(fault::html(502).applied())),
      delete_row(75, "DeleteLate", FailureKind::offline, false,
                 [](Workday& day) { return fault::drop().applied_at(day.server.now() + 10min); }),
      delete_row(76, "DeleteThrottled", FailureKind::rate_limited, false, as_made(fault::throttle(60s))),
      delete_row(77, "DeleteAtAWrongAddress", FailureKind::refused, false,
                 as_made(fault::refuse(404, 3000, "No static resource."))),
      {78, "EditedBeforeTheSecondRun", edited_before_the_second_run},
      {79, "EditedBeforeTheUndo", edited_before_the_undo},
      {80, "ResyncCutOff", resync_cut_off},
      {81, "ResyncRefused", resync_refused},
  };
}

}  // namespace libsync::faults
