// SPDX-License-Identifier: MIT
//
// What a complete answer means: success, a refusal, or something that says nothing certain. Pure.
#pragma once

#include "http/http_message.hpp"

#include <libsync/clockify/api_error.hpp>

#include <optional>

namespace libsync::clockify {

// Nothing when `answer` reports success (200, and 201 to a POST). Otherwise why not. Delivery is `unknown` unless the
// status is on the list of those with which a server says that it did not act. The `act` is for the caller to fill in.
[[nodiscard]] std::optional<ApiError> failure_of(Method method, const HttpAnswer& answer);

// A success whose content is not what it should be: the server acted, and we cannot tell how.
[[nodiscard]] ApiError incomprehensible(const HttpAnswer& answer, std::string cause);

}  // namespace libsync::clockify
