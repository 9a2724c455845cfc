// SPDX-License-Identifier: MIT
#include "secret_service.hpp"

namespace libsync::credentials {

// Built without libsecret.
Result<std::optional<Secret>, CredentialsError> ask_secret_service(std::chrono::milliseconds /*limit*/) {
  return std::optional<Secret>{};
}

}  // namespace libsync::credentials
