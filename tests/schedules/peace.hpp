// SPDX-License-Identifier: MIT
//
// The end of a schedule: all faults end, late requests land, people do what the hints say, and the program is run until
// it is done. Then the promises of docs/exactly-once.md are checked, one by one.
#pragma once

#include "world.hpp"

#include <optional>
#include <string>

namespace libsync::schedules {

// Throws Violation.
void make_peace(World& world);

// A run in one line.
[[nodiscard]] std::string describe(const std::optional<loop::SyncReport>& report);
[[nodiscard]] std::string describe(const std::optional<loop::WithdrawalReport>& report);

}  // namespace libsync::schedules
