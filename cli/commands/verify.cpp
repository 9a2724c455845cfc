// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/progress.hpp"
#include "render/withdrawal_json.hpp"
#include "render/withdrawal_text.hpp"

#include <libsync/tracker.hpp>

namespace cli {
namespace {

namespace loop = libsync::loop;

ExitCode run_verify(const Task& task) {
  const auto days = days_asked_for(task);
  if (!days) return fail(task, days.error());
  loop::RunOptions options;
  options.wait = task.arguments.has("wait");
  options.since = days->since;
  options.until = days->until;
  task.console.before_first_request();
  loop::VerifyReport report;
  {
    Progress progress{
        task.console, task.settings.zone, {.draw = task.draws_progress, .tell_waits = !task.invocation.quiet}};
    report = libsync::verify(task.settings, options, progress, task.console.interrupt_fd);
  }
  const bool json = task.arguments.wants_json();
  if (!json && !(task.invocation.quiet && !report.failure)) {
    task.console.out << verify_text(report, {.zone = task.settings.zone,
                                             .colour = task.colour_out,
                                             .width = task.console.out_is_terminal ? task.console.width : 0});
  }
  const std::string hint = report.failure ? hint_text(*report.failure, task.hints) : "";
  const std::string object = json ? verify_json(report, hint) : "";
  if (report.failure) return fail(task, *report.failure, hint, object);
  task.console.out << object;
  return ExitCode::done;
}

}  // namespace

const Command& verify_command() {
  static const Command command{
      .name = "verify",
      .alias = "",
      .summary = "compare what was posted with what stands in Clockify",
      .about =
          "One request for all days, and nothing is changed. Says which entries are missing, were edited or stand "
          "there twice, and what others lie in the work hours. Without RANGE it looks at every day that was posted.",
      .operands = {.spelled = "[RANGE]", .kind = Operands::Kind::range, .fewest = 0, .most = 1},
      .flags = {{"since", "DATE", "first day (YYYY-MM-DD, today, yesterday or monday)"},
                {"until", "DATE", "last day, included"},
                {"wait", "", "sleep through a rate limit instead of stopping"},
                {"json", "", "print one JSON object"}},
      .examples = {"claude-tracker verify", "claude-tracker verify last-week"},
      .run = run_verify};
  return command;
}

}  // namespace cli
