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

// One line for each project: for the folder that is called like it, or for one to be filled in.
std::string mapping_lines(const std::vector<libsync::clockify::Project>& projects,
                          const std::vector<loop::UnmappedTime>& folders) {
  std::string text = "[sync.project_mapping]\n";
  std::set<std::string> used;
  for (const auto& project : projects) {
    if (project.archived) continue;
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
                          const std::vector<loop::UnmappedTime>& folders, bool colour) {
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
  if (!sync.workspace || !sync.work_day_start || !sync.work_day_end) {
    text += "[sync]\n";
    if (!sync.workspace) text += fmt::format("workspace_id = \"{}\"\n", list.workspace.str());
    if (!sync.work_day_start) text += "work_day_start = \"09:00\"\n";
    if (!sync.work_day_end) text += "work_day_end = \"17:00\"\n";
    text += "\n";
  }
  return text + mapping_lines(list.projects, folders);
}

}  // namespace cli
