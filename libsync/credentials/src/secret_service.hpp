// SPDX-License-Identifier: MIT
//
// The desktop's keyring. The older tool stores the key there, as service=claude-tracker, username=clockify_api_key.
#pragma once

#include <libsync/credentials/credentials.hpp>

#include <chrono>

namespace libsync::credentials {

// The key stored there; nothing when it has none, or when there is no such service on this machine. A locked keyring
// and one that does not answer within `limit` are errors. Starts no service and no bus, and asks for no password.
[[nodiscard]] Result<std::optional<Secret>, CredentialsError> ask_secret_service(std::chrono::milliseconds limit);

}  // namespace libsync::credentials
