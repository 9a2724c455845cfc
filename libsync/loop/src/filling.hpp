// SPDX-License-Identifier: MIT
//
// `on_existing = "fill"`: the day goes around what stands in its work hours. Pure.
#pragma once

#include "matching.hpp"
#include "planning.hpp"

#include <span>
#include <vector>

namespace libsync::loop {

struct Filling {
  Draft draft;
  std::vector<ForeignEntry> others;  // what it goes around
};

// `draft`: of the day as if nothing stood there. `to_come`: what may still be posted of other days. Entries like those
// of the draft are what a run made whose store was lost, if together they are what would be planned around the others;
// else they are somebody's.
[[nodiscard]] Filling fill_around(const Draft& draft, LocalDate date, std::span<const TrackedTime> tracked,
                                  const SyncRules& rules, const clockify::Listing& listing, const EntryIds& claimed,
                                  const std::vector<ForeignEntry>& to_come);

}  // namespace libsync::loop
