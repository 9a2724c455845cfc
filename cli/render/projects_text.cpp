// SPDX-License-Identifier: MIT
#include "render/projects_text.hpp"

#include "render/report_text.hpp"
#include "render/words.hpp"

#include <libsync/config/initial.hpp>
#include <libsync/config/toml_text.hpp>
#include <libsync/model/folder.hpp>
#include <libsync/model/text.hpp>
#include <libsync/project_search.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cli {
namespace {

namespace loop = libsync::loop;
using libsync::printable;
using libsync::config::toml_text;

constexpr std::size_t k_shown_folders = 12;

// A made-up folder that reminds of the project, as a placeholder: "ACME: Web site" becomes "acme-web-site".
std::string slug(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (letter || capital) {
      text += capital ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!text.empty() && text.back() != '-') {
      text += '-';
    }
  }
  while (text.ends_with('-')) text.pop_back();
  return text.empty() ? "project" : text;
}

std::string_view last_part(std::string_view folder) {
  return folder.substr(folder.find_last_of('/') + 1);
}

std::string comment(const libsync::clockify::Project& project) {
  return printable(libsync::full_name(project));
}

// A table must not begin twice in a file.
std::string header(std::string_view table, bool is_there) {
  return is_there ? fmt::format("# under [{}]:\n", table) : fmt::format("[{}]\n", table);
}

// What the configuration lacks.
std::string sync_lines(const libsync::Settings& settings, const libsync::WorkspaceId& workspace,
                       libsync::LocalDate today) {
  const auto& sync = settings.config.sync;
  std::string lines;
  if (!sync.workspace) lines += fmt::format("workspace_id = \"{}\"\n", workspace.str());
  if (!sync.work_day_start) lines += "work_day_start = \"09:00\"\n";
  if (!sync.work_day_end) lines += "work_day_end = \"17:00\"\n";
  if (!sync.time_zone) lines += fmt::format("time_zone = \"{}\"  # where you work\n", settings.zone.name());
  if (!sync.first_day) {
    const libsync::LocalDate first{today.year(), today.month(), std::chrono::day{1}};
    lines +=
        fmt::format("# first_day = \"{}\"  # nothing is posted for the days before it\n", libsync::format_date(first));
  }
  if (settings.base_url != sync.base_url.value_or(libsync::k_clockify_url)) {
    lines += fmt::format("base_url = {}\n", toml_text(settings.base_url).value_or(""));
  }
  if (settings.ca_file != sync.ca_file.value_or("")) {
    lines += fmt::format("ca_file = {}\n", toml_text(settings.ca_file.string()).value_or(""));
  }
  if (!sync.other_project) lines += "# other_project_id = \"...\"  # the project of time in no folder below\n";
  const bool needed = !sync.workspace || !sync.work_day_start || !sync.work_day_end;
  const bool is_there = sync.workspace || sync.work_day_start || sync.work_day_end;
  return needed ? header("sync", is_there) + lines + "\n" : "";
}

using Line = libsync::config::InitialConfig::Line;

// One line for each project that has no folder yet: for the folder that is called like it, or for one to be filled in.
std::vector<Line> suggested_lines(const std::vector<libsync::clockify::Project>& projects,
                                  const libsync::config::SyncSection& sync,
                                  const std::vector<loop::FolderTime>& folders) {
  std::set<std::string, libsync::FolderLess> used;
  std::set<libsync::ProjectId> served;
  if (sync.other_project) served.insert(*sync.other_project);
  for (const auto& [folder, target] : sync.project_mapping) {
    used.insert(folder);
    served.insert(target.project);
  }
  std::vector<Line> lines;
  for (const auto& project : projects) {
    if (project.archived || served.contains(project.id)) continue;
    const std::string name = slug(project.name);
    const auto same = std::find_if(folders.begin(), folders.end(), [&](const auto& folder) {
      return slug(last_part(folder.project)) == name && toml_text(folder.project) && !used.contains(folder.project);
    });
    std::string folder = same != folders.end() ? same->project : "/path/to/" + name;
    for (int n = 2; !used.insert(folder).second; ++n) folder = fmt::format("/path/to/{}-{}", name, n);
    lines.push_back({std::move(folder), {project.id, libsync::full_name(project)}});
  }
  return lines;
}

std::string mapping_text(const std::vector<Line>& lines) {
  std::string text;
  for (const auto& [folder, project] : lines) {
    text += fmt::format("{} = \"{}\"  # {}\n", *toml_text(folder), project.id.str(), printable(project.name));
  }
  return text;
}

// Folders in none of the lines, as comments.
std::string other_folders(const std::vector<loop::FolderTime>& folders, const std::vector<Line>& lines) {
  std::string rest;
  std::size_t shown = 0;
  for (const auto& [folder, tracked] : folders) {
    if (std::ranges::find(lines, folder, &Line::folder) != lines.end() || ++shown > k_shown_folders) continue;
    rest += fmt::format("#   {}  ({})\n", printable(folder), human_duration(tracked));
  }
  return rest.empty() ? "" : "\n# You also worked in:\n" + rest;
}

// In columns where they fit; else each project in lines of its own.
std::string table(const std::vector<libsync::clockify::Project>& projects, const Palette& palette, std::size_t width) {
  std::size_t name_width = std::string_view{"PROJECT"}.size();
  std::size_t client_width = std::string_view{"CLIENT"}.size();
  for (const auto& project : projects) {
    name_width = std::max(name_width, display_width(printable(project.name)));
    client_width = std::max(client_width, display_width(printable(project.client)));
  }
  constexpr std::size_t k_id_and_archived = 24 + 10;
  std::string text;
  if (width != 0 && name_width + client_width + 4 + k_id_and_archived > width) {
    for (const auto& project : projects) {
      text += painted_lines(palette, wrapped(comment(project), width));
      text +=
          fmt::format("  {}{}\n", project.id.str(), project.archived ? palette.paint(Tone::faint, "  archived") : "");
    }
    return text;
  }
  text = palette.paint(Tone::strong,
                       fmt::format("{}  {}  ID", padded("PROJECT", name_width), padded("CLIENT", client_width))) +
         "\n";
  for (const auto& project : projects) {
    text += fmt::format("{}  {}  {}{}\n", padded(printable(project.name), name_width),
                        padded(printable(project.client), client_width), project.id.str(),
                        project.archived ? palette.paint(Tone::faint, "  archived") : "");
  }
  return text;
}

libsync::config::NamedProject named(const libsync::ProjectId& id, const libsync::ProjectList& list) {
  const auto project = std::ranges::find(list.projects, id, &libsync::clockify::Project::id);
  return {id, project == list.projects.end() ? "not in this workspace" : libsync::full_name(*project)};
}

}  // namespace

std::string projects_text(const libsync::ProjectList& list, const libsync::Settings& settings,
                          const std::vector<loop::FolderTime>& folders, libsync::LocalDate today, bool colour,
                          std::size_t width) {
  if (list.projects.empty()) {
    return fmt::format("There are no projects in workspace {}. Make one in Clockify first.\n", list.workspace.str());
  }
  const auto& sync = settings.config.sync;
  const std::string intent =
      fmt::format("For {} (put your folders in the place of these):", printable(settings.config_file.string()));
  const auto lines = suggested_lines(list.projects, sync, folders);
  return table(list.projects, Palette{colour}, width) + "\n" + (width == 0 ? intent + "\n" : wrapped(intent, width)) +
         "\n" + sync_lines(settings, list.workspace, today) +
         header("sync.project_mapping", !sync.project_mapping.empty()) + mapping_text(lines) +
         other_folders(folders, lines);
}

std::string projects_toml(const libsync::ProjectList& list, const libsync::Settings& settings,
                          const std::vector<loop::FolderTime>& folders, const libsync::config::KeptKeys& kept) {
  const auto& sync = settings.config.sync;
  libsync::config::InitialConfig config{.workspace = list.workspace,
                                        .workspace_name = "",
                                        .work_day_start = sync.work_day_start.value_or(std::chrono::hours{9}),
                                        .work_day_end = sync.work_day_end.value_or(std::chrono::hours{17}),
                                        .time_zone = settings.zone.name(),
                                        .first_day = sync.first_day,
                                        .kept = kept};
  if (sync.other_project) config.other_project = named(*sync.other_project, list);
  if (settings.base_url != libsync::k_clockify_url) config.base_url = settings.base_url;
  if (!settings.ca_file.empty()) config.ca_file = settings.ca_file;
  if (settings.database_is_named) config.database = settings.database;
  for (const auto& [folder, target] : sync.project_mapping) {
    const bool is_plain = !target.description && !target.billable && !target.task;
    if (is_plain) config.mapping.push_back({folder, named(target.project, list)});
  }
  const auto suggested = suggested_lines(list.projects, sync, folders);
  config.mapping.insert(config.mapping.end(), suggested.begin(), suggested.end());
  return libsync::config::initial_config_text(config) + other_folders(folders, config.mapping);
}

}  // namespace cli
