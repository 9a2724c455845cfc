// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/model/result.hpp>
#include <libsync/model/zone.hpp>

#include <string_view>

namespace libsync {

// The zone that the variable TZ means: an IANA name, with or without the leading colon of POSIX, or the path of a file
// in the zone data. A rule spelled out ("CET-1CEST,M3.5.0,M10.5.0/3") is not a zone we can use.
[[nodiscard]] Result<Zone, ZoneError> zone_of_tz(std::string_view value);

}  // namespace libsync
