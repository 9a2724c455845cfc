// SPDX-License-Identifier: MIT
#include "planning.hpp"

#include <algorithm>
#include <set>

namespace libsync::loop {

std::optional<std::vector<store::OutboxRow>> continue_earlier(const Draft& draft,
                                                              std::span<const clockify::Entry> earlier,
                                                              const SyncRules& rules) {
  std::vector<const clockify::Entry*> in_order;
  for (const auto& entry : earlier) in_order.push_back(&entry);
  std::sort(in_order.begin(), in_order.end(), [](const auto* a, const auto* b) { return a->start < b->start; });

  std::vector<store::OutboxRow> rows;
  std::set<ProjectId> done;
  UtcTime filled_to = draft.work_hours.start;
  for (const auto* entry : in_order) {
    const bool next_slot = entry->project && entry->end && entry->start == filled_to && filled_to < *entry->end &&
                           *entry->end <= draft.work_hours.end && done.insert(*entry->project).second;
    if (!next_slot) return std::nullopt;
    rows.push_back({.entry = {*entry->project, {entry->start, *entry->end}, entry->description, {}, {}, {}},
                    .state = store::RowState::posted,
                    .entry_id = entry->id,
                    .origin = store::Origin::earlier});
    filled_to = *entry->end;
  }

  std::vector<transform::Bucket> left;
  for (const auto& bucket : draft.buckets.buckets) {
    if (!done.contains(bucket.project)) left.push_back(bucket);
  }
  const Interval free{filled_to, draft.work_hours.end};
  auto rest = entries_in({&free, 1}, left, rules);
  if (filled_to < draft.work_hours.end && rest.empty()) return std::nullopt;
  for (auto& entry : rest) rows.push_back({.entry = std::move(entry)});
  return rows;
}

bool is_complete(const store::DayPlan& plan) {
  return std::ranges::all_of(plan.rows, [](const store::OutboxRow& row) {
    return row.state == store::RowState::posted && row.mismatch.empty();
  });
}

}  // namespace libsync::loop
