// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/config/initial.hpp>
#include <libsync/tracker.hpp>

#include <string>
#include <vector>

namespace cli {

// For a terminal of so many columns: a table of the projects, and the lines that the configuration lacks, which map
// folders to them. `folders` are those without a project yet, longest first: one that is called like a project is
// suggested for it. A first day is suggested by the month of `today`.
[[nodiscard]] std::string projects_text(const libsync::ProjectList& list, const libsync::Settings& settings,
                                        const std::vector<libsync::loop::FolderTime>& folders, libsync::LocalDate today,
                                        bool colour, std::size_t width);

// For a pipe or a file: a configuration as a whole, which the reader takes whatever the names. What is configured
// already is in it; `kept` is the part of that which an InitialConfig does not say itself.
[[nodiscard]] std::string projects_toml(const libsync::ProjectList& list, const libsync::Settings& settings,
                                        const std::vector<libsync::loop::FolderTime>& folders,
                                        const libsync::config::KeptKeys& kept);

}  // namespace cli
