// SPDX-License-Identifier: MIT
//
// Linux alone: systemd, and /proc.
#include "scheduler.hpp"

#include "child_process.hpp"
#include "schedule.hpp"

#include <fstream>
#include <sstream>
#include <system_error>

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

bool user_systemd_sets(const std::string& variable) {
  const auto outcome = quietly("systemctl --user show-environment");
  return ("\n" + outcome.output).find("\n" + variable + "=") != std::string::npos;
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

std::string own_program(const libsync::Environment& environment) {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  if (unknown) return "claude-tracker";
  const auto is_this = [&](const fs::path& path) {
    return path.is_absolute() && fs::equivalent(path, program, unknown);
  };
  std::istringstream folders{environment.get("PATH").value_or("")};
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (const auto found = fs::path{folder} / "claude-tracker"; is_this(found)) return found.string();
  }
  std::string called;
  std::ifstream words{"/proc/self/cmdline"};
  std::getline(words, called, '\0');
  const auto path = (environment.working_directory / called).lexically_normal();
  return is_this(path) ? path.string() : program.string();
}

}  // namespace cli
