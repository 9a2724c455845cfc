// SPDX-License-Identifier: MIT
#include "in_memory_api.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <iterator>
#include <stdexcept>
#include <utility>

namespace libsync::support {
namespace {

using clockify::ApiError;
using clockify::Delivery;
using clockify::Entry;
using clockify::ErrorKind;
using clockify::NewEntry;

constexpr const char* k_create = "create a time entry";
constexpr const char* k_delete = "delete a time entry";
constexpr const char* k_list = "list the time entries";

ApiError error(ErrorKind kind, Delivery delivery, const char* act, std::string cause) {
  return {kind, delivery, act, std::move(cause), 0, 0, "", {}};
}

// What an answer with such a status says about the request.
std::pair<ErrorKind, Delivery> verdict_on(int status) {
  switch (status) {
    case 401:
      return {ErrorKind::unauthorized, Delivery::answered};
    case 403:
      return {ErrorKind::forbidden, Delivery::answered};
    case 404:
      return {ErrorKind::not_found, Delivery::answered};
    case 429:
      return {ErrorKind::rate_limited, Delivery::answered};
    case 408:
    case 409:
    case 425:
      return {ErrorKind::server_fault, Delivery::unknown};
    default:
      break;
  }
  if (status >= 500) return {ErrorKind::server_fault, Delivery::unknown};
  if (status >= 400) return {ErrorKind::rejected, Delivery::answered};
  return {ErrorKind::protocol, Delivery::unknown};
}

ApiError refusal(const char* act, const Refusal& refused) {
  const auto [kind, delivery] = verdict_on(refused.status);
  return {kind,         delivery,        act, fmt::format("HTTP status {}", refused.status), refused.status,
          refused.code, refused.message, {}};
}

// Clockify's error object; nothing in it when `body` is something else.
Refusal read_refusal(const Answer& answer) {
  Refusal refused{answer.status, 0, ""};
  boost::json::error_code broken;
  const auto body = boost::json::parse(answer.body, broken);
  if (broken || !body.is_object()) return refused;
  refused.code = boost::json::value_to<int>(body.at("code"));
  refused.message = boost::json::value_to<std::string>(body.at("message"));
  return refused;
}

ApiError error_of(const char* act, const Answer& answer) {
  ApiError result = refusal(act, read_refusal(answer));
  if (result.server_text.starts_with("TIMEENTRY")) {
    result.kind = ErrorKind::server_fault;
    result.delivery = Delivery::unknown;
  }
  if (const auto wait = answer.header("Retry-After"); !wait.empty()) result.retry_after = seconds{std::stoll(wait)};
  return result;
}

EntryRequest request_for(const NewEntry& entry) {
  EntryRequest asked{.start = entry.interval.start,
                     .end = entry.interval.end,
                     .description = entry.description,
                     .project = entry.project.str(),
                     .tags = {},
                     .task = entry.task ? std::optional{entry.task->str()} : std::nullopt,
                     .billable = entry.billable.value_or(false)};
  for (const TagId& tag : entry.tags) asked.tags.push_back(tag.str());
  return asked;
}

}  // namespace

InMemoryClockify::InMemoryClockify(ManualClock& clock)
    : clock_(&clock), server_start_(clock.now()), boot_start_(clock.boot_time()) {}

UtcTime InMemoryClockify::now() const {
  return server_start_ + std::chrono::floor<seconds>(clock_->boot_time() - boot_start_);
}

void InMemoryClockify::set_clock(UtcTime server_time) {
  server_start_ = server_time;
  boot_start_ = clock_->boot_time();
}

Entry InMemoryClockify::user_creates(const NewEntry& entry, UserId user) {
  StoredEntry made = state_.make(entry, user);
  state_.put(made, now());
  return made;
}

void InMemoryClockify::user_edits(const EntryId& id, const std::function<void(Entry&)>& change) {
  if (StoredEntry* found = state_.find(id)) change(*found);
}

void InMemoryClockify::user_deletes(const EntryId& id) {
  state_.erase(id);
}

std::vector<Entry> InMemoryClockify::entries() const {
  auto all = state_.entries();
  return {std::make_move_iterator(all.begin()), std::make_move_iterator(all.end())};
}

void InMemoryClockify::require(clockify::Requirement what) {
  using clockify::Requirement;
  WorkspaceSettings& settings = state_.settings;
  settings.force_projects |= what == Requirement::project;
  settings.force_tasks |= what == Requirement::task;
  settings.force_tags |= what == Requirement::tag;
  settings.force_description |= what == Requirement::description;
}

void InMemoryClockify::heal() {
  plan_.heal();
  offline_ = false;
}

void InMemoryClockify::begin_request() {
  ++counts_.requests;
  if (const auto act = plan_.acts.find(counts_.requests); act != plan_.acts.end()) act->second();
  plan_.deliver_due(state_, counts_.requests, now());
}

InMemoryApi::InMemoryApi(InMemoryClockify& server, std::string key)
    : server_(server), key_(std::move(key)), account_("account-" + std::to_string(std::hash<std::string>{}(key_))) {}

std::optional<ApiError> InMemoryApi::connect(const char* act, std::size_t connections) {
  if (server_.offline_) {
    connected_ = 0;
    return error(ErrorKind::offline, Delivery::not_sent, act, "connection refused");
  }
  if (connected_ < connections) {
    traffic_.connections += static_cast<std::int64_t>(connections - connected_);
    connected_ = connections;
  }
  return std::nullopt;
}

void InMemoryApi::sent() {
  ++traffic_.requests;
  server_.begin_request();
}

std::optional<ApiError> InMemoryApi::authorise(const char* act, const WorkspaceId* workspace) const {
  if (server_.state_.user_with_key(key_) == nullptr) return refusal(act, {401, 4003, "Api key does not exist"});
  if (workspace != nullptr && *workspace != well_known::workspace()) return refusal(act, {403, 501, "Access Denied"});
  return std::nullopt;
}

std::optional<ApiError> InMemoryApi::spoilt(const char* act, const Fault& fault) {
  if (fault.written != Fault::Part::everything) {
    --connected_;
    if (fault.then == Fault::Then::stall)
      return error(ErrorKind::timed_out, Delivery::unknown, act, "no answer in time");
    return error(ErrorKind::offline, Delivery::unknown, act, "the connection was closed before an answer came");
  }
  if (!fault.replacement) {
    if (!fault.edits.empty()) throw std::logic_error("a fault that InMemoryClockify does not know");
    return std::nullopt;
  }
  Answer answer = *fault.replacement;
  for (const auto& edit : fault.edits) edit(answer);
  return error_of(act, answer);
}

std::vector<Result<Entry, ApiError>> InMemoryApi::create_entries(std::span<const NewEntry> entries,
                                                                 const clockify::BeforeSend& before_send) {
  const std::int64_t first = server_.post_attempts_ + 1;
  server_.post_attempts_ += static_cast<std::int64_t>(entries.size());
  const auto all = [&](const ApiError& failure) {
    return std::vector<Result<Entry, ApiError>>(entries.size(), failure);
  };
  if (auto failure = connect(k_create, entries.size())) return all(*failure);
  if (before_send() == clockify::Proceed::abort) {
    return all(error(ErrorKind::cancelled, Delivery::not_sent, k_create, "it was cancelled"));
  }
  std::vector<Result<Entry, ApiError>> answers;
  for (const NewEntry& entry : entries)
    answers.push_back(create(entry, first + static_cast<std::int64_t>(answers.size())));
  return answers;
}

Result<Entry, ApiError> InMemoryApi::create(const NewEntry& entry, std::int64_t number) {
  sent();
  ++server_.counts_.posts;
  const Fault& fault = server_.plan_.find(&server_.plan_.posts, number, server_.counts_.requests);
  if (auto failure = authorise(k_create, &entry.workspace)) return *failure;
  auto made = server_.state_.compose(request_for(entry), server_.state_.user_with_key(key_)->id, server_.now());
  if (made) server_.plan_.take_effect(server_.state_, *made, fault, server_.counts_.requests, server_.now());
  if (auto failure = spoilt(k_create, fault)) return *failure;
  if (!made) return refusal(k_create, made.error());
  if (fault.echo) fault.echo(*made);
  return Entry{*std::move(made)};
}

Result<clockify::Deletion, ApiError> InMemoryApi::delete_entry(const WorkspaceId& workspace, const EntryId& entry) {
  const std::int64_t number = ++server_.delete_attempts_;
  if (auto failure = connect(k_delete)) return *failure;
  sent();
  ++server_.counts_.deletes;
  const Fault& fault = server_.plan_.find(&server_.plan_.deletes, number, server_.counts_.requests);
  if (auto failure = authorise(k_delete, &workspace)) return *failure;
  const bool is_there = server_.state_.find(entry) != nullptr;
  if (const auto refused = server_.state_.refuses_to_delete(entry)) return refusal(k_delete, *refused);
  if (is_there) server_.plan_.take_away(server_.state_, entry, fault, server_.counts_.requests);
  if (auto failure = spoilt(k_delete, fault)) return *failure;
  return is_there ? clockify::Deletion::deleted : clockify::Deletion::was_gone;
}

Result<std::optional<Entry>, ApiError> InMemoryApi::find_entry(const WorkspaceId& workspace, const EntryId& entry) {
  constexpr const char* act = "read a time entry";
  const std::int64_t number = ++server_.find_attempts_;
  if (auto failure = connect(act)) return *failure;
  sent();
  const Fault& fault = server_.plan_.find(&server_.plan_.finds, number, server_.counts_.requests);
  if (auto failure = authorise(act, &workspace)) return *failure;
  if (auto failure = spoilt(act, fault)) return *failure;
  const StoredEntry* found = server_.state_.find(entry);
  return found == nullptr ? std::optional<Entry>{} : std::optional<Entry>{*found};
}

Result<clockify::Listing, ApiError> InMemoryApi::list_entries(const WorkspaceId& workspace, const UserId& user,
                                                              const Interval& window) {
  const std::int64_t number = ++server_.listing_attempts_;
  if (auto failure = connect(k_list)) return *failure;
  sent();
  ++server_.counts_.listings;
  const Fault& fault = server_.plan_.find(&server_.plan_.listings, number, server_.counts_.requests);
  if (auto failure = authorise(k_list, &workspace)) return *failure;
  if (server_.state_.find(user) == nullptr) return refusal(k_list, {400, 501, "User doesn't belong to Workspace"});
  if (auto failure = spoilt(k_list, fault)) return *failure;

  const UtcTime now = server_.now();
  auto shown = server_.state_.entries(user, window, stored_by(now, fault.hides_younger_than));
  clockify::Listing listing{{std::make_move_iterator(shown.begin()), std::make_move_iterator(shown.end())},
                            now + fault.date_off_by,
                            server_.clock_->boot_time(),
                            milliseconds{0}};
  if (fault.dated == "-") listing.server_date.reset();
  return listing;
}

Result<clockify::User, ApiError> InMemoryApi::current_user() {
  constexpr const char* act = "read the user of the API key";
  if (auto failure = connect(act)) return *failure;
  sent();
  if (auto failure = authorise(act, nullptr)) return *failure;
  const ServiceUser& user = *server_.state_.user_with_key(key_);
  return clockify::User{
      user.id, user.name, user.email, user.time_zone, well_known::workspace(), well_known::workspace(), server_.now()};
}

Result<std::vector<clockify::Workspace>, ApiError> InMemoryApi::list_workspaces() {
  constexpr const char* act = "list the workspaces";
  if (auto failure = connect(act)) return *failure;
  sent();
  if (auto failure = authorise(act, nullptr)) return *failure;
  return std::vector<clockify::Workspace>{{well_known::workspace(), well_known::k_workspace_name}};
}

Result<std::vector<clockify::Project>, ApiError> InMemoryApi::list_projects(const WorkspaceId& workspace) {
  constexpr const char* act = "list the projects";
  if (auto failure = connect(act)) return *failure;
  sent();
  if (auto failure = authorise(act, &workspace)) return *failure;
  std::vector<clockify::Project> projects;
  for (const auto& project : server_.state_.projects()) {
    projects.push_back({project.id, project.name, project.client, project.archived});
  }
  return projects;
}

Result<std::vector<clockify::Task>, ApiError> InMemoryApi::list_tasks(const WorkspaceId& workspace,
                                                                      const ProjectId& project) {
  constexpr const char* act = "list the tasks";
  if (auto failure = connect(act)) return *failure;
  sent();
  if (auto failure = authorise(act, &workspace)) return *failure;
  if (server_.state_.project_named(project.str()) == nullptr) {
    return refusal(act, {400, 501, "Project doesn't belong to Workspace"});
  }
  std::vector<clockify::Task> tasks;
  for (const auto& task : server_.state_.tasks()) {
    if (task.project == project) tasks.push_back({task.id, task.name, task.done});
  }
  return tasks;
}

}  // namespace libsync::support
