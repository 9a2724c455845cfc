// SPDX-License-Identifier: MIT
#include "readdress.hpp"

#include <libsync/transform/buckets.hpp>

#include <algorithm>
#include <map>

namespace libsync::loop {
namespace {

using store::OutboxRow;
using store::RowState;

std::string leading_folder(const ProjectId& project, const OutboxRow& row, const Draft& draft, const SyncRules& rules) {
  const auto bucket =
      std::ranges::find_if(draft.buckets.buckets, [&](const transform::Bucket& b) { return b.project == project; });
  if (bucket != draft.buckets.buckets.end()) return bucket->folder;
  const auto* folder = transform::find_folder(row.entry.sources.front(), rules.project_mapping);
  return folder == nullptr ? "" : folder->first;
}

}  // namespace

Result<std::vector<Readdressed>, NoAddress> readdress(const store::DayPlan& plan, const Draft& draft,
                                                      const SyncRules& rules) {
  // A project has one bucket a day: all its rows came from the same folders. By the project they had.
  std::map<ProjectId, std::set<ProjectId>> moves;
  std::vector<Readdressed> changed;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    const OutboxRow& row = plan.rows[i];
    if (row.state != RowState::planned || row.entry.sources.empty()) {
      moves[row.entry.project].insert(row.entry.project);
      continue;
    }
    std::set<std::optional<ProjectId>> projects;
    for (const auto& source : row.entry.sources) projects.insert(project_now(source, rules));
    if (projects.size() > 1) return NoAddress{i, "its folders belong to several projects by now"};
    if (!*projects.begin()) return NoAddress{i, "its folders belong to no project by now"};
    const ProjectId project = **projects.begin();
    moves[row.entry.project].insert(project);
    store::PlannedEntry entry =
        entry_for(project, leading_folder(project, row, draft, rules), row.entry.interval, row.entry.sources, rules);
    if (entry != row.entry) changed.push_back({i, std::move(entry)});
  }
  for (const auto& [index, entry] : changed) {
    const ProjectId& was = plan.rows[index].entry.project;
    const bool taken = std::ranges::any_of(
        moves, [&](const auto& move) { return move.first != was && move.second.contains(entry.project); });
    if (taken) return NoAddress{index, "its folders belong to a project by now that the day has already"};
  }
  return changed;
}

}  // namespace libsync::loop
