// SPDX-License-Identifier: MIT
//
// The small files beside transcripts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace libsync::transcripts {

// What an agent keeps in such a file is some names and folders.
inline constexpr std::size_t k_largest_small_file = std::size_t{1} << 20U;

// Nothing when it is larger, no regular file, or cannot be read.
[[nodiscard]] std::optional<std::string> read_small_file(const std::string& path);

}  // namespace libsync::transcripts
