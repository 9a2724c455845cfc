// SPDX-License-Identifier: MIT
#include "project_check.hpp"

#include <libsync/loop/mapping_check.hpp>
#include <libsync/model/text.hpp>
#include <libsync/transform/buckets.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using store::PlannedEntry;
using store::RememberedProject;
using store::RememberedTask;

constexpr std::chrono::hours k_remembered_for{24};

std::string last_component(const std::string& folder) {
  const auto end = folder.find_last_not_of("/\\");
  const auto slash = folder.find_last_of("/\\", end);
  return folder.substr(slash == std::string::npos ? 0 : slash + 1, end - slash);
}

// What the config says of the entry, and where.
struct Mapped {
  std::string what;  // "`/work/api`"
  ConfigPlace place;
};

Mapped mapped(const PlannedEntry& entry, const SyncRules& rules) {
  for (const auto& source : entry.sources) {
    const auto* folder = transform::find_folder(source, rules.project_mapping);
    if (folder != nullptr) return {fmt::format("`{}`", folder->first), folder->second.place};
  }
  return {"`other_project_id`", rules.other_project_place};
}

std::string described(const RememberedProject& project) {
  return fmt::format("{} ({})", project.name, project.id.str());
}

}  // namespace

const RememberedProject* nearest_project(const ProjectId& id, const std::string& folder,
                                         std::span<const RememberedProject> projects) {
  constexpr std::size_t k_typing_errors = 4;
  const RememberedProject* best = nullptr;
  std::size_t least = k_typing_errors + 1;
  for (const auto& project : projects) {
    const std::size_t distance = edit_distance(id.str(), project.id.str());
    if (project.archived || distance >= least) continue;
    best = &project;
    least = distance;
  }
  if (best != nullptr) return best;

  const std::string wanted = ascii_lower(last_component(folder));
  least = wanted.size() / 2 + 1;
  for (const auto& project : projects) {
    const std::size_t distance = edit_distance(wanted, ascii_lower(project.name));
    if (project.archived || distance >= least) continue;
    best = &project;
    least = distance;
  }
  return best;
}

Stopped ProjectCheck::check(const std::vector<PlannedEntry>& entries) {
  if (!known_) {
    known_ = context_.store.remembered_projects(connected_.timesheet);
    const auto age = known_ ? context_.clock.now() - known_->seen_at : seconds::max();
    if (age < seconds{0} || age >= k_remembered_for) {
      if (auto stopped = ask_for_projects()) return stopped;
    }
  }
  for (const PlannedEntry& entry : entries) {
    if (vouches_for(entry)) continue;
    if (auto stopped = ask_for_projects()) return stopped;
    if (const auto* project = find(entry.project); entry.task && project != nullptr && !project->archived) {
      if (auto stopped = ask_for_tasks(entry.project)) return stopped;
    }
    if (!vouches_for(entry)) return complain_of(entry);
  }
  return std::nullopt;
}

bool ProjectCheck::vouches_for(const PlannedEntry& entry) const {
  const auto* project = find(entry.project);
  if (project == nullptr || project->archived) return false;
  return !entry.task || (project->tasks &&
                         std::ranges::find(*project->tasks, *entry.task, &RememberedTask::id) != project->tasks->end());
}

const RememberedProject* ProjectCheck::find(const ProjectId& project) const {
  const auto found = std::ranges::find(known_->projects, project, &RememberedProject::id);
  return found == known_->projects.end() ? nullptr : &*found;
}

Stopped ProjectCheck::ask_for_projects() {
  if (asked_for_projects_) return std::nullopt;
  const auto listed = limit_.patiently([&] { return connected_.api.list_projects(connected_.timesheet.workspace); });
  if (!listed.has_value()) return limit_.failure_of(listed.error(), "read the projects from Clockify");
  asked_for_projects_ = true;
  known_ = store::RememberedProjects{.seen_at = context_.clock.now(), .projects = {}};
  for (const auto& project : *listed) {
    known_->projects.push_back({project.id, project.name, project.client, project.archived, {}});
  }
  context_.store.remember_projects(connected_.timesheet, *known_);
  return std::nullopt;
}

Stopped ProjectCheck::ask_for_tasks(const ProjectId& project) {
  if (!asked_for_tasks_.insert(project).second) return std::nullopt;
  const auto listed =
      limit_.patiently([&] { return connected_.api.list_tasks(connected_.timesheet.workspace, project); });
  if (!listed.has_value()) return limit_.failure_of(listed.error(), "read the tasks of a project from Clockify");
  auto& tasks = std::ranges::find(known_->projects, project, &RememberedProject::id)->tasks.emplace();
  for (const auto& task : *listed) {
    if (!task.done) tasks.push_back({task.id, task.name});
  }
  context_.store.remember_projects(connected_.timesheet, *known_);
  return std::nullopt;
}

Failure ProjectCheck::complain_of(const PlannedEntry& entry) const {
  const Mapped from = mapped(entry, context_.rules);
  const auto* project = find(entry.project);
  const std::string where = from.place.line > 0 ? fmt::format(", line {} of the configuration", from.place.line) : "";
  const std::string act = fmt::format("cannot post to project {} ({}{})", entry.project.str(), from.what, where);
  if (project != nullptr && !project->archived) {
    return {FailureKind::config,
            fmt::format("{}: {} has no open task {}", act, described(*project), entry.task->str()),
            {Step::correct_task},
            {}};
  }
  const auto* nearest =
      nearest_project(entry.project, entry.sources.empty() ? "" : entry.sources.front(), known_->projects);
  return {FailureKind::config,
          project == nullptr ? fmt::format("{}: the workspace has no such project", act)
                             : fmt::format("{}: {} is archived", act, described(*project)),
          {Step::correct_project, nearest == nullptr ? "" : described(*nearest)},
          {}};
}

}  // namespace libsync::loop
