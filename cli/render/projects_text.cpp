// SPDX-License-Identifier: MIT
#include "render/projects_text.hpp"

#include "render/words.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cli {
namespace {

using libsync::printable;

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

std::string full_name(const libsync::clockify::Project& project) {
  return project.client.empty() ? printable(project.name)
                                : fmt::format("{} / {}", printable(project.client), printable(project.name));
}

}  // namespace

std::string projects_text(const libsync::ProjectList& list, const libsync::Settings& settings, bool colour) {
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
  text += "[sync.project_mapping]\n";
  std::set<std::string> used;
  for (const auto& project : list.projects) {
    if (project.archived) continue;
    const std::string base = slug(project.name);
    std::string folder = base;
    for (int n = 2; !used.insert(folder).second; ++n) folder = fmt::format("{}-{}", base, n);
    text += fmt::format("\"{}/{}\" = \"{}\"  # {}\n", "/path/to", folder, project.id.str(), full_name(project));
  }
  return text;
}

}  // namespace cli
