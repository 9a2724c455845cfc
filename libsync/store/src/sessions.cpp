// SPDX-License-Identifier: MIT
#include "sessions.hpp"

#include <libsync/store_sql/session_rules.hpp>

#include <algorithm>
#include <map>

namespace libsync::store {
namespace {

Instant instant(std::int64_t ms) {
  return Instant{milliseconds{ms}};
}

// --- reading what one row says --------------------------------------------------------------------------------------

// Columns 0 to 6: source_path, agent, project, and the token counts.
Session session_without_times(const Query& row) {
  Session session;
  session.source_path = row.text(0);
  session.agent = row.text(1);
  session.project = row.text(2);
  session.tokens = {row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
  return session;
}

// Columns 7 to 9: start and end as text, duration in seconds.
SessionStore::LegacySession legacy_session(const Query& row) {
  SessionStore::LegacySession legacy{session_without_times(row), seconds{row.integer(9)}};
  const auto start = parse_rfc3339(row.text(7));
  const auto end = parse_rfc3339(row.text(8));
  legacy.session.start = start.value_or(Instant{});
  legacy.session.end = end.value_or(legacy.session.start);
  return legacy;
}

constexpr std::string_view k_select_legacy_session =
    "SELECT source_path, 'claude-code', coalesce(project, ''), input_tokens, output_tokens, "
    "cache_creation_input_tokens, cache_read_input_tokens, start_time, end_time, duration_seconds "
    "FROM legacy_sessions JOIN sessions USING (source_path) ";

// --- writing --------------------------------------------------------------------------------------------------------

// The numbers of projects, each looked up once in a transaction.
class ProjectIds {
 public:
  explicit ProjectIds(Connection& connection) : connection_(connection) {}

  std::int64_t of(const std::string& path) {
    const auto known = known_.find(path);
    if (known != known_.end()) return known->second;
    Query{connection_, "INSERT INTO projects(path) VALUES (?) ON CONFLICT DO NOTHING", path}.run();
    Query found{connection_, "SELECT id FROM projects WHERE path = ?", path};
    found.next();
    return known_.emplace(path, found.integer(0)).first->second;
  }

 private:
  Connection& connection_;
  std::map<std::string, std::int64_t, std::less<>> known_;
};

struct DetailsRow {
  std::int64_t id;
  bool is_new;
};

DetailsRow write_details(Connection& connection, const Session& session) {
  Query{connection,
        "INSERT INTO session_details(source_path, agent, start_ms, end_ms) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(source_path) DO NOTHING",
        session.source_path,
        session.agent,
        session.start,
        session.end}
      .run();
  if (connection.changes() > 0) return {connection.last_id(), true};
  Query updated{connection,
                "UPDATE session_details SET agent = ?, start_ms = ?, end_ms = ? WHERE source_path = ? RETURNING id",
                session.agent,
                session.start,
                session.end,
                session.source_path};
  updated.next();
  const DetailsRow row{updated.integer(0), false};
  updated.run();
  return row;
}

// Whether there are rows of the older tool that a session may replace.
enum class Legacy { none, some };

void write_session(Connection& connection, const Session& session, ProjectIds& projects, Legacy legacy,
                   const std::optional<Zone>& zone) {
  require_sound(connection.name(), session);
  const UtcTime start = floor_seconds(session.start);
  const LocalDate date = zone ? zone->date_of(start) : LocalDate{std::chrono::floor<std::chrono::days>(start)};

  // The details go first: a row of `sessions` without them would be taken for one of the older tool.
  const auto [id, is_new] = write_details(connection, session);
  Query{connection,
        "INSERT INTO sessions(source_path, project, date, start_time, end_time, duration_seconds, input_tokens, "
        "output_tokens, cache_creation_input_tokens, cache_read_input_tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(source_path) DO UPDATE SET project = excluded.project, date = excluded.date, "
        "start_time = excluded.start_time, end_time = excluded.end_time, duration_seconds = excluded.duration_seconds, "
        "input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, "
        "cache_creation_input_tokens = excluded.cache_creation_input_tokens, "
        "cache_read_input_tokens = excluded.cache_read_input_tokens",
        session.source_path,
        session.project,
        date,
        format_utc(start),
        format_utc(floor_seconds(session.end)),
        std::chrono::floor<seconds>(session.active_time()),
        session.tokens.input,
        session.tokens.output,
        session.tokens.cache_creation,
        session.tokens.cache_read}
      .run();
  if (legacy == Legacy::some) {
    Query{connection, "DELETE FROM legacy_sessions WHERE source_path = ?", session.source_path}.run();
  }
  if (!is_new) Query{connection, "DELETE FROM active_intervals WHERE session_id = ?", id}.run();
  for (const auto& [span, project, attended] : session.active) {
    Query{connection,
          "INSERT INTO active_intervals(start_ms, session_id, end_ms, project_id, attended) VALUES (?, ?, ?, ?, ?)",
          span.start,
          id,
          span.end,
          projects.of(project),
          attended}
        .run();
  }
}

std::int64_t write_state(Connection& connection, const SourceState& source) {
  const auto run = [&](std::string_view sql) {
    Query{connection,
          sql,
          source.source_path,
          static_cast<std::int64_t>(source.device),
          static_cast<std::int64_t>(source.inode),
          source.size,
          source.modified_ns,
          source.read_to,
          static_cast<std::int64_t>(source.checksum),
          source.changed_ns,
          source.file}
        .run();
  };
  run("INSERT INTO source_states(source_path, device, inode, size, modified_ns, read_to, checksum, changed_ns, file) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(file) DO NOTHING");
  if (connection.changes() > 0) return connection.last_id();
  run("UPDATE source_states SET source_path = ?, device = ?, inode = ?, size = ?, modified_ns = ?, read_to = ?, "
      "checksum = ?, changed_ns = ? WHERE file = ?");
  Query row{connection, "SELECT id FROM source_states WHERE file = ?", source.file};
  row.next();
  return row.integer(0);
}

void write_source(Connection& connection, const SourceState& source) {
  const std::int64_t id = write_state(connection, source);
  // A long value would be copied into the row as a whole before it is written; so room is made, and then filled.
  constexpr std::size_t k_long = std::size_t{1} << 20U;
  if (source.points.size() < k_long) {
    Query{connection,
          "INSERT INTO source_points(source_id, points) VALUES (?, ?) "
          "ON CONFLICT(source_id) DO UPDATE SET points = excluded.points",
          id, Blob{source.points}}
        .run();
  } else {
    Query{connection,
          "INSERT INTO source_points(source_id, points) VALUES (?, zeroblob(?)) "
          "ON CONFLICT(source_id) DO UPDATE SET points = excluded.points",
          id, static_cast<std::int64_t>(source.points.size())}
        .run();
    connection.fill_blob("source_points", "points", id, source.points);
  }
}

// --- ranges ---------------------------------------------------------------------------------------------------------

// What one session has in one project inside a range.
struct Part {
  Instant first_activity = Instant::max();
  milliseconds active{0};
  milliseconds attended{0};
};

void add_imported(Connection& connection, const Interval& range, std::vector<TrackedTime>& tracked) {
  // What starts more than a day before the range and still reaches it is among the long ones, which are few. Summed up
  // here: for a GROUP BY SQLite would make a table of its own for each range, which costs more than reading the rows.
  std::map<std::pair<std::int64_t, std::int64_t>, Part> parts;  // by project and session
  Query rows{connection,
             "SELECT project_id, session_id, max(start_ms, ?1), min(end_ms, ?2), attended FROM active_intervals"
             " WHERE start_ms >= ?1 - 86400000 AND start_ms < ?2 AND end_ms > ?1 "
             "UNION ALL "
             "SELECT project_id, session_id, max(start_ms, ?1), min(end_ms, ?2), attended"
             " FROM active_intervals INDEXED BY long_active_intervals"
             " WHERE end_ms - start_ms > 86400000 AND start_ms < ?1 - 86400000 AND end_ms > ?1",
             Instant{range.start}, Instant{range.end}};
  while (rows.next()) {
    Part& part = parts[{rows.integer(0), rows.integer(1)}];
    const Instant from = instant(rows.integer(2));
    const milliseconds active = instant(rows.integer(3)) - from;
    part.first_activity = std::min(part.first_activity, from);
    part.active += active;
    if (rows.integer(4) != 0) part.attended += active;
  }
  // The foreign keys see to it that what a number stands for is there.
  std::optional<std::int64_t> project_id;
  std::string project;
  for (const auto& [ids, part] : parts) {
    if (ids.first != project_id) {
      project_id = ids.first;
      Query row{connection, "SELECT path FROM projects WHERE id = ?", ids.first};
      row.next();
      project = row.text(0);
    }
    Query session{connection, "SELECT source_path, agent FROM session_details WHERE id = ?", ids.second};
    session.next();
    tracked.push_back({session.text(0), project, part.first_activity, part.active, part.attended, session.text(1)});
  }
}

void add_legacy(Connection& connection, const Interval& range, std::vector<TrackedTime>& tracked) {
  Query rows{connection,
             "SELECT source_path, coalesce(project, ''), start_s, end_s, active_s FROM ("
             "  SELECT source_path, start_s, end_s, active_s FROM legacy_sessions"
             "  WHERE start_s >= ?1 - 86400 AND start_s < ?2 AND end_s > ?1"
             "  UNION ALL"
             "  SELECT source_path, start_s, end_s, active_s FROM legacy_sessions INDEXED BY long_legacy_sessions"
             "  WHERE end_s - start_s > 86400 AND start_s < ?1 - 86400 AND end_s > ?1) "
             "JOIN sessions USING (source_path)",
             range.start, range.end};
  while (rows.next()) add_tracked(older_session_in(rows), range, tracked);
}

}  // namespace

std::vector<SourceState> sources(Connection& connection, SessionStore::Points points) {
  const bool load = points == SessionStore::Points::load;
  std::vector<SourceState> sources;
  Query rows{connection,
             load ? "SELECT source_path, file, device, inode, size, modified_ns, read_to, checksum, "
                    "changed_ns, points FROM source_states JOIN source_points ON source_id = id ORDER BY file"
                  : "SELECT source_path, file, device, inode, size, modified_ns, read_to, checksum, "
                    "changed_ns FROM source_states ORDER BY file"};
  while (rows.next()) sources.push_back(source_in(rows, points));
  return sources;
}

std::vector<SessionStore::LegacySession> legacy_sessions(Connection& connection) {
  std::vector<SessionStore::LegacySession> sessions;
  Query rows{connection, std::string{k_select_legacy_session} + "ORDER BY source_path"};
  while (rows.next()) sessions.push_back(legacy_session(rows));
  return sessions;
}

std::map<std::string, std::string> importer_settings(Connection& connection) {
  std::map<std::string, std::string> settings;
  Query rows{connection, "SELECT name, value FROM importer_settings"};
  while (rows.next()) settings.emplace(rows.text(0), rows.text(1));
  return settings;
}

void apply(Connection& connection, const ImportBatch& batch, const std::optional<Zone>& zone) {
  Transaction transaction{connection};
  ProjectIds projects{connection};
  const bool any_legacy = connection.number("SELECT EXISTS (SELECT 1 FROM legacy_sessions)") != 0;
  const Legacy legacy = any_legacy ? Legacy::some : Legacy::none;
  for (const std::string& key : batch.gone) {
    Query{connection, "DELETE FROM session_details WHERE source_path = ?", key}.run();
    if (connection.changes() > 0) Query{connection, "DELETE FROM sessions WHERE source_path = ?", key}.run();
  }
  for (const Session& session : batch.sessions) write_session(connection, session, projects, legacy, zone);
  for (const SourceState& source : batch.sources) write_source(connection, source);
  for (const auto& [name, value] : batch.settings) {
    Query{connection,
          "INSERT INTO importer_settings(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = "
          "excluded.value",
          name, value}
        .run();
  }
  transaction.commit();
}

// A trigger takes them for what the older tool writes.
void write_older_sessions(Connection& connection, const std::vector<SessionStore::LegacySession>& sessions,
                          const std::optional<Zone>& zone) {
  Transaction transaction{connection};
  for (const auto& [session, duration] : sessions) {
    const UtcTime start = floor_seconds(session.start);
    const LocalDate date = zone ? zone->date_of(start) : LocalDate{std::chrono::floor<std::chrono::days>(start)};
    Query{connection,
          "INSERT INTO sessions(source_path, project, date, start_time, end_time, duration_seconds, input_tokens, "
          "output_tokens, cache_creation_input_tokens, cache_read_input_tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT DO NOTHING",
          session.source_path,
          session.project,
          date,
          format_utc(start),
          format_utc(floor_seconds(session.end)),
          duration,
          session.tokens.input,
          session.tokens.output,
          session.tokens.cache_creation,
          session.tokens.cache_read}
        .run();
  }
  transaction.commit();
}

std::vector<TrackedTime> query_range(Connection& connection, const Interval& range) {
  std::vector<TrackedTime> tracked;
  if (range.empty()) return tracked;
  add_imported(connection, range, tracked);
  add_legacy(connection, range, tracked);
  sort_tracked(tracked);
  return tracked;
}

std::vector<std::string> projects(Connection& connection) {
  std::vector<std::string> paths;
  Query rows{connection,
             "SELECT path FROM projects UNION SELECT coalesce(project, '') FROM legacy_sessions "
             "JOIN sessions USING (source_path) ORDER BY 1"};
  while (rows.next()) paths.push_back(rows.text(0));
  return paths;
}

std::optional<UtcTime> earliest_start(Connection& connection) {
  Query earliest{connection,
                 "SELECT min(start_s) FROM (SELECT min(start_s) AS start_s FROM legacy_sessions UNION ALL "
                 "SELECT min(start_ms) / 1000 - (min(start_ms) % 1000 < 0) FROM session_details)"};
  if (!earliest.next() || earliest.is_null(0)) return std::nullopt;
  return UtcTime{seconds{earliest.integer(0)}};
}

}  // namespace libsync::store
