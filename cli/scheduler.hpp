// SPDX-License-Identifier: MIT
//
// What runs programs by themselves on this machine: systemd's user manager, or cron.
#pragma once

#include <libsync/settings.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace cli {

// Whether systemd runs things for this user here.
[[nodiscard]] bool has_user_systemd();

// Whether `systemctl --user` did what the words say; its complaints are on standard error.
[[nodiscard]] bool systemctl(std::vector<std::string> words);

// Where the user's own units lie.
[[nodiscard]] std::filesystem::path unit_folder(const libsync::Environment& environment);

// Enabled timers and lines of the crontab that run this program, as they are called there.
[[nodiscard]] std::vector<std::string> scheduled_runs(const libsync::Environment& environment);

// Whether what the user manager starts has the variable.
[[nodiscard]] bool user_systemd_sets(const std::string& variable);

// The path by which this program is found: in PATH, else as it was called, else that of its file. The first two stay
// when another version takes its place. Its bare name when none can be told.
[[nodiscard]] std::string own_program(const libsync::Environment& environment);

}  // namespace cli
