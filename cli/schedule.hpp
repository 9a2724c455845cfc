// SPDX-License-Identifier: MIT
//
// What makes the program run by itself: units for systemd's user manager, or lines of a crontab. The texts are those of
// cli/units. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What is to be run.
struct ScheduledRun {
  std::string program;               // absolute
  std::vector<std::string> options;  // before the command: "--config", "/home/me/x.toml"
  std::set<unsigned> work_days;      // ISO: Monday is 1; not empty
};

struct UnitFile {
  std::string name;
  std::string text;
};

// The first line of a unit that this program made.
inline constexpr std::string_view k_unit_mark = "# Made by `claude-tracker schedule --install`.";

// Every unit that there may be, whether it is made for these runs or by an older version.
[[nodiscard]] std::vector<std::string_view> unit_names();
[[nodiscard]] std::vector<std::string_view> timer_names();

[[nodiscard]] std::vector<UnitFile> unit_files(const ScheduledRun& run);

[[nodiscard]] std::string cron_lines(const ScheduledRun& run);

// The lines of a crontab that run this program.
[[nodiscard]] std::vector<std::string> own_lines(std::string_view crontab);

}  // namespace cli
