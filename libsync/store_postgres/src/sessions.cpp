// SPDX-License-Identifier: MIT
#include "sessions.hpp"

#include "arrays.hpp"
#include "machines.hpp"

#include <libsync/store_sql/session_rules.hpp>

#include <algorithm>

namespace libsync::store {
namespace {

Instant instant(std::int64_t ms) {
  return Instant{milliseconds{ms}};
}

// --- writing --------------------------------------------------------------------------------------------------------

// The last of each key: what is there twice would be written twice by one statement.
template <class Value>
std::vector<const Value*> last_of_each(const std::vector<Value>& values, std::string Value::*key) {
  std::map<std::string_view, const Value*> by_key;
  for (const auto& value : values) by_key[value.*key] = &value;
  std::vector<const Value*> last;
  for (const auto& [name, value] : by_key) last.push_back(value);
  return last;
}

void remove_sessions(Database& database, std::int64_t machine, const std::vector<std::string>& keys) {
  if (keys.empty()) return;
  Array paths;
  for (const auto& key : keys) paths.add(key);
  Query{database, "DELETE FROM sessions WHERE machine_id = ? AND source_path = ANY (CAST(? AS text[]))", machine,
        paths.spelled()}
      .run();
}

void write_sessions(Database& database, std::int64_t machine, const std::vector<const Session*>& sessions) {
  if (sessions.empty()) return;
  Array paths, agents, projects, starts, ends, input, output, creation, read;
  Array sessions_of, starts_of, ends_of, projects_of, attended_of;
  for (const Session* session : sessions) {
    require_sound(database.name(), *session);
    paths.add(session->source_path);
    agents.add(session->agent);
    projects.add(session->project);
    starts.add(session->start);
    ends.add(session->end);
    input.add(session->tokens.input);
    output.add(session->tokens.output);
    creation.add(session->tokens.cache_creation);
    read.add(session->tokens.cache_read);
    for (const auto& [span, project, attended] : session->active) {
      sessions_of.add(session->source_path);
      starts_of.add(span.start);
      ends_of.add(span.end);
      projects_of.add(project);
      attended_of.add(attended);
    }
  }
  Query{database,
        "INSERT INTO sessions(machine_id, source_path, agent, project, start_ms, end_ms, input_tokens, output_tokens, "
        "cache_creation_input_tokens, cache_read_input_tokens) "
        "SELECT ?, * FROM unnest(CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS bigint[]), "
        "CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[])) "
        "ON CONFLICT (source_path, machine_id) DO UPDATE SET agent = excluded.agent, project = excluded.project, "
        "start_ms = excluded.start_ms, end_ms = excluded.end_ms, input_tokens = excluded.input_tokens, "
        "output_tokens = excluded.output_tokens, cache_creation_input_tokens = excluded.cache_creation_input_tokens, "
        "cache_read_input_tokens = excluded.cache_read_input_tokens",
        machine,
        paths.spelled(),
        agents.spelled(),
        projects.spelled(),
        starts.spelled(),
        ends.spelled(),
        input.spelled(),
        output.spelled(),
        creation.spelled(),
        read.spelled()}
      .run();
  Query{database,
        "DELETE FROM active_intervals USING sessions WHERE session_id = sessions.id AND machine_id = ? "
        "AND source_path = ANY (CAST(? AS text[]))",
        machine, paths.spelled()}
      .run();
  Query{database, "DELETE FROM legacy_sessions WHERE source_path = ANY (CAST(? AS text[]))", paths.spelled()}.run();
  Query{database,
        "INSERT INTO projects(path) SELECT DISTINCT path FROM unnest(CAST(? AS text[])) AS path ON CONFLICT DO NOTHING",
        projects_of.spelled()}
      .run();
  Query{database,
        "INSERT INTO active_intervals(session_id, start_ms, end_ms, project_id, attended) "
        "SELECT sessions.id, stretch.start_ms, stretch.end_ms, projects.id, attended "
        "FROM unnest(CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS text[]), CAST(? AS "
        "bigint[])) AS stretch(source_path, start_ms, end_ms, path, attended) "
        "JOIN sessions ON sessions.source_path = stretch.source_path AND machine_id = ? "
        "JOIN projects ON projects.path = stretch.path",
        sessions_of.spelled(),
        starts_of.spelled(),
        ends_of.spelled(),
        projects_of.spelled(),
        attended_of.spelled(),
        machine}
      .run();
}

void write_sources(Database& database, std::int64_t machine, const std::vector<const SourceState*>& sources) {
  if (sources.empty()) return;
  Array files, paths, devices, inodes, sizes, modified, read_to, checksums, changed, points;
  for (const SourceState* source : sources) {
    files.add(source->file);
    paths.add(source->source_path);
    devices.add(static_cast<std::int64_t>(source->device));
    inodes.add(static_cast<std::int64_t>(source->inode));
    sizes.add(source->size);
    modified.add(source->modified_ns);
    read_to.add(source->read_to);
    checksums.add(static_cast<std::int64_t>(source->checksum));
    changed.add(source->changed_ns);
    points.add_bytes(source->points);
  }
  Query{database,
        "INSERT INTO source_states(machine_id, file, source_path, device, inode, size, modified_ns, read_to, checksum, "
        "changed_ns, points) "
        "SELECT ?, * FROM unnest(CAST(? AS text[]), CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS bigint[]), "
        "CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]), "
        "CAST(? AS bytea[])) "
        "ON CONFLICT (machine_id, file) DO UPDATE SET source_path = excluded.source_path, device = excluded.device, "
        "inode = excluded.inode, size = excluded.size, modified_ns = excluded.modified_ns, "
        "read_to = excluded.read_to, checksum = excluded.checksum, changed_ns = excluded.changed_ns, "
        "points = excluded.points",
        machine,
        files.spelled(),
        paths.spelled(),
        devices.spelled(),
        inodes.spelled(),
        sizes.spelled(),
        modified.spelled(),
        read_to.spelled(),
        checksums.spelled(),
        changed.spelled(),
        points.spelled()}
      .run();
}

// --- ranges ---------------------------------------------------------------------------------------------------------

// Of the half-open range from ?1 to ?2. What starts more than a day before it and still reaches it is among the long
// ones, which are few.
const std::string k_stretches =
    "(SELECT session_id, project_id, start_ms, end_ms, attended FROM active_intervals"
    " WHERE start_ms >= ?1 - 86400000 AND start_ms < ?2 AND end_ms > ?1"
    " UNION ALL"
    " SELECT session_id, project_id, start_ms, end_ms, attended FROM active_intervals"
    " WHERE end_ms - start_ms > 86400000 AND start_ms < ?1 - 86400000 AND end_ms > ?1) AS stretch ";

const std::string k_select_whole =
    "SELECT source_path, agent, project, session.start_ms, session.end_ms, input_tokens, output_tokens, "
    "cache_creation_input_tokens, cache_read_input_tokens, part.start_ms, part.end_ms, path, attended "
    "FROM counted_sessions AS session LEFT JOIN active_intervals AS part ON part.session_id = session.id "
    "LEFT JOIN projects ON projects.id = part.project_id ";
const std::string k_select_all = k_select_whole + "ORDER BY source_path, part.start_ms";
const std::string k_select_in_range = k_select_whole + "WHERE session.id IN (SELECT session_id FROM " + k_stretches +
                                      ") ORDER BY source_path, part.start_ms";

std::vector<Session> sessions_of(Query& rows) {
  std::vector<Session> sessions;
  while (rows.next()) {
    if (sessions.empty() || sessions.back().source_path != rows.text(0)) {
      sessions.push_back({rows.text(0),
                          rows.text(1),
                          rows.text(2),
                          instant(rows.integer(3)),
                          instant(rows.integer(4)),
                          {},
                          {rows.integer(5), rows.integer(6), rows.integer(7), rows.integer(8)}});
    }
    if (rows.is_null(9)) continue;
    sessions.back().active.push_back(
        {{instant(rows.integer(9)), instant(rows.integer(10))}, rows.text(11), rows.integer(12) != 0});
  }
  return sessions;
}

}  // namespace

std::vector<SourceState> sources(Database& database, const Machine& machine, SessionStore::Points points) {
  const bool load = points == SessionStore::Points::load;
  std::vector<SourceState> sources;
  const auto id = find_machine(database, machine);
  if (!id) return sources;
  Query rows{database,
             load ? "SELECT source_path, file, device, inode, size, modified_ns, read_to, checksum, changed_ns, points "
                    "FROM source_states WHERE machine_id = ? ORDER BY file"
                  : "SELECT source_path, file, device, inode, size, modified_ns, read_to, checksum, changed_ns "
                    "FROM source_states WHERE machine_id = ? ORDER BY file",
             *id};
  while (rows.next()) sources.push_back(source_in(rows, points));
  return sources;
}

std::map<std::string, std::string> importer_settings(Database& database, const Machine& machine) {
  std::map<std::string, std::string> settings;
  const auto id = find_machine(database, machine);
  if (!id) return settings;
  Query rows{database, "SELECT name, value FROM importer_settings WHERE machine_id = ?", *id};
  while (rows.next()) settings.emplace(rows.text(0), rows.text(1));
  return settings;
}

std::vector<SessionStore::LegacySession> legacy_sessions(Database& database) {
  std::vector<SessionStore::LegacySession> sessions;
  Query rows{database,
             "SELECT source_path, project, start_s, stated_end_s, stated_duration_s, input_tokens, output_tokens, "
             "cache_creation_input_tokens, cache_read_input_tokens FROM legacy_sessions ORDER BY source_path"};
  while (rows.next()) {
    sessions.push_back({{rows.text(0),
                         "claude-code",
                         rows.text(1),
                         Instant{seconds{rows.integer(2)}},
                         Instant{seconds{rows.integer(3)}},
                         {},
                         {rows.integer(5), rows.integer(6), rows.integer(7), rows.integer(8)}},
                        seconds{rows.integer(4)}});
  }
  return sessions;
}

void apply(Database& database, const Machine& machine, const ImportBatch& batch) {
  Transaction transaction{database};
  const std::int64_t id = write_machine(database, machine);
  remove_sessions(database, id, batch.gone);
  write_sessions(database, id, last_of_each(batch.sessions, &Session::source_path));
  write_sources(database, id, last_of_each(batch.sources, &SourceState::file));
  for (const auto& [name, value] : batch.settings) {
    Query{database,
          "INSERT INTO importer_settings(machine_id, name, value) VALUES (?, ?, ?) "
          "ON CONFLICT (machine_id, name) DO UPDATE SET value = excluded.value",
          id, name, value}
        .run();
  }
  transaction.commit();
}

std::vector<Session> sessions_in(Database& database, const Interval& range) {
  if (range.empty()) return {};
  Query rows{database, k_select_in_range, Instant{range.start}, Instant{range.end}};
  return sessions_of(rows);
}

std::vector<Session> all_sessions(Database& database) {
  Query rows{database, k_select_all};
  return sessions_of(rows);
}

void write_older_sessions(Database& database, const std::vector<SessionStore::LegacySession>& sessions) {
  Transaction transaction{database};
  for (const auto& [session, duration] : sessions) {
    Query{database,
          "INSERT INTO legacy_sessions(source_path, project, start_s, stated_end_s, stated_duration_s, input_tokens, "
          "output_tokens, cache_creation_input_tokens, cache_read_input_tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT DO NOTHING",
          session.source_path,
          session.project,
          floor_seconds(session.start),
          floor_seconds(session.end),
          duration,
          session.tokens.input,
          session.tokens.output,
          session.tokens.cache_creation,
          session.tokens.cache_read}
        .run();
  }
  transaction.commit();
}

std::vector<std::string> projects(Database& database) {
  std::vector<std::string> paths;
  Query rows{database, "SELECT path FROM projects UNION SELECT project FROM legacy_sessions"};
  while (rows.next()) paths.push_back(rows.text(0));
  std::ranges::sort(paths);  // as bytes, where the server's spellings are sorted as text
  return paths;
}

std::optional<UtcTime> earliest_start(Database& database) {
  Query earliest{database,
                 "SELECT least((SELECT min(start_s) FROM legacy_sessions), "
                 "(SELECT floor(min(start_ms) / 1000.0) FROM sessions))::bigint"};
  if (!earliest.next() || earliest.is_null(0)) return std::nullopt;
  return UtcTime{seconds{earliest.integer(0)}};
}

}  // namespace libsync::store
