// SPDX-License-Identifier: MIT
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/cells.hpp>
#include <libsync/store_sql/days.hpp>
#include <libsync/store_sql/failures.hpp>
#include <libsync/store_sql/outbox.hpp>

#include <fmt/format.h>

namespace libsync::store {
namespace {

Look one_row(const Database& database, const RowKey& row) {
  return [&database, &row](int rows) {
    if (rows == 1) return;
    throw broken_rule(database.name(), fmt::format("entry {} of {} is not in the state for this change", row.slot + 1,
                                                   format_date(row.day.date)));
  };
}

// Inside a transaction, to whose end `posted` lasts.
void set_posted(Database& database, const Posted& posted) {
  const auto& [row, seen, entry, origin, mismatch] = posted;
  const auto sheet = registered(database, row.day.timesheet);
  Query{database,
        "UPDATE outbox SET state = 'posted', entry_id = ?, origin = ?, mismatch = ? "
        "WHERE timesheet_id = ? AND date = ? AND slot = ? AND state IN ('planned', 'in_flight') "
        "AND project_id = ? AND task_id IS NOT DISTINCT FROM ? AND start_s = ? AND end_s = ? AND description = ? "
        "AND billable IS NOT DISTINCT FROM ? AND tags = ? AND NOT EXISTS (SELECT 1 FROM days_to_forget AS day "
        "WHERE day.timesheet_id = outbox.timesheet_id AND day.date = outbox.date)",
        entry,
        spelled(origin),
        mismatch,
        sheet.id,
        row.day.date,
        row.slot,
        seen.project,
        seen.task,
        seen.interval.start,
        seen.interval.end,
        seen.description,
        seen.billable,
        join(seen.tags)}
      .run(one_row(database, row));
  record_for_older_tool(database, sheet, row.day, seen.project, entry);
}

// Inside a transaction, to whose end `are_as_seen` lasts: false when the row is not as it was seen.
void set_in_flight(Database& database, const TimesheetRow& sheet, const PlanStore::Intent& intent, bool& are_as_seen) {
  const auto& [row, seen, sent_at, baseline] = intent;
  Query{database,
        "UPDATE outbox SET state = 'in_flight', attempt = attempt + 1, sent_at_s = ?, baseline = ? "
        "WHERE timesheet_id = ? AND date = ? AND slot = ? AND attempt = ? AND state = ? "
        "AND sent_at_s IS NOT DISTINCT FROM ? AND state IN ('planned', 'in_flight') "
        "AND project_id = ? AND task_id IS NOT DISTINCT FROM ? AND start_s = ? AND end_s = ? AND description = ? "
        "AND billable IS NOT DISTINCT FROM ? AND tags = ? AND NOT EXISTS (SELECT 1 FROM days_to_forget AS day "
        "WHERE day.timesheet_id = outbox.timesheet_id AND day.date = outbox.date) "
        "AND NOT EXISTS (SELECT 1 FROM withdrawals AS other WHERE other.timesheet_id = outbox.timesheet_id "
        "AND other.state = 'intended' AND other.start_s < outbox.end_s AND outbox.start_s < other.end_s)",
        sent_at,
        join(baseline),
        sheet.id,
        row.day.date,
        row.slot,
        seen.attempt,
        spelled(seen.state),
        seen.sent_at,
        seen.entry.project,
        seen.entry.task,
        seen.entry.interval.start,
        seen.entry.interval.end,
        seen.entry.description,
        seen.entry.billable,
        join(seen.entry.tags)}
      .run([&are_as_seen](int rows) { are_as_seen = are_as_seen && rows == 1; });
}

}  // namespace

// T2
bool begin_sends(Database& database, std::span<const PlanStore::Intent> intents, std::span<const Posted> before) {
  const auto sheet = registered(database, intents.front().row.day.timesheet);
  {
    Transaction transaction{database};
    for (const Posted& posted : before) set_posted(database, posted);
    bool are_as_seen = true;
    for (const auto& intent : intents) set_in_flight(database, sheet, intent, are_as_seen);
    database.finish();
    if (are_as_seen) {
      transaction.commit();
      return true;
    }
  }
  if (!before.empty()) write_all_posted(database, before);
  return false;
}

// T3
void write_all_posted(Database& database, std::span<const Posted> posted) {
  Transaction transaction{database};
  for (const Posted& each : posted) set_posted(database, each);
  transaction.commit();
}

// T4. A trigger remembers the attempt.
bool write_refused(Database& database, const RowKey& row, int attempt) {
  const auto sheet = registered(database, row.day.timesheet);
  Transaction transaction{database};
  Query refused{database,
                "UPDATE outbox SET state = 'planned' "
                "WHERE timesheet_id = ? AND date = ? AND slot = ? AND state = 'in_flight' AND attempt = ?",
                sheet.id,
                row.day.date,
                row.slot,
                attempt};
  if (refused.count() != 1) return false;
  transaction.commit();
  return true;
}

std::vector<RefusedAttempt> refused_attempts(Database& database, const Timesheet& timesheet) {
  std::vector<RefusedAttempt> attempts;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return attempts;
  Query rows{database,
             "SELECT date, slot, project_id, start_s, end_s, description, attempt, sent_at_s FROM refused_attempts "
             "WHERE timesheet_id = ? ORDER BY date, id",
             sheet->id};
  while (rows.next()) {
    attempts.push_back(
        {.row = {{timesheet, required(database, parse_date(rows.text(0)))}, static_cast<int>(rows.integer(1))},
         .project = required(database, ProjectId::parse(rows.text(2))),
         .interval = {time_in(rows, 3), time_in(rows, 4)},
         .description = rows.text(5),
         .attempt = static_cast<int>(rows.integer(6)),
         .sent_at = time_in(rows, 7)});
  }
  return attempts;
}

void write_mismatch(Database& database, const RowKey& row, const std::string& mismatch) {
  const auto sheet = registered(database, row.day.timesheet);
  Transaction transaction{database};
  Query{database,
        "UPDATE outbox SET mismatch = ?1 WHERE timesheet_id = ?2 AND date = ?3 AND slot = ?4 AND state = 'posted' "
        "AND NOT EXISTS (SELECT 1 FROM done_days AS done WHERE done.timesheet_id = ?2 AND done.date = ?3) "
        "AND NOT (?6 <> 0 AND EXISTS (SELECT 1 FROM synced_days AS done WHERE done.date = ?3 AND done.workspace_id = "
        "?5))",
        mismatch,
        sheet.id,
        row.day.date,
        row.slot,
        row.day.timesheet.workspace,
        sheet.owns_older_rows}
      .run(one_row(database, row));
  transaction.commit();
}

std::vector<PostedEntry> posted_in(Database& database, const Timesheet& timesheet, const Interval& range) {
  std::vector<PostedEntry> entries;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet || range.empty()) return entries;
  Query rows{database,
             "SELECT date, slot, project_id, start_s, end_s, description, entry_id FROM outbox "
             "WHERE timesheet_id = ? AND state = 'posted' AND end_s > ? AND start_s < ? ORDER BY start_s, date, slot",
             sheet->id, range.start, range.end};
  while (rows.next()) {
    entries.push_back(
        {.row = {{timesheet, required(database, parse_date(rows.text(0)))}, static_cast<int>(rows.integer(1))},
         .project = required(database, ProjectId::parse(rows.text(2))),
         .interval = {time_in(rows, 3), time_in(rows, 4)},
         .description = rows.text(5),
         .entry = required(database, EntryId::parse(rows.text(6)))});
  }
  return entries;
}

}  // namespace libsync::store
