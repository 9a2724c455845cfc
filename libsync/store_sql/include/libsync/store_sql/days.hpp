// SPDX-License-Identifier: MIT
//
// What is done, whose entries are ours and what is in the way: the statements behind that part of PlanStore.
#pragma once

#include <libsync/store/plan_store.hpp>
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/database.hpp>

#include <map>
#include <set>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in PlanStore says.
[[nodiscard]] std::set<LocalDate> synced_days(Database& database, const Timesheet& timesheet);
[[nodiscard]] std::set<LocalDate> older_synced_days(Database& database, const WorkspaceId& workspace);
[[nodiscard]] std::vector<PlanStore::SyncedEntry> synced_entries(Database& database, const DayKey& day);
[[nodiscard]] std::set<EntryId> claimed_entries(Database& database, const Timesheet& timesheet);
[[nodiscard]] std::map<LocalDate, std::vector<EntryInTheWay>> occupied_days(Database& database,
                                                                            const Timesheet& timesheet);
void remember_occupied(Database& database, const DayKey& day, const std::vector<EntryInTheWay>& entries);
void complete_day(Database& database, const DayKey& day);  // T5

// Part of a transaction: records the entry of a row in the older tool's table where that is the timesheet's. The same
// one again is no change, nor is another piece of the project; anything else breaks the rules.
void record_for_older_tool(Database& database, const TimesheetRow& sheet, const DayKey& day, const ProjectId& project,
                           const EntryId& entry);

}  // namespace libsync::store
