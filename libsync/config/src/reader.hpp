// SPDX-License-Identifier: MIT
//
// The schema of config.toml applied to a document.
#pragma once

#include "toml_values.hpp"

#include <libsync/config/config.hpp>

#include <filesystem>

namespace libsync::config {

// Paths of the document that are relative start at `folder`. Throws Problem.
[[nodiscard]] Config read_document(const toml::table& document, const std::filesystem::path& folder,
                                   const std::filesystem::path& home);

// As ConfigError has it.
[[nodiscard]] ConfigError error_of(const std::filesystem::path& file, const Problem& problem);

}  // namespace libsync::config
