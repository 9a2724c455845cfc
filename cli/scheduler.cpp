// SPDX-License-Identifier: MIT
//
// Linux alone: systemd, and /proc.
#include "scheduler.hpp"

#include "child_process.hpp"
#include "schedule.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds k_limit{20};

// What they say when there is neither is of no use to anybody.
ChildOutcome quietly(const std::string& command) {
  return run_child({"/bin/sh", "-c", command + " 2>/dev/null"}, "", k_limit);
}

}  // namespace

bool has_user_systemd() {
  return quietly("systemctl --user show-environment").succeeded();
}

bool systemctl(std::vector<std::string> words) {
  words.insert(words.begin(), {"systemctl", "--user"});
  return run_child(words, "", k_limit).succeeded();
}

fs::path unit_folder(const libsync::Environment& environment) {
  const auto xdg = environment.get("XDG_CONFIG_HOME");
  const fs::path config = xdg && fs::path{*xdg}.is_absolute() ? fs::path{*xdg} : environment.home / ".config";
  return config / "systemd" / "user";
}

std::vector<std::string> scheduled_runs(const libsync::Environment& environment) {
  std::vector<std::string> found;
  for (const auto timer : timer_names()) {
    std::error_code unknown;
    // `systemctl --user enable` makes the link.
    const fs::path link = unit_folder(environment) / "timers.target.wants" / timer;
    if (fs::is_symlink(fs::symlink_status(link, unknown))) found.emplace_back(timer);
  }
  for (auto& line : own_lines(quietly("crontab -l").output)) found.push_back(std::move(line));
  return found;
}

std::string own_program() {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  return unknown ? "claude-tracker" : program.string();
}

}  // namespace cli
