// SPDX-License-Identifier: MIT
//
// Users, timesheets and remembered projects: the statements behind AccountStore.
#pragma once

#include <libsync/store/account_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

[[nodiscard]] std::optional<TimesheetRow> find_timesheet(Database& database, const Timesheet& timesheet);
// broken_rule for one that is not registered.
[[nodiscard]] TimesheetRow registered(Database& database, const Timesheet& timesheet);

// Each does what the method of that name in AccountStore says.
[[nodiscard]] std::optional<UserId> remembered_user(Database& database, const std::string& account);
void remember_user(Database& database, const std::string& account, const UserId& user);
bool register_timesheet(Database& database, const Timesheet& timesheet);
[[nodiscard]] std::vector<Timesheet> timesheets(Database& database, const std::string& base_url,
                                                const WorkspaceId& workspace);
[[nodiscard]] std::optional<RememberedProjects> remembered_projects(Database& database, const Timesheet& timesheet);
void remember_projects(Database& database, const Timesheet& timesheet, const RememberedProjects& projects);

}  // namespace libsync::store
