// SPDX-License-Identifier: MIT
#include "json_codec.hpp"

#include <libsync/model/text.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <limits>

namespace libsync::clockify {
namespace {

namespace json = boost::json;

constexpr std::size_t k_deepest = 32;

// Thrown inside this file only.
struct Mismatch {
  std::string cause;
};

json::value parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = k_deepest;
  boost::system::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error == json::error::too_deep) throw Mismatch{"the answer is nested too deeply"};
  if (error) throw Mismatch{text.empty() ? "the answer is empty" : "the answer is not JSON"};
  return value;
}

const json::object& object_of(const json::value& value) {
  if (!value.is_object()) throw Mismatch{"it is not an object"};
  return value.get_object();
}

// The text of a member that may be missing or null; empty then.
std::string text_of(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_string()) throw Mismatch{fmt::format("`{}` is not a text", name)};
  return std::string{value->get_string()};
}

template <class Id>
std::optional<Id> optional_id(const json::object& object, const char* name) {
  const std::string text = text_of(object, name);
  if (text.empty()) return std::nullopt;
  auto id = Id::parse(text);
  if (!id) throw Mismatch{fmt::format("`{}` is not an id", name)};
  return id;
}

template <class Id>
Id required_id(const json::object& object, const char* name) {
  auto id = optional_id<Id>(object, name);
  if (!id) throw Mismatch{fmt::format("`{}` is missing", name)};
  return *std::move(id);
}

std::optional<UtcTime> optional_time(const json::object& object, const char* name) {
  const std::string text = text_of(object, name);
  if (text.empty()) return std::nullopt;
  const auto instant = parse_rfc3339(text);
  if (!instant) throw Mismatch{fmt::format("`timeInterval.{}` is not a time", name)};
  return floor_seconds(*instant);
}

Entry entry_from(const json::value& value) {
  const json::object& object = object_of(value);
  const json::value* interval = object.if_contains("timeInterval");
  if (interval == nullptr || !interval->is_object()) throw Mismatch{"`timeInterval` is missing"};
  const auto start = optional_time(interval->get_object(), "start");
  if (!start) throw Mismatch{"`timeInterval.start` is missing"};
  const json::value* locked = object.if_contains("isLocked");
  return Entry{
      .id = required_id<EntryId>(object, "id"),
      .workspace = required_id<WorkspaceId>(object, "workspaceId"),
      .user = required_id<UserId>(object, "userId"),
      .project = optional_id<ProjectId>(object, "projectId"),
      .start = *start,
      .end = optional_time(interval->get_object(), "end"),
      .description = text_of(object, "description"),
      .locked = locked != nullptr && locked->is_bool() && locked->get_bool(),
  };
}

User user_from(const json::value& value) {
  const json::object& object = object_of(value);
  const json::value* settings = object.if_contains("settings");
  return User{
      .id = required_id<UserId>(object, "id"),
      .name = text_of(object, "name"),
      .email = text_of(object, "email"),
      .time_zone = settings != nullptr && settings->is_object() ? text_of(settings->get_object(), "timeZone") : "",
      .active_workspace = optional_id<WorkspaceId>(object, "activeWorkspace"),
      .default_workspace = optional_id<WorkspaceId>(object, "defaultWorkspace"),
  };
}

Workspace workspace_from(const json::value& value) {
  const json::object& object = object_of(value);
  return Workspace{.id = required_id<WorkspaceId>(object, "id"), .name = text_of(object, "name")};
}

Project project_from(const json::value& value) {
  const json::object& object = object_of(value);
  const json::value* archived = object.if_contains("archived");
  return Project{
      .id = required_id<ProjectId>(object, "id"),
      .name = text_of(object, "name"),
      .client = text_of(object, "clientName"),
      .archived = archived != nullptr && archived->is_bool() && archived->get_bool(),
  };
}

Task task_from(const json::value& value) {
  const json::object& object = object_of(value);
  return Task{.id = required_id<TaskId>(object, "id"),
              .name = text_of(object, "name"),
              .done = text_of(object, "status") == "DONE"};
}

template <class Read>
auto parsed(std::string_view text, Read read) -> Result<decltype(read(json::value{})), CodecError> {
  try {
    return read(parse(text));
  } catch (const Mismatch& mismatch) {
    return CodecError{mismatch.cause};
  }
}

template <class Read>
auto parsed_array(std::string_view text, Read read) {
  return parsed(text, [&](const json::value& value) {
    if (!value.is_array()) throw Mismatch{"the answer is not a list"};
    std::vector<decltype(read(value))> items;
    items.reserve(value.get_array().size());
    for (const json::value& element : value.get_array()) {
      try {
        items.push_back(read(element));
      } catch (const Mismatch& mismatch) {
        throw Mismatch{fmt::format("element {}: {}", items.size() + 1, mismatch.cause)};
      }
    }
    return items;
  });
}

}  // namespace

Result<Entry, CodecError> parse_entry(std::string_view json) {
  return parsed(json, entry_from);
}

Result<std::vector<Entry>, CodecError> parse_entries(std::string_view json) {
  return parsed_array(json, entry_from);
}

Result<User, CodecError> parse_user(std::string_view json) {
  return parsed(json, user_from);
}

Result<std::vector<Workspace>, CodecError> parse_workspaces(std::string_view json) {
  return parsed_array(json, workspace_from);
}

Result<std::vector<Project>, CodecError> parse_projects(std::string_view json) {
  return parsed_array(json, project_from);
}

Result<std::vector<Task>, CodecError> parse_tasks(std::string_view json) {
  return parsed_array(json, task_from);
}

ServerMessage parse_server_message(std::string_view body) {
  const auto message = parsed(body, [](const json::value& value) {
    ServerMessage said;
    const json::object& object = object_of(value);
    if (const json::value* code = object.if_contains("code"); code != nullptr && code->is_int64()) {
      const std::int64_t number = code->get_int64();
      if (number > 0 && number <= std::numeric_limits<int>::max()) said.code = static_cast<int>(number);
    }
    if (const json::value* text = object.if_contains("message"); text != nullptr && text->is_string()) {
      said.text = std::string{text->get_string()}.substr(0, k_longest_message);
    }
    return said;
  });
  return message ? *message : ServerMessage{};
}

std::string render_new_entry(const NewEntry& entry) {
  json::object body{
      {"start", format_utc(entry.interval.start)},
      {"end", format_utc(entry.interval.end)},
      {"projectId", entry.project.str()},
      {"description", valid_utf8(entry.description)},
  };
  if (entry.task) body["taskId"] = entry.task->str();
  if (entry.billable) body["billable"] = *entry.billable;
  if (!entry.tags.empty()) {
    json::array tags;
    for (const TagId& tag : entry.tags) tags.emplace_back(tag.str());
    body["tagIds"] = std::move(tags);
  }
  return json::serialize(body);
}

}  // namespace libsync::clockify
