// SPDX-License-Identifier: MIT
#include "schedule.hpp"

#include "shell_word.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cli {
namespace {

struct Template {
  std::string_view name;
  std::string_view text;
};

constexpr std::array k_units{
    Template{"claude-tracker-import.service", embedded::k_claude_tracker_import_service},
    Template{"claude-tracker-import.timer", embedded::k_claude_tracker_import_timer},
    Template{"claude-tracker-sync.service", embedded::k_claude_tracker_sync_service},
    Template{"claude-tracker-sync.timer", embedded::k_claude_tracker_sync_timer},
};

std::string replaced(std::string_view text, std::string_view place, std::string_view value) {
  std::string result;
  for (auto at = text.find(place); at != std::string_view::npos; at = text.find(place)) {
    result += text.substr(0, at);
    result += value;
    text.remove_prefix(at + place.size());
  }
  return result + std::string{text};
}

// As ExecStart reads a word: systemd.service(5) knows quotes, backslashes, specifiers and variables.
std::string systemd_word(std::string_view word) {
  if (is_plain_word(word)) return std::string{word};
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '%' || c == '$') quoted += c;
    quoted += c;
  }
  return quoted + '"';
}

// As a shell reads it out of a crontab, where `%` is the end of the line.
std::string cron_word(std::string_view word) {
  return replaced(shell_word(word), "%", "'\\%'");
}

template <class Spell>
std::string command(const ScheduledRun& run, Spell spell) {
  std::string line = spell(run.program);
  for (const auto& option : run.options) line += " " + spell(option);
  return line;
}

std::string weekday_names(const std::set<unsigned>& days) {
  constexpr std::array<std::string_view, 8> k_names{"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::string names;
  for (const unsigned day : days) names += fmt::format("{}{}", names.empty() ? "" : ",", k_names.at(day));
  return names;
}

}  // namespace

std::vector<std::string_view> unit_names() {
  std::vector<std::string_view> names;
  names.reserve(k_units.size());
  for (const auto& unit : k_units) names.push_back(unit.name);
  return names;
}

std::vector<std::string_view> timer_names() {
  auto names = unit_names();
  std::erase_if(names, [](std::string_view name) { return !name.ends_with(".timer"); });
  return names;
}

std::vector<UnitFile> unit_files(const ScheduledRun& run) {
  const std::string line = command(run, systemd_word);
  const std::string days = weekday_names(run.work_days);
  std::vector<UnitFile> files;
  files.reserve(k_units.size());
  for (const auto& unit : k_units) {
    files.push_back(
        {std::string{unit.name},
         fmt::format("{}\n{}", k_unit_mark, replaced(replaced(unit.text, "@COMMAND@", line), "@WORK_DAYS@", days))});
  }
  return files;
}

std::string cron_lines(const ScheduledRun& run) {
  return replaced(replaced(embedded::k_crontab, "@COMMAND@", command(run, cron_word)), "@WORK_DAYS@",
                  fmt::format("{}", fmt::join(run.work_days, ",")));
}

std::vector<std::string> own_lines(std::string_view crontab) {
  std::vector<std::string> own;
  while (!crontab.empty()) {
    const auto line = crontab.substr(0, crontab.find('\n'));
    const auto first = line.find_first_not_of(" \t");
    const bool runs = first != std::string_view::npos && line[first] != '#';
    if (runs && line.find("claude-tracker") != std::string_view::npos) own.emplace_back(line.substr(first));
    crontab.remove_prefix(std::min(crontab.size(), line.size() + 1));
  }
  return own;
}

}  // namespace cli
