// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <fmt/format.h>

#include <array>

namespace libsync::store {
namespace {

// --- the tables of the older tool -----------------------------------------------------------------------------------

constexpr std::array k_older_tables{
    OlderTable{"sessions",
               "source_path*,project,date,start_time,end_time,duration_seconds,input_tokens,output_tokens,"
               "cache_creation_input_tokens,cache_read_input_tokens",
               R"(CREATE TABLE sessions (
                    source_path                 TEXT PRIMARY KEY,
                    project                     TEXT NOT NULL,
                    date                        TEXT NOT NULL,
                    start_time                  TEXT NOT NULL,
                    end_time                    TEXT NOT NULL,
                    duration_seconds            INTEGER NOT NULL,
                    input_tokens                INTEGER NOT NULL DEFAULT 0,
                    output_tokens               INTEGER NOT NULL DEFAULT 0,
                    cache_creation_input_tokens INTEGER NOT NULL DEFAULT 0,
                    cache_read_input_tokens     INTEGER NOT NULL DEFAULT 0))"},
    OlderTable{"synced_days", "date*,workspace_id*",
               R"(CREATE TABLE synced_days (
                    date         TEXT NOT NULL,
                    workspace_id TEXT NOT NULL,
                    PRIMARY KEY (date, workspace_id)))"},
    OlderTable{"synced_entries", "date*,workspace_id*,project_id*,clockify_entry_id",
               R"(CREATE TABLE synced_entries (
                    date              TEXT NOT NULL,
                    workspace_id      TEXT NOT NULL,
                    project_id        TEXT NOT NULL,
                    clockify_entry_id TEXT NOT NULL,
                    PRIMARY KEY (date, workspace_id, project_id)))"},
};

// --- version 1 ------------------------------------------------------------------------------------------------------

// Sessions that our importer wrote. `sessions` keeps the whole seconds that the older tool knows; here is what it was
// rounded from. A row of `sessions` without one in session_details comes from the older tool.
const char* const k_session_tables = R"(
CREATE TABLE session_details (
  id          INTEGER PRIMARY KEY,
  source_path TEXT NOT NULL UNIQUE REFERENCES sessions(source_path) DEFERRABLE INITIALLY DEFERRED,
  agent       TEXT NOT NULL,
  start_ms    INTEGER NOT NULL,  -- since the epoch, UTC; so are all *_ms
  end_ms      INTEGER NOT NULL CHECK (end_ms >= start_ms)
) STRICT;
CREATE INDEX session_details_by_start ON session_details(start_ms);

CREATE TABLE projects (
  id   INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE active_intervals (
  start_ms   INTEGER NOT NULL,
  session_id INTEGER NOT NULL REFERENCES session_details(id) ON DELETE CASCADE,
  end_ms     INTEGER NOT NULL CHECK (end_ms > start_ms),
  project_id INTEGER NOT NULL REFERENCES projects(id),
  PRIMARY KEY (start_ms, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX active_intervals_of_session ON active_intervals(session_id);
-- What overlaps a range starts at most a day before it, or is one of these few.
CREATE INDEX long_active_intervals ON active_intervals(start_ms) WHERE end_ms - start_ms > 86400000;

CREATE TABLE legacy_sessions (
  source_path TEXT PRIMARY KEY REFERENCES sessions(source_path) ON DELETE CASCADE,
  start_s     INTEGER NOT NULL,  -- since the epoch, UTC; so are all *_s
  end_s       INTEGER NOT NULL CHECK (end_s >= start_s),
  active_s    INTEGER NOT NULL CHECK (active_s BETWEEN 0 AND end_s - start_s)
) STRICT;
CREATE INDEX legacy_sessions_by_start ON legacy_sessions(start_s, end_s, active_s);
CREATE INDEX long_legacy_sessions ON legacy_sessions(start_s) WHERE end_s - start_s > 86400;

CREATE TABLE source_states (
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL UNIQUE,
  source_path TEXT NOT NULL,
  device      INTEGER NOT NULL,
  inode       INTEGER NOT NULL,
  size        INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  read_to     INTEGER NOT NULL,
  checksum    INTEGER NOT NULL
) STRICT;

-- Apart from source_states, so that a run over unchanged files does not read them.
CREATE TABLE source_points (
  source_id INTEGER PRIMARY KEY REFERENCES source_states(id) ON DELETE CASCADE,
  points    BLOB NOT NULL
) STRICT;
)";

// What a legacy session weighs. Nonsense (no start, an end before it, a negative duration or one that is longer than
// the session) becomes as much time as can be true; times that are none are left out.
constexpr std::string_view k_select_legacy = R"(
  SELECT source_path, start_s, max(start_s, end_s), max(0, min(active_s, end_s - start_s))
  FROM (SELECT source_path,
               CAST(strftime('%s', start_time) AS INTEGER) AS start_s,
               CAST(coalesce(strftime('%s', end_time), strftime('%s', start_time)) AS INTEGER) AS end_s,
               CAST(coalesce(duration_seconds, 0) AS INTEGER) AS active_s
        FROM sessions
        WHERE typeof(source_path) = 'text'
          AND start_time GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]?[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
          AND end_time GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]?[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*')
  WHERE start_s IS NOT NULL
)";

std::string legacy_rules() {
  return fmt::format(R"(
INSERT INTO legacy_sessions {select};

-- The older tool may go on writing; its rows count too.
CREATE TRIGGER sessions_of_the_older_tool AFTER INSERT ON sessions
WHEN NOT EXISTS (SELECT 1 FROM session_details WHERE source_path = NEW.source_path)
BEGIN
  INSERT OR REPLACE INTO legacy_sessions {select} AND source_path = NEW.source_path;
END;
)",
                     fmt::arg("select", k_select_legacy));
}

const char* const k_plan_tables = R"(
CREATE TABLE day_plans (
  date         TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  workspace_id TEXT NOT NULL CHECK (length(workspace_id) = 24 AND workspace_id NOT GLOB '*[^0-9a-f]*'),
  user_id      TEXT NOT NULL CHECK (length(user_id) = 24 AND user_id NOT GLOB '*[^0-9a-f]*'),
  base_url     TEXT NOT NULL,
  time_zone    TEXT NOT NULL,
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s > start_s),
  tracked_s    INTEGER NOT NULL CHECK (tracked_s >= 0),
  PRIMARY KEY (date, workspace_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  date         TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  project_id   TEXT NOT NULL CHECK (length(project_id) = 24 AND project_id NOT GLOB '*[^0-9a-f]*'),
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s > start_s),
  description  TEXT NOT NULL,
  billable     INTEGER CHECK (billable IN (0, 1)),
  tags         TEXT NOT NULL,  -- ids, separated by blanks
  sources      BLOB NOT NULL,  -- paths, each ended by a NUL
  state        TEXT NOT NULL CHECK (state IN ('planned', 'in_flight', 'posted')),
  attempt      INTEGER NOT NULL CHECK (attempt >= 0),
  sent_at_s    INTEGER CHECK ((sent_at_s IS NOT NULL) = (attempt > 0)),
  baseline     TEXT NOT NULL,  -- ids, separated by blanks
  entry_id     TEXT CHECK (length(entry_id) = 24 AND entry_id NOT GLOB '*[^0-9a-f]*'),
  origin       TEXT CHECK (origin IN ('created', 'found', 'adopted', 'earlier')),
  mismatch     TEXT NOT NULL CHECK (mismatch = '' OR state = 'posted'),
  CHECK ((state = 'posted') = (entry_id IS NOT NULL)),
  CHECK ((entry_id IS NULL) = (origin IS NULL)),
  CHECK (state <> 'in_flight' OR attempt > 0),
  PRIMARY KEY (date, workspace_id, project_id),
  FOREIGN KEY (date, workspace_id) REFERENCES day_plans(date, workspace_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_by_entry ON outbox(workspace_id, entry_id) WHERE entry_id IS NOT NULL;
)";

// What version 2 keeps of them.
const char* const k_kept_tables = R"(
CREATE INDEX synced_entries_by_entry ON synced_entries(workspace_id, clockify_entry_id);

CREATE TABLE remembered_users (
  account TEXT PRIMARY KEY,
  user_id TEXT NOT NULL CHECK (length(user_id) = 24 AND user_id NOT GLOB '*[^0-9a-f]*')
) STRICT;
)";

const char* const k_plan_rules = R"(
CREATE TRIGGER plan_of_a_day_not_synced BEFORE INSERT ON day_plans
WHEN EXISTS (SELECT 1 FROM synced_days WHERE date = NEW.date AND workspace_id = NEW.workspace_id)
BEGIN SELECT RAISE(ABORT, 'a synced day cannot be planned again'); END;

CREATE TRIGGER plan_is_frozen BEFORE UPDATE ON day_plans
BEGIN SELECT RAISE(ABORT, 'a day plan is frozen'); END;

CREATE TRIGGER row_lies_in_its_plan BEFORE INSERT ON outbox
WHEN NOT EXISTS (SELECT 1 FROM day_plans WHERE date = NEW.date AND workspace_id = NEW.workspace_id
                                           AND start_s <= NEW.start_s AND NEW.end_s <= end_s)
BEGIN SELECT RAISE(ABORT, 'an entry lies outside the work hours of its day'); END;

CREATE TRIGGER rows_do_not_overlap BEFORE INSERT ON outbox
WHEN EXISTS (SELECT 1 FROM outbox WHERE date = NEW.date AND workspace_id = NEW.workspace_id
                                    AND start_s < NEW.end_s AND NEW.start_s < end_s)
BEGIN SELECT RAISE(ABORT, 'two entries of a day overlap'); END;

CREATE TRIGGER row_begins_unsent BEFORE INSERT ON outbox
WHEN NEW.attempt <> 0 OR NEW.state = 'in_flight' OR NEW.origin IN ('created', 'found')
BEGIN SELECT RAISE(ABORT, 'a new row was never sent'); END;

CREATE TRIGGER row_content_is_frozen BEFORE UPDATE ON outbox
WHEN NEW.date IS NOT OLD.date OR NEW.workspace_id IS NOT OLD.workspace_id OR NEW.project_id IS NOT OLD.project_id
  OR NEW.start_s IS NOT OLD.start_s OR NEW.end_s IS NOT OLD.end_s OR NEW.description IS NOT OLD.description
  OR NEW.billable IS NOT OLD.billable OR NEW.tags IS NOT OLD.tags OR NEW.sources IS NOT OLD.sources
BEGIN SELECT RAISE(ABORT, 'a frozen entry cannot change'); END;

CREATE TRIGGER row_goes_its_way BEFORE UPDATE ON outbox
WHEN NOT (
     (NEW.state = 'in_flight' AND OLD.state IN ('planned', 'in_flight') AND NEW.attempt = OLD.attempt + 1)
  OR (NEW.state = 'planned' AND OLD.state = 'in_flight' AND NEW.attempt = OLD.attempt)
  OR (NEW.state = 'posted' AND OLD.state IN ('planned', 'in_flight') AND NEW.attempt = OLD.attempt
      AND (NEW.origin <> 'created' OR OLD.state = 'in_flight'))
  OR (NEW.state = 'posted' AND OLD.state = 'posted' AND NEW.attempt = OLD.attempt
      AND NEW.entry_id = OLD.entry_id AND NEW.origin = OLD.origin))
BEGIN SELECT RAISE(ABORT, 'an entry cannot go from this state to that one'); END;

CREATE TRIGGER entry_has_one_owner BEFORE UPDATE OF entry_id ON outbox
WHEN EXISTS (SELECT 1 FROM synced_entries
             WHERE workspace_id = NEW.workspace_id AND clockify_entry_id = NEW.entry_id
               AND (date <> NEW.date OR project_id <> NEW.project_id))
BEGIN SELECT RAISE(ABORT, 'the entry is recorded for another day or project'); END;

CREATE TRIGGER new_entry_has_one_owner BEFORE INSERT ON outbox
WHEN EXISTS (SELECT 1 FROM synced_entries
             WHERE workspace_id = NEW.workspace_id AND clockify_entry_id = NEW.entry_id
               AND (date <> NEW.date OR project_id <> NEW.project_id))
BEGIN SELECT RAISE(ABORT, 'the entry is recorded for another day or project'); END;

CREATE TRIGGER sent_row_stays BEFORE DELETE ON outbox
WHEN OLD.state <> 'planned' OR OLD.attempt > 0
BEGIN SELECT RAISE(ABORT, 'a plan that was ever sent cannot be replaced'); END;
)";

// A day with a plan is done when every row is posted as planned and recorded, and together they are the work hours.
std::string synced_day_rules() {
  std::string rules;
  for (const char* event : {"insert", "update"}) {
    rules += fmt::format(R"(
CREATE TRIGGER synced_day_is_complete_on_{0} BEFORE {0} ON synced_days
WHEN EXISTS (
  SELECT 1 FROM day_plans AS plan
  WHERE plan.date = NEW.date AND plan.workspace_id = NEW.workspace_id
    AND (EXISTS (SELECT 1 FROM outbox AS row
                 WHERE row.date = plan.date AND row.workspace_id = plan.workspace_id
                   AND (row.state <> 'posted' OR row.mismatch <> ''
                        OR NOT EXISTS (SELECT 1 FROM synced_entries AS entry
                                       WHERE entry.date = row.date AND entry.workspace_id = row.workspace_id
                                         AND entry.project_id = row.project_id
                                         AND entry.clockify_entry_id = row.entry_id)))
         OR plan.end_s - plan.start_s <>
            (SELECT coalesce(sum(end_s - start_s), 0) FROM outbox AS row
             WHERE row.date = plan.date AND row.workspace_id = plan.workspace_id)))
BEGIN SELECT RAISE(ABORT, 'the entries of the day are not all posted as planned'); END;
)",
                         event);
  }
  return rules;
}

}  // namespace

std::span<const OlderTable> older_tables() {
  return k_older_tables;
}

std::string session_tables_of_version_1() {
  return std::string{k_session_tables} + legacy_rules();
}

std::string plan_tables_of_version_1() {
  return std::string{k_plan_tables} + k_plan_rules + synced_day_rules();
}

std::string kept_tables_of_version_1() {
  return k_kept_tables;
}

}  // namespace libsync::store
