// SPDX-License-Identifier: MIT
//
// What the tracking store remembers of Clockify itself: whose key it is, whose timesheets there are, which projects.
#pragma once

#include <libsync/store/day_key.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

struct RememberedTask {
  TaskId id;
  std::string name;

  friend bool operator==(const RememberedTask&, const RememberedTask&) = default;
};

struct RememberedProject {
  ProjectId id;
  std::string name;
  std::string client;  // empty without one
  bool archived = false;
  std::optional<std::vector<RememberedTask>> tasks{};  // empty when they were not asked for

  friend bool operator==(const RememberedProject&, const RememberedProject&) = default;
};

struct RememberedProjects {
  UtcTime seen_at;
  std::vector<RememberedProject> projects;  // in the order they were given

  friend bool operator==(const RememberedProjects&, const RememberedProjects&) = default;
};

// Threads, lifetimes and failures as of TrackingStore.
class AccountStore {
 public:
  virtual ~AccountStore() = default;

  // The user behind an account, remembered so that it is asked for once. `account` is a hash of key and base URL.
  [[nodiscard]] virtual std::optional<UserId> remembered_user(const std::string& account) = 0;
  virtual void remember_user(const std::string& account, const UserId& user) = 0;

  // Makes the timesheet known; no change when it is. Whether the older tool's rows of its workspace belong to it: they
  // do to the first one that this store saw there.
  virtual bool register_timesheet(const Timesheet& timesheet) = 0;

  // Those of that Clockify and workspace, in the order they were first seen.
  [[nodiscard]] virtual std::vector<Timesheet> timesheets(const std::string& base_url,
                                                          const WorkspaceId& workspace) = 0;

  // The projects of the workspace as the timesheet's user saw them last; nothing when they were never asked for.
  [[nodiscard]] virtual std::optional<RememberedProjects> remembered_projects(const Timesheet& timesheet) = 0;

  // Replaces all of them. broken_rule when a project or a task is there twice, or for a timesheet that is not
  // registered.
  virtual void remember_projects(const Timesheet& timesheet, const RememberedProjects& projects) = 0;
};

}  // namespace libsync::store
