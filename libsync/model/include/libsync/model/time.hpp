// SPDX-License-Identifier: MIT
//
// Points in time, stretches of it, and their spelling. Everything here is UTC or a plain calendar date; what a local
// time means is the business of zone.hpp. Pure functions, usable from any thread.
#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace libsync {

using std::chrono::milliseconds;
using std::chrono::seconds;

// UTC to the second: what Clockify stores and what an allocation is made of.
using UtcTime = std::chrono::sys_seconds;

// UTC to the millisecond: what transcripts carry.
using Instant = std::chrono::sys_time<milliseconds>;

// A date on somebody's wall calendar, without a zone.
using LocalDate = std::chrono::year_month_day;

// Time since local midnight as a wall clock shows it, [00:00, 24:00).
using LocalTime = std::chrono::minutes;

// Half-open: start is inside, end is not. Empty when start >= end.
template <class Point>
struct BasicInterval {
  Point start{};
  Point end{};

  [[nodiscard]] constexpr bool empty() const { return !(start < end); }
  [[nodiscard]] constexpr auto duration() const { return empty() ? typename Point::duration{0} : end - start; }
  [[nodiscard]] constexpr bool contains(Point point) const { return start <= point && point < end; }
  [[nodiscard]] constexpr bool overlaps(const BasicInterval& other) const { return !clipped_to(other).empty(); }

  // The part inside `other`; empty() when there is none.
  [[nodiscard]] constexpr BasicInterval clipped_to(const BasicInterval& other) const {
    return {start < other.start ? other.start : start, other.end < end ? other.end : end};
  }

  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend constexpr auto operator<=>(const BasicInterval&, const BasicInterval&) = default;
};

using Interval = BasicInterval<UtcTime>;
using InstantInterval = BasicInterval<Instant>;

// "2026-02-02T08:00:00Z"
[[nodiscard]] std::string format_utc(UtcTime time);

// "2026-02-02"
[[nodiscard]] std::string format_date(LocalDate date);

// "09:00"
[[nodiscard]] std::string format_time(LocalTime time);

// RFC 3339 with `Z` or an offset and any number of fraction digits, cut (not rounded) to milliseconds. A leap second
// (":60") is the second after. Nothing for anything else, dates that do not exist included.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

// "YYYY-MM-DD", a date that exists.
[[nodiscard]] std::optional<LocalDate> parse_date(std::string_view text);

// "HH:MM", 00:00 to 23:59.
[[nodiscard]] std::optional<LocalTime> parse_time(std::string_view text);

[[nodiscard]] constexpr LocalDate next_day(LocalDate date) {
  return std::chrono::sys_days{date} + std::chrono::days{1};
}
[[nodiscard]] constexpr LocalDate previous_day(LocalDate date) {
  return std::chrono::sys_days{date} - std::chrono::days{1};
}

// Rounded towards the past.
[[nodiscard]] constexpr UtcTime floor_seconds(Instant instant) {
  return std::chrono::floor<seconds>(instant);
}

template <class Point>
std::ostream& operator<<(std::ostream& out, const BasicInterval<Point>& interval) {
  return out << "[" << format_utc(std::chrono::floor<seconds>(interval.start)) << ", "
             << format_utc(std::chrono::floor<seconds>(interval.end)) << ")";
}

}  // namespace libsync
