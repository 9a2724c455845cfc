// SPDX-License-Identifier: MIT
#include <libsync/config/initial.hpp>
#include <libsync/config/toml_text.hpp>
#include <libsync/model/folder.hpp>
#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace libsync::config {
namespace {

std::string spelled(std::string_view text) {
  return toml_text(text).value_or("\"\"");
}

std::string comment(std::string_view words) {
  return words.empty() ? "" : fmt::format("  # {}", printable(words));
}

// What belongs above the first section.
std::string top(const InitialConfig& config) {
  std::string lines = "# What claude-tracker bills, and where. Every key: claude-tracker.toml(5), or the manual.\n";
  if (config.database) lines += fmt::format("database = {}\n", spelled(config.database->string()));
  if (!config.transcripts.empty()) {
    std::vector<std::string> folders;
    for (const auto& folder : config.transcripts) folders.push_back(spelled(folder.string()));
    lines += fmt::format("transcripts = [{}]\n", fmt::join(folders, ", "));
  }
  for (const auto& [key, line] : config.kept.top) {
    if (key != "transcripts" || config.transcripts.empty()) lines += line + "\n";
  }
  return lines;
}

std::string sync(const InitialConfig& config) {
  const bool has_days_off = std::ranges::find(config.kept.sync, "days_off", &KeptKey::key) != config.kept.sync.end();
  std::string lines = "[sync]\n";
  lines += fmt::format("workspace_id = \"{}\"{}\n", config.workspace.str(), comment(config.workspace_name));
  lines +=
      "# The hours of a workday, filled in the ratio of what was tracked. An end below the start is on the next day.\n";
  lines += fmt::format("work_day_start = \"{}\"\n", format_time(config.work_day_start));
  lines += fmt::format("work_day_end = \"{}\"\n", format_time(config.work_day_end));
  lines += fmt::format("time_zone = {}\n", spelled(config.time_zone));
  lines += config.first_day ? fmt::format("first_day = \"{}\"  # nothing is posted for the days before it\n",
                                          format_date(*config.first_day))
                            : "# first_day = \"2026-01-01\"  # nothing is posted for the days before it\n";
  if (!has_days_off) lines += "# days_off = [\"2026-12-24..2027-01-01\"]  # both ends included\n";
  lines += config.other_project
               ? fmt::format("other_project_id = \"{}\"{}\n", config.other_project->id.str(),
                             comment(config.other_project->name + ": time in no folder below"))
               : "# other_project_id = \"...\"  # the project of time in no folder below; without it, it is left out\n";
  if (config.base_url) lines += fmt::format("base_url = {}\n", spelled(*config.base_url));
  if (config.ca_file) lines += fmt::format("ca_file = {}\n", spelled(config.ca_file->string()));
  for (const auto& kept : config.kept.sync) lines += kept.line + "\n";
  return lines;
}

// Whether the reader would take the folder as the name of a line.
bool can_be_mapped(const std::string& folder) {
  const bool home_of_another = folder.starts_with('~') && folder.size() > 1 && folder[1] != '/';
  return !folder.empty() && folder.find('\0') == std::string::npos && !home_of_another;
}

std::string mapping(const InitialConfig& config) {
  std::string lines = "# A folder and everything in it; the longest one wins.\n[sync.project_mapping]\n";
  std::set<std::string, FolderLess> mapped;
  for (const auto& [folder, project] : config.mapping) {
    const auto key = toml_text(folder);
    if (key && can_be_mapped(folder) && mapped.insert(folder).second) {
      lines += fmt::format("{} = \"{}\"{}\n", *key, project.id.str(), comment(project.name));
    } else {
      lines += fmt::format("# cannot be mapped: {}\n", printable(folder));
    }
  }
  for (const auto& [folder, line] : config.kept.mapping) {
    if (mapped.insert(folder).second) lines += line + "\n";
  }
  return lines;
}

}  // namespace

std::string initial_config_text(const InitialConfig& config) {
  return fmt::format("{}\n{}\n{}", top(config), sync(config), mapping(config));
}

}  // namespace libsync::config
