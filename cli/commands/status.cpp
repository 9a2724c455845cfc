// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "commands/sync_answer.hpp"
#include "render/status_text.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/spelled.hpp>
#include <libsync/reports.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace loop = libsync::loop;

bool is_begun(const loop::DayReport& day) {
  return std::ranges::any_of(day.entries, [](const auto& entry) { return entry.state != loop::EntryState::planned; });
}

// Nothing is configured, and nobody asked for anything in particular: the one next step.
ExitCode greet(const Task& task) {
  task.console.out << fmt::format("There is no configuration at {} yet.\nNext: `{}` leads to one.\n",
                                  libsync::printable(task.settings.config_file.string()),
                                  command_to_type(task, "init"));
  return ExitCode::done;
}

// What a run would do, from the store as it is.
loop::SyncReport look_ahead(const Task& task, const AskedDays& days) {
  loop::RunOptions options;
  options.dry_run = true;
  options.import_first = false;
  options.compare_done = true;
  options.since = days.since;
  options.until = days.until;
  loop::Observer nobody;
  auto report = libsync::sync(task.settings, options, nobody, task.console.interrupt_fd);
  for (auto& day : report.days) {
    if (day.state == loop::DayState::planned && is_begun(day)) day.state = loop::DayState::partial;
  }
  return report;
}

// The days of the report, and those of this week and last.
libsync::report::DateRange days_to_read(const loop::SyncReport& report, libsync::LocalDate today) {
  const auto weeks = libsync::report::two_weeks(today);
  return {std::min(report.since.value_or(weeks.first), weeks.first),
          std::max(report.until.value_or(weeks.last), weeks.last)};
}

ExitCode run_status(const Task& task) {
  if (!task.invocation.command_is_named && !task.settings.config_exists) return greet(task);
  const auto days = days_asked_for(task);
  if (!days) return fail(task, days.error());
  auto report = look_ahead(task, *days);
  if (report.failure) return answer(task, report, ReportKind::status);

  const auto seen = libsync::survey_transcripts(task.settings);
  const auto notes = transcript_notes(task, seen);
  report.notes.insert(report.notes.end(), notes.begin(), notes.end());
  const auto today = libsync::today(task.settings);
  const auto book = libsync::read_days(task.settings, days_to_read(report, today));
  if (!book) return fail(task, book.error());
  if (!book->is_sure_whose) report.notes.emplace_back(libsync::report::k_unsure_whose);
  const auto totals = libsync::report::week_totals(*book, today);
  if (task.arguments.wants_json()) {
    task.console.out << status_json(report, *book, totals);
  } else {
    TextContext context = text_context(task, report, Stream::out);
    context.waits_for_first_import = seen && seen->waits_for_first_import();
    task.console.out << status_text(report, *book, totals, context);
  }
  tell_notes(task, report.notes);
  return ExitCode::done;
}

}  // namespace

const Command& status_command() {
  static const Command command{
      .name = "status",
      .alias = "",
      .summary = "show what is done, what is to sync and what needs you",
      .about =
          "Looks at the store as it is: imports nothing, asks Clockify nothing, changes nothing. Ends with the "
          "hours of this week and last, as they stand in Clockify, and the next command.",
      .operands = {.spelled = "[RANGE]", .kind = Operands::Kind::range, .fewest = 0, .most = 1},
      .flags = {{"since", "DATE", "first day (YYYY-MM-DD, today, yesterday or monday)"},
                {"until", "DATE", "last day, included; never later than yesterday"},
                {"json", "", "print one JSON object"}},
      .examples = {"claude-tracker status", "claude-tracker status last-week",
                   "claude-tracker status --since 2026-02-01"},
      .run = run_status};
  return command;
}

}  // namespace cli
