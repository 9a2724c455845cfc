// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <fmt/format.h>

namespace libsync {

using loop::Failure;
using loop::FailureKind;

Failure failure_of(const store::StoreError& error) {
  FailureKind kind = FailureKind::store;
  if (error.kind() == store::StoreErrorKind::busy) kind = FailureKind::locked;
  if (error.kind() == store::StoreErrorKind::broken_rule) kind = FailureKind::internal;
  return {kind, error.what(), error.hint(), {}};
}

Failure failure_of(const credentials::CredentialsError& error) {
  return {error.interrupted ? FailureKind::interrupted : FailureKind::no_key, error.message, error.hint, {}};
}

Failure failure_of(const clockify::OptionsError& error) {
  return {FailureKind::config, fmt::format("cannot use {}: {}", error.object, error.cause), "", {}};
}

Failure failure_of_read(const clockify::ApiError& error, UtcTime now) {
  using clockify::ErrorKind;
  Failure failure{FailureKind::offline, fmt::format("cannot {}: {}", error.act, error.cause), "", {}};
  if (!error.server_text.empty()) failure.message += fmt::format(" (Clockify said: {})", error.server_text);
  switch (error.kind) {
    case ErrorKind::unauthorized:
      failure.kind = FailureKind::key_refused;
      failure.hint = "make a key in Clockify (Profile settings, Manage API keys) and run `claude-tracker setup`";
      break;
    case ErrorKind::forbidden:
    case ErrorKind::not_found:
    case ErrorKind::rejected:
      failure.kind = FailureKind::refused;
      failure.hint = "check `workspace_id` and `base_url` in the configuration";
      break;
    case ErrorKind::rate_limited:
      failure.kind = FailureKind::rate_limited;
      failure.hint = "run it again later";
      if (error.retry_after) failure.retry_at = now + *error.retry_after;
      break;
    case ErrorKind::cancelled:
      failure.kind = FailureKind::interrupted;
      break;
    case ErrorKind::tls:
      failure.hint = "check `base_url`; a server with a certificate of your own needs --ca-file";
      break;
    case ErrorKind::offline:
    case ErrorKind::timed_out:
    case ErrorKind::server_fault:
    case ErrorKind::protocol:
      failure.hint = "check the network and `base_url`, and run it again";
      break;
  }
  return failure;
}

}  // namespace libsync
