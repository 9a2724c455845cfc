// SPDX-License-Identifier: MIT
//
// Sessions of all machines: the statements behind SessionStore. A session that several machines
// have read, as where a home folder is synced, counts once: that of the machine which has read furthest.
#pragma once

#include <libsync/store/tracking_store.hpp>
#include <libsync/store_postgres/postgres_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in SessionStore or TrackingStore says.
[[nodiscard]] std::vector<SourceState> sources(Database& database, const Machine& machine, SessionStore::Points points);
[[nodiscard]] std::map<std::string, std::string> importer_settings(Database& database, const Machine& machine);
[[nodiscard]] std::vector<SessionStore::LegacySession> legacy_sessions(Database& database);
[[nodiscard]] std::vector<Session> all_sessions(Database& database);
void write_older_sessions(Database& database, const std::vector<SessionStore::LegacySession>& sessions);
void apply(Database& database, const Machine& machine, const ImportBatch& batch);

[[nodiscard]] std::vector<Session> sessions_in(Database& database, const Interval& range);
[[nodiscard]] std::vector<std::string> projects(Database& database);
[[nodiscard]] std::optional<UtcTime> earliest_start(Database& database);

}  // namespace libsync::store
