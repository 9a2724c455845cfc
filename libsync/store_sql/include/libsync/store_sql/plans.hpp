// SPDX-License-Identifier: MIT
//
// Day plans: the statements behind that part of PlanStore.
#pragma once

#include <libsync/store/plan_store.hpp>
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/database.hpp>

#include <optional>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in PlanStore says.
[[nodiscard]] std::optional<DayPlan> day_plan(Database& database, const DayKey& day);
[[nodiscard]] std::vector<DayPlan> open_plans(Database& database, const Timesheet& timesheet);
void freeze(Database& database, const DayPlan& plan);  // T1
void discard_plan(Database& database, const DayKey& day);
[[nodiscard]] bool readdress(Database& database, const RowKey& row, int seen_attempt, const PlannedEntry& seen,
                             const PlannedEntry& entry);

// broken_rule unless rows and gaps, each in their order, fill the work hours without a hole and without an overlap.
void require_tiling(const Database& database, const DayPlan& plan);

// Part of a transaction: stores the plan of a day that has none.
void insert_plan(Database& database, const TimesheetRow& sheet, const DayPlan& plan);

}  // namespace libsync::store
