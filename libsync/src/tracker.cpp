// SPDX-License-Identifier: MIT
#include "connect.hpp"
#include "failures.hpp"
#include "store_access.hpp"
#include "system_clock.hpp"
#include "transcript_source.hpp"

#include <libsync/clockify/account.hpp>
#include <libsync/clockify/library_versions.hpp>
#include <libsync/loop/failure.hpp>
#include <libsync/store/inspection.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/tracker.hpp>
#include <libsync/transcripts/survey.hpp>

#include <fmt/format.h>

#include <iterator>
#include <memory>
#include <utility>

namespace libsync {
namespace {

Failure missing(const Settings& settings, const char* key) {
  return {FailureKind::config,
          fmt::format("cannot use the configuration `{}`: `{}` is missing under [sync]", settings.config_file.string(),
                      key),
          {Step::add_config_key, key},
          {}};
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
  lock,    // the store itself, held for this run alone
  copy,    // a private one: nothing is written anywhere
  glance,  // the same, for what asks nobody and is over at once
};

// The loop makes failures of what the store throws. One that is true comes again when a copy is read.
bool is_of_store(const Failure& failure) {
  return failure.kind == FailureKind::locked || failure.kind == FailureKind::store ||
         failure.kind == FailureKind::internal;
}

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
  const auto run_on = [&](store::TrackingStore& tracking) {
    TranscriptSource source{tracking, settings, observer};
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
    Report report = run(Composition{tracking, provide, source, clock, observer, *rules, known});
    if (report.failure && connection) report.failure = with_source_of_key(*report.failure, connection->key_source);
    return report;
  };
  try {
    if (access == Access::glance && !settings.server) {
      Report report = run_on(*glance_at_store(settings));
      if (!report.failure || !is_of_store(*report.failure)) return report;
    }
    if (access != Access::lock) return run_on(*look_at_store(settings));
    const auto lock = lock_store(settings);
    return run_on(*open_store(settings));
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
      .machine_patience = settings.config.machine_patience,
      .first_day = section.first_day,
      .session_window = section.session_window,
      .on_existing = section.on_existing,
      .min_tracked = section.min_tracked,
      .count = section.count,
      .project_mapping = section.project_mapping,
      .other_project = section.other_project,
      .other_project_place = section.other_project_place,
      .ignore_projects = settings.config.ignore_projects,
      .agents = settings.config.agents,
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
  const Access access = options.dry_run ? Access::glance : Access::lock;
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

}  // namespace libsync
