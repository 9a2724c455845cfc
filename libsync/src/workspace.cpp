// SPDX-License-Identifier: MIT
#include "connect.hpp"
#include "failures.hpp"
#include "store_access.hpp"
#include "system_clock.hpp"
#include "transcript_source.hpp"

#include <libsync/loop/failure.hpp>
#include <libsync/project_search.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/tracker.hpp>
#include <libsync/transform/buckets.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <utility>

namespace libsync {
namespace {

// What Clockify said is remembered where there is a store that can be written: it can be asked again.
void write_if_there(const Settings& settings, const std::function<void(store::TrackingStore&)>& write) {
  std::error_code unknown;
  if (!settings.server && !std::filesystem::exists(settings.database, unknown)) return;
  try {
    const auto lock = lock_store(settings);
    write(*open_store(settings));
  } catch (const store::StoreError&) {
    return;
  }
}

// `user`: whose key it is, where that was asked for already.
void remember_projects(const Settings& settings, clockify::Api& api, std::optional<UserId> user,
                       const ProjectList& list) {
  write_if_there(settings, [&](store::TrackingStore& store) {
    if (!user) user = store.remembered_user(api.account());
    if (!user) {
      const auto asked = api.current_user();
      if (!asked) return;
      user = asked->id;
    }
    store.remember_user(api.account(), *user);
    const store::Timesheet timesheet{*user, settings.base_url, list.workspace};
    store.register_timesheet(timesheet);
    std::map<ProjectId, std::optional<std::vector<store::RememberedTask>>> tasks;
    if (const auto before = store.remembered_projects(timesheet)) {
      for (const auto& project : before->projects) tasks.emplace(project.id, project.tasks);
    }
    store::RememberedProjects known{.seen_at = SystemClock{-1}.now(), .projects = {}};
    for (const auto& project : list.projects) {
      known.projects.push_back({project.id, project.name, project.client, project.archived, tasks[project.id]});
    }
    store.remember_projects(timesheet, known);
  });
}

// Of all users of the workspace that the store knows.
std::vector<clockify::Project> remembered_projects(const Settings& settings) {
  std::vector<clockify::Project> projects;
  if (!settings.config.sync.workspace) return projects;
  try {
    const auto store = look_at_store(settings);
    for (const auto& timesheet : store->timesheets(settings.base_url, *settings.config.sync.workspace)) {
      const auto known = store->remembered_projects(timesheet);
      if (!known) continue;
      for (const auto& [id, name, client, archived, tasks] : known->projects) {
        std::erase_if(projects, [&id = id](const clockify::Project& project) { return project.id == id; });
        projects.push_back({id, name, client, archived});
      }
    }
  } catch (const store::StoreError&) {
    return {};
  }
  return projects;
}

// After all sessions, and still a time in milliseconds.
constexpr UtcTime k_end_of_time = std::chrono::sys_days{std::chrono::year{9999} / 1 / 1};

// Longest first.
std::vector<loop::FolderTime> unmapped_folders(store::TrackingStore& store, const transform::BucketRules& rules) {
  const auto buckets = transform::fill_buckets(store.query_range({UtcTime{}, k_end_of_time}), rules);
  std::vector<loop::FolderTime> folders;
  for (const auto& [folder, time] : buckets.unmapped) folders.push_back({folder, time});
  std::ranges::stable_sort(folders, std::greater{}, &loop::FolderTime::tracked);
  return folders;
}

Failure failure_over(const Connection& connection, const clockify::ApiError& error, int interrupt_fd) {
  return with_source_of_key(loop::api_failure(error, error.act, SystemClock{interrupt_fd}.now()),
                            connection.key_source);
}

}  // namespace

Result<ProjectList, Failure> list_projects(const Settings& settings, int interrupt_fd,
                                           const std::optional<UserId>& known_user, bool with_user) {
  const auto connection = connect(settings, interrupt_fd);
  if (!connection) return connection.error();
  clockify::Api& api = *connection->api;
  const auto failure = [&](const clockify::ApiError& error) { return failure_over(*connection, error, interrupt_fd); };

  auto user = known_user;
  auto workspace = settings.config.sync.workspace;
  std::optional<clockify::User> profile;
  if (!workspace || with_user) {
    auto asked = api.current_user();
    if (!asked) return failure(asked.error());
    user = asked->id;
    profile = std::move(*asked);
    if (!workspace) workspace = Acquaintance{*profile, {}}.active();
  }
  if (!workspace) {
    return Failure{FailureKind::config,
                   "cannot tell which workspace is meant: Clockify names none for this key",
                   {Step::choose_workspace, settings.config_file.string()},
                   {}};
  }
  auto projects = api.list_projects(*workspace);
  if (!projects) return failure(projects.error());
  ProjectList list{*workspace, std::move(*projects), std::move(profile)};
  remember_projects(settings, api, user, list);
  return list;
}

std::map<ProjectId, std::string> remembered_names(const Settings& settings) {
  std::map<ProjectId, std::string> names;
  for (const auto& project : remembered_projects(settings)) names.emplace(project.id, project.name);
  return names;
}

Result<clockify::Project, Failure> choose_project(const Settings& settings, std::string_view words, int interrupt_fd) {
  if (auto known = find_project(words, remembered_projects(settings))) return known;
  const auto list = list_projects(settings, interrupt_fd);
  if (!list) return list.error();
  return find_project(words, list->projects);
}

Result<Acquaintance, Failure> get_acquainted(const Settings& settings, int interrupt_fd) {
  const auto connection = connect(settings, interrupt_fd);
  if (!connection) return connection.error();
  clockify::Api& api = *connection->api;
  const auto failure = [&](const clockify::ApiError& error) { return failure_over(*connection, error, interrupt_fd); };
  auto user = api.current_user();
  if (!user) return failure(user.error());
  auto workspaces = api.list_workspaces();
  if (!workspaces) return failure(workspaces.error());
  write_if_there(settings, [&](store::TrackingStore& store) { store.remember_user(api.account(), user->id); });
  return Acquaintance{std::move(*user), std::move(*workspaces)};
}

Result<std::vector<loop::FolderTime>, Failure> folders_without_project(const Settings& settings) {
  try {
    return read_store(settings, [&](store::TrackingStore& store) {
      return unmapped_folders(store, {.mapping = settings.config.sync.project_mapping,
                                      .other = {},
                                      .ignore = settings.config.ignore_projects,
                                      .agents = settings.config.agents});
    });
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

Result<std::vector<loop::FolderTime>, Failure> folders_in_transcripts(const Settings& settings,
                                                                      loop::Observer& observer, bool dry_run) {
  try {
    std::optional<store::RunLock> lock;
    if (!dry_run) lock = lock_store(settings);
    const auto tracking = dry_run ? look_at_store(settings) : open_store(settings);
    const auto imported = TranscriptSource{*tracking, settings, observer}.import_in_full();
    if (!imported) return imported.error();
    return unmapped_folders(
        *tracking,
        {.mapping = {}, .other = {}, .ignore = settings.config.ignore_projects, .agents = settings.config.agents});
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

}  // namespace libsync
