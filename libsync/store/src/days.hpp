// SPDX-License-Identifier: MIT
//
// What is done, whose entries are ours and what is in the way: the statements behind that part of PlanStore.
#pragma once

#include "accounts.hpp"
#include "connection.hpp"

#include <libsync/store/plan_store.hpp>

#include <map>
#include <set>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in PlanStore says.
[[nodiscard]] std::set<LocalDate> synced_days(Connection& connection, const Timesheet& timesheet);
[[nodiscard]] std::set<LocalDate> older_synced_days(Connection& connection, const WorkspaceId& workspace);
[[nodiscard]] std::vector<PlanStore::SyncedEntry> synced_entries(Connection& connection, const DayKey& day);
[[nodiscard]] std::set<EntryId> claimed_entries(Connection& connection, const Timesheet& timesheet);
[[nodiscard]] std::map<LocalDate, std::vector<EntryInTheWay>> occupied_days(Connection& connection,
                                                                            const Timesheet& timesheet);
void remember_occupied(Connection& connection, const DayKey& day, const std::vector<EntryInTheWay>& entries);
void complete_day(Connection& connection, const DayKey& day);  // T5

// Part of a transaction: records the entry of a row in the older tool's table where that is the timesheet's. The same
// one again is no change, nor is another piece of the project; anything else breaks the rules.
void record_for_older_tool(Connection& connection, const TimesheetRow& sheet, const DayKey& day,
                           const ProjectId& project, const EntryId& entry);

}  // namespace libsync::store
