// SPDX-License-Identifier: MIT
//
// What the layers say went wrong, in the words of a report. For the commands that need no loop.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/clockify/https_api.hpp>
#include <libsync/credentials/credentials.hpp>
#include <libsync/loop/failure.hpp>
#include <libsync/store/store_error.hpp>

namespace libsync {

[[nodiscard]] Failure failure_of(const credentials::CredentialsError& error);
[[nodiscard]] Failure failure_of(const clockify::OptionsError& error);

// Of a request that changes nothing, so `delivery` does not matter.
[[nodiscard]] Failure failure_of_read(const clockify::ApiError& error, UtcTime now);

}  // namespace libsync
