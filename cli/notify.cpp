// SPDX-License-Identifier: MIT
#include "notify.hpp"

#include "child_process.hpp"
#include "commands/commands.hpp"
#include "dialogue.hpp"
#include "render/report_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace cli {
namespace {

namespace loop = libsync::loop;

constexpr std::chrono::seconds k_limit{30};

std::string how_it_ended(const ChildOutcome& outcome) {
  switch (outcome.end) {
    case ChildOutcome::End::exited:
      return fmt::format("ended with exit code {}", outcome.code);
    case ChildOutcome::End::signalled:
      return fmt::format("was ended by signal {}", outcome.code);
    case ChildOutcome::End::timed_out:
      return fmt::format("did not end within {} s", k_limit.count());
    case ChildOutcome::End::not_started:
      break;
  }
  return fmt::format("cannot be started: {}", std::strerror(outcome.code));
}

}  // namespace

bool needs_person(const loop::SyncReport& report) {
  if (report.failure) {
    switch (exit_code_of(report.failure->kind)) {
      case ExitCode::conflict:
      case ExitCode::refused:
      case ExitCode::store:
      case ExitCode::no_key:
      case ExitCode::config:
        return true;
      default:
        break;
    }
  }
  return std::ranges::any_of(report.days, [](const loop::DayReport& day) {
    return day.state == loop::DayState::occupied || day.state == loop::DayState::unmapped;
  });
}

void notify(const Task& task, const loop::SyncReport& report) {
  const auto& command = task.settings.config.notify_command;
  if (!command || report.dry_run || !needs_person(report)) return;
  task.console.out.flush();
  const std::string hint = report.failure ? hint_text(*report.failure, task.hints) : "";
  const auto outcome = run_child({"/bin/sh", "-c", *command}, sync_json(report, task.hints.command, hint), k_limit);
  if (!outcome.succeeded()) note(task.console, fmt::format("`notify_command` {}", how_it_ended(outcome)));
}

}  // namespace cli
