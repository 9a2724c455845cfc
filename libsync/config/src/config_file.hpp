// SPDX-License-Identifier: MIT
//
// Errors about a config file as a whole.
#pragma once

#include <libsync/config/config.hpp>

#include <filesystem>
#include <string>

namespace libsync::config {

[[nodiscard]] ConfigError whole_file(const std::filesystem::path& file, std::string cause, Hint hint = {});

// `error`: an errno.
[[nodiscard]] ConfigError system_error(const std::filesystem::path& file, int error);

}  // namespace libsync::config
