// SPDX-License-Identifier: MIT
#include <libsync/store_sql/cells.hpp>
#include <libsync/store_sql/days.hpp>
#include <libsync/store_sql/failures.hpp>

#include <fmt/format.h>

#include <optional>

namespace libsync::store {
namespace {

std::set<LocalDate> dates_in(Query& rows) {
  std::set<LocalDate> days;
  while (rows.next()) {
    // A date that is none can only come from the older tool; no day is skipped for it.
    if (const auto date = parse_date(rows.text(0))) days.insert(days.end(), *date);
  }
  return days;
}

}  // namespace

std::set<LocalDate> synced_days(Database& database, const Timesheet& timesheet) {
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return {};
  if (sheet->owns_older_rows) return older_synced_days(database, timesheet.workspace);
  Query rows{database, "SELECT date FROM done_days WHERE timesheet_id = ? ORDER BY date", sheet->id};
  return dates_in(rows);
}

std::set<LocalDate> older_synced_days(Database& database, const WorkspaceId& workspace) {
  Query rows{database, "SELECT date FROM synced_days WHERE workspace_id = ? ORDER BY date", workspace};
  return dates_in(rows);
}

std::vector<PlanStore::SyncedEntry> synced_entries(Database& database, const DayKey& day) {
  std::vector<PlanStore::SyncedEntry> entries;
  const auto sheet = find_timesheet(database, day.timesheet);
  if (!sheet || !sheet->owns_older_rows) return entries;
  Query rows{database,
             "SELECT project_id, clockify_entry_id FROM synced_entries WHERE date = ? AND workspace_id = ? "
             "ORDER BY project_id",
             day.date, day.timesheet.workspace};
  while (rows.next()) {
    const auto project = ProjectId::parse(rows.text(0));
    const auto entry = EntryId::parse(rows.text(1));
    if (project && entry) entries.push_back({*project, *entry});
  }
  return entries;
}

std::set<EntryId> claimed_entries(Database& database, const Timesheet& timesheet) {
  std::set<EntryId> entries;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return entries;
  Query rows{database,
             "SELECT entry_id FROM outbox WHERE timesheet_id = ?1 AND entry_id IS NOT NULL UNION "
             "SELECT clockify_entry_id FROM synced_entries WHERE workspace_id = ?2 AND ?3 <> 0 UNION "
             "SELECT entry_id FROM withdrawals WHERE timesheet_id = ?1 AND state = 'intended'",
             sheet->id, timesheet.workspace, sheet->owns_older_rows};
  while (rows.next()) {
    if (const auto entry = EntryId::parse(rows.text(0))) entries.insert(*entry);
  }
  return entries;
}

std::map<LocalDate, std::vector<EntryInTheWay>> occupied_days(Database& database, const Timesheet& timesheet) {
  std::map<LocalDate, std::vector<EntryInTheWay>> days;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return days;
  Query rows{database,
             "SELECT date, entry_id, start_s, end_s, description FROM entries_in_the_way WHERE timesheet_id = ? "
             "ORDER BY date, start_s, entry_id",
             sheet->id};
  while (rows.next()) {
    days[required(database, parse_date(rows.text(0)))].push_back(
        {required(database, EntryId::parse(rows.text(1))), {time_in(rows, 2), time_in(rows, 3)}, rows.text(4)});
  }
  return days;
}

void remember_occupied(Database& database, const DayKey& day, const std::vector<EntryInTheWay>& entries) {
  const auto sheet = registered(database, day.timesheet);
  Transaction transaction{database};
  Query{database, "DELETE FROM entries_in_the_way WHERE timesheet_id = ? AND date = ?", sheet.id, day.date}.run();
  for (const auto& [entry, interval, description] : entries) {
    Query{database,
          "INSERT INTO entries_in_the_way(timesheet_id, date, entry_id, start_s, end_s, description) "
          "VALUES (?, ?, ?, ?, ?, ?)",
          sheet.id,
          day.date,
          entry,
          interval.start,
          interval.end,
          description}
        .run();
  }
  transaction.commit();
}

// T5
void complete_day(Database& database, const DayKey& day) {
  const auto sheet = registered(database, day.timesheet);
  Transaction transaction{database};
  Query{database, "SELECT 1 FROM day_plans WHERE timesheet_id = ? AND date = ?", sheet.id, day.date}.run([&](int rows) {
    if (rows == 0) throw broken_rule(database.name(), fmt::format("{} has no day plan", format_date(day.date)));
  });
  // Triggers count and sum.
  if (sheet.owns_older_rows) {
    Query{database, "INSERT INTO synced_days(date, workspace_id) VALUES (?, ?) ON CONFLICT DO NOTHING", day.date,
          day.timesheet.workspace}
        .run();
  } else {
    Query{database, "INSERT INTO done_days(timesheet_id, date) VALUES (?, ?) ON CONFLICT DO NOTHING", sheet.id,
          day.date}
        .run();
  }
  Query{database, "DELETE FROM refused_attempts WHERE timesheet_id = ? AND date = ?", sheet.id, day.date}.run();
  Query{database, "DELETE FROM entries_in_the_way WHERE timesheet_id = ? AND date = ?", sheet.id, day.date}.run();
  transaction.commit();
}

void record_for_older_tool(Database& database, const TimesheetRow& sheet, const DayKey& day, const ProjectId& project,
                           const EntryId& entry) {
  if (!sheet.owns_older_rows) return;
  const auto& [timesheet, date] = day;
  Query{database,
        "INSERT INTO synced_entries(date, workspace_id, project_id, clockify_entry_id) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(date, workspace_id, project_id) DO NOTHING",
        date,
        timesheet.workspace,
        project,
        entry}
      .run();
  Query{database,
        "SELECT 1 FROM synced_entries AS recorded JOIN outbox AS piece "
        "ON piece.entry_id = recorded.clockify_entry_id AND piece.project_id = recorded.project_id "
        "WHERE recorded.date = ?1 AND workspace_id = ?2 AND recorded.project_id = ?3 "
        "AND piece.timesheet_id = ?4 AND piece.date = ?1",
        date,
        timesheet.workspace,
        project,
        sheet.id}
      .run([&database, date = date, project](int rows) {
        if (rows != 0) return;
        throw broken_rule(database.name(), fmt::format("another entry is recorded for project {} on {}", project.str(),
                                                       format_date(date)));
      });
}

}  // namespace libsync::store
