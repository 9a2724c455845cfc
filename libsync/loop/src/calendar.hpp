// SPDX-License-Identifier: MIT
//
// Which days a run looks at. Pure.
#pragma once

#include <libsync/loop/sync_loop.hpp>
#include <libsync/workday/calendar.hpp>

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

}  // namespace libsync::loop
