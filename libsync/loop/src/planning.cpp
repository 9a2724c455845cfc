// SPDX-License-Identifier: MIT
#include "planning.hpp"

#include "calendar.hpp"

#include <libsync/transform/allocate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace libsync::loop {
namespace {

std::vector<store::PlannedEntry> fill(const Interval& stretch, std::span<const transform::Bucket> buckets,
                                      const SyncRules& rules) {
  std::vector<store::PlannedEntry> entries;
  for (auto& [bucket, interval] : transform::allocate(stretch, buckets)) {
    const auto target = rules.project_mapping.find(bucket.folder);
    const bool mapped = target != rules.project_mapping.end();
    entries.push_back(
        {.project = bucket.project,
         .interval = interval,
         .description = mapped ? target->second.description.value_or(rules.description) : rules.description,
         .billable = mapped && target->second.billable ? target->second.billable : rules.billable,
         .tags = rules.tags,
         .sources = std::move(bucket.sources)});
  }
  return entries;
}

// What the entries of a plan come to, without who was behind them.
std::map<ProjectId, seconds> shares(std::span<const store::PlannedEntry> entries) {
  std::map<ProjectId, seconds> result;
  for (const auto& entry : entries) result[entry.project] += entry.interval.duration();
  return result;
}

std::string hours_and_minutes(seconds duration) {
  const auto minutes = std::chrono::round<std::chrono::minutes>(duration).count();
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

bool same_slot(const store::PlannedEntry& a, const store::PlannedEntry& b) {
  return a.project == b.project && a.interval == b.interval && a.description == b.description;
}

}  // namespace

Draft draft_day(LocalDate date, std::span<const TrackedTime> tracked, const SyncRules& rules) {
  Draft draft;
  draft.work_hours = work_hours_of(date, rules);
  draft.buckets = transform::fill_buckets(tracked, {rules.project_mapping, rules.other_project, rules.ignore_projects});
  draft.entries = fill(draft.work_hours, draft.buckets.buckets, rules);
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
  auto rest = fill({filled_to, draft.work_hours.end}, left, rules);
  if (filled_to < draft.work_hours.end && rest.empty()) return std::nullopt;
  for (auto& entry : rest) rows.push_back({.entry = std::move(entry)});
  return rows;
}

std::string describe_drift(const store::DayPlan& frozen, const Draft& draft) {
  std::vector<store::PlannedEntry> kept;
  for (const auto& row : frozen.rows) kept.push_back(row.entry);
  if (frozen.work_hours == draft.work_hours &&
      std::equal(kept.begin(), kept.end(), draft.entries.begin(), draft.entries.end(), same_slot)) {
    return "";
  }
  if (draft.entries.empty()) return "by now there would be nothing to post";
  if (frozen.work_hours != draft.work_hours) {
    return fmt::format("the work hours would now be {} to {}", format_utc(draft.work_hours.start),
                       format_utc(draft.work_hours.end));
  }
  const auto before = shares(kept);
  const auto after = shares(draft.entries);
  std::string changes;
  const auto add = [&](const ProjectId& project, seconds was, seconds is) {
    if (was == is) return;
    changes += fmt::format("{}project {}: {} instead of {}", changes.empty() ? "" : ", ", project.str(),
                           hours_and_minutes(is), hours_and_minutes(was));
  };
  for (const auto& [project, was] : before) add(project, was, after.contains(project) ? after.at(project) : seconds{0});
  for (const auto& [project, is] : after) {
    if (!before.contains(project)) add(project, seconds{0}, is);
  }
  return changes.empty() ? "the order or the descriptions would now be others" : "it would now be " + changes;
}

}  // namespace libsync::loop
