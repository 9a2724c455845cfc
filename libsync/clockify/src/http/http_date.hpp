// SPDX-License-Identifier: MIT
//
// The times in HTTP header fields. Pure.
#pragma once

#include <libsync/model/time.hpp>

#include <optional>
#include <string_view>

namespace libsync::clockify {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may send. Nothing for anything else, a date that does not
// exist or that is not on the named day of the week included.
[[nodiscard]] std::optional<UtcTime> parse_http_date(std::string_view text);

}  // namespace libsync::clockify
