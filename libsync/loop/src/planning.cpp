// SPDX-License-Identifier: MIT
#include "planning.hpp"

#include "calendar.hpp"

#include <libsync/transform/allocate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace libsync::loop {
namespace {

std::vector<store::PlannedEntry> fill(std::span<const Interval> free, std::span<const transform::Bucket> buckets,
                                      const SyncRules& rules) {
  std::vector<store::PlannedEntry> entries;
  for (auto& [bucket, interval] : transform::allocate(free, buckets)) {
    entries.push_back(entry_for(bucket.project, bucket.folder, interval, std::move(bucket.sources), rules));
  }
  return entries;
}

// What weighs of it.
std::vector<TrackedTime> attended_only(std::span<const TrackedTime> tracked) {
  std::vector<TrackedTime> attended{tracked.begin(), tracked.end()};
  for (TrackedTime& time : attended) time.active = time.attended;
  return attended;
}

}  // namespace

store::PlannedEntry entry_for(const ProjectId& project, const std::string& folder, const Interval& interval,
                              std::vector<std::string> sources, const SyncRules& rules) {
  const auto found = rules.project_mapping.find(folder);
  const ProjectTarget* target = found == rules.project_mapping.end() ? nullptr : &found->second;
  return {.project = project,
          .interval = interval,
          .description = target != nullptr ? target->description.value_or(rules.description) : rules.description,
          .billable = target != nullptr && target->billable ? target->billable : rules.billable,
          .tags = rules.tags,
          .sources = std::move(sources),
          .task = target != nullptr && target->task ? target->task : rules.task};
}

Draft draft_day(LocalDate date, std::span<const TrackedTime> tracked, const SyncRules& rules,
                std::span<const Interval> taken) {
  const transform::BucketRules bucket_rules{rules.project_mapping, rules.other_project, rules.ignore_projects};
  Draft draft;
  draft.work_hours = work_hours_of(date, rules);
  draft.buckets = transform::fill_buckets(tracked, bucket_rules);
  draft.tracked = draft.buckets.tracked;
  auto attended = transform::fill_buckets(attended_only(tracked), bucket_rules);
  draft.attended = attended.tracked;
  if (rules.count == CountedTime::attended) {
    attended.ignored = std::move(draft.buckets.ignored);
    draft.buckets = std::move(attended);
  }
  const transform::Room room = transform::room_in(draft.work_hours, taken);
  draft.gaps = room.taken;
  draft.entries = fill(room.free, draft.buckets.buckets, rules);
  return draft;
}

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
  auto rest = fill({&free, 1}, left, rules);
  if (filled_to < draft.work_hours.end && rest.empty()) return std::nullopt;
  for (auto& entry : rest) rows.push_back({.entry = std::move(entry)});
  return rows;
}

}  // namespace libsync::loop
