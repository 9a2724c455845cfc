// SPDX-License-Identifier: MIT
#include "remote_api.hpp"

#include "steps.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::crash {
namespace {

using clockify::ApiError;
using clockify::Entry;

constexpr char k_field = '\x1f';
constexpr char k_record = '\x1e';

// --- framing: a length, then that many bytes
// --------------------------------------------------------------------------

bool write_all(int socket, const void* data, std::size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::send(socket, at, size, MSG_NOSIGNAL);
    if (written <= 0) return false;
    at += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool read_all(int socket, void* data, std::size_t size) {
  char* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = ::read(socket, at, size);
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool send_message(int socket, const std::string& text) {
  const std::uint64_t size = text.size();
  return write_all(socket, &size, sizeof size) && write_all(socket, text.data(), text.size());
}

std::optional<std::string> receive_message(int socket) {
  std::uint64_t size = 0;
  if (!read_all(socket, &size, sizeof size)) return std::nullopt;
  std::string text(size, '\0');
  if (!read_all(socket, text.data(), text.size())) return std::nullopt;
  return text;
}

// --- spelling
// ---------------------------------------------------------------------------------------------------------

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts) {
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) text += k_field + parts[i];
  return text;
}

std::string number(std::int64_t value) {
  return std::to_string(value);
}
std::string number(UtcTime time) {
  return number(time.time_since_epoch().count());
}

std::int64_t to_number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
UtcTime to_time(const std::string& text) {
  return UtcTime{seconds{to_number(text)}};
}

std::string spell(const Entry& entry) {
  return join({entry.id.str(), entry.workspace.str(), entry.user.str(), entry.project ? entry.project->str() : "",
               number(entry.start), entry.end ? number(*entry.end) : "", entry.description,
               number(entry.locked ? 1 : 0)});
}

Entry read_entry(const std::string& text) {
  const auto f = split(text, k_field);
  return {*EntryId::parse(f.at(0)),
          *WorkspaceId::parse(f.at(1)),
          *UserId::parse(f.at(2)),
          ProjectId::parse(f.at(3)),
          to_time(f.at(4)),
          f.at(5).empty() ? std::nullopt : std::optional{to_time(f.at(5))},
          f.at(6),
          to_number(f.at(7)) != 0};
}

std::string spell(const ApiError& error) {
  return "X" + join({number(static_cast<int>(error.kind)), number(static_cast<int>(error.delivery)), error.act,
                     error.cause, number(error.http_status), number(error.api_code), error.server_text,
                     error.retry_after ? number(error.retry_after->count()) : ""});
}

ApiError read_error(const std::string& text) {
  const auto f = split(std::string_view{text}.substr(1), k_field);
  return {static_cast<clockify::ErrorKind>(to_number(f.at(0))),
          static_cast<clockify::Delivery>(to_number(f.at(1))),
          f.at(2),
          f.at(3),
          static_cast<int>(to_number(f.at(4))),
          static_cast<int>(to_number(f.at(5))),
          f.at(6),
          f.at(7).empty() ? std::nullopt : std::optional{seconds{to_number(f.at(7))}}};
}

// --- the server's answers
// ---------------------------------------------------------------------------------------------

std::string answer_create(clockify::Api& api, const std::vector<std::string>& f) {
  const auto created = api.create_entry({*WorkspaceId::parse(f.at(1)),
                                         *ProjectId::parse(f.at(2)),
                                         {to_time(f.at(3)), to_time(f.at(4))},
                                         f.at(5),
                                         std::nullopt,
                                         {}},
                                        [] { return clockify::Proceed::send; });
  return created.has_value() ? spell(*created) : spell(created.error());
}

std::string answer_delete(clockify::Api& api, const std::vector<std::string>& f) {
  const auto deleted = api.delete_entry(*WorkspaceId::parse(f.at(1)), *EntryId::parse(f.at(2)));
  return deleted.has_value() ? number(static_cast<int>(*deleted)) : spell(deleted.error());
}

std::string answer_find(clockify::Api& api, const std::vector<std::string>& f) {
  const auto found = api.find_entry(*WorkspaceId::parse(f.at(1)), *EntryId::parse(f.at(2)));
  if (!found.has_value()) return spell(found.error());
  return found->has_value() ? spell(**found) : "";
}

std::string answer_list(clockify::Api& api, const std::vector<std::string>& f) {
  const auto listing =
      api.list_entries(*WorkspaceId::parse(f.at(1)), *UserId::parse(f.at(2)), {to_time(f.at(3)), to_time(f.at(4))});
  if (!listing.has_value()) return spell(listing.error());
  std::string text = listing->server_date ? number(*listing->server_date) : "";
  for (const auto& entry : listing->entries) text += k_record + spell(entry);
  return text;
}

std::string answer_projects(clockify::Api& api, const std::vector<std::string>& f) {
  const auto projects = api.list_projects(*WorkspaceId::parse(f.at(1)));
  if (!projects.has_value()) return spell(projects.error());
  std::string text;
  for (const auto& project : *projects) {
    text += k_record + join({project.id.str(), project.name, project.client, number(project.archived ? 1 : 0)});
  }
  return text;
}

std::string answer_user(clockify::Api& api) {
  const auto user = api.current_user();
  return user.has_value() ? user->id.str() : spell(user.error());
}

}  // namespace

std::string RemoteApi::ask(const std::string& question) {
  steps().pass();
  if (!send_message(socket_, question)) throw std::runtime_error("the server is gone");
  ++traffic_.requests;
  const auto answer = receive_message(socket_);
  if (!answer) throw std::runtime_error("the server is gone");
  steps().pass();
  return *answer;
}

std::vector<Result<Entry, ApiError>> RemoteApi::create_entries(std::span<const clockify::NewEntry> entries,
                                                               const clockify::BeforeSend& before_send) {
  if (before_send() == clockify::Proceed::abort) {
    return {entries.size(),
            ApiError{
                clockify::ErrorKind::cancelled, clockify::Delivery::not_sent, "create a time entry", "", 0, 0, "", {}}};
  }
  std::vector<Result<Entry, ApiError>> answers;
  for (const auto& entry : entries) {
    const auto answer = ask(join({"P", entry.workspace.str(), entry.project.str(), number(entry.interval.start),
                                  number(entry.interval.end), entry.description}));
    if (answer.starts_with('X')) {
      answers.emplace_back(read_error(answer));
    } else {
      answers.emplace_back(read_entry(answer));
    }
  }
  return answers;
}

Result<clockify::Deletion, ApiError> RemoteApi::delete_entry(const WorkspaceId& workspace, const EntryId& entry) {
  const auto answer = ask(join({"D", workspace.str(), entry.str()}));
  if (answer.starts_with('X')) return read_error(answer);
  return static_cast<clockify::Deletion>(to_number(answer));
}

Result<std::optional<Entry>, ApiError> RemoteApi::find_entry(const WorkspaceId& workspace, const EntryId& entry) {
  const auto answer = ask(join({"E", workspace.str(), entry.str()}));
  if (answer.starts_with('X')) return read_error(answer);
  return answer.empty() ? std::nullopt : std::optional{read_entry(answer)};
}

Result<clockify::Listing, ApiError> RemoteApi::list_entries(const WorkspaceId& workspace, const UserId& user,
                                                            const Interval& window) {
  const auto answer = ask(join({"L", workspace.str(), user.str(), number(window.start), number(window.end)}));
  if (answer.starts_with('X')) return read_error(answer);
  const auto records = split(answer, k_record);
  clockify::Listing listing{
      {}, records.front().empty() ? std::nullopt : std::optional{to_time(records.front())}, now_, milliseconds{0}};
  for (std::size_t i = 1; i < records.size(); ++i) listing.entries.push_back(read_entry(records[i]));
  return listing;
}

Result<clockify::User, ApiError> RemoteApi::current_user() {
  const auto answer = ask("U");
  if (answer.starts_with('X')) return read_error(answer);
  return clockify::User{*UserId::parse(answer), "", "", "UTC", std::nullopt, std::nullopt};
}

Result<std::vector<clockify::Workspace>, ApiError> RemoteApi::list_workspaces() {
  return std::vector<clockify::Workspace>{};
}

Result<std::vector<clockify::Project>, ApiError> RemoteApi::list_projects(const WorkspaceId& workspace) {
  const auto answer = ask(join({"J", workspace.str()}));
  if (answer.starts_with('X')) return read_error(answer);
  const auto records = split(answer, k_record);
  std::vector<clockify::Project> projects;
  for (std::size_t i = 1; i < records.size(); ++i) {
    const auto f = split(records[i], k_field);
    projects.push_back({*ProjectId::parse(f.at(0)), f.at(1), f.at(2), f.at(3) == "1"});
  }
  return projects;
}

Result<std::vector<clockify::Task>, ApiError> RemoteApi::list_tasks(const WorkspaceId&, const ProjectId&) {
  return std::vector<clockify::Task>{};
}

void serve(int socket, clockify::Api& api, std::size_t& asked) {
  while (const auto question = receive_message(socket)) {
    asked = std::hash<std::string>{}(number(static_cast<std::int64_t>(asked)) + *question);
    const auto fields = split(*question, k_field);
    const std::string answer = fields.front() == "P"   ? answer_create(api, fields)
                               : fields.front() == "D" ? answer_delete(api, fields)
                               : fields.front() == "E" ? answer_find(api, fields)
                               : fields.front() == "L" ? answer_list(api, fields)
                               : fields.front() == "J" ? answer_projects(api, fields)
                                                       : answer_user(api);
    if (!send_message(socket, answer)) return;
  }
}

}  // namespace libsync::crash
