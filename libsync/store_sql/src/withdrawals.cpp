// SPDX-License-Identifier: MIT
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/cells.hpp>
#include <libsync/store_sql/failures.hpp>
#include <libsync/store_sql/plans.hpp>
#include <libsync/store_sql/withdrawals.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::store {
namespace {

const OutboxRow* row_with(const DayPlan& plan, const EntryId& entry) {
  const auto found = std::ranges::find(plan.rows, entry, &OutboxRow::entry_id);
  return found == plan.rows.end() ? nullptr : &*found;
}

[[noreturn]] void refuse(const Database& database, LocalDate date, const char* why) {
  throw broken_rule(database.name(), fmt::format("{}: {}", format_date(date), why));
}

// What stays of the plan stays under its entries, and what goes is gone from it.
void require_sound(const Database& database, const WithdrawalStore::DayWithdrawal& withdrawal) {
  const auto& [seen, to_delete, instead] = withdrawal;
  std::set<EntryId> taken;
  const auto take = [&](const EntryId& entry) {
    if (row_with(seen, entry) == nullptr) refuse(database, seen.date, "an entry is not one of the day");
    if (!taken.insert(entry).second) refuse(database, seen.date, "an entry is wanted twice");
  };
  for (const auto& row : seen.rows) {
    if (row.state == RowState::in_flight) refuse(database, seen.date, "an entry is in doubt");
  }
  for (const auto& entry : to_delete) take(entry);
  if (!instead) return;
  if (instead->key() != seen.key()) refuse(database, seen.date, "the new plan is of another day");
  for (const auto& row : instead->rows) {
    if (row.entry_id) take(*row.entry_id);
  }
}

bool is_to_be_forgotten(Database& database, const TimesheetRow& sheet, LocalDate date) {
  Query day{database, "SELECT 1 FROM days_to_forget WHERE timesheet_id = ? AND date = ?", sheet.id, date};
  return day.next();
}

void insert(Database& database, const TimesheetRow& sheet, LocalDate date, const OutboxRow& row) {
  Query{database,
        "INSERT INTO withdrawals(timesheet_id, entry_id, date, project_id, task_id, start_s, end_s, description, "
        "billable, tags, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intended')",
        sheet.id,
        *row.entry_id,
        date,
        row.entry.project,
        row.entry.task,
        row.entry.interval.start,
        row.entry.interval.end,
        row.entry.description,
        row.entry.billable,
        join(row.entry.tags)}
      .run();
}

// The day is not done any more, and the older tool knows nothing of it.
void forget_what_is_done(Database& database, const TimesheetRow& sheet, const DayKey& day) {
  if (sheet.owns_older_rows) {
    for (const char* statement : {"DELETE FROM synced_days WHERE date = ? AND workspace_id = ?",
                                  "DELETE FROM synced_entries WHERE date = ? AND workspace_id = ?"}) {
      Query{database, statement, day.date, day.timesheet.workspace}.run();
    }
  }
  for (const char* statement : {"DELETE FROM done_days WHERE timesheet_id = ? AND date = ?",
                                "DELETE FROM day_plans WHERE timesheet_id = ? AND date = ?"}) {
    Query{database, statement, sheet.id, day.date}.run();
  }
}

void end_forgetting(Database& database, const TimesheetRow& sheet, LocalDate date) {
  Query{database, "DELETE FROM days_to_forget WHERE timesheet_id = ? AND date = ?", sheet.id, date}.run();
}

}  // namespace

// W1. A day is to be forgotten for the moment also when another plan takes its place: so long what stands may go.
bool begin_withdrawal(Database& database, const WithdrawalStore::DayWithdrawal& withdrawal) {
  const auto& [seen, to_delete, instead] = withdrawal;
  require_sound(database, withdrawal);
  if (instead) require_tiling(database, *instead);
  const auto sheet = registered(database, seen.timesheet);
  Transaction transaction{database};
  if (is_to_be_forgotten(database, sheet, seen.date) || day_plan(database, seen.key()) != seen) return false;
  Query{database, "INSERT INTO days_to_forget(timesheet_id, date) VALUES (?, ?)", sheet.id, seen.date}.run();
  if (instead) {
    forget_what_is_done(database, sheet, seen.key());
    insert_plan(database, sheet, *instead);
    end_forgetting(database, sheet, seen.date);
  }
  for (const auto& entry : to_delete) insert(database, sheet, seen.date, *row_with(seen, entry));
  transaction.commit();
  return true;
}

// W2
void write_deleted(Database& database, const Timesheet& timesheet, const EntryId& entry) {
  const auto sheet = registered(database, timesheet);
  Transaction transaction{database};
  Query{database, "UPDATE withdrawals SET state = 'deleted' WHERE timesheet_id = ? AND entry_id = ?", sheet.id, entry}
      .run([&](int rows) {
        if (rows != 1) throw broken_rule(database.name(), fmt::format("entry {} was never withdrawn", entry.str()));
      });
  transaction.commit();
}

// W3
void forget_day(Database& database, const DayKey& day) {
  const auto sheet = registered(database, day.timesheet);
  Transaction transaction{database};
  {
    Query left{database, "SELECT 1 FROM withdrawals WHERE timesheet_id = ? AND date = ? AND state = 'intended'",
               sheet.id, day.date};
    if (left.next()) refuse(database, day.date, "an entry is still to be deleted");
  }
  forget_what_is_done(database, sheet, day);
  end_forgetting(database, sheet, day.date);
  Query{database, "DELETE FROM entries_in_the_way WHERE timesheet_id = ? AND date = ?", sheet.id, day.date}.run();
  transaction.commit();
}

std::vector<Withdrawal> withdrawals(Database& database, const Timesheet& timesheet) {
  std::vector<Withdrawal> all;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return all;
  Query rows{database,
             "SELECT date, entry_id, project_id, task_id, start_s, end_s, description, billable, tags, state "
             "FROM withdrawals WHERE timesheet_id = ? ORDER BY date, start_s, entry_id",
             sheet->id};
  while (rows.next()) {
    all.push_back({.day = {timesheet, required(database, parse_date(rows.text(0)))},
                   .id = required(database, EntryId::parse(rows.text(1))),
                   .entry = entry_in(database, rows, 2),
                   .state = rows.text(9) == "deleted" ? WithdrawalState::deleted : WithdrawalState::intended});
  }
  return all;
}

std::set<LocalDate> days_to_forget(Database& database, const Timesheet& timesheet) {
  std::set<LocalDate> days;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return days;
  Query rows{database, "SELECT date FROM days_to_forget WHERE timesheet_id = ? ORDER BY date", sheet->id};
  while (rows.next()) days.insert(required(database, parse_date(rows.text(0))));
  return days;
}

}  // namespace libsync::store
