// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/tracker.hpp>

#include <string>

namespace cli {

// A table of the projects, and the lines of a configuration that map folders to them: valid TOML whatever the names.
[[nodiscard]] std::string projects_text(const libsync::ProjectList& list, const libsync::Settings& settings,
                                        bool colour);

}  // namespace cli
