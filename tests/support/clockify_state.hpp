// SPDX-License-Identifier: MIT
//
// What Clockify keeps and the rules it applies, without a network and without its spelling: users, projects, the
// settings of the workspace, entries. ClockifyService speaks API v1 for it, InMemoryApi the port of the client. Not
// thread-safe.
#pragma once

#include "well_known.hpp"

#include <libsync/clockify/api.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::support {

// An entry as Clockify keeps it.
struct StoredEntry : clockify::Entry {
  bool billable = false;
  std::vector<std::string> tags;
  std::optional<TaskId> task;
  UtcTime stored_at{};  // last created or changed
};

struct ServiceUser {
  UserId id;
  std::string name;
  std::string email;
  std::string time_zone;
};

struct ServiceProject {
  ProjectId id;
  std::string name;
  std::string client;
  bool archived = false;
  bool deleted = false;  // see ClockifyState::delete_project
};

struct ServiceTask {
  TaskId id;
  ProjectId project;
  std::string name;
  bool done = false;
};

// The settings of the workspace that decide about entries; all off at first, as in a new workspace.
struct WorkspaceSettings {
  bool force_projects = false;
  bool force_tasks = false;
  bool force_tags = false;
  bool force_description = false;
  bool stopwatch_only = false;           // entries with an end are refused
  bool always_billable = false;          // billable is set, whatever was asked for
  std::optional<UtcTime> locked_before;  // entries that start earlier are refused
  std::string required_custom_field;     // its name; empty for none
  bool refuses_empty_intervals = false;  // start == end: nobody knows what Clockify does
  bool gone_is_404 = false;              // deleting twice: seen as 400 and as 404
  std::int64_t page_cap = 5000;          // at most so many on a page, whatever was asked for
};

// What an entry is to be like.
struct EntryRequest {
  std::optional<UtcTime> start;
  std::optional<UtcTime> end;
  std::string description;
  std::optional<std::string> project;
  std::vector<std::string> tags;
  std::optional<std::string> task;
  bool has_custom_fields = false;
  bool billable = false;
  std::string type = "REGULAR";
};

// Clockify's error object.
struct Refusal {
  int status = 400;
  int code = 501;
  std::string message;
};

// What a listing shows that hides what was stored less than `hides_younger_than` ago; everything for 0 s.
[[nodiscard]] inline UtcTime stored_by(UtcTime now, seconds hides_younger_than) {
  return hides_younger_than == seconds{0} ? UtcTime::max() : now - hides_younger_than;
}

class ClockifyState {
 public:
  // The well_known users, workspaces and projects, no entries. Both users' profiles are set to `time_zone`.
  explicit ClockifyState(const std::string& time_zone = "Europe/Berlin");

  // The entry that is asked for, or why there cannot be such an entry. In effect only once put() was called with it.
  [[nodiscard]] Result<StoredEntry, Refusal> compose(const EntryRequest& asked, const UserId& user, UtcTime now);
  void put(StoredEntry entry, UtcTime now);
  // Whether it was there.
  bool erase(const EntryId& id) { return entries_.erase(id) != 0; }
  // Why the entry stays: it is locked.
  [[nodiscard]] std::optional<Refusal> refuses_to_delete(const EntryId& id);
  // An entry as a person makes it in the web page: nothing is checked.
  [[nodiscard]] StoredEntry make(const clockify::NewEntry& entry, const UserId& user);

  [[nodiscard]] StoredEntry* find(const EntryId& id);
  [[nodiscard]] std::vector<StoredEntry> entries() const;  // by start, then id
  // Those of a user that start in the window, without what was stored after `stored_by`.
  [[nodiscard]] std::vector<StoredEntry> entries(const UserId& user, const Interval& window, UtcTime stored_by) const;
  // The timer that runs for that user (his entry without an end), or null.
  [[nodiscard]] StoredEntry* running(const UserId& user);

  // The user behind a key, or with an id; null when there is none.
  [[nodiscard]] const ServiceUser* user_with_key(const std::string& key) const;
  [[nodiscard]] const ServiceUser* find(const UserId& id) const;
  [[nodiscard]] const std::vector<ServiceUser>& users() const { return users_; }
  [[nodiscard]] const std::vector<ServiceProject>& projects() const { return projects_; }
  [[nodiscard]] const std::vector<ServiceTask>& tasks() const { return tasks_; }
  // Null when there is none, and for no id.
  [[nodiscard]] const ServiceProject* project_named(const std::optional<std::string>& id) const;
  [[nodiscard]] const ServiceTask* task_named(const std::optional<std::string>& id) const;
  void set_projects(std::vector<ServiceProject> projects) { projects_ = std::move(projects); }
  // Behind the back of a client that has just read the list: it stays listed, and takes no entries any more.
  void delete_project(const ProjectId& id);
  void restore_projects();
  void set_time_zone(const std::string& iana);
  void revoke(const std::string& key) { keys_.erase(key); }

  WorkspaceSettings settings;

 protected:
  std::int64_t ids_given_ = 0;

 private:
  EntryId new_id();

  std::map<std::string, UserId> keys_;
  std::vector<ServiceUser> users_;
  std::vector<ServiceProject> projects_;
  std::vector<ServiceTask> tasks_;
  std::map<EntryId, StoredEntry> entries_;
};

}  // namespace libsync::support
