// SPDX-License-Identifier: MIT
//
// Sessions and what was read of which transcript: the statements behind SessionStore and query_range.
#pragma once

#include "connection.hpp"

#include <libsync/model/zone.hpp>
#include <libsync/store/session_store.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in SessionStore or TrackingStore says.
[[nodiscard]] std::vector<SourceState> sources(Connection& connection, SessionStore::Points points);
[[nodiscard]] std::vector<SessionStore::LegacySession> legacy_sessions(Connection& connection);

[[nodiscard]] std::map<std::string, std::string> importer_settings(Connection& connection);

// `zone`: of the date column; UTC when empty.
[[nodiscard]] std::vector<Session> sessions_in(Connection& connection, const Interval& range);
[[nodiscard]] std::vector<Session> all_sessions(Connection& connection);
void write_older_sessions(Connection& connection, const std::vector<SessionStore::LegacySession>& sessions,
                          const std::optional<Zone>& zone);
void apply(Connection& connection, const ImportBatch& batch, const std::optional<Zone>& zone);

[[nodiscard]] std::vector<TrackedTime> query_range(Connection& connection, const Interval& range);
[[nodiscard]] std::vector<std::string> projects(Connection& connection);
[[nodiscard]] std::optional<UtcTime> earliest_start(Connection& connection);

}  // namespace libsync::store
