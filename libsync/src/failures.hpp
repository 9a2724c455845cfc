// SPDX-License-Identifier: MIT
//
// What the layers that the loop does not know say went wrong, as a failure.
#pragma once

#include <libsync/clockify/https_api.hpp>
#include <libsync/config/config.hpp>
#include <libsync/credentials/credentials.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/settings.hpp>

namespace libsync {

[[nodiscard]] Failure failure_of(const config::ConfigError& error);
[[nodiscard]] Failure no_config_failure(const Settings& settings);
[[nodiscard]] Failure failure_of(const credentials::CredentialsError& error);
[[nodiscard]] Failure failure_of(const clockify::OptionsError& error);

// A refused key is renewed where it came from.
[[nodiscard]] Failure with_source_of_key(Failure failure, credentials::KeySource source);

}  // namespace libsync
