// SPDX-License-Identifier: MIT
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/cells.hpp>
#include <libsync/store_sql/days.hpp>
#include <libsync/store_sql/failures.hpp>
#include <libsync/store_sql/plans.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::store {
namespace {

std::vector<OutboxRow> read_rows(Database& database, std::int64_t timesheet, LocalDate date) {
  std::vector<OutboxRow> rows;
  Query query{database,
              "SELECT project_id, task_id, start_s, end_s, description, billable, tags, sources, state, attempt, "
              "sent_at_s, baseline, entry_id, origin, mismatch FROM outbox WHERE timesheet_id = ? AND date = ? "
              "ORDER BY slot",
              timesheet, date};
  while (query.next()) {
    OutboxRow row{.entry = entry_in(database, query, 0)};
    row.entry.sources = split_paths(query.text(7));
    row.state = read_state(database, query.text(8));
    row.attempt = static_cast<int>(query.integer(9));
    if (!query.is_null(10)) row.sent_at = time_in(query, 10);
    row.baseline = split<EntryId>(database, query.text(11));
    if (!query.is_null(12)) row.entry_id = required(database, EntryId::parse(query.text(12)));
    if (!query.is_null(13)) row.origin = read_origin(database, query.text(13));
    row.mismatch = query.text(14);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Interval> read_gaps(Database& database, std::int64_t timesheet, LocalDate date) {
  std::vector<Interval> gaps;
  Query rows{database, "SELECT start_s, end_s FROM plan_gaps WHERE timesheet_id = ? AND date = ? ORDER BY start_s",
             timesheet, date};
  while (rows.next()) gaps.push_back({time_in(rows, 0), time_in(rows, 1)});
  return gaps;
}

// Columns: date, time_zone, start_s, end_s, tracked_s.
DayPlan plan_in(Database& database, const Query& row, const Timesheet& timesheet, std::int64_t id) {
  DayPlan plan{.timesheet = timesheet,
               .date = required(database, parse_date(row.text(0))),
               .time_zone = row.text(1),
               .work_hours = {time_in(row, 2), time_in(row, 3)},
               .tracked = seconds{row.integer(4)},
               .rows = {},
               .gaps = {}};
  plan.rows = read_rows(database, id, plan.date);
  plan.gaps = read_gaps(database, id, plan.date);
  return plan;
}

void insert_row(Database& database, std::int64_t timesheet, const RowKey& key, const OutboxRow& row) {
  std::optional<std::string> origin;
  if (row.origin) origin = spelled(*row.origin);
  Query{database,
        "INSERT INTO outbox(timesheet_id, date, slot, project_id, task_id, start_s, end_s, description, billable, "
        "tags, sources, state, attempt, sent_at_s, baseline, entry_id, origin, mismatch) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        timesheet,
        key.day.date,
        key.slot,
        row.entry.project,
        row.entry.task,
        row.entry.interval.start,
        row.entry.interval.end,
        row.entry.description,
        row.entry.billable,
        join(row.entry.tags),
        Blob{join_paths(row.entry.sources)},
        spelled(row.state),
        row.attempt,
        row.sent_at,
        join(row.baseline),
        row.entry_id,
        origin,
        row.mismatch}
      .run();
}

void require_wanted(Database& database, const TimesheetRow& sheet, LocalDate date) {
  Query{database, "SELECT 1 FROM days_to_forget WHERE timesheet_id = ? AND date = ?", sheet.id, date}.run(
      [&database, date](int rows) {
        if (rows != 0) throw broken_rule(database.name(), fmt::format("{} is to be forgotten", format_date(date)));
      });
}

void delete_plan(Database& database, std::int64_t timesheet, LocalDate date) {
  Query{database, "DELETE FROM day_plans WHERE timesheet_id = ? AND date = ?", timesheet, date}.run();
}

}  // namespace

std::optional<DayPlan> day_plan(Database& database, const DayKey& day) {
  const auto sheet = find_timesheet(database, day.timesheet);
  if (!sheet) return std::nullopt;
  Query row{database,
            "SELECT date, time_zone, start_s, end_s, tracked_s FROM day_plans WHERE timesheet_id = ? AND date = ?",
            sheet->id, day.date};
  if (!row.next()) return std::nullopt;
  return plan_in(database, row, day.timesheet, sheet->id);
}

std::vector<DayPlan> open_plans(Database& database, const Timesheet& timesheet) {
  std::vector<DayPlan> plans;
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return plans;
  Query rows{database,
             "SELECT date, time_zone, start_s, end_s, tracked_s FROM day_plans AS plan WHERE timesheet_id = ?1 "
             "AND NOT EXISTS (SELECT 1 FROM done_days AS done WHERE done.timesheet_id = ?1 AND done.date = plan.date) "
             "AND NOT (?3 <> 0 AND EXISTS (SELECT 1 FROM synced_days AS done WHERE done.date = plan.date "
             "AND done.workspace_id = ?2)) ORDER BY date",
             sheet->id, timesheet.workspace, sheet->owns_older_rows};
  while (rows.next()) plans.push_back(plan_in(database, rows, timesheet, sheet->id));
  return plans;
}

void require_tiling(const Database& database, const DayPlan& plan) {
  UtcTime reached = plan.work_hours.start;
  auto gap = plan.gaps.begin();
  const auto take = [&](const Interval& interval) {
    if (interval.start != reached || interval.empty()) {
      throw broken_rule(database.name(),
                        fmt::format("the entries of {} do not tile its work hours", format_date(plan.date)));
    }
    reached = interval.end;
  };
  for (const OutboxRow& row : plan.rows) {
    while (gap != plan.gaps.end() && gap->start < row.entry.interval.start) take(*gap++);
    take(row.entry.interval);
  }
  while (gap != plan.gaps.end()) take(*gap++);
  if (plan.rows.empty() || reached != plan.work_hours.end) {
    throw broken_rule(database.name(),
                      fmt::format("the entries of {} do not sum to its work hours", format_date(plan.date)));
  }
}

void insert_plan(Database& database, const TimesheetRow& sheet, const DayPlan& plan) {
  Query{database,
        "INSERT INTO day_plans(timesheet_id, date, time_zone, start_s, end_s, tracked_s) VALUES (?, ?, ?, ?, ?, ?)",
        sheet.id,
        plan.date,
        plan.time_zone,
        plan.work_hours.start,
        plan.work_hours.end,
        plan.tracked}
      .run();
  for (const Interval& gap : plan.gaps) {
    Query{database,  "INSERT INTO plan_gaps(timesheet_id, date, start_s, end_s) VALUES (?, ?, ?, ?)",
          sheet.id,  plan.date,
          gap.start, gap.end}
        .run();
  }
  for (const OutboxRow& row : plan.rows) insert_row(database, sheet.id, plan.key_of(row), row);
  for (const OutboxRow& row : plan.rows) {
    if (row.entry_id) record_for_older_tool(database, sheet, plan.key(), row.entry.project, *row.entry_id);
  }
}

// T1
void freeze(Database& database, const DayPlan& plan) {
  require_tiling(database, plan);
  const auto sheet = registered(database, plan.timesheet);
  Transaction transaction{database};
  require_wanted(database, sheet, plan.date);
  delete_plan(database, sheet.id, plan.date);
  insert_plan(database, sheet, plan);
  transaction.commit();
}

void discard_plan(Database& database, const DayKey& day) {
  const auto sheet = registered(database, day.timesheet);
  Transaction transaction{database};
  require_wanted(database, sheet, day.date);
  delete_plan(database, sheet.id, day.date);
  transaction.commit();
}

bool readdress(Database& database, const RowKey& row, int seen_attempt, const PlannedEntry& seen,
               const PlannedEntry& entry) {
  const auto sheet = registered(database, row.day.timesheet);
  if (entry.interval != seen.interval) {
    throw broken_rule(database.name(),
                      fmt::format("an entry of {} would get another interval", format_date(row.day.date)));
  }
  const std::string sources = join_paths(entry.sources);
  const std::string seen_sources = join_paths(seen.sources);
  Transaction transaction{database};
  Query change{
      database,
      "UPDATE outbox SET project_id = ?, task_id = ?, description = ?, billable = ?, tags = ?, sources = ? "
      "WHERE timesheet_id = ? AND date = ? AND slot = ? AND state = 'planned' AND attempt = ? "
      "AND project_id = ? AND task_id IS NOT DISTINCT FROM ? AND start_s = ? AND end_s = ? AND description = ? "
      "AND billable IS NOT DISTINCT FROM ? AND tags = ? AND sources = ? "
      "AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.timesheet_id = outbox.timesheet_id "
      "AND other.date = outbox.date AND other.state = 'in_flight')",
      entry.project,
      entry.task,
      entry.description,
      entry.billable,
      join(entry.tags),
      Blob{sources},
      sheet.id,
      row.day.date,
      row.slot,
      seen_attempt,
      seen.project,
      seen.task,
      seen.interval.start,
      seen.interval.end,
      seen.description,
      seen.billable,
      join(seen.tags),
      Blob{seen_sources}};
  if (change.count() != 1) return false;
  transaction.commit();
  return true;
}

}  // namespace libsync::store
