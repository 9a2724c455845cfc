// SPDX-License-Identifier: MIT
//
// T1: a day that was never sent gets the plan that is law for it.
#pragma once

#include "day_reporter.hpp"
#include "first_look.hpp"

#include <optional>

namespace libsync::loop {

// Freezes the draft, beside what the older tool posted of the day. Nothing when the day is left alone, because somebody
// else's entries are in the way; the report says so then.
[[nodiscard]] Result<std::optional<store::DayPlan>, Failure> freeze_day(const RunContext& context, const Seen& seen,
                                                                        const Draft& draft, DayReporter& report);

}  // namespace libsync::loop
