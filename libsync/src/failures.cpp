// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <fmt/format.h>

namespace libsync {

Failure failure_of(const credentials::CredentialsError& error) {
  return {error.interrupted ? FailureKind::interrupted : FailureKind::no_key, error.message, error.hint, {}};
}

Failure failure_of(const clockify::OptionsError& error) {
  return {FailureKind::config, fmt::format("cannot use {}: {}", error.object, error.cause), "", {}};
}

Failure failure_of_read(const clockify::ApiError& error, UtcTime now) {
  Failure failure{loop::kind_of(error), loop::message_of(error, error.act), "", {}};
  switch (failure.kind) {
    case FailureKind::key_refused:
      failure.hint = "make a key in Clockify (Profile settings, Manage API keys) and run `claude-tracker setup`";
      break;
    case FailureKind::refused:
      failure.hint = "check `workspace_id` and `base_url` in the configuration";
      break;
    case FailureKind::rate_limited:
      failure.hint = "run it again later";
      if (error.retry_after) failure.retry_at = now + *error.retry_after;
      break;
    case FailureKind::interrupted:
      break;
    default:
      failure.hint = error.kind == clockify::ErrorKind::tls
                         ? "check `base_url`; a server with a certificate of your own needs --ca-file"
                         : "check the network and `base_url`, and run it again";
      break;
  }
  return failure;
}

}  // namespace libsync
