// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/doctor_text.hpp"
#include "scheduler.hpp"

#include <libsync/doctor.hpp>

namespace cli {
namespace {

constexpr std::size_t k_page_width = 100;

ExitCode run_doctor(const Task& task) {
  // `api_key_command` and crontab would stay behind if a signal ended the process at once.
  task.console.before_first_request();
  const auto diagnosis =
      libsync::examine(task.settings, task.config_failure,
                       {.scheduled = scheduled_runs(task.environment), .interrupt_fd = task.console.interrupt_fd});
  task.console.out << (task.arguments.wants_json()
                           ? doctor_json(diagnosis, task.hints)
                           : doctor_text(diagnosis, task.hints,
                                         {.only_what_is_wrong = task.invocation.quiet,
                                          .colour = task.colour_out,
                                          .width = task.console.out_is_terminal ? task.console.width : k_page_width}));
  const auto worst = libsync::worst_of(diagnosis);
  return worst ? exit_code_of(*worst) : ExitCode::done;
}

}  // namespace

const Command& doctor_command() {
  static const Command command{
      .name = "doctor",
      .alias = "",
      .summary = "look at everything, and say what is wrong",
      .about =
          "Looks at the config, the store, the transcripts and how long they are kept, the key, Clockify and the "
          "way to it, the clock, the zone, the mapping and the schedule. It changes nothing and makes two "
          "requests at most. It ends with 0 when nothing fails, else with the code of what to mend first.",
      .flags = {{"json", "", "print one JSON object"}},
      .examples = {"claude-tracker doctor", "claude-tracker --quiet doctor      (only what is wrong)"},
      .needs_config = false,
      .run = run_doctor};
  return command;
}

}  // namespace cli
