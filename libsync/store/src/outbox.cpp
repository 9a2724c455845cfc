// SPDX-License-Identifier: MIT
#include "outbox.hpp"

#include "cells.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>

namespace libsync::store {
namespace {

// --- plans ----------------------------------------------------------------------------------------------------------

std::vector<OutboxRow> read_rows(Connection& connection, const DayKey& day) {
  std::vector<OutboxRow> rows;
  Query query{connection,
              "SELECT project_id, start_s, end_s, description, billable, tags, sources, state, attempt, sent_at_s, "
              "baseline, entry_id, origin, mismatch FROM outbox WHERE date = ? AND workspace_id = ? ORDER BY start_s",
              day.date, day.workspace};
  while (query.next()) {
    OutboxRow row{.entry = {.project = required(connection, ProjectId::parse(query.text(0))),
                            .interval = {time_in(query, 1), time_in(query, 2)},
                            .description = query.text(3),
                            .billable = {},
                            .tags = split<TagId>(connection, query.text(5)),
                            .sources = split_paths(query.text(6))},
                  .state = read_state(connection, query.text(7)),
                  .attempt = static_cast<int>(query.integer(8)),
                  .sent_at = {},
                  .baseline = split<EntryId>(connection, query.text(10)),
                  .entry_id = {},
                  .origin = {},
                  .mismatch = query.text(13)};
    if (!query.is_null(4)) row.entry.billable = query.integer(4) != 0;
    if (!query.is_null(9)) row.sent_at = time_in(query, 9);
    if (!query.is_null(11)) row.entry_id = required(connection, EntryId::parse(query.text(11)));
    if (!query.is_null(12)) row.origin = read_origin(connection, query.text(12));
    rows.push_back(std::move(row));
  }
  return rows;
}

// Columns: date, workspace_id, user_id, base_url, time_zone, start_s, end_s, tracked_s.
DayPlan plan_in(Connection& connection, const Query& row) {
  DayPlan plan{.date = required(connection, parse_date(row.text(0))),
               .workspace = required(connection, WorkspaceId::parse(row.text(1))),
               .user = required(connection, UserId::parse(row.text(2))),
               .base_url = row.text(3),
               .time_zone = row.text(4),
               .work_hours = {time_in(row, 5), time_in(row, 6)},
               .tracked = seconds{row.integer(7)},
               .rows = {}};
  plan.rows = read_rows(connection, plan.key());
  return plan;
}

void require_tiling(const Connection& connection, const DayPlan& plan) {
  UtcTime reached = plan.work_hours.start;
  for (const OutboxRow& row : plan.rows) {
    if (row.entry.interval.start != reached || row.entry.interval.empty()) {
      throw broken_rule(connection.file(),
                        fmt::format("the entries of {} do not tile its work hours", format_date(plan.date)));
    }
    reached = row.entry.interval.end;
  }
  if (plan.rows.empty() || reached != plan.work_hours.end) {
    throw broken_rule(connection.file(),
                      fmt::format("the entries of {} do not sum to its work hours", format_date(plan.date)));
  }
}

void insert_row(Connection& connection, const DayKey& day, const OutboxRow& row) {
  std::optional<std::string> origin;
  if (row.origin) origin = spelled(*row.origin);
  Query{connection,
        "INSERT INTO outbox(date, workspace_id, project_id, start_s, end_s, description, billable, tags, sources, "
        "state, attempt, sent_at_s, baseline, entry_id, origin, mismatch) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        day.date,
        day.workspace,
        row.entry.project,
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

// Records the entry of a project; the same one again is no change, another one breaks the rules.
void insert_synced_entry(Connection& connection, const RowKey& row, const EntryId& entry) {
  const auto& [day, project] = row;
  Query{connection,
        "INSERT INTO synced_entries(date, workspace_id, project_id, clockify_entry_id) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(date, workspace_id, project_id) DO NOTHING",
        day.date,
        day.workspace,
        project,
        entry}
      .run();
  Query recorded{connection,
                 "SELECT clockify_entry_id FROM synced_entries WHERE date = ? AND workspace_id = ? AND project_id = ?",
                 day.date, day.workspace, project};
  if (!recorded.next() || recorded.text(0) != entry.str()) {
    throw broken_rule(connection.file(), fmt::format("another entry is recorded for project {} on {}", project.str(),
                                                     format_date(day.date)));
  }
}

void require_one_change(const Connection& connection, const RowKey& row) {
  if (connection.changes() != 1) {
    throw broken_rule(connection.file(),
                      fmt::format("the entry of project {} on {} is not in the state for this change",
                                  row.project.str(), format_date(row.day.date)));
  }
}

}  // namespace

// --- what is done ---------------------------------------------------------------------------------------------------

std::set<LocalDate> synced_days(Connection& connection, const WorkspaceId& workspace) {
  std::set<LocalDate> days;
  Query rows{connection, "SELECT date FROM synced_days WHERE workspace_id = ? ORDER BY date", workspace};
  while (rows.next()) {
    // A date that is none can only come from the older tool; no day is skipped for it.
    if (const auto date = parse_date(rows.text(0))) days.insert(days.end(), *date);
  }
  return days;
}

std::vector<TrackingStore::SyncedEntry> synced_entries(Connection& connection, const DayKey& day) {
  std::vector<TrackingStore::SyncedEntry> entries;
  Query rows{connection,
             "SELECT project_id, clockify_entry_id FROM synced_entries WHERE date = ? AND workspace_id = ? "
             "ORDER BY project_id",
             day.date, day.workspace};
  while (rows.next()) {
    const auto project = ProjectId::parse(rows.text(0));
    const auto entry = EntryId::parse(rows.text(1));
    if (project && entry) entries.push_back({*project, *entry});
  }
  return entries;
}

std::set<EntryId> claimed_entries(Connection& connection, const WorkspaceId& workspace) {
  std::set<EntryId> entries;
  Query rows{connection,
             "SELECT clockify_entry_id FROM synced_entries WHERE workspace_id = ?1 UNION "
             "SELECT entry_id FROM outbox WHERE workspace_id = ?1 AND entry_id IS NOT NULL",
             workspace};
  while (rows.next()) {
    if (const auto entry = EntryId::parse(rows.text(0))) entries.insert(*entry);
  }
  return entries;
}

// --- day plans and outbox -------------------------------------------------------------------------------------------

std::optional<DayPlan> day_plan(Connection& connection, const DayKey& day) {
  Query row{connection,
            "SELECT date, workspace_id, user_id, base_url, time_zone, start_s, end_s, tracked_s FROM day_plans "
            "WHERE date = ? AND workspace_id = ?",
            day.date, day.workspace};
  if (!row.next()) return std::nullopt;
  return plan_in(connection, row);
}

std::vector<DayPlan> open_plans(Connection& connection, const WorkspaceId& workspace) {
  std::vector<DayPlan> plans;
  Query rows{
      connection,
      "SELECT date, workspace_id, user_id, base_url, time_zone, start_s, end_s, tracked_s FROM day_plans AS plan "
      "WHERE workspace_id = ? AND NOT EXISTS (SELECT 1 FROM synced_days AS done WHERE done.date = plan.date AND "
      "done.workspace_id = plan.workspace_id) ORDER BY date",
      workspace};
  while (rows.next()) plans.push_back(plan_in(connection, rows));
  return plans;
}

// T1
void freeze(Connection& connection, const DayPlan& plan) {
  require_tiling(connection, plan);
  const DayKey day = plan.key();
  Transaction transaction{connection};
  Query{connection, "DELETE FROM day_plans WHERE date = ? AND workspace_id = ?", day.date, day.workspace}.run();
  Query{connection,
        "INSERT INTO day_plans(date, workspace_id, user_id, base_url, time_zone, start_s, end_s, tracked_s) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        day.date,
        day.workspace,
        plan.user,
        plan.base_url,
        plan.time_zone,
        plan.work_hours.start,
        plan.work_hours.end,
        plan.tracked}
      .run();
  for (const OutboxRow& row : plan.rows) {
    insert_row(connection, day, row);
    if (row.entry_id) insert_synced_entry(connection, plan.key_of(row), *row.entry_id);
  }
  transaction.commit();
}

// T2
bool begin_send(Connection& connection, const TrackingStore::Intent& intent) {
  const auto& seen = intent.seen_interval;
  Transaction transaction{connection};
  Query{connection,
        "UPDATE outbox SET state = 'in_flight', attempt = attempt + 1, sent_at_s = ?, baseline = ? "
        "WHERE date = ? AND workspace_id = ? AND project_id = ? AND attempt = ? AND state IN ('planned', 'in_flight') "
        "AND start_s = coalesce(?, start_s) AND end_s = coalesce(?, end_s)",
        intent.sent_at,
        join(intent.baseline),
        intent.row.day.date,
        intent.row.day.workspace,
        intent.row.project,
        intent.seen_attempt,
        seen ? std::optional{seen->start} : std::nullopt,
        seen ? std::optional{seen->end} : std::nullopt}
      .run();
  if (connection.changes() != 1) return false;
  transaction.commit();
  return true;
}

// T3
void write_posted(Connection& connection, const RowKey& row, const EntryId& entry, Origin origin,
                  const std::string& mismatch) {
  Transaction transaction{connection};
  Query{connection,
        "UPDATE outbox SET state = 'posted', entry_id = ?, origin = ?, mismatch = ? "
        "WHERE date = ? AND workspace_id = ? AND project_id = ? AND state IN ('planned', 'in_flight')",
        entry,
        spelled(origin),
        mismatch,
        row.day.date,
        row.day.workspace,
        row.project}
      .run();
  require_one_change(connection, row);
  insert_synced_entry(connection, row, entry);
  transaction.commit();
}

// T4
bool write_refused(Connection& connection, const RowKey& row, int attempt) {
  Transaction transaction{connection};
  Query{connection,
        "UPDATE outbox SET state = 'planned' "
        "WHERE date = ? AND workspace_id = ? AND project_id = ? AND state = 'in_flight' AND attempt = ?",
        row.day.date,
        row.day.workspace,
        row.project,
        attempt}
      .run();
  if (connection.changes() != 1) return false;
  transaction.commit();
  return true;
}

void write_mismatch(Connection& connection, const RowKey& row, const std::string& mismatch) {
  Transaction transaction{connection};
  Query{connection,
        "UPDATE outbox SET mismatch = ? WHERE date = ? AND workspace_id = ? AND project_id = ? AND state = 'posted' "
        "AND (date, workspace_id) NOT IN (SELECT date, workspace_id FROM synced_days)",
        mismatch,
        row.day.date,
        row.day.workspace,
        row.project}
      .run();
  require_one_change(connection, row);
  transaction.commit();
}

// T5
void complete_day(Connection& connection, const DayKey& day) {
  Transaction transaction{connection};
  Query plan{connection, "SELECT 1 FROM day_plans WHERE date = ? AND workspace_id = ?", day.date, day.workspace};
  if (!plan.next()) throw broken_rule(connection.file(), fmt::format("{} has no day plan", format_date(day.date)));
  // The trigger synced_day_is_complete counts and sums.
  Query{connection, "INSERT INTO synced_days(date, workspace_id) VALUES (?, ?) ON CONFLICT DO NOTHING", day.date,
        day.workspace}
      .run();
  transaction.commit();
}

// --- who ------------------------------------------------------------------------------------------------------------

std::optional<UserId> remembered_user(Connection& connection, const std::string& account) {
  Query row{connection, "SELECT user_id FROM remembered_users WHERE account = ?", account};
  if (!row.next()) return std::nullopt;
  return UserId::parse(row.text(0));
}

void remember_user(Connection& connection, const std::string& account, const UserId& user) {
  Transaction transaction{connection};
  Query{connection,
        "INSERT INTO remembered_users(account, user_id) VALUES (?, ?) "
        "ON CONFLICT(account) DO UPDATE SET user_id = excluded.user_id",
        account, user}
      .run();
  transaction.commit();
}

}  // namespace libsync::store
