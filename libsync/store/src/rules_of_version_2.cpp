// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <fmt/format.h>

#include <utility>

namespace libsync::store {
namespace {

const char* const k_plan_rules = R"(
CREATE TRIGGER first_timesheet_owns_older_rows BEFORE INSERT ON timesheets
WHEN NEW.owns_older_rows = EXISTS (SELECT 1 FROM timesheets WHERE workspace_id = NEW.workspace_id)
BEGIN SELECT RAISE(ABORT, 'the rows of the older tool belong to the first timesheet of a workspace'); END;

CREATE TRIGGER timesheet_is_as_it_was BEFORE UPDATE ON timesheets
BEGIN SELECT RAISE(ABORT, 'a timesheet does not change'); END;

CREATE TRIGGER timesheet_stays BEFORE DELETE ON timesheets
BEGIN SELECT RAISE(ABORT, 'a timesheet stays'); END;

CREATE TRIGGER plan_of_a_day_not_done BEFORE INSERT ON day_plans
WHEN EXISTS (SELECT 1 FROM done_days WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)
  OR EXISTS (SELECT 1 FROM timesheets AS sheet JOIN synced_days AS done USING (workspace_id)
             WHERE sheet.id = NEW.timesheet_id AND sheet.owns_older_rows = 1 AND done.date = NEW.date)
BEGIN SELECT RAISE(ABORT, 'a day that is done cannot be planned again'); END;

CREATE TRIGGER plan_is_frozen BEFORE UPDATE ON day_plans
BEGIN SELECT RAISE(ABORT, 'a day plan is frozen'); END;

CREATE TRIGGER gap_lies_in_its_plan BEFORE INSERT ON plan_gaps
WHEN NOT EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                           AND start_s <= NEW.start_s AND NEW.end_s <= end_s)
BEGIN SELECT RAISE(ABORT, 'a gap lies outside the work hours of its day'); END;

CREATE TRIGGER gaps_do_not_overlap BEFORE INSERT ON plan_gaps
WHEN EXISTS (SELECT 1 FROM plan_gaps WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                       AND start_s < NEW.end_s AND NEW.start_s < end_s)
  OR EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                    AND start_s < NEW.end_s AND NEW.start_s < end_s)
BEGIN SELECT RAISE(ABORT, 'a gap overlaps something of its day'); END;

CREATE TRIGGER gap_is_frozen BEFORE UPDATE ON plan_gaps
BEGIN SELECT RAISE(ABORT, 'a day plan is frozen'); END;

CREATE TRIGGER gap_goes_with_its_plan BEFORE DELETE ON plan_gaps
WHEN EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
BEGIN SELECT RAISE(ABORT, 'a gap goes with its plan only'); END;

CREATE TRIGGER row_lies_in_its_plan BEFORE INSERT ON outbox
WHEN NOT EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                           AND start_s <= NEW.start_s AND NEW.end_s <= end_s)
BEGIN SELECT RAISE(ABORT, 'an entry lies outside the work hours of its day'); END;

CREATE TRIGGER rows_do_not_overlap BEFORE INSERT ON outbox
WHEN EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                    AND start_s < NEW.end_s AND NEW.start_s < end_s)
  OR EXISTS (SELECT 1 FROM plan_gaps WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                       AND start_s < NEW.end_s AND NEW.start_s < end_s)
BEGIN SELECT RAISE(ABORT, 'an entry overlaps something of its day'); END;

CREATE TRIGGER slots_are_in_order BEFORE INSERT ON outbox
WHEN NEW.slot <> (SELECT count(*) FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)
  OR EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date AND start_s > NEW.start_s)
BEGIN SELECT RAISE(ABORT, 'the slots of a day are not in the order of its entries'); END;

CREATE TRIGGER row_begins_unsent BEFORE INSERT ON outbox
WHEN NEW.attempt <> 0 OR NEW.state = 'in_flight' OR NEW.origin IN ('created', 'found')
BEGIN SELECT RAISE(ABORT, 'a new row was never sent'); END;

CREATE TRIGGER row_keeps_its_place BEFORE UPDATE ON outbox
WHEN (NEW.timesheet_id, NEW.date, NEW.slot, NEW.start_s, NEW.end_s) IS NOT
     (OLD.timesheet_id, OLD.date, OLD.slot, OLD.start_s, OLD.end_s)
BEGIN SELECT RAISE(ABORT, 'a frozen entry cannot move'); END;

CREATE TRIGGER row_content_is_frozen BEFORE UPDATE ON outbox
WHEN (NEW.project_id, NEW.task_id, NEW.description, NEW.billable, NEW.tags, NEW.sources) IS NOT
     (OLD.project_id, OLD.task_id, OLD.description, OLD.billable, OLD.tags, OLD.sources)
 AND (OLD.state <> 'planned' OR NEW.state <> 'planned'
      OR EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date
                                        AND state = 'in_flight'))
BEGIN SELECT RAISE(ABORT, 'an entry that may stand in Clockify cannot change'); END;

CREATE TRIGGER row_goes_its_way BEFORE UPDATE ON outbox
WHEN NOT (
     (NEW.state = 'in_flight' AND OLD.state IN ('planned', 'in_flight') AND NEW.attempt = OLD.attempt + 1)
  OR (NEW.state = 'planned' AND OLD.state = 'in_flight' AND NEW.attempt = OLD.attempt)
  OR (NEW.state = 'planned' AND OLD.state = 'planned' AND NEW.attempt = OLD.attempt
      AND NEW.sent_at_s IS OLD.sent_at_s)
  OR (NEW.state = 'posted' AND OLD.state IN ('planned', 'in_flight') AND NEW.attempt = OLD.attempt
      AND (NEW.origin <> 'created' OR OLD.state = 'in_flight'))
  OR (NEW.state = 'posted' AND OLD.state = 'posted' AND NEW.attempt = OLD.attempt
      AND NEW.entry_id = OLD.entry_id AND NEW.origin = OLD.origin))
BEGIN SELECT RAISE(ABORT, 'an entry cannot go from this state to that one'); END;

CREATE TRIGGER row_goes_with_its_plan BEFORE DELETE ON outbox
WHEN OLD.state <> 'planned'
  OR EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
BEGIN SELECT RAISE(ABORT, 'a plan of which something may stand in Clockify cannot go'); END;

CREATE TRIGGER refusal_is_remembered AFTER UPDATE ON outbox
WHEN OLD.state = 'in_flight' AND NEW.state = 'planned'
BEGIN
  INSERT INTO refused_attempts(timesheet_id, date, slot, project_id, start_s, end_s, description, attempt, sent_at_s)
  VALUES (OLD.timesheet_id, OLD.date, OLD.slot, OLD.project_id, OLD.start_s, OLD.end_s, OLD.description, OLD.attempt,
          OLD.sent_at_s);
END;

CREATE TRIGGER refusal_is_as_it_was BEFORE UPDATE ON refused_attempts
BEGIN SELECT RAISE(ABORT, 'what was refused does not change'); END;

CREATE TRIGGER refusal_goes_with_its_day BEFORE DELETE ON refused_attempts
WHEN NOT EXISTS (SELECT 1 FROM done_days WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
 AND NOT EXISTS (SELECT 1 FROM timesheets AS sheet JOIN synced_days AS done USING (workspace_id)
                 WHERE sheet.id = OLD.timesheet_id AND sheet.owns_older_rows = 1 AND done.date = OLD.date)
BEGIN SELECT RAISE(ABORT, 'what was refused is remembered until its day is done'); END;

CREATE TRIGGER done_day_is_of_no_owner BEFORE INSERT ON done_days
WHEN NOT EXISTS (SELECT 1 FROM timesheets WHERE id = NEW.timesheet_id AND owns_older_rows = 0)
BEGIN SELECT RAISE(ABORT, 'the days of this timesheet are those of the older tool'); END;

CREATE TRIGGER done_day_is_as_it_was BEFORE UPDATE ON done_days
BEGIN SELECT RAISE(ABORT, 'a day that is done does not change'); END;
)";

// No other row of the workspace has the entry, and the older tool has not recorded it for another day or project.
std::string owner_rules() {
  std::string rules;
  for (const auto& [name, event] :
       {std::pair{"entry_has_one_owner", "UPDATE OF entry_id"}, std::pair{"new_entry_has_one_owner", "INSERT"}}) {
    rules += fmt::format(R"(
CREATE TRIGGER {} BEFORE {} ON outbox
WHEN EXISTS (SELECT 1 FROM synced_entries AS entry JOIN timesheets AS sheet USING (workspace_id)
             WHERE sheet.id = NEW.timesheet_id AND entry.clockify_entry_id = NEW.entry_id
               AND (entry.date <> NEW.date OR entry.project_id <> NEW.project_id))
  OR EXISTS (SELECT 1 FROM outbox AS row JOIN timesheets AS theirs ON theirs.id = row.timesheet_id
             JOIN timesheets AS ours ON ours.workspace_id = theirs.workspace_id
             WHERE row.entry_id = NEW.entry_id AND ours.id = NEW.timesheet_id
               AND (row.timesheet_id, row.date, row.slot) IS NOT (NEW.timesheet_id, NEW.date, NEW.slot))
BEGIN SELECT RAISE(ABORT, 'the entry is recorded for another row'); END;
)",
                         name, event);
  }
  return rules;
}

// What keeps a planned day from being done, of the row `plan`: something is not posted as planned, a project is not
// recorded under one of its pieces (`recorded`), or rows and gaps together are not the work hours.
std::string incomplete(const char* recorded) {
  return fmt::format(R"((EXISTS (SELECT 1 FROM outbox AS row
                 WHERE row.timesheet_id = plan.timesheet_id AND row.date = plan.date
                   AND (row.state <> 'posted' OR row.mismatch <> ''{}))
         OR plan.end_s - plan.start_s <>
            (SELECT coalesce(sum(end_s - start_s), 0) FROM outbox AS row
             WHERE row.timesheet_id = plan.timesheet_id AND row.date = plan.date) +
            (SELECT coalesce(sum(end_s - start_s), 0) FROM plan_gaps AS gap
             WHERE gap.timesheet_id = plan.timesheet_id AND gap.date = plan.date)))",
                     recorded);
}

std::string done_day_rules() {
  const std::string recorded = incomplete(R"(
                        OR NOT EXISTS (SELECT 1 FROM synced_entries AS entry JOIN outbox AS piece
                                         ON piece.entry_id = entry.clockify_entry_id
                                       WHERE entry.date = row.date AND entry.workspace_id = NEW.workspace_id
                                         AND entry.project_id = row.project_id
                                         AND piece.timesheet_id = row.timesheet_id AND piece.date = row.date
                                         AND piece.project_id = row.project_id))");
  std::string rules;
  for (const char* event : {"insert", "update"}) {
    rules += fmt::format(R"(
CREATE TRIGGER synced_day_is_complete_on_{0} BEFORE {0} ON synced_days
WHEN EXISTS (
  SELECT 1 FROM timesheets AS sheet JOIN day_plans AS plan ON plan.timesheet_id = sheet.id
  WHERE sheet.workspace_id = NEW.workspace_id AND sheet.owns_older_rows = 1 AND plan.date = NEW.date
    AND {1})
BEGIN SELECT RAISE(ABORT, 'the entries of the day are not all posted as planned'); END;
)",
                         event, recorded);
  }
  return rules + fmt::format(R"(
CREATE TRIGGER done_day_is_complete BEFORE INSERT ON done_days
WHEN EXISTS (
  SELECT 1 FROM day_plans AS plan
  WHERE plan.timesheet_id = NEW.timesheet_id AND plan.date = NEW.date
    AND {})
BEGIN SELECT RAISE(ABORT, 'the entries of the day are not all posted as planned'); END;
)",
                             incomplete(""));
}

}  // namespace

std::string rules_of_version_2() {
  return k_plan_rules + owner_rules() + done_day_rules();
}

}  // namespace libsync::store
