// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/explain_json.hpp"
#include "render/explain_text.hpp"

#include <libsync/reports.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

ExitCode run_explain(const Task& task) {
  const auto& word = task.arguments.operands.front();
  const auto date = date_of(word, libsync::today(task.settings));
  if (!date) return fail(task, UsageError{fmt::format("cannot explain `{}`: it is no day", word), "name a day"});
  const auto rules = libsync::sync_rules(task.settings);
  if (!rules) return fail(task, rules.error());
  const auto proof = libsync::prove_day(task.settings, *date);
  if (!proof) return fail(task, proof.error());
  if (!*proof) {
    return fail(task, UsageError{fmt::format("cannot explain {}: {} never had that day", libsync::format_date(*date),
                                             task.settings.zone.name()),
                                 "name another day"});
  }
  note_whose(task, (*proof)->is_sure_whose);
  if (task.arguments.wants_json()) {
    task.console.out << explain_json(**proof, *rules);
  } else {
    task.console.out << explain_text(
        **proof, *rules,
        {.width = answer_width(task), .colour = task.colour_out, .shorten_paths = task.console.out_is_terminal});
  }
  return ExitCode::done;
}

}  // namespace

const Command& explain_command() {
  static const Command command{
      .name = "explain",
      .alias = "",
      .summary = "show why a day is billed as it is",
      .about =
          "Goes from the sessions of the day, stretch by stretch, to what each project weighs, to the seconds of the "
          "entries and how they got to Clockify. Tells it from the store alone: asks Clockify nothing, reads no "
          "transcripts, changes nothing. With --json it is complete enough to compute the plan again.",
      .operands = {.spelled = "DATE", .kind = Operands::Kind::date, .fewest = 1, .most = 1},
      .flags = {{"json", "", "print one JSON object"}},
      .examples = {"claude-tracker explain yesterday", "claude-tracker explain 2026-10-14 --json"},
      .run = run_explain};
  return command;
}

}  // namespace cli
