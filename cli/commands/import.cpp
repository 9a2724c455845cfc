// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/import_text.hpp"
#include "render/progress.hpp"
#include "render/report_json.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

namespace cli {

ExitCode run_import(const Task& task) {
  auto outcome = [&] {
    Progress progress{task.console, task.settings.zone, {.draw = task.draws_progress}};
    return libsync::import_transcripts(task.settings, progress);
  }();
  const std::string hint = outcome ? "" : hint_text(outcome.error(), task.hints);
  const std::string object = task.invocation.json ? import_json(outcome, hint) : "";
  if (!outcome) return fail(task, outcome.error(), hint, object);
  if (task.invocation.json) {
    task.console.out << object;
  } else if (!task.invocation.quiet) {
    task.console.out << import_text(*outcome, task.invocation.verbose);
    for (const auto& note : outcome->notes) task.console.err << "note: " << libsync::printable(note) << "\n";
  }
  return ExitCode::done;
}

}  // namespace cli
