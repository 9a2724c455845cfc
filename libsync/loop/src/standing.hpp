// SPDX-License-Identifier: MIT
//
// What became of the entries of a plan, by a listing, and which of them another plan has a place for. Pure.
#pragma once

#include "matching.hpp"

#include <libsync/store/day_plan.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

enum class Stands {
  unchanged,  // as it was posted
  locked,     // as it was posted, and nobody may delete it
  edited,     // otherwise; `difference` says how
  gone,       // somebody deleted it
  not_yet,    // it was posted so lately that the listing need not show it
};

// A posted row of a plan.
struct Standing {
  std::size_t row;
  Stands state;
  std::string difference;
};

// Of every posted row, in the order of the plan.
[[nodiscard]] std::vector<Standing> look_for(const store::DayPlan& plan, const clockify::Listing& listing,
                                             seconds quarantine, UtcTime wall_clock);

// Of one row whose entry is `entry`.
[[nodiscard]] Standing compare(std::size_t index, const store::OutboxRow& row, const clockify::Entry& entry);

// Gives rows of the plan `now` that are not sent the entries of `before` that are exactly what they say, so that these
// need not be deleted and made again.
void keep_what_fits(store::DayPlan& now, const store::DayPlan& before, const std::vector<Standing>& standing,
                    const clockify::Listing& listing);

// The same entry, whatever folders are behind it.
[[nodiscard]] bool is_sent_alike(const store::PlannedEntry& a, store::PlannedEntry b);

[[nodiscard]] bool has_entry(const store::DayPlan& plan, const EntryId& entry);

// The same rows, as they would be sent, and the same gaps.
[[nodiscard]] bool is_same_plan(const store::DayPlan& a, const store::DayPlan& b);

}  // namespace libsync::loop
