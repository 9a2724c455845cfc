// SPDX-License-Identifier: MIT
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/cells.hpp>
#include <libsync/store_sql/failures.hpp>

#include <fmt/format.h>

namespace libsync::store {
namespace {

std::vector<RememberedTask> tasks_of(Database& database, std::int64_t timesheet, const ProjectId& project) {
  std::vector<RememberedTask> tasks;
  Query rows{database,
             "SELECT task_id, name FROM remembered_tasks WHERE timesheet_id = ? AND project_id = ? ORDER BY place",
             timesheet, project};
  while (rows.next()) tasks.push_back({required(database, TaskId::parse(rows.text(0))), rows.text(1)});
  return tasks;
}

void insert_project(Database& database, std::int64_t timesheet, int place, const RememberedProject& project) {
  Query{database,
        "INSERT INTO remembered_projects(timesheet_id, place, project_id, name, client, archived, knows_tasks) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        timesheet,
        place,
        project.id,
        project.name,
        project.client,
        project.archived,
        project.tasks.has_value()}
      .run();
  int task_place = 0;
  for (const auto& task : project.tasks.value_or(std::vector<RememberedTask>{})) {
    Query{database,
          "INSERT INTO remembered_tasks(timesheet_id, project_id, place, task_id, name) VALUES (?, ?, ?, ?, ?)",
          timesheet,
          project.id,
          task_place++,
          task.id,
          task.name}
        .run();
  }
}

}  // namespace

std::optional<TimesheetRow> find_timesheet(Database& database, const Timesheet& timesheet) {
  auto& known = database.known_timesheets();
  if (const auto found = known.find(timesheet); found != known.end()) return found->second;
  Query row{database,
            "SELECT id, owns_older_rows FROM timesheets WHERE workspace_id = ? AND base_url = ? AND user_id = ?",
            timesheet.workspace, timesheet.base_url, timesheet.user};
  if (!row.next()) return std::nullopt;
  return known.emplace(timesheet, TimesheetRow{row.integer(0), row.integer(1) != 0}).first->second;
}

TimesheetRow registered(Database& database, const Timesheet& timesheet) {
  if (const auto row = find_timesheet(database, timesheet)) return *row;
  throw broken_rule(database.name(), fmt::format("the timesheet of user {} in workspace {} is not registered",
                                                 timesheet.user.str(), timesheet.workspace.str()));
}

std::optional<UserId> remembered_user(Database& database, const std::string& account) {
  Query row{database, "SELECT user_id FROM remembered_users WHERE account = ?", account};
  if (!row.next()) return std::nullopt;
  return UserId::parse(row.text(0));
}

void remember_user(Database& database, const std::string& account, const UserId& user) {
  Transaction transaction{database};
  Query{database,
        "INSERT INTO remembered_users(account, user_id) VALUES (?, ?) "
        "ON CONFLICT(account) DO UPDATE SET user_id = excluded.user_id",
        account, user}
      .run();
  transaction.commit();
}

bool register_timesheet(Database& database, const Timesheet& timesheet) {
  if (const auto known = find_timesheet(database, timesheet)) return known->owns_older_rows;
  Transaction transaction{database};
  Query{database,
        "INSERT INTO timesheets(base_url, workspace_id, user_id, owns_older_rows) "
        "SELECT ?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM timesheets WHERE workspace_id = ?2) THEN 0 ELSE 1 END "
        "WHERE NOT EXISTS (SELECT 1 FROM timesheets WHERE base_url = ?1 AND workspace_id = ?2 AND user_id = ?3)",
        timesheet.base_url, timesheet.workspace, timesheet.user}
      .run();
  transaction.commit();
  return registered(database, timesheet).owns_older_rows;
}

std::vector<Timesheet> timesheets(Database& database, const std::string& base_url, const WorkspaceId& workspace) {
  std::vector<Timesheet> found;
  Query rows{database, "SELECT user_id FROM timesheets WHERE base_url = ? AND workspace_id = ? ORDER BY id", base_url,
             workspace};
  while (rows.next()) found.push_back({required(database, UserId::parse(rows.text(0))), base_url, workspace});
  return found;
}

std::optional<RememberedProjects> remembered_projects(Database& database, const Timesheet& timesheet) {
  const auto sheet = find_timesheet(database, timesheet);
  if (!sheet) return std::nullopt;
  Query list{database, "SELECT seen_at_s FROM project_lists WHERE timesheet_id = ?", sheet->id};
  if (!list.next()) return std::nullopt;
  RememberedProjects remembered{time_in(list, 0), {}};
  Query rows{database,
             "SELECT project_id, name, client, archived, knows_tasks FROM remembered_projects WHERE timesheet_id = ? "
             "ORDER BY place",
             sheet->id};
  while (rows.next()) {
    RememberedProject project{required(database, ProjectId::parse(rows.text(0))), rows.text(1), rows.text(2),
                              rows.integer(3) != 0};
    if (rows.integer(4) != 0) project.tasks = tasks_of(database, sheet->id, project.id);
    remembered.projects.push_back(std::move(project));
  }
  return remembered;
}

void remember_projects(Database& database, const Timesheet& timesheet, const RememberedProjects& projects) {
  const auto sheet = registered(database, timesheet);
  Transaction transaction{database};
  Query{database, "DELETE FROM project_lists WHERE timesheet_id = ?", sheet.id}.run();
  Query{database, "INSERT INTO project_lists(timesheet_id, seen_at_s) VALUES (?, ?)", sheet.id, projects.seen_at}.run();
  int place = 0;
  for (const auto& project : projects.projects) insert_project(database, sheet.id, place++, project);
  transaction.commit();
}

}  // namespace libsync::store
