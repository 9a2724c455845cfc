// SPDX-License-Identifier: MIT
//
// How long a server asks us to stay away. Pure.
#pragma once

#include <libsync/model/time.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace libsync::clockify {

// Longer waits are cut to this: Clockify's longest quota window is an hour.
inline constexpr seconds k_longest_wait = std::chrono::hours{24};

// The wait that a Retry-After field asks for: a number of seconds, or an HTTP date, which is read against the `Date` of
// the same answer (never against the local clock, which may be wrong). Nothing when it cannot be understood; a date in
// the past is no wait.
[[nodiscard]] std::optional<seconds> parse_retry_after(std::string_view value, std::optional<UtcTime> server_date);

}  // namespace libsync::clockify
