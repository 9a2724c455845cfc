// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace libsync::store {
namespace {

// A gap or a row that is put into the plan of its day.
const char* const k_lies_outside =
    R"(NOT EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                           AND start_s <= NEW.start_s AND NEW.end_s <= end_s))";
const char* const k_overlaps =
    R"(EXISTS (SELECT 1 FROM plan_gaps WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                       AND start_s < NEW.end_s AND NEW.start_s < end_s)
  OR EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date
                                    AND start_s < NEW.end_s AND NEW.start_s < end_s))";

// No other row of the workspace has the entry, and the older tool has not recorded it for another day or project.
const char* const k_has_another_owner =
    R"(EXISTS (SELECT 1 FROM synced_entries AS entry JOIN timesheets AS sheet USING (workspace_id)
             WHERE sheet.id = NEW.timesheet_id AND entry.clockify_entry_id = NEW.entry_id
               AND (entry.date <> NEW.date OR entry.project_id <> NEW.project_id))
  OR EXISTS (SELECT 1 FROM outbox AS placed JOIN timesheets AS theirs ON theirs.id = placed.timesheet_id
             JOIN timesheets AS ours ON ours.workspace_id = theirs.workspace_id
             WHERE placed.entry_id = NEW.entry_id AND ours.id = NEW.timesheet_id
               AND (placed.timesheet_id, placed.date, placed.slot)
                   IS DISTINCT FROM (NEW.timesheet_id, NEW.date, NEW.slot)))";

// What keeps a planned day from being done, of the row `plan`: something is not posted as planned, a project is not
// recorded under one of its pieces (`recorded`), or rows and gaps together are not the work hours.
std::string incomplete(std::string_view recorded) {
  return fmt::format(R"((EXISTS (SELECT 1 FROM outbox AS placed
                 WHERE placed.timesheet_id = plan.timesheet_id AND placed.date = plan.date
                   AND (placed.state <> 'posted' OR placed.mismatch <> ''{}))
         OR plan.end_s - plan.start_s <>
            (SELECT coalesce(sum(end_s - start_s), 0) FROM outbox AS placed
             WHERE placed.timesheet_id = plan.timesheet_id AND placed.date = plan.date) +
            (SELECT coalesce(sum(end_s - start_s), 0) FROM plan_gaps AS gap
             WHERE gap.timesheet_id = plan.timesheet_id AND gap.date = plan.date)))",
                     recorded);
}

const char* const k_not_complete = "the entries of the day are not all posted as planned";

std::string older_day_incomplete() {
  return fmt::format(R"(EXISTS (
  SELECT 1 FROM timesheets AS sheet JOIN day_plans AS plan ON plan.timesheet_id = sheet.id
  WHERE sheet.workspace_id = NEW.workspace_id AND sheet.owns_older_rows = 1 AND plan.date = NEW.date
    AND {}))",
                     incomplete(R"(
                        OR NOT EXISTS (SELECT 1 FROM synced_entries AS entry JOIN outbox AS piece
                                         ON piece.entry_id = entry.clockify_entry_id
                                       WHERE entry.date = placed.date AND entry.workspace_id = NEW.workspace_id
                                         AND entry.project_id = placed.project_id
                                         AND piece.timesheet_id = placed.timesheet_id AND piece.date = placed.date
                                         AND piece.project_id = placed.project_id))"));
}

std::string done_day_incomplete() {
  return fmt::format(R"(EXISTS (
  SELECT 1 FROM day_plans AS plan
  WHERE plan.timesheet_id = NEW.timesheet_id AND plan.date = NEW.date
    AND {}))",
                     incomplete(""));
}

std::vector<Rule> all_rules() {
  return {
      // Timesheets, plans and days.
      {"first_timesheet_owns_older_rows", "INSERT ON timesheets",
       R"((NEW.owns_older_rows = 1) = EXISTS (SELECT 1 FROM timesheets WHERE workspace_id = NEW.workspace_id))",
       "the rows of the older tool belong to the first timesheet of a workspace"},
      {"timesheet_is_as_it_was", "UPDATE ON timesheets", "", "a timesheet does not change"},
      {"timesheet_stays", "DELETE ON timesheets", "", "a timesheet stays"},
      {"plan_of_a_day_not_done", "INSERT ON day_plans",
       R"(EXISTS (SELECT 1 FROM done_days WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)
  OR EXISTS (SELECT 1 FROM timesheets AS sheet JOIN synced_days AS done USING (workspace_id)
             WHERE sheet.id = NEW.timesheet_id AND sheet.owns_older_rows = 1 AND done.date = NEW.date))",
       "a day that is done cannot be planned again"},
      {"plan_is_frozen", "UPDATE ON day_plans", "", "a day plan is frozen"},
      {"gap_lies_in_its_plan", "INSERT ON plan_gaps", k_lies_outside, "a gap lies outside the work hours of its day"},
      {"gaps_do_not_overlap", "INSERT ON plan_gaps", k_overlaps, "a gap overlaps something of its day"},
      {"gap_is_frozen", "UPDATE ON plan_gaps", "", "a day plan is frozen"},
      {"gap_goes_with_its_plan", "DELETE ON plan_gaps",
       R"(EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date))",
       "a gap goes with its plan only"},
      {"row_lies_in_its_plan", "INSERT ON outbox", k_lies_outside, "an entry lies outside the work hours of its day"},
      {"rows_do_not_overlap", "INSERT ON outbox", k_overlaps, "an entry overlaps something of its day"},
      {"slots_are_in_order", "INSERT ON outbox",
       R"(NEW.slot <> (SELECT count(*) FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)
  OR EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date AND start_s > NEW.start_s))",
       "the slots of a day are not in the order of its entries"},
      {"row_keeps_its_place", "UPDATE ON outbox",
       R"((NEW.timesheet_id, NEW.date, NEW.slot, NEW.start_s, NEW.end_s) IS DISTINCT FROM
     (OLD.timesheet_id, OLD.date, OLD.slot, OLD.start_s, OLD.end_s))",
       "a frozen entry cannot move"},
      {"row_content_is_frozen", "UPDATE ON outbox",
       R"((NEW.project_id, NEW.task_id, NEW.description, NEW.billable, NEW.tags, NEW.sources) IS DISTINCT FROM
     (OLD.project_id, OLD.task_id, OLD.description, OLD.billable, OLD.tags, OLD.sources)
 AND (OLD.state <> 'planned' OR NEW.state <> 'planned'
      OR EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date
                                        AND state = 'in_flight')))",
       "an entry that may stand in Clockify cannot change"},
      {"row_goes_its_way", "UPDATE ON outbox",
       R"(NOT (
     (NEW.state = 'in_flight' AND OLD.state IN ('planned', 'in_flight') AND NEW.attempt = OLD.attempt + 1)
  OR (NEW.state = 'planned' AND OLD.state = 'in_flight' AND NEW.attempt = OLD.attempt)
  OR (NEW.state = 'planned' AND OLD.state = 'planned' AND NEW.attempt = OLD.attempt
      AND NEW.sent_at_s IS NOT DISTINCT FROM OLD.sent_at_s)
  OR (NEW.state = 'posted' AND OLD.state IN ('planned', 'in_flight') AND NEW.attempt = OLD.attempt
      AND (NEW.origin <> 'created' OR OLD.state = 'in_flight'))
  OR (NEW.state = 'posted' AND OLD.state = 'posted' AND NEW.attempt = OLD.attempt
      AND NEW.entry_id = OLD.entry_id AND NEW.origin = OLD.origin)))",
       "an entry cannot go from this state to that one"},
      {"refusal_is_as_it_was", "UPDATE ON refused_attempts", "", "what was refused does not change"},
      {"refusal_goes_with_its_day", "DELETE ON refused_attempts",
       R"(NOT EXISTS (SELECT 1 FROM done_days WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
 AND NOT EXISTS (SELECT 1 FROM timesheets AS sheet JOIN synced_days AS done USING (workspace_id)
                 WHERE sheet.id = OLD.timesheet_id AND sheet.owns_older_rows = 1 AND done.date = OLD.date))",
       "what was refused is remembered until its day is done"},
      {"done_day_is_of_no_owner", "INSERT ON done_days",
       R"(NOT EXISTS (SELECT 1 FROM timesheets WHERE id = NEW.timesheet_id AND owns_older_rows = 0))",
       "the days of this timesheet are those of the older tool"},
      {"done_day_is_as_it_was", "UPDATE ON done_days", "", "a day that is done does not change"},
      {"row_that_stands_goes_with_its_day", "DELETE ON outbox",
       R"(OLD.state = 'in_flight'
  OR (OLD.state = 'posted'
      AND (NOT EXISTS (SELECT 1 FROM days_to_forget WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date)
           OR EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = OLD.timesheet_id AND entry_id = OLD.entry_id
                                                  AND state = 'intended')))
  OR EXISTS (SELECT 1 FROM day_plans WHERE timesheet_id = OLD.timesheet_id AND date = OLD.date))",
       "a plan of which something may stand in Clockify cannot go"},
      {"row_begins_unsent_or_stands", "INSERT ON outbox",
       R"(NEW.state = 'in_flight'
  OR (NEW.state = 'planned' AND NEW.attempt <> 0)
  OR ((NEW.attempt <> 0 OR NEW.origin IN ('created', 'found'))
      AND NOT EXISTS (SELECT 1 FROM days_to_forget WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)))",
       "a new row was never sent"},
      {"day_to_forget_is_settled", "INSERT ON days_to_forget",
       R"(EXISTS (SELECT 1 FROM outbox WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date AND state = 'in_flight'))",
       "a day of which something is in doubt cannot be forgotten"},
      {"nothing_is_sent_beside_a_withdrawal", "UPDATE ON outbox",
       R"(NEW.state = 'in_flight'
 AND (EXISTS (SELECT 1 FROM days_to_forget WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date)
      OR EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = NEW.timesheet_id AND state = 'intended'
                                             AND start_s < NEW.end_s AND NEW.start_s < end_s)))",
       "an entry is still to be deleted there"},
      {"withdrawn_entry_is_nobodys", "UPDATE OF entry_id ON outbox",
       R"(EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = NEW.timesheet_id AND entry_id = NEW.entry_id))",
       "the entry was taken back"},
      {"withdrawn_entry_comes_with_no_plan", "INSERT ON outbox",
       R"(EXISTS (SELECT 1 FROM withdrawals WHERE timesheet_id = NEW.timesheet_id AND entry_id = NEW.entry_id))",
       "the entry was taken back"},
      {"withdrawal_goes_its_way", "UPDATE ON withdrawals",
       R"(NEW.state <> 'deleted'
  OR (NEW.timesheet_id, NEW.entry_id, NEW.date, NEW.project_id, NEW.task_id, NEW.start_s, NEW.end_s, NEW.description,
      NEW.billable, NEW.tags) IS DISTINCT FROM
     (OLD.timesheet_id, OLD.entry_id, OLD.date, OLD.project_id, OLD.task_id, OLD.start_s, OLD.end_s, OLD.description,
      OLD.billable, OLD.tags))",
       "what was taken back does not change"},
      {"withdrawal_stays", "DELETE ON withdrawals", "", "what was taken back is remembered"},

      // Across days and timesheets.
      {"entry_has_one_owner", "UPDATE OF entry_id ON outbox", k_has_another_owner,
       "the entry is recorded for another row"},
      {"new_entry_has_one_owner", "INSERT ON outbox", k_has_another_owner, "the entry is recorded for another row"},
      {"synced_day_is_complete_on_insert", "INSERT ON synced_days", older_day_incomplete(), k_not_complete},
      {"synced_day_is_complete_on_update", "UPDATE ON synced_days", older_day_incomplete(), k_not_complete},
      {"done_day_is_complete", "INSERT ON done_days", done_day_incomplete(), k_not_complete},
      {"fence_only_grows", "UPDATE ON runs", "NEW.fence <= OLD.fence",
       "a run takes a later number than the one before"},
      {"fence_stays", "DELETE ON runs", "", "the number of the last run is remembered"},
  };
}

std::string definition(const char* name, const char* moment, const std::string& event, const std::string& body) {
  return fmt::format(
      "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS $body${1}$body$;\n"
      "CREATE TRIGGER {0} {2} {3} FOR EACH ROW EXECUTE FUNCTION {0}();\n",
      name, body, moment, event);
}

}  // namespace

std::span<const Rule> rules_of_version_1() {
  static const std::vector<Rule> rules = all_rules();
  return rules;
}

std::string body_of(const Rule& rule) {
  const bool is_delete = std::string_view{rule.event}.starts_with("DELETE");
  return fmt::format(R"(
BEGIN
  IF {} THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{}';
  END IF;
  RETURN {};
END;
)",
                     rule.condition.empty() ? "true" : rule.condition, rule.refusal, is_delete ? "OLD" : "NEW");
}

std::string definition_of(const Rule& rule) {
  return definition(rule.name, "BEFORE", rule.event, body_of(rule));
}

std::string body_of_memory() {
  return R"(
BEGIN
  IF OLD.state = 'in_flight' AND NEW.state = 'planned' THEN
    INSERT INTO refused_attempts(timesheet_id, date, slot, project_id, start_s, end_s, description, attempt, sent_at_s)
    VALUES (OLD.timesheet_id, OLD.date, OLD.slot, OLD.project_id, OLD.start_s, OLD.end_s, OLD.description, OLD.attempt,
            OLD.sent_at_s);
  END IF;
  RETURN NEW;
END;
)";
}

std::string definition_of_memory() {
  return definition(k_memory, "AFTER", "UPDATE ON outbox", body_of_memory());
}

}  // namespace libsync::store
