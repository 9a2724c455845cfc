// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/import_text.hpp"
#include "render/progress.hpp"
#include "render/report_json.hpp"

#include <libsync/tracker.hpp>

namespace cli {

namespace {

ExitCode run_import(const Task& task) {
  auto outcome = [&] {
    Progress progress{task.console, task.settings.zone, {.draw = task.draws_progress}};
    return libsync::import_transcripts(task.settings, progress);
  }();
  const std::string hint = outcome ? "" : hint_text(outcome.error(), task.hints);
  const std::string object = task.arguments.wants_json() ? import_json(outcome, hint) : "";
  if (!outcome) return fail(task, outcome.error(), hint, object);
  if (task.arguments.wants_json()) {
    task.console.out << object;
  } else if (!task.invocation.quiet) {
    task.console.out << import_text(*outcome, task.invocation.verbose);
    tell_notes(task, outcome->notes);
  }
  return ExitCode::done;
}

}  // namespace

const Command& import_command() {
  static const Command command{
      .name = "import",
      .alias = "",
      .summary = "read the transcripts into the store, and nothing else",
      .about = "`sync` does this by itself. Worth a timer of its own where old transcripts are cleaned away.",
      .flags = {{"json", "", "print one JSON object"}},
      .examples = {"claude-tracker import", "claude-tracker --transcripts ~/backup/projects import"},
      .run = run_import};
  return command;
}

}  // namespace cli
