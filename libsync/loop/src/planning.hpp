// SPDX-License-Identifier: MIT
//
// From the tracked time of a day to the rows of its plan. Pure.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/loop/sync_loop.hpp>
#include <libsync/store/day_plan.hpp>
#include <libsync/transform/buckets.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace libsync::loop {

// What the sessions, the mapping and the work hours of this moment make of a day.
struct Draft {
  Interval work_hours;
  transform::Buckets buckets;
  std::vector<store::PlannedEntry> entries;  // empty: nothing to bill
};

[[nodiscard]] Draft draft_day(LocalDate date, std::span<const TrackedTime> tracked, const SyncRules& rules);

// The rows of a day that the older tool began and did not finish: its entries fill the work hours from their start, and
// the buckets that have none yet share what is left. Nothing when the entries do not lie like that, or when no bucket
// is left to fill the rest.
[[nodiscard]] std::optional<std::vector<store::OutboxRow>> continue_earlier(const Draft& draft,
                                                                            std::span<const clockify::Entry> earlier,
                                                                            const SyncRules& rules);

// How the draft of today differs from the plan that was frozen, in words; empty when it does not.
[[nodiscard]] std::string describe_drift(const store::DayPlan& frozen, const Draft& draft);

}  // namespace libsync::loop
