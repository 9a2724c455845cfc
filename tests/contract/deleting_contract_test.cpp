// SPDX-License-Identifier: MIT
//
// How every clockify::Api deletes, whatever is behind it.
#include "samples.hpp"
#include "world.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using clockify::Deletion;
using clockify::Delivery;
using clockify::ErrorKind;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeletingContract : public ::testing::TestWithParam<WorldKind> {
 protected:
  EntryId creates() { return world->user_creates(morning(), well_known::ann()).id; }
  auto deletes(const EntryId& entry) { return world->api().delete_entry(well_known::workspace(), entry); }

  const std::unique_ptr<World> world = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(On, DeletingContract,
                         ::testing::Values(WorldKind{"Memory", make_memory_world},
                                           WorldKind{"Https", make_https_world_in_berlin}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(DeletingContract, TakesAwayThatEntryAndNoOther) {
  const auto one = creates();
  const auto two = creates();
  const auto deleted = deletes(one);
  ASSERT_THAT(deleted, Succeeds());
  EXPECT_EQ(*deleted, Deletion::deleted);
  ASSERT_THAT(world->stored(), SizeIs(1));
  EXPECT_EQ(world->stored().front().id, two);
}

TEST_P(DeletingContract, OfAnEntryThatIsGoneSaysSo) {
  const auto entry = creates();
  ASSERT_THAT(deletes(entry), Succeeds());
  for (const bool is_404 : {false, true}) {
    SCOPED_TRACE(is_404);
    world->set_gone_is_404(is_404);
    const auto again = deletes(entry);
    ASSERT_THAT(again, Succeeds());
    EXPECT_EQ(*again, Deletion::was_gone);
  }
}

TEST_P(DeletingContract, AnEntryIsFoundByItsIdWhereverItWasMoved) {
  const auto entry = creates();
  world->user_edits(entry, [](clockify::Entry& e) {
    e.start += 24h * 30;
    *e.end += 24h * 30;
  });
  const auto found = world->api().find_entry(well_known::workspace(), entry);
  ASSERT_THAT(found, Succeeds());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ(**found, world->stored().front());
  world->user_deletes(entry);
  const auto gone = world->api().find_entry(well_known::workspace(), entry);
  ASSERT_THAT(gone, Succeeds());
  EXPECT_FALSE(gone->has_value());
}

TEST_P(DeletingContract, ALockedEntryIsShownAsSuchAndStays) {
  const auto entry = creates();
  world->user_edits(entry, [](clockify::Entry& e) { e.locked = true; });
  const auto found = world->api().find_entry(well_known::workspace(), entry);
  ASSERT_THAT(found, Succeeds());
  EXPECT_TRUE((*found)->locked);
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::forbidden, Delivery::answered));
  EXPECT_THAT(world->stored(), SizeIs(1));
}

TEST_P(DeletingContract, ALostAnswerLeavesItUnknown) {
  const auto entry = creates();
  world->next_delete(fault::drop());
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::offline, Delivery::unknown));
  EXPECT_THAT(world->stored(), SizeIs(1));
  world->next_delete(fault::drop().applied());
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::offline, Delivery::unknown));
  EXPECT_THAT(world->stored(), IsEmpty());
}

TEST_P(DeletingContract, MayTakeEffectLate) {
  const auto entry = creates();
  world->next_delete(fault::drop().applied_after(1));
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::offline, Delivery::unknown));
  EXPECT_THAT(world->stored(), SizeIs(1));
  ASSERT_THAT(world->api().current_user(), Succeeds());
  ASSERT_THAT(world->api().current_user(), Succeeds());
  EXPECT_THAT(world->stored(), IsEmpty());
}

TEST_P(DeletingContract, ARefusalAndAFaultAreNoDeletion) {
  const auto entry = creates();
  world->next_delete(fault::refuse(403, 1003, "Can't edit locked time entry."));
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::forbidden, Delivery::answered));
  world->next_delete(fault::throttle(60s));
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::rate_limited, Delivery::answered));
  world->next_delete(fault::html(503));
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::server_fault, Delivery::unknown));
  world->next_delete(fault::refuse(400, 501, "TIMEENTRY with ID '6a507fafde10bd6a51ac37a9' not found"));
  EXPECT_THAT(deletes(entry), FailsWith(ErrorKind::server_fault, Delivery::unknown));
  EXPECT_THAT(world->stored(), SizeIs(1));
}

TEST_P(DeletingContract, AWorkspaceOfOthersIsRefused) {
  const auto entry = creates();
  EXPECT_THAT(world->api().delete_entry(well_known::foreign_workspace(), entry),
              FailsWith(ErrorKind::forbidden, Delivery::answered));
  EXPECT_THAT(world->stored(), SizeIs(1));
}

}  // namespace
}  // namespace libsync::contract
