// SPDX-License-Identifier: MIT
//
// What a complete answer means: success, a refusal, or something that says nothing certain. Pure.
#pragma once

#include "http/http_message.hpp"

#include <libsync/clockify/api_error.hpp>

#include <optional>

namespace libsync::clockify {

// Nothing when `answer` reports success (200, 201 to a POST, 204 to a DELETE). Otherwise why not. Delivery is `unknown`
// unless the status is on the list of those with which a server says that it did not act. The `act` is for the caller
// to fill in.
[[nodiscard]] std::optional<ApiError> failure_of(Method method, const HttpAnswer& answer);

// Whether an answer about one entry says, in Clockify's own words, that there is none: the second DELETE of an entry
// was seen to get a 400 and a 404. An address that the server does not know is something else, and what does not name
// the entry's workspace counts only where nothing was to be done to the entry.
[[nodiscard]] bool says_gone(Method method, const HttpAnswer& answer);

// A success whose content is not what it should be: the server acted, and we cannot tell how.
[[nodiscard]] ApiError incomprehensible(const HttpAnswer& answer, std::string cause);

}  // namespace libsync::clockify
