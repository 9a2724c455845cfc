// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <fmt/format.h>

namespace libsync {

Failure failure_of(const credentials::CredentialsError& error) {
  return {error.interrupted ? FailureKind::interrupted : FailureKind::no_key, error.message, error.hint, {}};
}

Failure failure_of(const clockify::OptionsError& error) {
  return {FailureKind::config, fmt::format("cannot use {}: {}", error.object, error.cause), {}, {}};
}

Failure with_source_of_key(Failure failure, credentials::KeySource source) {
  using credentials::KeySource;
  if (failure.kind != FailureKind::key_refused) return failure;
  switch (source) {
    case KeySource::environment:
      failure.hint = {Step::renew_environment_key};
      break;
    case KeySource::command:
      failure.hint = {Step::renew_command_key};
      break;
    case KeySource::secret_service:
      failure.hint = {Step::renew_keyring_key};
      break;
    case KeySource::file:
      failure.hint = {Step::renew_stored_key};
      break;
  }
  return failure;
}

}  // namespace libsync
