// SPDX-License-Identifier: MIT
#include <libsync/store_sql/tables_to_move.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace libsync::store {
namespace {

struct Table {
  const char* name;
  int keys;  // the first so many columns are its key
  std::string_view columns;
};

// Of bytes, and those of numbers; all else is text.
constexpr std::string_view k_bytes = "sources";
constexpr std::array<std::string_view, 14> k_numbers{
    "id",      "timesheet_id", "slot",  "start_s",  "end_s",       "tracked_s", "billable",
    "attempt", "sent_at_s",    "place", "archived", "knows_tasks", "seen_at_s", "owns_older_rows"};

constexpr std::array<Table, 15> k_tables{{
    {"timesheets", 1, "id, base_url, workspace_id, user_id, owns_older_rows"},
    {"day_plans", 2, "timesheet_id, date, time_zone, start_s, end_s, tracked_s"},
    {"plan_gaps", 3, "timesheet_id, date, start_s, end_s"},
    {"outbox", 3,
     "timesheet_id, date, slot, project_id, task_id, start_s, end_s, description, billable, tags, sources, state, "
     "attempt, sent_at_s, baseline, entry_id, origin, mismatch"},
    {"done_days", 2, "timesheet_id, date"},
    {"refused_attempts", 1,
     "id, timesheet_id, date, slot, project_id, start_s, end_s, description, attempt, sent_at_s"},
    {"entries_in_the_way", 3, "timesheet_id, date, entry_id, start_s, end_s, description"},
    {"project_lists", 1, "timesheet_id, seen_at_s"},
    {"remembered_projects", 2, "timesheet_id, place, project_id, name, client, archived, knows_tasks"},
    {"remembered_tasks", 3, "timesheet_id, project_id, place, task_id, name"},
    {"days_to_forget", 2, "timesheet_id, date"},
    {"withdrawals", 2,
     "timesheet_id, entry_id, date, project_id, task_id, start_s, end_s, description, billable, tags, state"},
    {"synced_days", 2, "date, workspace_id"},
    {"synced_entries", 3, "date, workspace_id, project_id, clockify_entry_id"},
    {"remembered_users", 1, "account, user_id"},
}};

std::vector<std::string> names_in(std::string_view columns) {
  std::vector<std::string> names;
  while (!columns.empty()) {
    const auto end = std::min(columns.find(", "), columns.size());
    names.emplace_back(columns.substr(0, end));
    columns.remove_prefix(std::min(end + 2, columns.size()));
  }
  return names;
}

bool is_number(std::string_view column) {
  return std::ranges::find(k_numbers, column) != k_numbers.end();
}

TableContent read_table(Database& database, const Table& table) {
  TableContent content{table.name, {}};
  const auto names = names_in(table.columns);
  const std::string order = fmt::format("{}", fmt::join(names.begin(), names.begin() + table.keys, ", "));
  Query rows{database, fmt::format("SELECT {} FROM {} ORDER BY {}", table.columns, table.name, order)};
  while (rows.next()) {
    auto& cells = content.rows.emplace_back();
    for (int column = 0; column < static_cast<int>(names.size()); ++column) {
      if (rows.is_null(column)) {
        cells.emplace_back();
      } else if (is_number(names[static_cast<std::size_t>(column)])) {
        cells.emplace_back(rows.integer(column));
      } else {
        cells.emplace_back(rows.text(column));
      }
    }
  }
  return content;
}

void write_row(Statement& statement, const std::vector<std::string>& names, const std::vector<Cell>& row) {
  int parameter = 0;
  for (const Cell& cell : row) {
    const std::string& name = names[static_cast<std::size_t>(parameter++)];
    const CellType type = is_number(name) ? CellType::integer : name == k_bytes ? CellType::bytes : CellType::text;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
      statement.bind(parameter, *number);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
      if (type == CellType::bytes) {
        statement.bind(parameter, Blob{*text});
      } else {
        statement.bind(parameter, *text);
      }
    } else {
      statement.bind_null(parameter, type);
    }
  }
  while (statement.step()) {
  }
  statement.reset();
}

}  // namespace

std::vector<TableContent> read_tables(Database& database) {
  std::vector<TableContent> tables;
  for (const Table& table : k_tables) tables.push_back(read_table(database, table));
  return tables;
}

void write_tables(Database& database, const std::vector<TableContent>& tables) {
  for (auto table = k_tables.rbegin(); table != k_tables.rend(); ++table) {
    Query{database, fmt::format("DELETE FROM {}", table->name)}.run();
  }
  for (const Table& table : k_tables) {
    const auto content = std::ranges::find(tables, table.name, &TableContent::table);
    if (content == tables.end()) continue;
    const auto names = names_in(table.columns);
    std::string places = "?";
    for (std::size_t place = 1; place < names.size(); ++place) places += ", ?";
    Statement& statement =
        database.prepared(fmt::format("INSERT INTO {}({}) VALUES ({})", table.name, table.columns, places));
    for (const auto& row : content->rows) write_row(statement, names, row);
  }
}

}  // namespace libsync::store
