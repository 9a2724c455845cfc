// SPDX-License-Identifier: MIT
#include "schedule.hpp"

#include "commands/commands.hpp"
#include "dialogue.hpp"
#include "scheduler.hpp"

#include <libsync/model/text.hpp>
#include <libsync/model/written_file.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace cli {
namespace {

namespace fs = std::filesystem;

using libsync::Failure;
using libsync::FailureKind;

constexpr unsigned k_unit_mode = 0644;

// What a timer has to be told, since it starts in another folder.
std::vector<std::string> options_of(const Task& task) {
  const auto& overrides = task.invocation.overrides;
  std::vector<std::string> options;
  const auto add = [&](const char* flag, const std::string& value) {
    options.emplace_back(flag);
    options.push_back(value);
  };
  const auto add_path = [&](const char* flag, const fs::path& path) {
    add(flag, (task.environment.working_directory / path).lexically_normal().string());
  };
  if (overrides.config) add_path("--config", *overrides.config);
  if (overrides.database) add_path("--db", *overrides.database);
  for (const auto& folder : overrides.transcripts) add_path("--transcripts", folder);
  if (overrides.base_url) add("--base-url", *overrides.base_url);
  if (overrides.ca_file) add_path("--ca-file", *overrides.ca_file);
  if (overrides.time_zone) add("--time-zone", *overrides.time_zone);
  return options;
}

ScheduledRun scheduled_run(const Task& task) {
  return {.program = own_program(task.environment),
          .options = options_of(task),
          .work_days = task.settings.config.sync.work_days};
}

std::string text_of(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

bool is_ours(const fs::path& file) {
  return text_of(file).starts_with(k_unit_mark);
}

ExitCode fail_with(const Task& task, FailureKind kind, const std::string& message, const std::string& hint) {
  return fail(task, Failure{kind, message, {}, {}}, hint, "");
}

ExitCode write_units(const Task& task, const fs::path& folder, const std::vector<UnitFile>& units) {
  for (const auto& unit : units) {
    std::error_code unknown;
    if (fs::exists(folder / unit.name, unknown) && !is_ours(folder / unit.name)) {
      return fail_with(task, FailureKind::conflict,
                       fmt::format("cannot write {}: somebody else's unit is there", (folder / unit.name).string()),
                       "move it away, or leave the timers to it");
    }
  }
  for (const auto& unit : units) {
    int error = libsync::make_private_folder(folder);
    if (error == 0) error = libsync::replace_file(folder / unit.name, unit.text, k_unit_mode);
    if (error != 0) {
      return fail_with(
          task, FailureKind::config,
          fmt::format("cannot write {}: {}", (folder / unit.name).string(), std::generic_category().message(error)),
          "its folder must be writable");
    }
  }
  return ExitCode::done;
}

// Of a variable with two spellings, the one that is set here, where a timer sees neither.
std::optional<std::string> unseen(const Task& task, const std::string& lower, const std::string& upper) {
  const std::string& set = task.environment.get(lower) ? lower : upper;
  if (!task.environment.get(set) || user_systemd_sets(lower) || user_systemd_sets(upper)) return std::nullopt;
  return set;
}

// A timer has the environment of the session, not that of a shell.
void warn_of_environment(const Task& task) {
  if (task.invocation.quiet) return;
  if (task.settings.key_places.environment) {
    note(task.console, fmt::format("the key is in CLOCKIFY_API_KEY, which a timer does not see; `{}` stores it",
                                   command_to_type(task, "setup")));
  }
  if (task.settings.proxy.empty()) return;
  std::vector<std::string> variables;
  if (auto proxy = unseen(task, "https_proxy", "HTTPS_PROXY")) variables.push_back(*std::move(proxy));
  if (auto exceptions = unseen(task, "no_proxy", "NO_PROXY")) variables.push_back(*std::move(exceptions));
  if (variables.empty()) return;
  const auto config_home = unit_folder(task.environment).parent_path().parent_path();
  note(task.console,
       fmt::format("the way to Clockify is in {}, which a timer does not see; {} sets such for all of them",
                   fmt::join(variables, " and "), (config_home / "environment.d" / "proxy.conf").string()));
}

ExitCode show(const Task& task, const ScheduledRun& run) {
  auto& out = task.console.out;
  if (!has_user_systemd()) {
    out << "# For `crontab -e`, since there is no systemd for this user here.\n" << cron_lines(run);
    return ExitCode::done;
  }
  const auto folder = unit_folder(task.environment);
  for (const auto& unit : unit_files(run)) {
    out << fmt::format("# {}\n{}\n", libsync::printable((folder / unit.name).string()), unit.text);
  }
  out << fmt::format("# `{}` puts them there.\n", command_to_type(task, "schedule --install"));
  return ExitCode::done;
}

ExitCode install(const Task& task, const ScheduledRun& run) {
  if (!has_user_systemd()) {
    task.console.out << cron_lines(run);
    return fail_with(task, FailureKind::config, "cannot install the timers: there is no systemd for this user here",
                     "`crontab -e` takes the lines above");
  }
  const auto folder = unit_folder(task.environment);
  if (const auto written = write_units(task, folder, unit_files(run)); written != ExitCode::done) return written;
  std::vector<std::string> enable{"enable", "--now"};
  for (const auto timer : timer_names()) enable.emplace_back(timer);
  if (!systemctl({"daemon-reload"}) || !systemctl(enable)) {
    return fail_with(task, FailureKind::internal, "cannot start the timers: systemctl refused",
                     "its own words stand above");
  }
  tell_done(task,
            "Installed: an import every day, and a sync on workdays. `systemctl --user list-timers` has the times.\n");
  warn_of_environment(task);
  return ExitCode::done;
}

ExitCode remove(const Task& task) {
  const auto folder = unit_folder(task.environment);
  std::vector<fs::path> ours;
  for (const auto name : unit_names()) {
    if (is_ours(folder / name)) ours.push_back(folder / name);
  }
  if (ours.empty()) {
    tell_done(task, "There is nothing to remove.\n");
    return ExitCode::done;
  }
  if (task.arguments.has("dry-run")) {
    for (const auto& file : ours) task.console.out << "would remove " << libsync::printable(file.string()) << "\n";
    return ExitCode::done;
  }
  if (has_user_systemd()) {
    std::vector<std::string> disable{"disable", "--now"};
    for (const auto timer : timer_names()) disable.emplace_back(timer);
    // One that was never enabled is no reason to keep the files.
    [[maybe_unused]] const bool done = systemctl(disable);
  }
  for (const auto& file : ours) {
    std::error_code error;
    if (!fs::remove(file, error)) {
      return fail_with(task, FailureKind::config, fmt::format("cannot remove {}: {}", file.string(), error.message()),
                       "");
    }
  }
  if (has_user_systemd()) [[maybe_unused]]
    const auto outcome = systemctl({"daemon-reload"});
  tell_done(task, "Removed. Nothing runs by itself any more.\n");
  return ExitCode::done;
}

ExitCode run_schedule(const Task& task) {
  const auto& arguments = task.arguments;
  if (arguments.has("install") && arguments.has("remove")) {
    return fail(task, UsageError{"cannot use `--install` and `--remove` together", "leave one of them out"});
  }
  if (arguments.has("remove")) return remove(task);
  const auto run = scheduled_run(task);
  return arguments.has("install") && !arguments.has("dry-run") ? install(task, run) : show(task, run);
}

}  // namespace

const Command& schedule_command() {
  static const Command command{
      .name = "schedule",
      .alias = "",
      .summary = "let import and sync run by themselves",
      .about =
          "Shows timers for systemd that import every day and sync on workdays, with the program and the options "
          "given here; where there is no systemd, lines for a crontab. It installs them when it is told to.",
      .flags = {{"install", "", "put the timers in place and start them"},
                {"remove", "", "stop them and take them away"},
                {"dry-run,n", "", "only show what would be done"}},
      .examples = {"claude-tracker schedule", "claude-tracker schedule --install", "claude-tracker schedule --remove"},
      .run = run_schedule};
  return command;
}

}  // namespace cli
