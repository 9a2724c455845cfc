// SPDX-License-Identifier: MIT
#include "secret_service.hpp"

namespace libsync::credentials {

// Built without libsecret.
Result<std::optional<Secret>, CredentialsError> ask_secret_service(std::chrono::milliseconds /*limit*/) {
  return std::optional<Secret>{};
}

Result<bool, CredentialsError> probe_secret_service(std::chrono::milliseconds /*limit*/) {
  return false;
}

Result<void, CredentialsError> store_in_secret_service(const Secret& /*key*/, std::chrono::milliseconds /*limit*/) {
  return CredentialsError{"cannot store the API key in the Secret Service: this program was built without it", {}};
}

}  // namespace libsync::credentials
