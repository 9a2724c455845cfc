// SPDX-License-Identifier: MIT
#include "sessions.hpp"

#include <cstdint>

namespace libsync::store {
namespace {

Instant instant(std::int64_t ms) {
  return Instant{milliseconds{ms}};
}

std::vector<ActiveInterval> intervals_of(Connection& connection, std::int64_t session) {
  std::vector<ActiveInterval> intervals;
  Query rows{connection,
             "SELECT start_ms, end_ms, path, attended FROM active_intervals JOIN projects ON projects.id = project_id "
             "WHERE session_id = ? ORDER BY start_ms",
             session};
  while (rows.next()) {
    intervals.push_back({{instant(rows.integer(0)), instant(rows.integer(1))}, rows.text(2), rows.integer(3) != 0});
  }
  return intervals;
}

constexpr std::string_view k_select =
    "SELECT session_details.id, source_path, agent, coalesce(project, ''), start_ms, end_ms, input_tokens, "
    "output_tokens, cache_creation_input_tokens, cache_read_input_tokens "
    "FROM session_details JOIN sessions USING (source_path) ";

std::vector<Session> sessions_of(Connection& connection, Query& rows) {
  std::vector<Session> sessions;
  while (rows.next()) {
    sessions.push_back({rows.text(1),
                        rows.text(2),
                        rows.text(3),
                        instant(rows.integer(4)),
                        instant(rows.integer(5)),
                        intervals_of(connection, rows.integer(0)),
                        {rows.integer(6), rows.integer(7), rows.integer(8), rows.integer(9)}});
  }
  return sessions;
}

}  // namespace

std::vector<Session> sessions_in(Connection& connection, const Interval& range) {
  if (range.empty()) return {};
  // As for tracked time: what starts more than a day before the range and still reaches it is among the long ones.
  static const std::string sql = std::string{k_select} +
                                 "WHERE session_details.id IN ("
                                 "  SELECT session_id FROM active_intervals"
                                 "  WHERE start_ms >= ?1 - 86400000 AND start_ms < ?2 AND end_ms > ?1"
                                 "  UNION"
                                 "  SELECT session_id FROM active_intervals INDEXED BY long_active_intervals"
                                 "  WHERE end_ms - start_ms > 86400000 AND start_ms < ?1 - 86400000 AND end_ms > ?1) "
                                 "ORDER BY source_path";
  Query rows{connection, sql, Instant{range.start}, Instant{range.end}};
  return sessions_of(connection, rows);
}

std::vector<Session> all_sessions(Connection& connection) {
  static const std::string sql = std::string{k_select} + "ORDER BY source_path";
  Query rows{connection, sql};
  return sessions_of(connection, rows);
}

}  // namespace libsync::store
