// SPDX-License-Identifier: MIT
//
// Day plans, the outbox and the records of what is synced. The transactions carry the names T1 to T5 that
// docs/exactly-once.md uses.
#pragma once

#include "connection.hpp"

#include <libsync/store/tracking_store.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in TrackingStore says.
[[nodiscard]] std::set<LocalDate> synced_days(Connection& connection, const WorkspaceId& workspace);
[[nodiscard]] std::vector<TrackingStore::SyncedEntry> synced_entries(Connection& connection, const DayKey& day);
[[nodiscard]] std::set<EntryId> claimed_entries(Connection& connection, const WorkspaceId& workspace);

[[nodiscard]] std::optional<DayPlan> day_plan(Connection& connection, const DayKey& day);
[[nodiscard]] std::vector<DayPlan> open_plans(Connection& connection, const WorkspaceId& workspace);

void freeze(Connection& connection, const DayPlan& plan);                                    // T1
[[nodiscard]] bool begin_send(Connection& connection, const TrackingStore::Intent& intent);  // T2
void write_posted(Connection& connection, const RowKey& row, const EntryId& entry, Origin origin,
                  const std::string& mismatch);                                            // T3
[[nodiscard]] bool write_refused(Connection& connection, const RowKey& row, int attempt);  // T4
void write_mismatch(Connection& connection, const RowKey& row, const std::string& mismatch);
void complete_day(Connection& connection, const DayKey& day);  // T5

[[nodiscard]] std::optional<UserId> remembered_user(Connection& connection, const std::string& account);
void remember_user(Connection& connection, const std::string& account, const UserId& user);

}  // namespace libsync::store
