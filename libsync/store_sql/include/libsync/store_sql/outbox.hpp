// SPDX-License-Identifier: MIT
//
// Rows of day plans on their way: the statements behind that part of PlanStore.
#pragma once

#include <libsync/store/plan_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <span>
#include <string>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in PlanStore says.
[[nodiscard]] bool begin_sends(Database& database, std::span<const PlanStore::Intent> intents,
                               std::span<const Posted> before);                        // T2
void write_all_posted(Database& database, std::span<const Posted> posted);             // T3
[[nodiscard]] bool write_refused(Database& database, const RowKey& row, int attempt);  // T4
[[nodiscard]] std::vector<RefusedAttempt> refused_attempts(Database& database, const Timesheet& timesheet);
void write_mismatch(Database& database, const RowKey& row, const std::string& mismatch);
[[nodiscard]] std::vector<PostedEntry> posted_in(Database& database, const Timesheet& timesheet, const Interval& range);

}  // namespace libsync::store
