// SPDX-License-Identifier: MIT
//
// What every clockify::Api does, whatever is behind it: the fixture of the tests of creating and of reading.
#pragma once

#include "samples.hpp"
#include "world.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace libsync::contract {

using namespace std::chrono_literals;
namespace fault = support::fault;
using clockify::Delivery;
using clockify::ErrorKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ApiContract : public ::testing::TestWithParam<WorldKind> {
 protected:
  std::vector<EntryId> listed(const Interval& window = first_week_of_february()) {
    const auto listing = world->api().list_entries(well_known::workspace(), well_known::ann(), window);
    EXPECT_THAT(listing, Succeeds());
    std::vector<EntryId> ids;
    if (listing) {
      for (const auto& entry : listing->entries) ids.push_back(entry.id);
    }
    return ids;
  }
  EntryId creates(const char* start, const UserId& user = well_known::ann()) {
    return world->user_creates(starting_at(start), user).id;
  }

  const std::unique_ptr<World> world = GetParam().make();
};

}  // namespace libsync::contract
