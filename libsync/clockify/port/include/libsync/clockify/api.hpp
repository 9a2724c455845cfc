// SPDX-License-Identifier: MIT
//
// The part of Clockify's REST API that this program needs, as a port: HttpsApi (https_api.hpp) is the real thing; tests
// run the same contract suite on every implementation. Source of the rules: Clockify's public API v1.
//
// An object belongs to one thread and talks for one user. No call throws for anything the network or the server does.
// Every call ends by its deadline at the latest, name lookup included.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/clockify/transport.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace libsync::clockify {

struct NewEntry {
  WorkspaceId workspace;
  ProjectId project;
  Interval interval;  // whole seconds, start < end
  std::string description;
  std::optional<bool> billable;  // not sent when empty: Clockify has its own rules for it
  std::vector<TagId> tags;
  std::optional<TaskId> task{};  // of that project
};

// An entry as Clockify has it.
struct Entry {
  EntryId id;
  WorkspaceId workspace;
  UserId user;
  std::optional<ProjectId> project;
  UtcTime start;
  std::optional<UtcTime> end;  // nothing: a running timer
  std::string description;
  bool locked = false;  // nobody may change or delete it, as after an approval

  friend bool operator==(const Entry&, const Entry&) = default;
};

// A complete, successful read of a user's entries: every entry that starts inside the window, each once.
struct Listing {
  std::vector<Entry> entries;  // by start, then id
  // The server's `Date` of the first page; nothing when it was missing or made no sense.
  std::optional<UtcTime> server_date;
  BootTime requested_at;  // when the request of the first page began
  milliseconds took;      // until the first page was complete
};

struct User {
  UserId id;
  std::string name;
  std::string email;
  std::string time_zone;  // of the profile; Clockify reads the bounds of listings in it
  std::optional<WorkspaceId> active_workspace;
  std::optional<WorkspaceId> default_workspace;
  std::optional<UtcTime> server_date{};  // of the answer; nothing when it was missing or made no sense
};

struct Workspace {
  WorkspaceId id;
  std::string name;
};

struct Project {
  ProjectId id;
  std::string name;
  std::string client;  // empty without one
  bool archived = false;
};

// A part of a project.
struct Task {
  TaskId id;
  std::string name;
  bool done = false;  // takes no entries in a workspace that asks for a task
};

// What became of an entry that was to be deleted.
enum class Deletion {
  deleted,   // it was there
  was_gone,  // Clockify says that it has no such entry
};

class Api {
 public:
  virtual ~Api() = default;

  // Creates entries of one workspace, all at once: each by a request of its own over a connection of its own. Not
  // idempotent: two calls make them twice. Sends each request at most once, whatever happens, and none unless there is
  // a connection for each. The answers, in the order of `entries`: the entry as the server says it stored it, which the
  // caller compares with what was asked for. On error, `delivery` decides what may be done next: `unknown` must be
  // settled with list_entries before another attempt. A 201 whose id is missing or malformed, or that names another
  // user's or workspace's entry, is an error (unknown).
  [[nodiscard]] virtual std::vector<Result<Entry, ApiError>> create_entries(std::span<const NewEntry> entries,
                                                                            const BeforeSend& before_send) = 0;
  [[nodiscard]] Result<Entry, ApiError> create_entry(const NewEntry& entry, const BeforeSend& before_send) {
    return std::move(create_entries({&entry, 1}, before_send).front());
  }

  // Deletes an entry. Twice is no harm, so unlike a POST it is sent once more when a kept connection turns out to be
  // dead. On error with the delivery `unknown` it may be deleted by now, or may still be.
  [[nodiscard]] virtual Result<Deletion, ApiError> delete_entry(const WorkspaceId& workspace, const EntryId& entry) = 0;

  // That entry as it stands, wherever it was moved; nothing when Clockify says that it has none with this id.
  [[nodiscard]] virtual Result<std::optional<Entry>, ApiError> find_entry(const WorkspaceId& workspace,
                                                                          const EntryId& entry) = 0;

  // The entries of `user` that start in `window`, read to the last page. All or nothing: a page that fails, or an
  // answer that is not understood to the last field, is an error.
  [[nodiscard]] virtual Result<Listing, ApiError> list_entries(const WorkspaceId& workspace, const UserId& user,
                                                               const Interval& window) = 0;

  [[nodiscard]] virtual Result<User, ApiError> current_user() = 0;

  // The workspaces that the user is a member of, by name.
  [[nodiscard]] virtual Result<std::vector<Workspace>, ApiError> list_workspaces() = 0;

  // All projects of a workspace, archived ones included, by name.
  [[nodiscard]] virtual Result<std::vector<Project>, ApiError> list_projects(const WorkspaceId& workspace) = 0;

  // All tasks of a project, those that are done included, by name. A project of another workspace is an error.
  [[nodiscard]] virtual Result<std::vector<Task>, ApiError> list_tasks(const WorkspaceId& workspace,
                                                                       const ProjectId& project) = 0;

  // Names the pair of key and server without giving the key away: a hash, safe to store.
  [[nodiscard]] virtual const std::string& account() const = 0;

  [[nodiscard]] virtual const std::string& base_url() const = 0;

  [[nodiscard]] virtual Traffic traffic() const = 0;
};

}  // namespace libsync::clockify
