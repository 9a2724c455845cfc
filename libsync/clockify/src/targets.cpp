// SPDX-License-Identifier: MIT
#include "targets.hpp"

#include <fmt/format.h>

namespace libsync::clockify {

std::string user_target(const BaseUrl& base) {
  return base.path + "/user";
}

std::string workspaces_target(const BaseUrl& base) {
  return base.path + "/workspaces";
}

std::string new_entry_target(const BaseUrl& base, const WorkspaceId& workspace) {
  return fmt::format("{}/workspaces/{}/time-entries", base.path, workspace.str());
}

std::string entry_target(const BaseUrl& base, const WorkspaceId& workspace, const EntryId& entry) {
  return fmt::format("{}/workspaces/{}/time-entries/{}", base.path, workspace.str(), entry.str());
}

std::string entries_target(const BaseUrl& base, const WorkspaceId& workspace, const UserId& user,
                           const Interval& window, int page, std::size_t page_size) {
  return fmt::format("{}/workspaces/{}/user/{}/time-entries?start={}&end={}&page={}&page-size={}", base.path,
                     workspace.str(), user.str(), format_utc(window.start), format_utc(window.end), page, page_size);
}

std::string projects_target(const BaseUrl& base, const WorkspaceId& workspace, int page, std::size_t page_size) {
  return fmt::format("{}/workspaces/{}/projects?page={}&page-size={}", base.path, workspace.str(), page, page_size);
}

std::string tasks_target(const BaseUrl& base, const WorkspaceId& workspace, const ProjectId& project, int page,
                         std::size_t page_size) {
  return fmt::format("{}/workspaces/{}/projects/{}/tasks?page={}&page-size={}", base.path, workspace.str(),
                     project.str(), page, page_size);
}

}  // namespace libsync::clockify
