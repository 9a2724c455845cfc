// SPDX-License-Identifier: MIT
#include <libsync/workday/local_time.hpp>

#include <fmt/format.h>

namespace libsync::workday {

std::string clock_time(UtcTime time, const Zone& zone) {
  return format_time(std::chrono::floor<std::chrono::minutes>(zone.time_of_day(time)));
}

std::string clock_range(const Interval& interval, const Zone& zone) {
  const std::string end = clock_time(interval.end, zone);
  return fmt::format("{}-{}", clock_time(interval.start, zone), end == "00:00" ? "24:00" : end);
}

}  // namespace libsync::workday
