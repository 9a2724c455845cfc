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

// Whether there is such a service with a keyring to store in. Asks for no password and makes no keyring; a locked one
// is an error.
[[nodiscard]] Result<bool, CredentialsError> probe_secret_service(std::chrono::milliseconds limit);

// Stores the key there, in the place of an older one. For a service that was probed.
[[nodiscard]] Result<void, CredentialsError> store_in_secret_service(const Secret& key,
                                                                     std::chrono::milliseconds limit);

}  // namespace libsync::credentials
