// SPDX-License-Identifier: MIT
//
// The file that holds the key: ours alone, a plain file, mode 0600.
#pragma once

#include <libsync/credentials/credentials.hpp>

namespace libsync::credentials {

// What the file holds, without white space at its end; nothing when there is no such file.
[[nodiscard]] Result<std::optional<Secret>, CredentialsError> read_key_file(const std::filesystem::path& file);

}  // namespace libsync::credentials
