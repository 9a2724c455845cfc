// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/progress.hpp"
#include "render/report_json.hpp"
#include "render/report_text.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace cli {
namespace {

namespace loop = libsync::loop;

// A word like `yesterday` in the zone of the settings. It was checked to be a date.
std::optional<libsync::LocalDate> date_for(const std::optional<std::string>& word, const libsync::Settings& settings) {
  if (!word) return std::nullopt;
  return date_of(*word, libsync::today(settings));
}

bool is_begun(const loop::DayReport& day) {
  return std::any_of(day.entries.begin(), day.entries.end(),
                     [](const auto& entry) { return entry.state != loop::EntryState::planned; });
}

// Nothing, or why the days that were asked for are none.
std::optional<libsync::Failure> range_failure(const loop::RunOptions& options) {
  if (!options.since || !options.until || *options.since <= *options.until) return std::nullopt;
  return libsync::Failure{libsync::FailureKind::usage,
                          fmt::format("cannot go from {} to {}: that is backwards",
                                      libsync::format_date(*options.since), libsync::format_date(*options.until)),
                          {},
                          {}};
}

ExitCode fail_for_range(const Task& task, const libsync::Failure& failure) {
  const std::string hint = "give the earlier day to --since and the later one to --until";
  return fail(task, failure, hint, task.invocation.json ? failure_json(failure, task.hints.command, hint) : "");
}

TextContext context_of(const Task& task, bool colour) {
  return {.zone = task.settings.zone,
          .config_file = task.settings.config_file.string(),
          .overrides = task.invocation.overrides,
          .other_project = task.settings.config.sync.other_project,
          .usual_description = task.settings.config.sync.description,
          .range_is_given = task.invocation.since || task.invocation.until,
          .colour = colour,
          .verbose = task.invocation.verbose};
}

// What a person is asked to agree to.
std::string plan_text(const Task& task, loop::SyncReport plan) {
  for (auto& day : plan.days) {
    if (day.state == loop::DayState::not_reached) day.state = loop::DayState::planned;
  }
  return report_text(plan, ReportKind::plan, context_of(task, task.colour_err));
}

ExitCode answer(const Task& task, const loop::SyncReport& report, ReportKind kind) {
  const bool json = task.invocation.json;
  const bool quiet = task.invocation.quiet && kind == ReportKind::sync;
  if (!json && !quiet) {
    task.console.out << report_text(report, kind, context_of(task, task.colour_out));
  }
  if (!task.invocation.quiet) {
    for (const auto& note : report.notes) task.console.err << "note: " << libsync::printable(note) << "\n";
  }
  const std::string hint = report.failure ? hint_text(*report.failure, task.hints) : "";
  const std::string object = json ? sync_json(report, task.hints.command, hint) : "";
  if (report.failure) return fail(task, *report.failure, hint, object);
  task.console.out << object;
  return ExitCode::done;
}

}  // namespace

ExitCode run_sync(const Task& task) {
  const auto& invocation = task.invocation;
  loop::RunOptions options;
  options.dry_run = invocation.dry_run;
  options.import_first = !invocation.no_import;
  options.wait = invocation.wait;
  options.compare_done = invocation.verbose;
  options.since = date_for(invocation.since, task.settings);
  options.until = date_for(invocation.until, task.settings);
  if (const auto failure = range_failure(options)) return fail_for_range(task, *failure);

  const bool terminal = task.console.in_is_terminal && task.console.err_is_terminal;
  loop::SyncReport report;
  {
    Progress progress{task.console,
                      task.settings.zone,
                      {.draw = task.draws_progress,
                       .tell_waits = !invocation.quiet,
                       .ask = terminal && !invocation.yes && !invocation.json,
                       .names_first_day = !invocation.quiet && !task.settings.config.sync.first_day,
                       .plan_text = [&](const loop::SyncReport& plan) { return plan_text(task, plan); },
                       .before_first_request = task.console.before_first_request}};
    report = libsync::sync(task.settings, options, progress, task.console.interrupt_fd);
  }
  return answer(task, report, options.dry_run ? ReportKind::dry_run : ReportKind::sync);
}

ExitCode run_status(const Task& task) {
  loop::RunOptions options;
  options.dry_run = true;
  options.import_first = false;
  options.compare_done = true;
  options.since = date_for(task.invocation.since, task.settings);
  options.until = date_for(task.invocation.until, task.settings);
  if (const auto failure = range_failure(options)) return fail_for_range(task, *failure);
  loop::Observer nobody;
  auto report = libsync::sync(task.settings, options, nobody, task.console.interrupt_fd);
  for (auto& day : report.days) {
    if (day.state == loop::DayState::planned && is_begun(day)) day.state = loop::DayState::partial;
  }
  std::error_code unknown;
  if (!report.failure && !std::filesystem::exists(task.settings.database, unknown)) {
    report.notes.push_back(
        fmt::format("there is no store at {} yet: `claude-tracker import` makes one", task.settings.database.string()));
  }
  return answer(task, report, ReportKind::status);
}

}  // namespace cli
