// SPDX-License-Identifier: MIT
//
// The file that holds the key: ours alone, a plain file, mode 0600.
#pragma once

#include <libsync/credentials/credentials.hpp>

namespace libsync::credentials {

// What the file holds, without white space at its end; nothing when there is no such file.
[[nodiscard]] Result<std::optional<Secret>, CredentialsError> read_key_file(const std::filesystem::path& file);

// What to do when something that cannot be a key stands where one is expected.
inline constexpr auto k_key_hint =
    "a key is 8 to 256 visible ASCII characters; you make one in Clockify under Profile settings, Manage API keys";

}  // namespace libsync::credentials
