// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <fmt/format.h>

namespace libsync {

Failure failure_of(const config::ConfigError& error) {
  std::string place = fmt::format("`{}`", error.file.string());
  if (error.line > 0) place += fmt::format(", line {}, column {}", error.line, error.column);
  return {FailureKind::config, fmt::format("cannot use the configuration {}: {}", place, error.cause), error.hint, {}};
}

Failure no_config_failure(const Settings& settings) {
  return {FailureKind::config,
          fmt::format("cannot read the configuration `{}`: there is no such file", settings.config_file.string()),
          {Step::write_config},
          {}};
}

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
