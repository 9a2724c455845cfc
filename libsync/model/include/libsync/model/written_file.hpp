// SPDX-License-Identifier: MIT
//
// Files that are written as a whole or not at all: into a new file beside the old one, which then takes its place. What
// is there is whole at any moment, also after a power cut. `mode` is that of chmod(2). Each returns 0 or an errno.
#pragma once

#include <filesystem>
#include <string_view>

namespace libsync {

// Puts `text` in the place of `file`, a symbolic link not being followed. On the disk before this returns.
[[nodiscard]] int replace_file(const std::filesystem::path& file, std::string_view text, unsigned mode);

// The same where nothing is yet; EEXIST when something is, which stays as it is.
[[nodiscard]] int create_file(const std::filesystem::path& file, std::string_view text, unsigned mode);

// Makes the folder and what is missing above it, for the user alone.
[[nodiscard]] int make_private_folder(const std::filesystem::path& folder);

}  // namespace libsync
