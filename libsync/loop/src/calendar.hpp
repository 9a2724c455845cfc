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

// From the day of the earliest session, or the first day that is billed, through yesterday, narrowed by what was asked
// for. A day whose work hours are not over yet (they may cross midnight) is not past. Nothing when no day is left.
[[nodiscard]] std::optional<DateRange> days_to_look_at(LocalDate earliest_session, UtcTime now, const SyncRules& rules,
                                                       const RunOptions& options);

// Whether the range that was asked for has that day in it.
[[nodiscard]] bool is_asked_for(LocalDate date, const RunOptions& options);

// Whether work is billed on that weekday and the zone had such a day at all (Samoa left one out when it changed the
// side of the date line); days off not considered.
[[nodiscard]] bool is_work_day(LocalDate date, const SyncRules& rules);

// A work day that is not off and not before the first one.
[[nodiscard]] bool is_billed(LocalDate date, const SyncRules& rules);

// In real elapsed seconds: a day on which the clocks change is longer or shorter than the wall clock says. Empty when
// the clocks jumped over all of it.
[[nodiscard]] Interval work_hours_of(LocalDate date, const SyncRules& rules);

// The stretch whose tracked time weighs the projects of that day.
[[nodiscard]] Interval session_window_of(LocalDate date, const SyncRules& rules);

}  // namespace libsync::loop
