// SPDX-License-Identifier: MIT
//
// The small files beside transcripts, and the beginnings of large ones.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace libsync::transcripts {

// What an agent keeps in such a file is some names and folders.
inline constexpr std::size_t k_largest_small_file = std::size_t{1} << 20U;

// At most `most` bytes from its start. Nothing when it is no regular file, or cannot be opened.
[[nodiscard]] std::optional<std::string> read_beginning(const std::string& path, std::size_t most);

// All of it. Nothing when it is larger than k_largest_small_file, no regular file, or cannot be opened.
[[nodiscard]] std::optional<std::string> read_small_file(const std::string& path);

}  // namespace libsync::transcripts
