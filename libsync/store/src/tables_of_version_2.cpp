// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <fmt/format.h>

namespace libsync::store {
namespace {

// Days belong to a timesheet, and a row of a plan is known by its slot.
const char* const k_plan_tables = R"(
CREATE TABLE timesheets (
  id              INTEGER PRIMARY KEY,  -- in the order they were first seen
  base_url        TEXT NOT NULL,
  workspace_id    TEXT NOT NULL CHECK (length(workspace_id) = 24 AND workspace_id NOT GLOB '*[^0-9a-f]*'),
  user_id         TEXT NOT NULL CHECK (length(user_id) = 24 AND user_id NOT GLOB '*[^0-9a-f]*'),
  owns_older_rows INTEGER NOT NULL CHECK (owns_older_rows IN (0, 1)),  -- those of the older tool in its workspace
  UNIQUE (workspace_id, base_url, user_id)
) STRICT;
CREATE UNIQUE INDEX older_rows_have_one_owner ON timesheets(workspace_id) WHERE owns_older_rows = 1;

CREATE TABLE day_plans (
  timesheet_id INTEGER NOT NULL REFERENCES timesheets(id),
  date         TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  time_zone    TEXT NOT NULL,
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s > start_s),
  tracked_s    INTEGER NOT NULL CHECK (tracked_s >= 0),
  PRIMARY KEY (timesheet_id, date)
) STRICT, WITHOUT ROWID;

-- What entries of other making take of the work hours.
CREATE TABLE plan_gaps (
  timesheet_id INTEGER NOT NULL,
  date         TEXT NOT NULL,
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s > start_s),
  PRIMARY KEY (timesheet_id, date, start_s),
  FOREIGN KEY (timesheet_id, date) REFERENCES day_plans(timesheet_id, date) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  timesheet_id INTEGER NOT NULL,
  date         TEXT NOT NULL,
  slot         INTEGER NOT NULL CHECK (slot >= 0),
  project_id   TEXT NOT NULL CHECK (length(project_id) = 24 AND project_id NOT GLOB '*[^0-9a-f]*'),
  task_id      TEXT CHECK (length(task_id) = 24 AND task_id NOT GLOB '*[^0-9a-f]*'),
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
  PRIMARY KEY (timesheet_id, date, slot),
  FOREIGN KEY (timesheet_id, date) REFERENCES day_plans(timesheet_id, date) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_by_entry ON outbox(entry_id, timesheet_id) WHERE entry_id IS NOT NULL;
CREATE INDEX outbox_posted_by_end ON outbox(timesheet_id, end_s) WHERE state = 'posted';

-- Those of timesheets that do not own the older tool's rows; for the one that does it is synced_days.
CREATE TABLE done_days (
  timesheet_id INTEGER NOT NULL,
  date         TEXT NOT NULL,
  PRIMARY KEY (timesheet_id, date),
  FOREIGN KEY (timesheet_id, date) REFERENCES day_plans(timesheet_id, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused_attempts (
  id           INTEGER PRIMARY KEY,
  timesheet_id INTEGER NOT NULL REFERENCES timesheets(id),
  date         TEXT NOT NULL,
  slot         INTEGER NOT NULL,
  project_id   TEXT NOT NULL CHECK (length(project_id) = 24 AND project_id NOT GLOB '*[^0-9a-f]*'),
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s > start_s),
  description  TEXT NOT NULL,
  attempt      INTEGER NOT NULL CHECK (attempt > 0),
  sent_at_s    INTEGER NOT NULL
) STRICT;
CREATE INDEX refused_attempts_by_day ON refused_attempts(timesheet_id, date);

CREATE TABLE entries_in_the_way (
  timesheet_id INTEGER NOT NULL REFERENCES timesheets(id),
  date         TEXT NOT NULL,
  entry_id     TEXT NOT NULL CHECK (length(entry_id) = 24 AND entry_id NOT GLOB '*[^0-9a-f]*'),
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s >= start_s),
  description  TEXT NOT NULL,
  PRIMARY KEY (timesheet_id, date, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_lists (
  timesheet_id INTEGER PRIMARY KEY REFERENCES timesheets(id),
  seen_at_s    INTEGER NOT NULL
) STRICT;
CREATE TABLE remembered_projects (
  timesheet_id INTEGER NOT NULL REFERENCES project_lists(timesheet_id) ON DELETE CASCADE,
  place        INTEGER NOT NULL,
  project_id   TEXT NOT NULL CHECK (length(project_id) = 24 AND project_id NOT GLOB '*[^0-9a-f]*'),
  name         TEXT NOT NULL,
  client       TEXT NOT NULL,
  archived     INTEGER NOT NULL CHECK (archived IN (0, 1)),
  knows_tasks  INTEGER NOT NULL CHECK (knows_tasks IN (0, 1)),
  PRIMARY KEY (timesheet_id, place),
  UNIQUE (timesheet_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE remembered_tasks (
  timesheet_id INTEGER NOT NULL,
  project_id   TEXT NOT NULL,
  place        INTEGER NOT NULL,
  task_id      TEXT NOT NULL CHECK (length(task_id) = 24 AND task_id NOT GLOB '*[^0-9a-f]*'),
  name         TEXT NOT NULL,
  PRIMARY KEY (timesheet_id, project_id, place),
  UNIQUE (timesheet_id, project_id, task_id),
  FOREIGN KEY (timesheet_id, project_id) REFERENCES remembered_projects(timesheet_id, project_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE importer_settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)";

std::string plan_tables_of_version_2() {
  return k_plan_tables + rules_of_version_2();
}

constexpr const char* k_attended = "attended INTEGER NOT NULL DEFAULT 1 CHECK (attended IN (0, 1))";
constexpr const char* k_changed = "changed_ns INTEGER NOT NULL DEFAULT 0";

// The statement of a table as ALTER TABLE leaves it: the column stands before `next`.
void add_column(std::string& tables, const std::string& next, const std::string& column) {
  tables.insert(tables.find(next), ", " + column);
}

std::string session_tables_of_version_2() {
  std::string tables = session_tables_of_version_1();
  add_column(tables, ",\n  PRIMARY KEY (start_ms, session_id)", k_attended);
  add_column(tables, ") STRICT;\n\n-- Apart from source_states", k_changed);
  return tables;
}

// The tables of version 1 go under other names while those of version 2 take theirs.
const char* const k_move_away = R"(
DROP TRIGGER plan_of_a_day_not_synced;
DROP TRIGGER plan_is_frozen;
DROP TRIGGER row_lies_in_its_plan;
DROP TRIGGER rows_do_not_overlap;
DROP TRIGGER row_begins_unsent;
DROP TRIGGER row_content_is_frozen;
DROP TRIGGER row_goes_its_way;
DROP TRIGGER entry_has_one_owner;
DROP TRIGGER new_entry_has_one_owner;
DROP TRIGGER sent_row_stays;
DROP TRIGGER synced_day_is_complete_on_insert;
DROP TRIGGER synced_day_is_complete_on_update;
DROP INDEX outbox_by_entry;
ALTER TABLE outbox RENAME TO outbox_1;
ALTER TABLE day_plans RENAME TO day_plans_1;
)";

// In each workspace the rows of the older tool belong to whoever has the earliest plan. A day that another user had
// done stays in synced_days as well: it cannot be told any more from one that the older tool had done for the first.
const char* const k_take_over = R"(
INSERT INTO timesheets(base_url, workspace_id, user_id, owns_older_rows)
SELECT base_url, workspace_id, user_id, row_number() OVER (PARTITION BY workspace_id ORDER BY min(date)) = 1
FROM day_plans_1 GROUP BY base_url, workspace_id, user_id ORDER BY min(date), workspace_id;

INSERT INTO day_plans(timesheet_id, date, time_zone, start_s, end_s, tracked_s)
SELECT id, date, time_zone, start_s, end_s, tracked_s
FROM day_plans_1 JOIN timesheets USING (base_url, workspace_id, user_id);

INSERT INTO outbox(timesheet_id, date, slot, project_id, start_s, end_s, description, billable, tags, sources, state,
                   attempt, sent_at_s, baseline, entry_id, origin, mismatch)
SELECT sheet.id, row.date, row_number() OVER (PARTITION BY sheet.id, row.date ORDER BY row.start_s) - 1, project_id,
       row.start_s, row.end_s, description, billable, tags, sources, state, attempt, sent_at_s, baseline, entry_id,
       origin, mismatch
FROM outbox_1 AS row JOIN day_plans_1 AS plan USING (date, workspace_id)
JOIN timesheets AS sheet USING (base_url, workspace_id, user_id);

INSERT INTO refused_attempts(timesheet_id, date, slot, project_id, start_s, end_s, description, attempt, sent_at_s)
SELECT timesheet_id, date, slot, project_id, start_s, end_s, description, attempt, sent_at_s
FROM outbox WHERE state = 'planned' AND attempt > 0 ORDER BY date, slot;

INSERT INTO done_days(timesheet_id, date)
SELECT sheet.id, plan.date
FROM synced_days JOIN day_plans_1 AS plan USING (date, workspace_id)
JOIN timesheets AS sheet USING (base_url, workspace_id, user_id) WHERE sheet.owns_older_rows = 0;

DROP TABLE outbox_1;
DROP TABLE day_plans_1;

INSERT INTO importer_settings(name, value)
SELECT 'idle_timeout_ms', CAST(size AS TEXT) FROM source_states WHERE file = 'importer settings' UNION ALL
SELECT 'rules_version', CAST(inode AS TEXT) FROM source_states WHERE file = 'importer settings';
DELETE FROM source_states WHERE file = 'importer settings';
)";

}  // namespace

std::string schema_of_version_2() {
  return session_tables_of_version_2() + plan_tables_of_version_2() + kept_tables_of_version_1();
}

// The rules come last: they are about what goes on, not about what was.
std::string steps_to_version_2() {
  return std::string{k_move_away} + k_plan_tables + k_take_over + rules_of_version_2() +
         fmt::format("ALTER TABLE active_intervals ADD COLUMN {};\nALTER TABLE source_states ADD COLUMN {};\n",
                     k_attended, k_changed);
}

}  // namespace libsync::store
