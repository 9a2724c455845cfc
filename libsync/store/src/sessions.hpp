// SPDX-License-Identifier: MIT
//
// Sessions and what was read of which transcript: the statements behind SessionStore and query_range.
#pragma once

#include "connection.hpp"

#include <libsync/model/zone.hpp>
#include <libsync/store/session_store.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

[[nodiscard]] std::vector<SourceState> read_sources(Connection& connection, SessionStore::Points points);
[[nodiscard]] std::optional<Session> read_session(Connection& connection, const std::string& source_path);
[[nodiscard]] std::vector<SessionStore::LegacySession> read_legacy_sessions(Connection& connection);

// `zone`: of the date column; UTC when empty.
void write_batch(Connection& connection, const ImportBatch& batch, const std::optional<Zone>& zone);

[[nodiscard]] std::vector<TrackedTime> read_range(Connection& connection, const Interval& range);
[[nodiscard]] std::optional<UtcTime> earliest_start(Connection& connection);

}  // namespace libsync::store
