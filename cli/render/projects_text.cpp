// SPDX-License-Identifier: MIT
#include "render/projects_text.hpp"

#include "render/report_text.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cli {
namespace {

namespace loop = libsync::loop;
using libsync::printable;

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

std::string full_name(const libsync::clockify::Project& project) {
  return project.client.empty() ? printable(project.name)
                                : fmt::format("{} / {}", printable(project.client), printable(project.name));
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
    lines += fmt::format("base_url = {}\n", toml_key(settings.base_url).value_or(""));
  }
  if (settings.ca_file != sync.ca_file.value_or("")) {
    lines += fmt::format("ca_file = {}\n", toml_key(settings.ca_file.string()).value_or(""));
  }
  if (!sync.other_project) lines += "# other_project_id = \"...\"  # the project of time in no folder below\n";
  const bool needed = !sync.workspace || !sync.work_day_start || !sync.work_day_end;
  const bool is_there = sync.workspace || sync.work_day_start || sync.work_day_end;
  return needed ? header("sync", is_there) + lines + "\n" : "";
}

// One line for each project that has no folder yet: for the folder that is called like it, or for one to be filled in.
std::string mapping_lines(const std::vector<libsync::clockify::Project>& projects,
                          const libsync::config::SyncSection& sync, const std::vector<loop::FolderTime>& folders) {
  std::string text = header("sync.project_mapping", !sync.project_mapping.empty());
  std::set<std::string> used;
  std::set<libsync::ProjectId> served;
  if (sync.other_project) served.insert(*sync.other_project);
  for (const auto& [folder, target] : sync.project_mapping) {
    used.insert(folder);
    served.insert(target.project);
  }
  for (const auto& project : projects) {
    if (project.archived || served.contains(project.id)) continue;
    const std::string name = slug(project.name);
    const auto same = std::find_if(folders.begin(), folders.end(), [&](const auto& folder) {
      return slug(last_part(folder.project)) == name && toml_key(folder.project) && !used.contains(folder.project);
    });
    std::string folder = same != folders.end() ? same->project : "/path/to/" + name;
    for (int n = 2; !used.insert(folder).second; ++n) folder = fmt::format("/path/to/{}-{}", name, n);
    text += fmt::format("{} = \"{}\"  # {}\n", *toml_key(folder), project.id.str(), full_name(project));
  }

  std::string rest;
  std::size_t shown = 0;
  for (const auto& folder : folders) {
    if (used.contains(folder.project) || ++shown > k_shown_folders) continue;
    rest += fmt::format("#   {}  ({})\n", printable(folder.project), human_duration(folder.tracked));
  }
  return rest.empty() ? text : text + "\n# You also worked in:\n" + rest;
}

}  // namespace

std::string projects_text(const libsync::ProjectList& list, const libsync::Settings& settings,
                          const std::vector<loop::FolderTime>& folders, libsync::LocalDate today, bool colour) {
  const Palette palette{colour};
  if (list.projects.empty()) {
    return fmt::format("There are no projects in workspace {}. Make one in Clockify first.\n", list.workspace.str());
  }

  std::size_t name_width = std::string_view{"PROJECT"}.size();
  std::size_t client_width = std::string_view{"CLIENT"}.size();
  for (const auto& project : list.projects) {
    name_width = std::max(name_width, display_width(printable(project.name)));
    client_width = std::max(client_width, display_width(printable(project.client)));
  }
  std::string text = palette.paint(Tone::strong, fmt::format("{}  {}  ID", padded("PROJECT", name_width),
                                                             padded("CLIENT", client_width))) +
                     "\n";
  for (const auto& project : list.projects) {
    text += fmt::format("{}  {}  {}{}\n", padded(printable(project.name), name_width),
                        padded(printable(project.client), client_width), project.id.str(),
                        project.archived ? palette.paint(Tone::faint, "  archived") : "");
  }

  const auto& sync = settings.config.sync;
  text +=
      fmt::format("\nFor {} (put your folders in the place of these):\n\n", printable(settings.config_file.string()));
  return text + sync_lines(settings, list.workspace, today) + mapping_lines(list.projects, sync, folders);
}

}  // namespace cli
