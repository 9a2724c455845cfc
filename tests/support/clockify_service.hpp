// SPDX-License-Identifier: MIT
//
// What Clockify does with a request, without any network: users, workspaces, projects and entries, the routes of API v1
// that concern them, and the answers as the real service gives them (codes and texts included). FakeClockify puts this
// behind TLS; the sandbox keeps it in a file. Not thread-safe.
#pragma once

#include "well_known.hpp"

#include <libsync/clockify/api.hpp>
#include <libsync/model/zone.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace libsync::support {

struct Request {
  std::string method;
  std::string target;                          // path and query as sent
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // without the ones that frame the message
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
};

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

class ClockifyService {
 public:
  // The well_known users, workspaces and projects, no entries. Both users' profiles are set to `time_zone`.
  explicit ClockifyService(const std::string& time_zone = "Europe/Berlin");

  // The state that `saved` (an answer of save()) describes. Nothing when it is not such a text.
  [[nodiscard]] static std::optional<ClockifyService> load(std::string_view saved);
  [[nodiscard]] std::string save() const;

  struct Outcome {
    Answer answer;
    std::optional<StoredEntry> created;  // what a POST makes: in effect only once put() was called with it
  };
  // `hides_younger_than`: a listing does not show what was stored less than this long ago.
  [[nodiscard]] Outcome handle(const Request& request, UtcTime now, seconds hides_younger_than = seconds{0});

  void put(StoredEntry entry, UtcTime now);
  void erase(const EntryId& id) { entries_.erase(id); }
  [[nodiscard]] StoredEntry make(const clockify::NewEntry& entry, const UserId& user);
  [[nodiscard]] std::vector<StoredEntry> entries() const;  // by start, then id

  [[nodiscard]] const std::vector<ServiceUser>& users() const { return users_; }
  [[nodiscard]] const std::vector<ServiceProject>& projects() const { return projects_; }
  void set_projects(std::vector<ServiceProject> projects) { projects_ = std::move(projects); }
  void set_time_zone(const std::string& iana);
  void revoke(const std::string& key) { keys_.erase(key); }

  WorkspaceSettings settings;

 private:
  struct Call;
  struct Route;

  static const std::vector<Route>& routes();

  // The entry that the body of a POST or PUT asks for, or why there cannot be such an entry.
  std::variant<StoredEntry, Answer> compose(const Call& call, const UserId& user);

  Outcome user(const Call& call);
  Outcome workspaces(const Call& call);
  Outcome list_projects(const Call& call);
  Outcome list_tasks(const Call& call);
  Outcome create(const Call& call);
  Outcome list(const Call& call);
  Outcome running(const Call& call);
  Outcome stop_timer(const Call& call);
  Outcome get(const Call& call);
  Outcome replace(const Call& call);
  Outcome remove(const Call& call);

  [[nodiscard]] const ServiceProject* project_named(const std::optional<std::string>& id) const;
  [[nodiscard]] const ServiceTask* task_named(const std::optional<std::string>& id) const;
  [[nodiscard]] bool knows(const UserId& id) const;
  [[nodiscard]] const ServiceUser& user_of(const UserId& id) const;
  EntryId new_id();

  std::map<std::string, UserId> keys_;
  std::vector<ServiceUser> users_;
  std::vector<ServiceProject> projects_;
  std::vector<ServiceTask> tasks_;
  std::map<EntryId, StoredEntry> entries_;
  std::int64_t ids_given_ = 0;
};

// "PT2H54M", as java.time.Duration spells it.
[[nodiscard]] std::string iso_duration(seconds duration);

// `Answer` with Clockify's error object.
[[nodiscard]] Answer error_answer(int status, int code, std::string_view message);

}  // namespace libsync::support
