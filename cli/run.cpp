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

// Columns of a page that nobody's terminal narrows.
constexpr std::size_t k_page_width = 100;

std::string version_text() {
  std::string libraries;
  for (const auto& [name, version] : libsync::library_versions()) {
    libraries += fmt::format("{}{} {}", libraries.empty() ? "" : ", ", name, version);
  }
  return fmt::format("claude-tracker {}\n{}\n", libsync::version(), libraries);
}

bool allows_colour(bool is_forbidden, const libsync::Environment& environment) {
  return !is_forbidden && !environment.get("NO_COLOR") && environment.get("TERM").value_or("") != "dumb";
}

ExitCode fail_early(Console& console, const libsync::Failure& failure, const std::string& hint, bool colour,
                    const std::string& json) {
  console.err << failure_text(failure, hint, colour, console.err_is_terminal ? console.width : 0);
  console.out << json;
  return exit_code_of(failure.kind);
}

// A file that was named is meant to be there, unless it is about to be set up.
std::optional<libsync::Failure> named_config_missing(const Invocation& invocation, const libsync::Settings& settings) {
  const bool needs_it = invocation.command->needs_config;
  if (!invocation.overrides.config || settings.config_exists || !needs_it) return std::nullopt;
  return libsync::Failure{
      libsync::FailureKind::config,
      fmt::format("cannot read the configuration `{}`: there is no such file", settings.config_file.string()),
      {},
      {}};
}

ExitCode run_command(const Invocation& invocation, const libsync::Environment& environment, Console& console) {
  const bool colour = allows_colour(invocation.no_color, environment);
  HintContext hints{.command = invocation.command->name,
                    .overrides = invocation.overrides,
                    .now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
                    .zone = {}};
  const auto stop = [&](const libsync::Failure& failure, const std::string& hint) {
    return fail_early(console, failure, hint, colour && console.err_is_terminal,
                      invocation.arguments.wants_json() ? failure_json(failure, hints.command, hint) : "");
  };
  try {
    auto settings = libsync::load_settings(environment, invocation.overrides);
    std::optional<libsync::Failure> config_failure;
    if (!settings && settings.error().kind == libsync::FailureKind::config && !invocation.command->needs_config) {
      config_failure = settings.error();
      settings = libsync::load_settings(environment, invocation.overrides, libsync::ConfigFile::readable);
    }
    if (!settings) return stop(settings.error(), hint_text(settings.error(), hints));
    if (const auto failure = named_config_missing(invocation, *settings)) {
      return stop(*failure, fmt::format("check the path after --config; `{}` prints a configuration to start with",
                                        command_line("projects", invocation.overrides)));
    }
    hints.zone = settings->zone;
    return invocation.command->run({.invocation = invocation,
                                    .arguments = invocation.arguments,
                                    .settings = *settings,
                                    .config_failure = config_failure,
                                    .environment = environment,
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
    const auto has = [&](const char* flag) { return std::ranges::find(arguments, flag) != arguments.end(); };
    const bool colour = console.err_is_terminal && allows_colour(has("--no-color"), environment);
    return fail_early(console, failure, hint, colour,
                      has("--json") ? failure_json(failure, guessed_command(arguments), hint) : "");
  }
  switch (invocation->kind) {
    case Invocation::Kind::help:
      console.out << help_text(invocation->command, console.out_is_terminal ? console.width : k_page_width);
      return ExitCode::done;
    case Invocation::Kind::version:
      console.out << version_text();
      return ExitCode::done;
    case Invocation::Kind::run:
      break;
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
  if (!console.out && code == ExitCode::done && !console.reader_is_gone()) {
    console.err << fmt::format(
        "claude-tracker: error: cannot write the answer: standard output is closed or full\n"
        "hint: nothing is lost; `{}` shows what is done\n",
        libsync::printable(command_line("status", invocation->overrides)));
    return ExitCode::unexpected;
  }
  return code;
}

}  // namespace cli
