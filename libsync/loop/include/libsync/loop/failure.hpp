// SPDX-License-Identifier: MIT
//
// What the errors of the layers below amount to. Pure.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/model/failure.hpp>

#include <string>

namespace libsync::store {
class StoreError;
}

namespace libsync::loop {

// `act` completes "cannot ...": "read the entries of 2026-02-02 to 2026-02-06". Clockify's own words, where it gave
// any, stand behind ours. Of a refused key it is assumed that it was a stored one.
[[nodiscard]] Failure api_failure(const clockify::ApiError& error, const std::string& act, UtcTime now);

[[nodiscard]] Failure store_failure(const store::StoreError& error);

}  // namespace libsync::loop
