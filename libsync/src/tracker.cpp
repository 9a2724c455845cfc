// SPDX-License-Identifier: MIT
#include "connect.hpp"
#include "failures.hpp"
#include "system_clock.hpp"
#include "transcript_source.hpp"

#include <libsync/clockify/account.hpp>
#include <libsync/clockify/library_versions.hpp>
#include <libsync/loop/failure.hpp>
#include <libsync/project_search.hpp>
#include <libsync/store/inspection.hpp>
#include <libsync/store/sqlite_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/tracker.hpp>
#include <libsync/transcripts/survey.hpp>
#include <libsync/transform/buckets.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

namespace libsync {
namespace {

struct Connection {
  std::unique_ptr<clockify::Api> api;
  credentials::KeySource key_source;
};

Result<Connection, Failure> connect(const Settings& settings, int interrupt_fd) {
  const auto found = credentials::find_api_key(settings.key_places);
  if (!found) return failure_of(found.error());
  if (!found->has_value()) return no_key_failure();
  auto api = connect_with(settings, (*found)->key, interrupt_fd);
  if (!api) return api.error();
  return Connection{std::move(*api), (*found)->source};
}

store::Folder folder_of(const Settings& settings) {
  return settings.database_is_named ? store::Folder::must_exist : store::Folder::create;
}

store::RunLock lock_store(const Settings& settings) {
  return store::RunLock::acquire(settings.database, folder_of(settings));
}

std::unique_ptr<store::TrackingStore> open_store(const Settings& settings) {
  store::SqliteOptions options;
  options.folder = folder_of(settings);
  options.zone = settings.zone;
  return store::open_sqlite_store(settings.database, options);
}

Failure missing(const Settings& settings, const char* key) {
  return {FailureKind::config,
          fmt::format("cannot use the configuration `{}`: `{}` is missing under [sync]", settings.config_file.string(),
                      key),
          {Step::add_config_key, key},
          {}};
}

// What Clockify said is remembered where there is a store that can be written: it can be asked again.
void write_if_there(const Settings& settings, const std::function<void(store::TrackingStore&)>& write) {
  std::error_code unknown;
  if (!std::filesystem::exists(settings.database, unknown)) return;
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
    const auto store = store::open_memory_copy(settings.database);
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

// What a loop works with.
struct Composition {
  store::TrackingStore& store;
  const loop::ApiProvider& api;
  loop::SessionSource& sessions;
  loop::Clock& clock;
  loop::Observer& observer;
  const loop::SyncRules& rules;
  const loop::RunOptions& options;
};

enum class Access {
  lock,  // the store itself, held for this run alone
  copy,  // a private one: nothing is written anywhere
};

// Puts everything together and lets `run` have it. `stopped`: the report of a run that never came about, of which only
// the failure is missing.
template <class Report, class Run>
Report run_on_store(const Settings& settings, const loop::RunOptions& options, loop::Observer& observer,
                    int interrupt_fd, Access access, Report stopped, const Run& run) {
  const auto rules = sync_rules(settings);
  if (!rules) {
    stopped.failure = rules.error();
    return stopped;
  }
  try {
    std::optional<store::RunLock> lock;
    if (access == Access::lock) lock = lock_store(settings);
    const auto tracking = access == Access::copy ? store::open_memory_copy(settings.database) : open_store(settings);
    TranscriptSource source{*tracking, settings, observer};
    SystemClock clock{interrupt_fd, [&](seconds left) { observer.still_waiting(left); }};
    std::optional<Connection> connection;
    const loop::ApiProvider provide = [&]() -> Result<clockify::Api*, Failure> {
      auto connected = connect(settings, interrupt_fd);
      if (!connected) return connected.error();
      connection = std::move(*connected);
      return connection->api.get();
    };
    loop::RunOptions known = options;
    if (const auto& key = settings.key_places.environment) {
      known.account = clockify::account_name(settings.base_url, Secret{*key});
    }
    Report report = run(Composition{*tracking, provide, source, clock, observer, *rules, known});
    if (report.failure && connection) report.failure = with_source_of_key(*report.failure, connection->key_source);
    return report;
  } catch (const store::StoreError& error) {
    stopped.failure = loop::store_failure(error);
    return stopped;
  }
}

}  // namespace

std::string_view version() {
  return LIBSYNC_VERSION;
}

std::vector<LibraryVersion> library_versions() {
  auto all = clockify::library_versions();
  for (auto more : {store::library_versions(), config::library_versions(), transcripts::library_versions()}) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  all.push_back({"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)});
  return all;
}

Result<loop::SyncRules, Failure> sync_rules(const Settings& settings) {
  const auto& section = settings.config.sync;
  if (!settings.config_exists) return no_config_failure(settings);
  if (!section.workspace) return missing(settings, "workspace_id");
  if (!section.work_day_start) return missing(settings, "work_day_start");
  if (!section.work_day_end) return missing(settings, "work_day_end");
  return loop::SyncRules{
      .workspace = *section.workspace,
      .base_url = settings.base_url,
      .zone = settings.zone,
      .work_day_start = *section.work_day_start,
      .work_day_end = *section.work_day_end,
      .work_days = section.work_days,
      .days_off = section.days_off,
      .first_day = section.first_day,
      .session_window = section.session_window,
      .on_existing = section.on_existing,
      .min_tracked = section.min_tracked,
      .count = section.count,
      .project_mapping = section.project_mapping,
      .other_project = section.other_project,
      .other_project_place = section.other_project_place,
      .ignore_projects = settings.config.ignore_projects,
      .description = section.description,
      .billable = section.billable,
      .tags = section.tags,
      .task = section.task,
  };
}

LocalDate today(const Settings& settings) {
  return settings.zone.date_of(SystemClock{-1}.now());
}

loop::SyncReport sync(const Settings& settings, const loop::RunOptions& options, loop::Observer& observer,
                      int interrupt_fd) {
  loop::SyncReport stopped;
  stopped.dry_run = options.dry_run;
  stopped.time_zone = settings.zone.name();
  const Access access = options.dry_run ? Access::copy : Access::lock;
  return run_on_store(settings, options, observer, interrupt_fd, access, stopped, [](const Composition& with) {
    return loop::SyncLoop{with.store, with.api, with.sessions, with.clock, with.observer, with.rules, with.options}
        .run();
  });
}

loop::WithdrawalReport take_back(loop::Withdrawing what, const Settings& settings, const loop::RunOptions& options,
                                 loop::Observer& observer, int interrupt_fd) {
  loop::WithdrawalReport stopped{};
  stopped.what = what;
  stopped.dry_run = options.dry_run;
  stopped.time_zone = settings.zone.name();
  const Access access = options.dry_run ? Access::copy : Access::lock;
  return run_on_store(settings, options, observer, interrupt_fd, access, stopped, [&](const Composition& with) {
    return loop::WithdrawalLoop{what,       with.store,    with.api,   with.sessions,
                                with.clock, with.observer, with.rules, with.options}
        .run();
  });
}

loop::VerifyReport verify(const Settings& settings, const loop::RunOptions& options, loop::Observer& observer,
                          int interrupt_fd) {
  loop::VerifyReport stopped;
  stopped.time_zone = settings.zone.name();
  return run_on_store(settings, options, observer, interrupt_fd, Access::copy, stopped, [](const Composition& with) {
    return loop::verify(with.store, with.api, with.clock, with.observer, with.rules, with.options);
  });
}

Result<transcripts::ImportReport, Failure> import_transcripts(const Settings& settings, loop::Observer& observer) {
  try {
    const auto lock = lock_store(settings);
    const auto tracking = open_store(settings);
    return TranscriptSource{*tracking, settings, observer}.import_in_full();
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

std::int64_t skipped(const transcripts::ImportReport& report) {
  std::int64_t count = 0;
  for (const auto& problem : report.problems) count += problem.count;
  return count;
}

Result<ProjectList, Failure> list_projects(const Settings& settings, int interrupt_fd,
                                           const std::optional<UserId>& known_user) {
  const auto connection = connect(settings, interrupt_fd);
  if (!connection) return connection.error();
  clockify::Api& api = *connection->api;
  const auto failure = [&](const clockify::ApiError& error) {
    return with_source_of_key(loop::api_failure(error, error.act, SystemClock{interrupt_fd}.now()),
                              connection->key_source);
  };

  auto user = known_user;
  auto workspace = settings.config.sync.workspace;
  if (!workspace) {
    const auto asked = api.current_user();
    if (!asked) return failure(asked.error());
    user = asked->id;
    workspace = Acquaintance{*asked, {}}.active();
  }
  if (!workspace) {
    return Failure{FailureKind::config,
                   "cannot tell which workspace is meant: Clockify names none for this key",
                   {Step::choose_workspace, settings.config_file.string()},
                   {}};
  }
  auto projects = api.list_projects(*workspace);
  if (!projects) return failure(projects.error());
  ProjectList list{*workspace, std::move(*projects)};
  remember_projects(settings, api, user, list);
  return list;
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
  const auto failure = [&](const clockify::ApiError& error) {
    return with_source_of_key(loop::api_failure(error, error.act, SystemClock{interrupt_fd}.now()),
                              connection->key_source);
  };
  auto user = api.current_user();
  if (!user) return failure(user.error());
  auto workspaces = api.list_workspaces();
  if (!workspaces) return failure(workspaces.error());
  write_if_there(settings, [&](store::TrackingStore& store) { store.remember_user(api.account(), user->id); });
  return Acquaintance{std::move(*user), std::move(*workspaces)};
}

std::vector<loop::FolderTime> folders_without_project(const Settings& settings) {
  try {
    return unmapped_folders(
        *store::open_memory_copy(settings.database),
        {.mapping = settings.config.sync.project_mapping, .other = {}, .ignore = settings.config.ignore_projects});
  } catch (const store::StoreError&) {
    return {};
  }
}

Result<std::vector<loop::FolderTime>, Failure> folders_in_transcripts(const Settings& settings,
                                                                      loop::Observer& observer, bool dry_run) {
  try {
    std::optional<store::RunLock> lock;
    if (!dry_run) lock = lock_store(settings);
    const auto tracking = dry_run ? store::open_memory_copy(settings.database) : open_store(settings);
    const auto imported = TranscriptSource{*tracking, settings, observer}.import_in_full();
    if (!imported) return imported.error();
    return unmapped_folders(*tracking, {.mapping = {}, .other = {}, .ignore = settings.config.ignore_projects});
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

}  // namespace libsync
