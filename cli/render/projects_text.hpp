// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/tracker.hpp>

#include <string>
#include <vector>

namespace cli {

// A table of the projects, and the lines of a configuration that map folders to them: valid TOML whatever the names.
// `folders` are those without a project yet, longest first: one that is called like a project is suggested for it.
// A first day is suggested by the month of `today`.
[[nodiscard]] std::string projects_text(const libsync::ProjectList& list, const libsync::Settings& settings,
                                        const std::vector<libsync::loop::FolderTime>& folders, libsync::LocalDate today,
                                        bool colour);

}  // namespace cli
