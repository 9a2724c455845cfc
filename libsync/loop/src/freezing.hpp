// SPDX-License-Identifier: MIT
//
// T1: a day of which nothing stands in Clockify gets a plan.
#pragma once

#include "day_reporter.hpp"
#include "first_look.hpp"
#include "project_check.hpp"

#include <optional>

namespace libsync::loop {

// A day to plan. `to_come`: what may still be posted of other days inside its work hours.
struct ToFreeze {
  const Draft& draft;
  std::vector<ForeignEntry> to_come;
  bool was_occupied;          // when a run looked last
  bool is_remembered = true;  // what is in its way
};

// The plan that freeze_day() would store, with nothing of it stored. `seen` is without what stands of the day now, and
// what is recorded of it does not count. Nothing when something else is in the way, which the report says.
[[nodiscard]] Result<std::optional<store::DayPlan>, Failure> plan_afresh(const RunContext& context, const Seen& seen,
                                                                         ProjectCheck& projects, const ToFreeze& day,
                                                                         DayReporter& report);

// Freezes the draft, around or beside what else stands in the work hours as `on_existing` says, and beside what the
// older tool posted of the day. Nothing when the day is left alone; the report says so then, and the store remembers
// why.
[[nodiscard]] Result<std::optional<store::DayPlan>, Failure> freeze_day(const RunContext& context, const Seen& seen,
                                                                        ProjectCheck& projects, const ToFreeze& day,
                                                                        DayReporter& report);

}  // namespace libsync::loop
