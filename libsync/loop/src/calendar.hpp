// SPDX-License-Identifier: MIT
//
// Which days are looked at, and what a day's stretches of time are. Pure.
#pragma once

#include <libsync/loop/sync_loop.hpp>

#include <optional>

namespace libsync::loop {

// Both included.
struct DateRange {
  LocalDate first;
  LocalDate last;

  friend bool operator==(const DateRange&, const DateRange&) = default;
};

// From the day of the earliest session through yesterday, narrowed by --since and --until. A day whose work hours are
// not over yet (they may cross midnight) is not past. Nothing when no day is left.
[[nodiscard]] std::optional<DateRange> days_to_look_at(LocalDate earliest_session, UtcTime now, const SyncRules& rules,
                                                       const RunOptions& options);

// Whether --since and --until leave that day in.
[[nodiscard]] bool is_asked_for(LocalDate date, const RunOptions& options);

// Whether work is billed on that weekday; days off not considered.
[[nodiscard]] bool is_work_day(LocalDate date, const SyncRules& rules);

// In real elapsed seconds: a day on which the clocks change is longer or shorter than the wall clock says. Empty when
// the clocks jumped over all of it.
[[nodiscard]] Interval work_hours_of(LocalDate date, const SyncRules& rules);

// The stretch whose tracked time weighs the projects of that day.
[[nodiscard]] Interval session_window_of(LocalDate date, const SyncRules& rules);

}  // namespace libsync::loop
