// SPDX-License-Identifier: MIT
//
// Whose day it is, and which: the keys of plans, rows and all that is recorded of a day.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <string>

namespace libsync::store {

// Whose days they are: what one user's key has done is not done for another's. The tables of the older tool know no
// user; in each workspace their rows belong to one timesheet, see AccountStore::register_timesheet.
struct Timesheet {
  UserId user;
  std::string base_url;  // which Clockify
  WorkspaceId workspace;

  friend auto operator<=>(const Timesheet&, const Timesheet&) = default;  // NOLINT(modernize-use-nullptr)
};

// One day of a timesheet.
struct DayKey {
  Timesheet timesheet;
  LocalDate date;

  friend auto operator<=>(const DayKey&, const DayKey&) = default;  // NOLINT(modernize-use-nullptr)
};

// One row of a day plan. Slots are 0, 1, 2, ... in the order of the plan's intervals.
struct RowKey {
  DayKey day;
  int slot;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;  // NOLINT(modernize-use-nullptr)
};

}  // namespace libsync::store
