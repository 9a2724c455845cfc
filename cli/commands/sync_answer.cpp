// SPDX-License-Identifier: MIT
#include "commands/sync_answer.hpp"

#include "render/report_json.hpp"

namespace cli {

TextContext text_context(const Task& task, const libsync::loop::SyncReport& report, Stream stream) {
  const bool is_out = stream == Stream::out;
  const bool is_terminal = is_out ? task.console.out_is_terminal : task.console.err_is_terminal;
  return {
      .zone = task.settings.zone,
      .config_file = task.settings.config_file.string(),
      .overrides = task.invocation.overrides,
      .other_project = task.settings.config.sync.other_project,
      .usual_description = task.settings.config.sync.description,
      .project_names = report.project_names,
      .now = task.hints.now,
      .range_is_given = task.arguments.has("since") || task.arguments.has("until") || !task.arguments.operands.empty(),
      .colour = is_out ? task.colour_out : task.colour_err,
      .verbose = task.invocation.verbose,
      .width = is_terminal ? task.console.width : 0};
}

ExitCode answer(const Task& task, const libsync::loop::SyncReport& report, ReportKind kind) {
  const bool json = task.arguments.wants_json();
  const bool quiet = task.invocation.quiet && kind == ReportKind::sync;
  if (!json && !quiet) {
    task.console.out << report_text(report, kind, text_context(task, report, Stream::out));
  }
  tell_notes(task, report.notes);
  const std::string hint = report.failure ? hint_text(*report.failure, task.hints) : "";
  const std::string object = json ? sync_json(report, task.hints.command, hint) : "";
  if (report.failure) return fail(task, *report.failure, hint, object);
  task.console.out << object;
  return ExitCode::done;
}

}  // namespace cli
