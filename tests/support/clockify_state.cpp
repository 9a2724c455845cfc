// SPDX-License-Identifier: MIT
#include "clockify_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace libsync::support {
namespace {

Refusal no(std::string message, int status = 400, int code = 501) {
  return {status, code, std::move(message)};
}

// Which rule, the same in every workspace, an entry breaks, in Clockify's words; empty when none.
std::string refused_by_rules(const EntryRequest& asked, UtcTime start) {
  constexpr std::size_t k_longest_description = 3000;
  if (asked.end && *asked.end - start > std::chrono::hours{999}) {
    return "Time entry cannot have duration more than 999 hours.";
  }
  for (const std::string& tag : asked.tags) {
    if (tag != well_known::tag().str()) return "Tag doesn't belong to Workspace";
  }
  if (asked.description.find_first_of("<>") != std::string::npos) return "Don't use < and > characters";
  if (asked.description.size() > k_longest_description) return "You entered invalid value for field : [description]";
  if (asked.type == "BREAK") {
    return "You dont have permission to create break time entry since break feature is not enabled.";
  }
  if (asked.type != "REGULAR") {
    return "You dont have permission to create holiday and time off time entry since time off feature is not enabled.";
  }
  return "";
}

// Why the settings of the workspace refuse an entry; nothing when they do not.
std::optional<Refusal> refused_by(const WorkspaceSettings& settings, const EntryRequest& asked, UtcTime start,
                                  bool archived, bool done) {
  if (settings.stopwatch_only && asked.end) {
    return no("Manual time tracking disabled. Please use the timer.", 403, 4030);
  }
  if (settings.locked_before && start < *settings.locked_before) {
    return no("Can't edit locked time entry.", 403, 1003);
  }
  const auto missing = [&](bool forced, bool given, const char* text) {
    return forced && !given && asked.end ? text : "";
  };
  for (const std::string_view text :
       {missing(settings.force_projects, asked.project && !archived, well_known::k_project_required),
        missing(settings.force_tasks, asked.task && !done, well_known::k_task_required),
        missing(settings.force_tags, !asked.tags.empty(), well_known::k_tag_required),
        missing(settings.force_description, !asked.description.empty(), well_known::k_description_required)}) {
    if (!text.empty()) return no(std::string{text});
  }
  if (!settings.required_custom_field.empty() && !asked.has_custom_fields) {
    return no(" " + settings.required_custom_field);
  }
  return std::nullopt;
}

}  // namespace

ClockifyState::ClockifyState(const std::string& time_zone)
    : keys_{{well_known::k_key, well_known::ann()}, {well_known::k_other_key, well_known::bob()}},
      users_{{well_known::ann(), "Ann", "ann@example.com", time_zone},
             {well_known::bob(), "Bob", "bob@example.com", time_zone}} {
  for (const auto& project : well_known::projects()) {
    projects_.push_back({project.id, project.name, project.client, project.archived, false});
  }
  for (const auto& task : well_known::tasks()) tasks_.push_back({task.id, task.project, task.name, task.done});
}

Result<StoredEntry, Refusal> ClockifyState::compose(const EntryRequest& asked, const UserId& user, UtcTime now) {
  if (!asked.start && asked.end) return no("Can't create time entry with end time only.");
  const UtcTime start = asked.start.value_or(now);
  if (asked.end && (*asked.end < start || (*asked.end == start && settings.refuses_empty_intervals))) {
    return no(
        fmt::format("Start datetime {} is greater than end datetime {}.", format_utc(start), format_utc(*asked.end)));
  }
  const ServiceProject* project = project_named(asked.project);
  if (asked.project && (project == nullptr || project->deleted)) return no("Project doesn't belong to Workspace");
  const ServiceTask* task = task_named(asked.task);
  if (asked.task && (task == nullptr || task->project.str() != asked.project)) {
    return no("Task doesn't belong to Project");
  }
  if (auto message = refused_by_rules(asked, start); !message.empty()) return no(std::move(message));
  const bool archived = project != nullptr && project->archived;
  const bool done = task != nullptr && task->done;
  if (auto refusal = refused_by(settings, asked, start, archived, done)) return *std::move(refusal);

  return StoredEntry{
      {new_id(), well_known::workspace(), user, asked.project ? ProjectId::parse(*asked.project) : std::nullopt, start,
       asked.end, asked.description},
      asked.billable || settings.always_billable,
      asked.tags,
      task != nullptr ? std::optional{task->id} : std::nullopt,
      now};
}

// A new running timer stops the one before it.
void ClockifyState::put(StoredEntry entry, UtcTime now) {
  if (!entry.end) {
    StoredEntry* before = running(entry.user);
    if (before != nullptr && before->id != entry.id) before->end = entry.start;
  }
  entry.stored_at = now;
  const EntryId id = entry.id;
  entries_.insert_or_assign(id, std::move(entry));
}

StoredEntry ClockifyState::make(const clockify::NewEntry& entry, const UserId& user) {
  StoredEntry made{
      {new_id(), entry.workspace, user, entry.project, entry.interval.start, entry.interval.end, entry.description},
      entry.billable.value_or(false),
      {},
      entry.task,
      {}};
  for (const TagId& tag : entry.tags) made.tags.push_back(tag.str());
  return made;
}

std::optional<Refusal> ClockifyState::refuses_to_delete(const EntryId& id) {
  const StoredEntry* entry = find(id);
  if (entry == nullptr || !entry->locked) return std::nullopt;
  return no("Can't edit locked time entry.", 403, 1003);
}

StoredEntry* ClockifyState::find(const EntryId& id) {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<StoredEntry> ClockifyState::entries() const {
  std::vector<StoredEntry> all;
  all.reserve(entries_.size());
  for (const auto& [id, entry] : entries_) all.push_back(entry);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
  return all;
}

std::vector<StoredEntry> ClockifyState::entries(const UserId& user, const Interval& window, UtcTime stored_by) const {
  std::vector<StoredEntry> shown;
  for (const auto& [id, entry] : entries_) {
    if (entry.user == user && window.contains(entry.start) && entry.stored_at <= stored_by) shown.push_back(entry);
  }
  std::stable_sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
  return shown;
}

StoredEntry* ClockifyState::running(const UserId& user) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const auto& each) { return !each.second.end && each.second.user == user; });
  return found == entries_.end() ? nullptr : &found->second;
}

const ServiceUser* ClockifyState::user_with_key(const std::string& key) const {
  const auto found = keys_.find(key);
  return found == keys_.end() ? nullptr : find(found->second);
}

const ServiceUser* ClockifyState::find(const UserId& id) const {
  const auto found = std::find_if(users_.begin(), users_.end(), [&](const ServiceUser& user) { return user.id == id; });
  return found == users_.end() ? nullptr : &*found;
}

void ClockifyState::delete_project(const ProjectId& id) {
  for (ServiceProject& project : projects_) project.deleted = project.deleted || project.id == id;
}

void ClockifyState::restore_projects() {
  for (ServiceProject& project : projects_) project.deleted = false;
}

void ClockifyState::set_time_zone(const std::string& iana) {
  for (ServiceUser& user : users_) user.time_zone = iana;
}

const ServiceProject* ClockifyState::project_named(const std::optional<std::string>& id) const {
  const auto found = std::find_if(projects_.begin(), projects_.end(), [&](const auto& p) { return p.id.str() == id; });
  return found == projects_.end() ? nullptr : &*found;
}

const ServiceTask* ClockifyState::task_named(const std::optional<std::string>& id) const {
  const auto found = std::find_if(tasks_.begin(), tasks_.end(), [&](const auto& t) { return t.id.str() == id; });
  return found == tasks_.end() ? nullptr : &*found;
}

EntryId ClockifyState::new_id() {
  return *EntryId::parse(fmt::format("6a507faf{:016x}", ++ids_given_));
}

}  // namespace libsync::support
