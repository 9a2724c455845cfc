// SPDX-License-Identifier: MIT
//
// What the sandbox holds, as a text for people.
#pragma once

#include "clockify_service.hpp"

#include <cstdint>
#include <string>

namespace libsync::support {

// What a sandbox has served since its folder was made.
struct Served {
  std::int64_t requests = 0;
  std::int64_t posts = 0;
  std::int64_t connections = 0;
};

// Day by day in local time, with the sum of each day; ends with what was served.
[[nodiscard]] std::string timesheet(const ClockifyService& service, const Zone& zone, const Served& served);

}  // namespace libsync::support
