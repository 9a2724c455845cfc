// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/projects_text.hpp"
#include "render/report_json.hpp"

#include <libsync/config_change.hpp>
#include <libsync/tracker.hpp>

namespace cli {

namespace {

// The projects can be listed without them.
std::vector<libsync::loop::FolderTime> open_folders(const Task& task) {
  auto folders = libsync::folders_without_project(task.settings);
  if (folders) return *std::move(folders);
  tell_notes(task, {folders.error().message});
  return {};
}

ExitCode run_projects(const Task& task) {
  note_what_is_left_out(task);
  // Not at once either: `api_key_command` would stay behind.
  task.console.before_first_request();
  const bool has_zone = task.settings.config.sync.time_zone || task.invocation.overrides.time_zone;
  const bool suggests = !task.arguments.wants_json();
  const auto outcome =
      libsync::list_projects(task.settings, task.console.interrupt_fd, std::nullopt, suggests && !has_zone);
  const std::string hint = outcome ? "" : hint_text(outcome.error(), task.hints);
  const std::string object = task.arguments.wants_json() ? projects_json(outcome, hint) : "";
  if (!outcome) return fail(task, outcome.error(), hint, object);
  if (task.arguments.wants_json()) {
    task.console.out << object;
    return ExitCode::done;
  }
  libsync::Settings settings = task.settings;
  if (!has_zone) {
    if (const auto zone = libsync::Zone::find(outcome->user->time_zone)) settings.zone = *zone;
  }
  const auto folders = open_folders(task);
  if (task.console.out_is_terminal) {
    task.console.out << projects_text(*outcome, settings, folders, libsync::today(settings), task.colour_out,
                                      task.console.width);
    return ExitCode::done;
  }
  const auto kept = libsync::keys_to_keep(task.settings, task.environment.home, outcome->workspace);
  note_what_is_not_kept(task, kept);
  task.console.out << projects_toml(*outcome, settings, folders, kept);
  return ExitCode::done;
}

}  // namespace

const Command& projects_command() {
  static const Command command{.name = "projects",
                               .alias = "list-projects",
                               .summary = "list Clockify's projects, with lines for the configuration",
                               .about =
                                   "Needs only a key. Without `workspace_id` in the configuration it takes your active "
                                   "workspace. Into a pipe or "
                                   "a file it prints a configuration as a whole, without the table.",
                               .flags = {{"json", "", "print one JSON object"}},
                               .examples = {"claude-tracker projects", "claude-tracker projects > config.toml"},
                               .needs_config = false,
                               .run = run_projects};
  return command;
}

}  // namespace cli
