// SPDX-License-Identifier: MIT
#include "commands/withdrawal.hpp"

#include "dialogue.hpp"
#include "render/progress.hpp"
#include "render/withdrawal_json.hpp"
#include "render/withdrawal_text.hpp"

#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace loop = libsync::loop;

// A hint to run it again names the days as well.
std::string hint_of(const Task& task, const libsync::Failure& failure) {
  const std::string words = fmt::format("{} {}", task.hints.command, fmt::join(task.arguments.operands, " "));
  HintContext hints = task.hints;
  hints.command = words;
  return hint_text(failure, hints);
}

// What becomes of days that were forgotten is not what everybody expects.
void say_what_comes_after_undo(const Task& task, const loop::WithdrawalReport& report) {
  const bool forgot = std::ranges::any_of(
      report.days, [](const auto& day) { return day.state == loop::WithdrawalDayState::forgotten; });
  if (report.what != loop::Withdrawing::undo || report.dry_run || !forgot || task.arguments.operands.empty()) return;
  answer_in_words(task, fmt::format("The next sync posts what is planned then; `{}` keeps days empty.\n",
                                    command_to_type(task, "off " + task.arguments.operands.front())));
}

ExitCode answer(const Task& task, const loop::WithdrawalReport& report) {
  const bool json = task.arguments.wants_json();
  if (!json && (!task.invocation.quiet || report.dry_run)) {
    task.console.out << withdrawal_text(report, {.zone = task.settings.zone,
                                                 .colour = task.colour_out,
                                                 .width = task.console.out_is_terminal ? task.console.width : 0});
    say_what_comes_after_undo(task, report);
  }
  tell_notes(task, report.notes);
  const std::string hint = report.failure ? hint_of(task, *report.failure) : "";
  const std::string object = json ? withdrawal_json(report, hint) : "";
  if (report.failure) return fail(task, *report.failure, hint, object);
  task.console.out << object;
  return ExitCode::done;
}

// Shows the days and waits for a yes.
bool agrees(const Task& task, const loop::WithdrawalReport& plan) {
  task.console.err << withdrawal_plan_text(plan, {.zone = task.settings.zone,
                                                  .colour = task.colour_err,
                                                  .width = task.console.err_is_terminal ? task.console.width : 0});
  return Dialogue{task.console}.agree(withdrawal_question(plan), false);
}

}  // namespace

ExitCode run_withdrawal(const Task& task, loop::Withdrawing what) {
  const auto& arguments = task.arguments;
  const auto days = days_asked_for(task);
  if (!days) return fail(task, days.error());
  loop::RunOptions options;
  options.dry_run = arguments.has("dry-run");
  options.import_first = what == loop::Withdrawing::resync && !arguments.has("no-import");
  options.wait = arguments.has("wait");
  options.since = days->since;
  options.until = days->until;

  const bool is_agreed = arguments.has("yes") || options.dry_run;
  if (!is_agreed) {
    if (const auto fault = nobody_to_ask(task, "delete entries")) return fail(task, *fault);
  }
  loop::WithdrawalReport report{};
  bool declined = false;
  {
    Progress progress{task.console,
                      task.settings.zone,
                      {.draw = task.draws_progress,
                       .tell_waits = !task.invocation.quiet,
                       .agrees_to_withdrawal =
                           [&](const loop::WithdrawalReport& plan) {
                             declined = !is_agreed && changes_something(plan) && !agrees(task, plan);
                             return !declined;
                           },
                       .before_first_request = task.console.before_first_request}};
    report = libsync::take_back(what, task.settings, options, progress, task.console.interrupt_fd);
  }
  if (declined) {
    tell_notes(task, report.notes);
    tell(task.console, report.summary.entries_deleted == 0 ? "Nothing was deleted." : "Nothing more was deleted.");
    return ExitCode::interrupted;
  }
  return answer(task, report);
}

std::vector<Flag> withdrawal_flags() {
  return {{"dry-run,n", "", "show what would be deleted and posted; write nothing, send nothing"},
          {"wait", "", "sleep through a rate limit instead of stopping"},
          {"yes,y", "", "do not ask before the first entry is deleted"},
          {"json", "", "print one JSON object"}};
}

}  // namespace cli
