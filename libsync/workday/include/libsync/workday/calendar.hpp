// SPDX-License-Identifier: MIT
//
// Which days are billed, and what a day's stretches of time are. Pure.
#pragma once

#include <libsync/workday/rules.hpp>

namespace libsync::workday {

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

// Work hours that end on the date after the one they start on.
[[nodiscard]] bool cross_midnight(const SyncRules& rules);

}  // namespace libsync::workday
