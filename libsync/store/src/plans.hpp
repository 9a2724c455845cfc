// SPDX-License-Identifier: MIT
//
// Day plans: the statements behind that part of PlanStore.
#pragma once

#include "accounts.hpp"
#include "connection.hpp"

#include <libsync/store/plan_store.hpp>

#include <optional>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in PlanStore says.
[[nodiscard]] std::optional<DayPlan> day_plan(Connection& connection, const DayKey& day);
[[nodiscard]] std::vector<DayPlan> open_plans(Connection& connection, const Timesheet& timesheet);
void freeze(Connection& connection, const DayPlan& plan);  // T1
void discard_plan(Connection& connection, const DayKey& day);
[[nodiscard]] bool readdress(Connection& connection, const RowKey& row, int seen_attempt, const PlannedEntry& seen,
                             const PlannedEntry& entry);

// broken_rule unless rows and gaps, each in their order, fill the work hours without a hole and without an overlap.
void require_tiling(const Connection& connection, const DayPlan& plan);

// Part of a transaction: stores the plan of a day that has none.
void insert_plan(Connection& connection, const TimesheetRow& sheet, const DayPlan& plan);

}  // namespace libsync::store
