// SPDX-License-Identifier: MIT
#include "withdrawals.hpp"

#include "accounts.hpp"
#include "cells.hpp"
#include "plans.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::store {
namespace {

const OutboxRow* row_with(const DayPlan& plan, const EntryId& entry) {
  const auto found = std::ranges::find(plan.rows, entry, &OutboxRow::entry_id);
  return found == plan.rows.end() ? nullptr : &*found;
}

[[noreturn]] void refuse(const Connection& connection, LocalDate date, const char* why) {
  throw broken_rule(connection.file(), fmt::format("{}: {}", format_date(date), why));
}

// What stays of the plan stays under its entries, and what goes is gone from it.
void require_sound(const Connection& connection, const WithdrawalStore::DayWithdrawal& withdrawal) {
  const auto& [seen, to_delete, instead] = withdrawal;
  std::set<EntryId> taken;
  const auto take = [&](const EntryId& entry) {
    if (row_with(seen, entry) == nullptr) refuse(connection, seen.date, "an entry is not one of the day");
    if (!taken.insert(entry).second) refuse(connection, seen.date, "an entry is wanted twice");
  };
  for (const auto& row : seen.rows) {
    if (row.state == RowState::in_flight) refuse(connection, seen.date, "an entry is in doubt");
  }
  for (const auto& entry : to_delete) take(entry);
  if (!instead) return;
  if (instead->key() != seen.key()) refuse(connection, seen.date, "the new plan is of another day");
  for (const auto& row : instead->rows) {
    if (row.entry_id) take(*row.entry_id);
  }
}

bool is_to_be_forgotten(Connection& connection, const TimesheetRow& sheet, LocalDate date) {
  Query day{connection, "SELECT 1 FROM days_to_forget WHERE timesheet_id = ? AND date = ?", sheet.id, date};
  return day.next();
}

void insert(Connection& connection, const TimesheetRow& sheet, LocalDate date, const OutboxRow& row) {
  Query{connection,
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
void forget_what_is_done(Connection& connection, const TimesheetRow& sheet, const DayKey& day) {
  if (sheet.owns_older_rows) {
    for (const char* statement : {"DELETE FROM synced_days WHERE date = ? AND workspace_id = ?",
                                  "DELETE FROM synced_entries WHERE date = ? AND workspace_id = ?"}) {
      Query{connection, statement, day.date, day.timesheet.workspace}.run();
    }
  }
  for (const char* statement : {"DELETE FROM done_days WHERE timesheet_id = ? AND date = ?",
                                "DELETE FROM day_plans WHERE timesheet_id = ? AND date = ?"}) {
    Query{connection, statement, sheet.id, day.date}.run();
  }
}

void end_forgetting(Connection& connection, const TimesheetRow& sheet, LocalDate date) {
  Query{connection, "DELETE FROM days_to_forget WHERE timesheet_id = ? AND date = ?", sheet.id, date}.run();
}

}  // namespace

// W1. A day is to be forgotten for the moment also when another plan takes its place: so long what stands may go.
bool begin_withdrawal(Connection& connection, const WithdrawalStore::DayWithdrawal& withdrawal) {
  const auto& [seen, to_delete, instead] = withdrawal;
  require_sound(connection, withdrawal);
  if (instead) require_tiling(connection, *instead);
  const auto sheet = registered(connection, seen.timesheet);
  Transaction transaction{connection};
  if (is_to_be_forgotten(connection, sheet, seen.date) || day_plan(connection, seen.key()) != seen) return false;
  Query{connection, "INSERT INTO days_to_forget(timesheet_id, date) VALUES (?, ?)", sheet.id, seen.date}.run();
  if (instead) {
    forget_what_is_done(connection, sheet, seen.key());
    insert_plan(connection, sheet, *instead);
    end_forgetting(connection, sheet, seen.date);
  }
  for (const auto& entry : to_delete) insert(connection, sheet, seen.date, *row_with(seen, entry));
  transaction.commit();
  return true;
}

// W2
void write_deleted(Connection& connection, const Timesheet& timesheet, const EntryId& entry) {
  const auto sheet = registered(connection, timesheet);
  Transaction transaction{connection};
  Query{connection, "UPDATE withdrawals SET state = 'deleted' WHERE timesheet_id = ? AND entry_id = ?", sheet.id, entry}
      .run();
  if (connection.changes() != 1) {
    throw broken_rule(connection.file(), fmt::format("entry {} was never withdrawn", entry.str()));
  }
  transaction.commit();
}

// W3
void forget_day(Connection& connection, const DayKey& day) {
  const auto sheet = registered(connection, day.timesheet);
  Transaction transaction{connection};
  {
    Query left{connection, "SELECT 1 FROM withdrawals WHERE timesheet_id = ? AND date = ? AND state = 'intended'",
               sheet.id, day.date};
    if (left.next()) refuse(connection, day.date, "an entry is still to be deleted");
  }
  forget_what_is_done(connection, sheet, day);
  end_forgetting(connection, sheet, day.date);
  Query{connection, "DELETE FROM entries_in_the_way WHERE timesheet_id = ? AND date = ?", sheet.id, day.date}.run();
  transaction.commit();
}

std::vector<Withdrawal> withdrawals(Connection& connection, const Timesheet& timesheet) {
  std::vector<Withdrawal> all;
  const auto sheet = find_timesheet(connection, timesheet);
  if (!sheet) return all;
  Query rows{connection,
             "SELECT date, entry_id, project_id, task_id, start_s, end_s, description, billable, tags, state "
             "FROM withdrawals WHERE timesheet_id = ? ORDER BY date, start_s, entry_id",
             sheet->id};
  while (rows.next()) {
    Withdrawal each{.day = {timesheet, required(connection, parse_date(rows.text(0)))},
                    .id = required(connection, EntryId::parse(rows.text(1))),
                    .entry = {.project = required(connection, ProjectId::parse(rows.text(2))),
                              .interval = {time_in(rows, 4), time_in(rows, 5)},
                              .description = rows.text(6),
                              .billable = {},
                              .tags = split<TagId>(connection, rows.text(8)),
                              .sources = {},
                              .task = {}},
                    .state = rows.text(9) == "deleted" ? WithdrawalState::deleted : WithdrawalState::intended};
    if (!rows.is_null(3)) each.entry.task = required(connection, TaskId::parse(rows.text(3)));
    if (!rows.is_null(7)) each.entry.billable = rows.integer(7) != 0;
    all.push_back(std::move(each));
  }
  return all;
}

std::set<LocalDate> days_to_forget(Connection& connection, const Timesheet& timesheet) {
  std::set<LocalDate> days;
  const auto sheet = find_timesheet(connection, timesheet);
  if (!sheet) return days;
  Query rows{connection, "SELECT date FROM days_to_forget WHERE timesheet_id = ? ORDER BY date", sheet->id};
  while (rows.next()) days.insert(required(connection, parse_date(rows.text(0))));
  return days;
}

}  // namespace libsync::store
