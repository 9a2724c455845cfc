// SPDX-License-Identifier: MIT
#pragma once

#include "render/words.hpp"

#include <libsync/config_change.hpp>

#include <filesystem>
#include <string>

namespace cli {

// The changed lines of a file, as a small diff: the ones that go with `-` in front, those that come with `+`.
[[nodiscard]] std::string change_text(const std::filesystem::path& file, const libsync::ConfigChange& change,
                                      const Palette& palette);

}  // namespace cli
