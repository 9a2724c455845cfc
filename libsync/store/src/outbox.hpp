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

// One workday of one workspace: the key of a plan.
struct Day {
  LocalDate date;
  WorkspaceId workspace;
};

[[nodiscard]] bool day_is_synced(Connection& connection, const Day& day);
[[nodiscard]] std::set<LocalDate> read_synced_days(Connection& connection, const WorkspaceId& workspace);
[[nodiscard]] bool entry_is_synced(Connection& connection, const Day& day, const ProjectId& project);
[[nodiscard]] std::vector<TrackingStore::SyncedEntry> read_synced_entries(Connection& connection, const Day& day);
[[nodiscard]] std::set<EntryId> read_claimed_entries(Connection& connection, const WorkspaceId& workspace);
void write_synced_entry(Connection& connection, const Day& day, const ProjectId& project, const EntryId& entry);
void write_synced_day(Connection& connection, const Day& day);

[[nodiscard]] std::optional<DayPlan> read_plan(Connection& connection, const Day& day);
[[nodiscard]] std::vector<DayPlan> read_open_plans(Connection& connection, const WorkspaceId& workspace);

void freeze_plan(Connection& connection, const DayPlan& plan);                                 // T1
[[nodiscard]] bool write_intent(Connection& connection, const TrackingStore::Intent& intent);  // T2
void write_posted(Connection& connection, const Day& day, const ProjectId& project, const EntryId& entry, Origin origin,
                  const std::string& mismatch);                                                     // T3
bool write_refused(Connection& connection, const Day& day, const ProjectId& project, int attempt);  // T4
void write_mismatch(Connection& connection, const Day& day, const ProjectId& project, const std::string& mismatch);
void write_complete_day(Connection& connection, const Day& day);  // T5

[[nodiscard]] std::optional<UserId> read_user(Connection& connection, const std::string& account);
void write_user(Connection& connection, const std::string& account, const UserId& user);

}  // namespace libsync::store
