// SPDX-License-Identifier: MIT
#include "in_memory_api.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::support {
namespace {

using clockify::ApiError;
using clockify::Delivery;
using clockify::Entry;
using clockify::ErrorKind;
using clockify::NewEntry;

constexpr const char* k_create = "create a time entry";
constexpr const char* k_list = "list the time entries";
constexpr std::size_t k_longest_description = 3000;

ApiError offline_error() {
  return {ErrorKind::offline, Delivery::not_sent, k_create, "connection refused", 0, 0, "", {}};
}

ApiError lost_error() {
  return {
      ErrorKind::offline, Delivery::unknown, k_create, "the connection was closed before an answer came", 0, 0, "", {}};
}

ApiError answer_error(ErrorKind kind, Delivery delivery, int status, int code, std::string text) {
  return {kind, delivery, k_create, fmt::format("HTTP status {}", status), status, code, std::move(text), {}};
}

ErrorKind kind_of_refusal(int status) {
  switch (status) {
    case 401:
      return ErrorKind::unauthorized;
    case 403:
      return ErrorKind::forbidden;
    case 404:
      return ErrorKind::not_found;
    case 429:
      return ErrorKind::rate_limited;
    default:
      return ErrorKind::rejected;
  }
}

ApiError refusal(int status, int code, std::string text) {
  return answer_error(kind_of_refusal(status), Delivery::answered, status, code, std::move(text));
}

ApiError throttling(std::optional<seconds> retry_after) {
  ApiError error = refusal(429, 0, "Too many requests");
  error.retry_after = retry_after;
  return error;
}

PostFault with_error(PostFault::Effect effect, ApiError error) {
  PostFault fault;
  fault.effect = effect;
  fault.error = std::move(error);
  return fault;
}

std::optional<well_known::NamedProject> project_named(const ProjectId& id) {
  for (const auto& project : well_known::projects()) {
    if (project.id == id) return project;
  }
  return std::nullopt;
}

std::optional<well_known::NamedTask> task_named(const std::optional<TaskId>& id) {
  for (const auto& task : well_known::tasks()) {
    if (task.id == id) return task;
  }
  return std::nullopt;
}

// What the workspace asks for and the entry lacks.
std::optional<ApiError> lacking(const NewEntry& entry, const std::set<clockify::Requirement>& required) {
  using clockify::Requirement;
  const auto lacks = [&](Requirement what, bool given) { return required.contains(what) && !given; };
  const auto task = task_named(entry.task);
  if (lacks(Requirement::project, !project_named(entry.project)->archived)) {
    return refusal(400, 501, well_known::k_project_required);
  }
  if (lacks(Requirement::task, task && !task->done)) return refusal(400, 501, well_known::k_task_required);
  if (lacks(Requirement::tag, !entry.tags.empty())) return refusal(400, 501, well_known::k_tag_required);
  if (lacks(Requirement::description, !entry.description.empty())) {
    return refusal(400, 501, well_known::k_description_required);
  }
  return std::nullopt;
}

std::optional<ApiError> domain_error(const NewEntry& entry, const std::set<clockify::Requirement>& required) {
  if (!project_named(entry.project)) return refusal(400, 501, "Project doesn't belong to Workspace");
  if (entry.task) {
    const auto task = task_named(entry.task);
    if (!task || task->project != entry.project) return refusal(400, 501, "Task doesn't belong to Project");
  }
  for (const TagId& tag : entry.tags) {
    if (tag != well_known::tag()) return refusal(400, 501, "Tag doesn't belong to Workspace");
  }
  if (entry.description.find_first_of("<>") != std::string::npos) {
    return refusal(400, 501, "Don't use < and > characters");
  }
  if (entry.description.size() > k_longest_description) return refusal(400, 501, "Description is too long");
  return lacking(entry, required);
}

ApiError acting(const char* act, ApiError error) {
  error.act = act;
  return error;
}

}  // namespace

PostFault PostFault::offline() {
  return with_error(Effect::never, offline_error());
}

PostFault PostFault::lost() {
  return with_error(Effect::never, lost_error());
}

PostFault PostFault::lost_but_applied() {
  return with_error(Effect::at_once, lost_error());
}

PostFault PostFault::timed_out_but_applied() {
  return with_error(Effect::at_once,
                    {ErrorKind::timed_out, Delivery::unknown, k_create, "no answer in time", 0, 0, "", {}});
}

PostFault PostFault::applied_after(std::int64_t requests) {
  PostFault fault = with_error(Effect::later, lost_error());
  fault.after_requests = requests;
  return fault;
}

PostFault PostFault::applied_at(UtcTime server_time) {
  PostFault fault = with_error(Effect::later, lost_error());
  fault.at = server_time;
  return fault;
}

PostFault PostFault::server_fault(int status) {
  return with_error(Effect::never, answer_error(ErrorKind::server_fault, Delivery::unknown, status, 0, ""));
}

PostFault PostFault::server_fault_but_applied(int status) {
  return with_error(Effect::at_once, answer_error(ErrorKind::server_fault, Delivery::unknown, status, 0, ""));
}

PostFault PostFault::not_found_but_applied() {
  return with_error(Effect::at_once, answer_error(ErrorKind::server_fault, Delivery::unknown, 400, 501,
                                                  "TIMEENTRY with ID '6a507fafde10bd6a51ac37a9' not found"));
}

PostFault PostFault::refused(int status, int code, std::string text) {
  return with_error(Effect::never, refusal(status, code, std::move(text)));
}

PostFault PostFault::throttled(std::optional<seconds> retry_after) {
  return with_error(Effect::never, throttling(retry_after));
}

PostFault PostFault::echoed(std::function<void(Entry&)> change) {
  PostFault fault;
  fault.effect = Effect::at_once;
  fault.echo = std::move(change);
  return fault;
}

ListingFault ListingFault::fails() {
  ListingFault fault;
  fault.error = answer_error(ErrorKind::server_fault, Delivery::unknown, 503, 0, "");
  return fault;
}

ListingFault ListingFault::throttled(std::optional<seconds> retry_after) {
  ListingFault fault;
  fault.error = throttling(retry_after);
  return fault;
}

ListingFault ListingFault::stale(seconds by) {
  ListingFault fault;
  fault.hides_younger_than = by;
  return fault;
}

ListingFault ListingFault::no_date() {
  ListingFault fault;
  fault.without_date = true;
  return fault;
}

ListingFault ListingFault::date_wrong_by(seconds by) {
  ListingFault fault;
  fault.date_off_by = by;
  return fault;
}

InMemoryClockify::InMemoryClockify(ManualClock& clock)
    : clock_(&clock),
      server_start_(clock.now()),
      boot_start_(clock.boot_time()),
      keys_{{well_known::k_key, well_known::ann()}, {well_known::k_other_key, well_known::bob()}} {}

UtcTime InMemoryClockify::now() const {
  return server_start_ + std::chrono::floor<seconds>(clock_->boot_time() - boot_start_);
}

void InMemoryClockify::set_clock(UtcTime server_time) {
  server_start_ = server_time;
  boot_start_ = clock_->boot_time();
}

Entry InMemoryClockify::make_entry(const NewEntry& entry, const UserId& user) {
  return {*EntryId::parse(fmt::format("6a507faf{:016x}", ++ids_given_)),
          entry.workspace,
          user,
          entry.project,
          entry.interval.start,
          entry.interval.end,
          entry.description};
}

void InMemoryClockify::store(Entry entry) {
  const EntryId id = entry.id;
  entries_.insert_or_assign(id, Stored{std::move(entry), now()});
}

Entry InMemoryClockify::user_creates(const NewEntry& entry, UserId user) {
  Entry made = make_entry(entry, user);
  store(made);
  return made;
}

void InMemoryClockify::user_edits(const EntryId& id, const std::function<void(Entry&)>& change) {
  change(entries_.at(id).entry);
}

void InMemoryClockify::user_deletes(const EntryId& id) {
  entries_.erase(id);
}

std::vector<Entry> InMemoryClockify::entries() const {
  std::vector<Entry> all;
  for (const auto& [id, stored] : entries_) all.push_back(stored.entry);
  std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.start < b.start; });
  return all;
}

void InMemoryClockify::heal() {
  post_faults_.clear();
  listing_faults_.clear();
  offline_ = false;
}

void InMemoryClockify::begin_request() {
  ++counts_.requests;
  if (const auto act = acts_.find(counts_.requests); act != acts_.end()) act->second();
  deliver_due();
}

void InMemoryClockify::deliver_due() {
  const auto due = [this](const InFlight& flight) {
    return flight.due_time ? *flight.due_time <= now() : flight.due_request < counts_.requests;
  };
  for (const InFlight& flight : in_flight_) {
    if (due(flight)) store(flight.entry);
  }
  std::erase_if(in_flight_, due);
}

InMemoryApi::InMemoryApi(InMemoryClockify& server, std::string key)
    : server_(server), key_(std::move(key)), account_("account-" + std::to_string(std::hash<std::string>{}(key_))) {}

std::optional<ApiError> InMemoryApi::connect(const char* act) {
  if (server_.offline_) {
    connected_ = false;
    return acting(act, offline_error());
  }
  if (!connected_) ++traffic_.connections;
  connected_ = true;
  return std::nullopt;
}

void InMemoryApi::sent() {
  ++traffic_.requests;
  server_.begin_request();
}

std::optional<ApiError> InMemoryApi::authorise(const char* act, const WorkspaceId* workspace) const {
  if (server_.keys_.count(key_) == 0) return acting(act, refusal(401, 4003, "Api key does not exist"));
  if (workspace != nullptr && *workspace != well_known::workspace()) {
    return acting(act, refusal(403, 501, "Access Denied"));
  }
  return std::nullopt;
}

Result<Entry, ApiError> InMemoryApi::create_entry(const NewEntry& entry, const clockify::BeforeSend& before_send) {
  const auto planned = server_.post_faults_.find(++server_.post_attempts_);
  const PostFault* fault = planned == server_.post_faults_.end() ? nullptr : &planned->second;

  if (fault != nullptr && fault->error && fault->error->delivery == Delivery::not_sent) return *fault->error;
  if (auto error = connect(k_create)) return *error;
  if (before_send() == clockify::Proceed::abort) {
    return ApiError{ErrorKind::cancelled, Delivery::not_sent, k_create, "it was cancelled", 0, 0, "", {}};
  }

  sent();
  ++server_.counts_.posts;
  if (auto error = authorise(k_create, &entry.workspace)) return *error;
  if (auto error = domain_error(entry, server_.required_)) return *error;

  Entry made = server_.make_entry(entry, server_.keys_.at(key_));
  const auto effect = fault == nullptr ? PostFault::Effect::at_once : fault->effect;
  if (effect == PostFault::Effect::at_once) server_.store(made);
  if (effect == PostFault::Effect::later) {
    server_.in_flight_.push_back({made, server_.counts_.requests + fault->after_requests, fault->at});
  }
  if (fault != nullptr && fault->error) {
    connected_ = fault->error->http_status != 0;
    return *fault->error;
  }
  if (fault != nullptr && fault->echo) fault->echo(made);
  return made;
}

Result<clockify::Listing, ApiError> InMemoryApi::list_entries(const WorkspaceId& workspace, const UserId& user,
                                                              const Interval& window) {
  const auto planned = server_.listing_faults_.find(++server_.listing_attempts_);
  const ListingFault fault = planned == server_.listing_faults_.end() ? ListingFault{} : planned->second;

  if (auto error = connect(k_list)) return *error;
  sent();
  ++server_.counts_.listings;
  if (auto error = authorise(k_list, &workspace)) return *error;
  if (user != well_known::ann() && user != well_known::bob()) {
    return acting(k_list, refusal(400, 501, "User doesn't belong to Workspace"));
  }
  if (fault.error) return acting(k_list, *fault.error);

  clockify::Listing listing{{}, server_.now() + fault.date_off_by, server_.clock_->boot_time(), milliseconds{0}};
  if (fault.without_date) listing.server_date.reset();
  for (const Entry& entry : server_.entries()) {
    const bool shown = fault.hides_younger_than == seconds{0} ||
                       server_.entries_.at(entry.id).stored_at <= server_.now() - fault.hides_younger_than;
    if (shown && entry.user == user && window.contains(entry.start)) listing.entries.push_back(entry);
  }
  return listing;
}

Result<clockify::User, ApiError> InMemoryApi::current_user() {
  constexpr const char* act = "read the user of the API key";
  if (auto error = connect(act)) return *error;
  sent();
  ++server_.counts_.user_reads;
  if (auto error = authorise(act, nullptr)) return *error;
  const bool is_ann = server_.keys_.at(key_) == well_known::ann();
  return clockify::User{is_ann ? well_known::ann() : well_known::bob(),
                        is_ann ? "Ann" : "Bob",
                        is_ann ? "ann@example.com" : "bob@example.com",
                        "Europe/Berlin",
                        well_known::workspace(),
                        well_known::workspace()};
}

Result<std::vector<clockify::Project>, ApiError> InMemoryApi::list_projects(const WorkspaceId& workspace) {
  constexpr const char* act = "list the projects";
  if (auto error = connect(act)) return *error;
  sent();
  ++server_.counts_.project_reads;
  if (auto error = authorise(act, &workspace)) return *error;
  std::vector<clockify::Project> projects;
  for (const auto& project : well_known::projects()) {
    projects.push_back({project.id, project.name, project.client, project.archived});
  }
  return projects;
}

Result<std::vector<clockify::Task>, ApiError> InMemoryApi::list_tasks(const WorkspaceId& workspace,
                                                                      const ProjectId& project) {
  constexpr const char* act = "list the tasks";
  if (auto error = connect(act)) return *error;
  sent();
  ++server_.counts_.task_reads;
  if (auto error = authorise(act, &workspace)) return *error;
  if (!project_named(project)) return acting(act, refusal(400, 501, "Project doesn't belong to Workspace"));
  std::vector<clockify::Task> tasks;
  for (const auto& task : well_known::tasks()) {
    if (task.project == project) tasks.push_back({task.id, task.name, task.done});
  }
  return tasks;
}

}  // namespace libsync::support
