// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <string_view>
#include <utility>

namespace libsync::store {
namespace {

// Entries that are taken back, and the rules of that. A row that stands may go with its day now, or stay in another
// plan of it.
const char* const k_withdrawal_tables = R"(
-- Days whose plans go once their entries are deleted.
CREATE TABLE days_to_forget (
  timesheet_id INTEGER NOT NULL,
  date         TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  PRIMARY KEY (timesheet_id, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE withdrawals (
  timesheet_id INTEGER NOT NULL REFERENCES timesheets(id),
  entry_id     TEXT NOT NULL CHECK (length(entry_id) = 24 AND entry_id NOT GLOB '*[^0-9a-f]*'),
  date         TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  project_id   TEXT NOT NULL CHECK (length(project_id) = 24 AND project_id NOT GLOB '*[^0-9a-f]*'),
  task_id      TEXT CHECK (length(task_id) = 24 AND task_id NOT GLOB '*[^0-9a-f]*'),
  start_s      INTEGER NOT NULL,
  end_s        INTEGER NOT NULL CHECK (end_s > start_s),
  description  TEXT NOT NULL,
  billable     INTEGER CHECK (billable IN (0, 1)),
  tags         TEXT NOT NULL,  -- ids, separated by blanks
  state        TEXT NOT NULL CHECK (state IN ('intended', 'deleted')),
  PRIMARY KEY (timesheet_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX withdrawals_to_finish ON withdrawals(timesheet_id, date) WHERE state = 'intended';

CREATE TRIGGER row_that_stands_goes_with_its_day BEFORE DELETE ON outbox
WHEN OLD.state = 'in_flight'
  OR (OLD.state = 'posted'
      AND (NOT EXISTS (SELECT 1 FROM days_to_forget WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
           OR EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = OLD.timesheet_id AND entry_id = OLD.entry_id
                                                  AND state = 'intended')))
  OR EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
BEGIN SELECT RAISE(ABORT, 'a plan of which something may stand in Clockify cannot go'); END;

CREATE TRIGGER row_begins_unsent_or_stands BEFORE INSERT ON outbox
WHEN NEW.state = 'in_flight'
  OR (NEW.state = 'planned' AND NEW.attempt <> 0)
  OR ((NEW.attempt <> 0 OR NEW.origin IN ('created', 'found'))
      AND NOT EXISTS (SELECT 1 FROM days_to_forget WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date))
BEGIN SELECT RAISE(ABORT, 'a new row was never sent'); END;

CREATE TRIGGER day_to_forget_is_settled BEFORE INSERT ON days_to_forget
WHEN EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date AND state = 'in_flight')
BEGIN SELECT RAISE(ABORT, 'a day of which something is in doubt cannot be forgotten'); END;

CREATE TRIGGER nothing_is_sent_beside_a_withdrawal BEFORE UPDATE ON outbox
WHEN NEW.state = 'in_flight'
 AND (EXISTS (SELECT 1 FROM days_to_forget WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)
      OR EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = NEW.timesheet_id AND state = 'intended'
                                             AND start_s < NEW.end_s AND NEW.start_s < end_s))
BEGIN SELECT RAISE(ABORT, 'an entry is still to be deleted there'); END;

CREATE TRIGGER withdrawn_entry_is_nobodys BEFORE UPDATE OF entry_id ON outbox
WHEN EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = NEW.timesheet_id AND entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the entry was taken back'); END;

CREATE TRIGGER withdrawn_entry_comes_with_no_plan BEFORE INSERT ON outbox
WHEN EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = NEW.timesheet_id AND entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the entry was taken back'); END;

CREATE TRIGGER withdrawal_goes_its_way BEFORE UPDATE ON withdrawals
WHEN NEW.state <> 'deleted'
  OR (NEW.timesheet_id, NEW.entry_id, NEW.date, NEW.project_id, NEW.task_id, NEW.start_s, NEW.end_s, NEW.description,
      NEW.billable, NEW.tags) IS NOT
     (OLD.timesheet_id, OLD.entry_id, OLD.date, OLD.project_id, OLD.task_id, OLD.start_s, OLD.end_s, OLD.description,
      OLD.billable, OLD.tags)
BEGIN SELECT RAISE(ABORT, 'what was taken back does not change'); END;

CREATE TRIGGER withdrawal_stays BEFORE DELETE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'what was taken back is remembered'); END;
)";

// The rules whose place others take.
constexpr std::string_view k_gone[] = {"row_goes_with_its_plan", "row_begins_unsent"};

std::string without(std::string rules, std::string_view trigger) {
  const auto start = rules.find("\nCREATE TRIGGER " + std::string{trigger} + " ");
  constexpr std::string_view k_end = "END;\n";
  rules.erase(start, rules.find(k_end, start) + k_end.size() - start);
  return rules;
}

}  // namespace

std::string schema_of_version_3() {
  std::string schema = schema_of_version_2();
  for (const auto trigger : k_gone) schema = without(std::move(schema), trigger);
  return schema + k_withdrawal_tables;
}

std::string steps_to_version_3() {
  std::string steps;
  for (const auto trigger : k_gone) steps += "DROP TRIGGER " + std::string{trigger} + ";\n";
  return steps + k_withdrawal_tables;
}

}  // namespace libsync::store
