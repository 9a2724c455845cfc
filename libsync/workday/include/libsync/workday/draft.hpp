// SPDX-License-Identifier: MIT
//
// From the tracked time of a day to the entries that it would be billed with. Pure.
#pragma once

#include <libsync/store/day_plan.hpp>
#include <libsync/transform/buckets.hpp>
#include <libsync/workday/rules.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace libsync::workday {

// What the sessions, the mapping and the work hours of this moment make of a day.
struct Draft {
  Interval work_hours;
  std::vector<Interval> gaps;                // of the work hours: what is taken of them; entries and gaps tile them
  transform::Buckets buckets;                // by `count` of the rules
  std::vector<store::PlannedEntry> entries;  // empty: nothing to bill, or nothing free
};

// One entry of a project. `folder`: the mapped folder whose settings it gets; empty for the general ones.
[[nodiscard]] store::PlannedEntry entry_for(const ProjectId& project, const std::string& folder,
                                            const Interval& interval, std::vector<std::string> sources,
                                            const SyncRules& rules);

// `taken`: stretches that something stands in already, in any order; the entries go around them.
[[nodiscard]] Draft draft_day(LocalDate date, std::span<const TrackedTime> tracked, const SyncRules& rules,
                              std::span<const Interval> taken = {});

// What the buckets, in their order, make of the free stretches, which are sorted and disjoint.
[[nodiscard]] std::vector<store::PlannedEntry> entries_in(std::span<const Interval> free,
                                                          std::span<const transform::Bucket> buckets,
                                                          const SyncRules& rules);

// Whether a project path is ignored by now, whatever the agent.
[[nodiscard]] bool is_ignored(const std::string& source, const SyncRules& rules);

// Where a project path goes by now. Nothing: it is unmapped, or ignored.
[[nodiscard]] std::optional<ProjectId> project_now(const std::string& source, const SyncRules& rules);

}  // namespace libsync::workday
