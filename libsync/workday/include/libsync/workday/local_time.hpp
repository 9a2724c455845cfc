// SPDX-License-Identifier: MIT
//
// Times as a person's wall clock shows them.
#pragma once

#include <libsync/model/zone.hpp>

#include <string>

namespace libsync::workday {

// "14:05"
[[nodiscard]] std::string clock_time(UtcTime time, const Zone& zone);

// "09:00-13:48"; the end of a day is 24:00.
[[nodiscard]] std::string clock_range(const Interval& interval, const Zone& zone);

}  // namespace libsync::workday
