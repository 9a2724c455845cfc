// SPDX-License-Identifier: MIT
//
// Users, timesheets and remembered projects: the statements behind AccountStore.
#pragma once

#include "connection.hpp"

#include <libsync/store/account_store.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// A timesheet in its table.
struct TimesheetRow {
  std::int64_t id;
  bool owns_older_rows;
};
[[nodiscard]] std::optional<TimesheetRow> find_timesheet(Connection& connection, const Timesheet& timesheet);
// broken_rule for one that is not registered.
[[nodiscard]] TimesheetRow registered(Connection& connection, const Timesheet& timesheet);

// Each does what the method of that name in AccountStore says.
[[nodiscard]] std::optional<UserId> remembered_user(Connection& connection, const std::string& account);
void remember_user(Connection& connection, const std::string& account, const UserId& user);
bool register_timesheet(Connection& connection, const Timesheet& timesheet);
[[nodiscard]] std::vector<Timesheet> timesheets(Connection& connection, const std::string& base_url,
                                                const WorkspaceId& workspace);
[[nodiscard]] std::optional<RememberedProjects> remembered_projects(Connection& connection, const Timesheet& timesheet);
void remember_projects(Connection& connection, const Timesheet& timesheet, const RememberedProjects& projects);

}  // namespace libsync::store
