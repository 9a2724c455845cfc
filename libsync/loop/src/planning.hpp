// SPDX-License-Identifier: MIT
//
// From the tracked time of a day to the rows of its plan. Pure.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/loop/sync_loop.hpp>
#include <libsync/store/day_plan.hpp>
#include <libsync/transform/buckets.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace libsync::loop {

// What the sessions, the mapping and the work hours of this moment make of a day.
struct Draft {
  Interval work_hours;
  std::vector<Interval> gaps;                // of the work hours: what is taken of them; entries and gaps tile them
  transform::Buckets buckets;                // what weighs
  milliseconds tracked{0};                   // mapped and unmapped, whether it weighs or not
  milliseconds attended{0};                  // the part of it that a person attended
  std::vector<store::PlannedEntry> entries;  // empty: nothing to bill, or nothing free
};

// One entry of a project. `folder`: the mapped folder whose settings it gets; empty for the general ones.
[[nodiscard]] store::PlannedEntry entry_for(const ProjectId& project, const std::string& folder,
                                            const Interval& interval, std::vector<std::string> sources,
                                            const SyncRules& rules);

// `taken`: stretches that something stands in already, in any order; the entries go around them.
[[nodiscard]] Draft draft_day(LocalDate date, std::span<const TrackedTime> tracked, const SyncRules& rules,
                              std::span<const Interval> taken = {});

// The rows of a day that the older tool began and did not finish: its entries fill the work hours from their start, and
// the buckets that have none yet share what is left. Nothing when the entries do not lie like that, or when no bucket
// is left to fill the rest.
[[nodiscard]] std::optional<std::vector<store::OutboxRow>> continue_earlier(const Draft& draft,
                                                                            std::span<const clockify::Entry> earlier,
                                                                            const SyncRules& rules);

}  // namespace libsync::loop
