// SPDX-License-Identifier: MIT
#include <libsync/transform/allocate.hpp>
#include <libsync/workday/calendar.hpp>
#include <libsync/workday/draft.hpp>

#include <utility>

namespace libsync::workday {

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
  Draft draft;
  draft.work_hours = work_hours_of(date, rules);
  draft.buckets = transform::fill_buckets(
      tracked, {rules.project_mapping, rules.other_project, rules.ignore_projects, rules.count, rules.agents});
  const transform::Room room = transform::room_in(draft.work_hours, taken);
  draft.gaps = room.taken;
  draft.entries = entries_in(room.free, draft.buckets.buckets, rules);
  return draft;
}

std::vector<store::PlannedEntry> entries_in(std::span<const Interval> free, std::span<const transform::Bucket> buckets,
                                            const SyncRules& rules) {
  std::vector<store::PlannedEntry> entries;
  for (auto& [bucket, interval] : transform::allocate(free, buckets)) {
    entries.push_back(entry_for(bucket.project, bucket.folder, interval, std::move(bucket.sources), rules));
  }
  return entries;
}

bool is_ignored(const std::string& source, const SyncRules& rules) {
  return transform::is_ignored(source, transform::find_folder(source, rules.project_mapping), rules.ignore_projects);
}

std::optional<ProjectId> project_now(const std::string& source, const SyncRules& rules) {
  const auto* folder = transform::find_folder(source, rules.project_mapping);
  if (transform::is_ignored(source, folder, rules.ignore_projects)) return std::nullopt;
  return folder == nullptr ? rules.other_project : std::optional{folder->second.project};
}

}  // namespace libsync::workday
