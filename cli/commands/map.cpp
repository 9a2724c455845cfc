// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "dialogue.hpp"
#include "render/change_text.hpp"
#include "render/json_object.hpp"
#include "render/layout.hpp"

#include <libsync/config_change.hpp>
#include <libsync/model/folder.hpp>
#include <libsync/model/text.hpp>
#include <libsync/project_search.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace json = boost::json;
using libsync::printable;

std::string unmapped_json(const std::vector<libsync::loop::FolderTime>& folders) {
  json::object object = begin("map");
  json::array unmapped;
  for (const auto& [folder, tracked] : folders) {
    unmapped.push_back(json::object{{"project", text(folder)}, {"seconds", whole_seconds(tracked)}});
  }
  object["unmapped"] = std::move(unmapped);
  return finished(object);
}

std::string unmapped_text(const Task& task, const std::vector<libsync::loop::FolderTime>& folders) {
  const Palette palette{task.colour_out};
  const std::size_t width = task.console.out_is_terminal ? task.console.width : 0;
  std::string lines;
  for (const auto& [folder, tracked] : folders) {
    FlowingLine line{{.width = width}, palette};
    line.add(fmt::format("{:>11}", human_duration(tracked)));
    line.add(printable(folder));
    lines += line.str();
  }
  const std::string next = fmt::format("Next: `{}` sends one to a project; `{}` lists those.\n",
                                       command_to_type(task, "map FOLDER PROJECT"), command_to_type(task, "projects"));
  return lines + "\n" + (width == 0 ? next : wrapped(next, width));
}

// As long as no transcript was read, no folder is known.
std::string nothing_unmapped_text(const Task& task) {
  const auto seen = libsync::survey_transcripts(task.settings);
  if (!seen || !seen->waits_for_first_import()) return "Every folder that was worked in has a project.\n";
  return fmt::format("Nothing was imported yet. Next: `{}` reads the transcripts.\n", command_to_type(task, "import"));
}

ExitCode show_unmapped(const Task& task) {
  const auto folders = libsync::folders_without_project(task.settings);
  if (!folders) return fail(task, folders.error());
  if (task.arguments.wants_json()) {
    task.console.out << unmapped_json(*folders);
  } else if (folders->empty()) {
    answer_in_words(task, nothing_unmapped_text(task));
  } else {
    task.console.out << unmapped_text(task, *folders);
  }
  return ExitCode::done;
}

// A relative folder starts where the person is. What begins with a label, a drive or `~` stays as it is.
std::string folder_named(const Task& task, const std::string& word) {
  libsync::FolderReader::Component first;
  const bool is_absolute = libsync::FolderReader{word}.next(first) && first.is_root;
  if (is_absolute || word.starts_with('~')) return word;
  std::string folder = (task.environment.working_directory / word).lexically_normal().string();
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

// A misspelt folder maps nothing, and nobody would notice.
void note_if_unknown(const Task& task, const std::string& folder) {
  const auto open = libsync::folders_without_project(task.settings);
  if (!open) return note(task.console, open.error().message);
  const libsync::FolderLess less;
  std::vector<std::string> known;
  for (const auto& [worked_in, tracked] : *open) {
    for (std::string_view part = worked_in; !part.empty(); part = libsync::parent_folder(part)) {
      if (!less(part, folder) && !less(folder, part)) return;
    }
    known.push_back(worked_in);
  }
  if (known.empty() || task.settings.config.sync.project_mapping.contains(folder)) return;
  const std::string near = libsync::nearest(folder, known);
  note(task.console, fmt::format("no session without a project was in {}{}", folder,
                                 near.empty() ? "" : fmt::format("; near it: {}", near)));
}

std::string mapped_json(const std::string& folder, const libsync::clockify::Project& project, bool changed) {
  json::object object = begin("map");
  object["folder"] = text(folder);
  object["project_id"] = project.id.str();
  object["name"] = text(libsync::full_name(project));
  object["changed"] = changed;
  return finished(object);
}

ExitCode map_folder(const Task& task, const std::string& folder, const std::string& words) {
  const bool dry_run = task.arguments.has("dry-run");
  // Whether the file can be changed at all comes first: it costs no request.
  const auto readable = libsync::config::read_config_text(task.settings.config_file);
  if (readable && !readable->has_value()) {
    const auto rules = libsync::sync_rules(task.settings);
    if (!rules) return fail(task, rules.error());
  }
  const auto project = libsync::choose_project(task.settings, words, task.console.interrupt_fd);
  if (!project) return fail(task, project.error());
  const auto change =
      libsync::plan_change(task.settings, task.environment.home, libsync::config::MapFolder{folder, project->id});
  if (!change) return fail(task, change.error());
  if (!dry_run) {
    const auto made = libsync::make_change(task.settings, *change);
    if (!made) return fail(task, made.error());
  }
  if (!task.invocation.quiet) note_if_unknown(task, folder);
  if (task.arguments.wants_json()) {
    task.console.out << mapped_json(folder, *project, !change->is_none());
    return ExitCode::done;
  }
  const std::string what = fmt::format("{} goes to {}", printable(folder), printable(libsync::full_name(*project)));
  if (change->is_none()) {
    tell_done(task, what + " already.\n");
  } else if (dry_run) {
    task.console.out << change_text(task.settings.config_file, *change, Palette{task.colour_out})
                     << "Nothing was written.\n";
  } else {
    tell_done(task, what + " from now on.\n");
  }
  return ExitCode::done;
}

ExitCode run_map(const Task& task) {
  const auto& words = task.arguments.operands;
  if (words.empty()) return show_unmapped(task);
  if (words.size() == 1) {
    return fail(task, UsageError{"cannot map a folder without its project",
                                 fmt::format("`{}`", command_to_type(task, "map FOLDER PROJECT"))});
  }
  if (words.front().empty()) return fail(task, UsageError{"cannot map a folder without a name", "`.` is this one"});
  return map_folder(task, folder_named(task, words.front()), words.back());
}

}  // namespace

const Command& map_command() {
  static const Command command{
      .name = "map",
      .alias = "",
      .summary = "send the time of a folder to a project",
      .about =
          "PROJECT is a name or an id. The line goes into the configuration, whose comments and order stay as they "
          "are. Without operands: the folders that have no project yet, with their hours.",
      .operands = {.spelled = "[FOLDER PROJECT]", .kind = Operands::Kind::words, .fewest = 0, .most = 2},
      .flags = {{"dry-run,n", "", "show the changed lines and write nothing"}, {"json", "", "print one JSON object"}},
      .examples = {"claude-tracker map", "claude-tracker map ~/work/api 'Acme / API'",
                   "claude-tracker map -n . Website"},
      .run = run_map};
  return command;
}

}  // namespace cli
