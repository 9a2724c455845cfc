// SPDX-License-Identifier: MIT
#include "run.hpp"

#include "command_line.hpp"
#include "commands/commands.hpp"
#include "help.hpp"
#include "render/hint_text.hpp"
#include "render/report_json.hpp"
#include "render/report_text.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace cli {
namespace {

bool allows_colour(const Invocation& invocation, const libsync::Environment& environment) {
  return !invocation.no_color && !environment.get("NO_COLOR") && environment.get("TERM").value_or("") != "dumb";
}

std::string_view name_of(Command command) {
  for (const auto& info : commands()) {
    if (info.command == command) return info.name;
  }
  return "";
}

// The command that a faulty command line was probably about.
std::string_view guessed_name(std::span<const std::string> arguments) {
  for (const auto& info : commands()) {
    if (std::find(arguments.begin(), arguments.end(), info.name) != arguments.end()) return info.name;
  }
  return "";
}

ExitCode fail_early(Console& console, const libsync::Failure& failure, const std::string& hint, bool colour,
                    const std::string& json) {
  console.err << failure_text(failure, hint, colour);
  console.out << json;
  return exit_code_of(failure.kind);
}

// A file that was named is meant to be there, unless it is about to be set up.
std::optional<libsync::Failure> named_config_missing(const Invocation& invocation, const libsync::Settings& settings) {
  const bool needs_it = invocation.command != Command::setup && invocation.command != Command::projects;
  if (!invocation.overrides.config || settings.config_exists || !needs_it) return std::nullopt;
  return libsync::Failure{
      libsync::FailureKind::config,
      fmt::format("cannot read the configuration `{}`: there is no such file", settings.config_file.string()),
      {},
      {}};
}

ExitCode carry_out(const Task& task) {
  switch (task.invocation.command) {
    case Command::sync:
      return run_sync(task);
    case Command::import:
      return run_import(task);
    case Command::status:
      return run_status(task);
    case Command::projects:
      return run_projects(task);
    case Command::setup:
      return run_setup(task);
    case Command::help:
    case Command::version:
      break;
  }
  return ExitCode::unexpected;
}

ExitCode run_command(const Invocation& invocation, const libsync::Environment& environment, Console& console) {
  const bool colour = allows_colour(invocation, environment);
  HintContext hints{.command = name_of(invocation.command),
                    .overrides = invocation.overrides,
                    .now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
                    .zone = {}};
  const auto stop = [&](const libsync::Failure& failure, const std::string& hint) {
    return fail_early(console, failure, hint, colour && console.err_is_terminal,
                      invocation.json ? failure_json(failure, hints.command, hint) : "");
  };
  try {
    const auto settings = libsync::load_settings(environment, invocation.overrides);
    if (!settings) return stop(settings.error(), hint_text(settings.error(), hints));
    if (const auto failure = named_config_missing(invocation, *settings)) {
      return stop(*failure, fmt::format("check the path after --config; `{}` prints a configuration to start with",
                                        command_line("projects", invocation.overrides)));
    }
    hints.zone = settings->zone;
    return carry_out({.invocation = invocation,
                      .settings = *settings,
                      .console = console,
                      .hints = hints,
                      .colour_out = colour && console.out_is_terminal,
                      .colour_err = colour && console.err_is_terminal,
                      .draws_progress = console.err_is_terminal && !invocation.quiet &&
                                        environment.get("TERM").value_or("") != "dumb"});
  } catch (const std::exception& error) {
    return stop({libsync::FailureKind::internal, fmt::format("cannot go on: {}", error.what()), {}, {}},
                "this should not happen; running it again is safe");
  }
}

ExitCode dispatch(const libsync::Result<Invocation, UsageError>& invocation, std::span<const std::string> arguments,
                  const libsync::Environment& environment, Console& console) {
  if (!invocation) {
    const libsync::Failure failure{libsync::FailureKind::usage, invocation.error().message, {}, {}};
    const std::string& hint = invocation.error().hint;
    const bool json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
    return fail_early(console, failure, hint, false, json ? failure_json(failure, guessed_name(arguments), hint) : "");
  }
  if (invocation->command == Command::help) {
    console.out << help_text(invocation->topic);
    return ExitCode::done;
  }
  if (invocation->command == Command::version) {
    console.out << "claude-tracker " << libsync::version() << "\n";
    return ExitCode::done;
  }
  return run_command(*invocation, environment, console);
}

}  // namespace

ExitCode fail(const Task& task, const libsync::Failure& failure, const std::string& hint, const std::string& json) {
  return fail_early(task.console, failure, hint, task.colour_err, json);
}

ExitCode run(std::span<const std::string> arguments, const libsync::Environment& environment, Console& console) {
  const auto invocation = parse_command_line(arguments);
  const ExitCode code = dispatch(invocation, arguments, environment, console);
  console.out.flush();
  if (!console.out && code == ExitCode::done) {
    console.err << fmt::format(
        "claude-tracker: error: cannot write the answer: standard output is closed or full\n"
        "hint: nothing is lost; `{}` shows what is done\n",
        libsync::printable(command_line("status", invocation->overrides)));
    return ExitCode::unexpected;
  }
  return code;
}

}  // namespace cli
