// SPDX-License-Identifier: MIT
#include "clockify_wire.hpp"

#include <fmt/format.h>

#include <charconv>

namespace libsync::support {
namespace {

namespace json = boost::json;

std::string decode(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ec == std::errc{}) {
      plain.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

template <class Act>
void for_each_part(std::string_view text, char separator, Act act) {
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    act(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

Answer invalid_field(std::string_view name) {
  return error_answer(400, 501, fmt::format("You entered invalid value for field : [{}]", name));
}

json::value time_or_null(const std::optional<UtcTime>& time) {
  return time ? json::value(format_utc(*time)) : json::value(nullptr);
}

json::object no_rate() {
  return {{"amount", 0}, {"currency", "USD"}};
}

UtcTime to_time(const json::value& text) {
  return floor_seconds(parse_rfc3339(json::value_to<std::string>(text)).value());
}

}  // namespace

Target parse_target(std::string_view target) {
  constexpr std::string_view k_base = "/api/v1/";
  Target parsed;
  if (target.substr(0, k_base.size()) != k_base) return parsed;
  target.remove_prefix(k_base.size());
  const auto question = std::min(target.find('?'), target.size());
  for_each_part(target.substr(0, question), '/', [&](auto segment) { parsed.path.push_back(decode(segment)); });
  target.remove_prefix(std::min(question + 1, target.size()));
  for_each_part(target, '&', [&](std::string_view pair) {
    const auto equals = std::min(pair.find('='), pair.size());
    parsed.query[decode(pair.substr(0, equals))] = decode(pair.substr(std::min(equals + 1, pair.size())));
  });
  return parsed;
}

std::optional<std::vector<std::string>> match(const std::vector<std::string>& path,
                                              const std::vector<std::string_view>& route) {
  if (path.size() != route.size()) return std::nullopt;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (route[i] == "{}") {
      ids.push_back(path[i]);
    } else if (route[i] != path[i]) {
      return std::nullopt;
    }
  }
  return ids;
}

std::variant<EntryRequest, Answer> read_entry(std::string_view body) {
  json::error_code error;
  const json::value parsed = json::parse(body, error);
  if (error || !parsed.is_object()) return error_answer(400, 3002, "Malformed request body.");
  const json::object& object = parsed.get_object();
  const auto member = [&](const char* name) -> const json::value* {
    const json::value* found = object.if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
  };

  EntryRequest entry;
  for (auto [name, time] : {std::pair{"start", &entry.start}, std::pair{"end", &entry.end}}) {
    const json::value* value = member(name);
    if (value == nullptr) continue;
    const auto instant = value->is_string() ? parse_rfc3339(value->get_string()) : std::nullopt;
    if (!instant) return invalid_field(name);
    *time = floor_seconds(*instant);
  }
  if (const auto* value = member("description")) {
    if (!value->is_string()) return invalid_field("description");
    entry.description = json::value_to<std::string>(*value);
  }
  if (const auto* value = member("projectId")) {
    if (!value->is_string()) return invalid_field("projectId");
    entry.project = json::value_to<std::string>(*value);
  }
  if (const auto* value = member("tagIds")) {
    if (!value->is_array()) return invalid_field("tagIds");
    for (const json::value& tag : value->get_array()) {
      if (!tag.is_string()) return invalid_field("tagIds");
      entry.tags.push_back(json::value_to<std::string>(tag));
    }
  }
  if (const auto* value = member("billable")) {
    if (!value->is_bool()) return invalid_field("billable");
    entry.billable = value->get_bool();
  }
  if (const auto* value = member("type")) {
    if (!value->is_string()) return invalid_field("type");
    entry.type = json::value_to<std::string>(*value);
  }
  if (const auto* value = member("taskId")) {
    if (!value->is_string()) return invalid_field("taskId");
    entry.task = json::value_to<std::string>(*value);
  }
  entry.has_custom_fields = member("customFields") != nullptr;
  return entry;
}

json::object entry_json(const StoredEntry& entry, EntryShape shape) {
  json::value tags(nullptr);
  if (!entry.tags.empty() || shape == EntryShape::written) tags = json::value_from(entry.tags);
  const json::value duration = entry.end ? json::value(iso_duration(*entry.end - entry.start)) : json::value(nullptr);
  json::object object{
      {"id", entry.id.str()},
      {"description", entry.description},
      {"tagIds", std::move(tags)},
      {"userId", entry.user.str()},
      {"billable", entry.billable},
      {"taskId", entry.task ? json::value(entry.task->str()) : json::value(nullptr)},
      {"projectId", entry.project ? json::value(entry.project->str()) : json::value(nullptr)},
      {"workspaceId", entry.workspace.str()},
      {"timeInterval", {{"start", format_utc(entry.start)}, {"end", time_or_null(entry.end)}, {"duration", duration}}},
      {"customFieldValues", json::array{}},
      {"type", "REGULAR"},
      {"kioskId", nullptr},
  };
  if (shape == EntryShape::read) {
    object["hourlyRate"] = no_rate();
    object["costRate"] = no_rate();
  }
  object["isLocked"] = entry.locked;
  return object;
}

StoredEntry entry_from_json(const json::value& value) {
  const auto text = [&](const char* name) { return json::value_to<std::string>(value.at(name)); };
  const json::value& interval = value.at("timeInterval");
  StoredEntry entry{{EntryId::parse(text("id")).value(), WorkspaceId::parse(text("workspaceId")).value(),
                     UserId::parse(text("userId")).value(), std::nullopt, to_time(interval.at("start")), std::nullopt,
                     text("description"), value.at("isLocked").as_bool()},
                    value.at("billable").as_bool(),
                    {},
                    {},
                    {}};
  if (!value.at("projectId").is_null()) entry.project = ProjectId::parse(text("projectId")).value();
  if (!value.at("taskId").is_null()) entry.task = TaskId::parse(text("taskId")).value();
  if (!interval.at("end").is_null()) entry.end = to_time(interval.at("end"));
  if (!value.at("tagIds").is_null()) entry.tags = json::value_to<std::vector<std::string>>(value.at("tagIds"));
  return entry;
}

json::object user_json(const ServiceUser& user) {
  return {
      {"id", user.id.str()},
      {"email", user.email},
      {"name", user.name},
      {"memberships", json::array{}},
      {"profilePicture", "https://img.clockify.invalid/no-user-image.png"},
      {"activeWorkspace", well_known::workspace().str()},
      {"defaultWorkspace", well_known::workspace().str()},
      {"settings",
       {{"weekStart", "MONDAY"}, {"timeZone", user.time_zone}, {"timeFormat", "HOUR24"}, {"dateFormat", "DD/MM/YYYY"}}},
      {"status", "ACTIVE"},
      {"customFields", json::array{}}};
}

json::object workspace_json(const WorkspaceSettings& settings) {
  return {{"id", well_known::workspace().str()},
          {"name", well_known::k_workspace_name},
          {"hourlyRate", no_rate()},
          {"memberships", json::array{}},
          {"workspaceSettings",
           {{"forceProjects", settings.force_projects},
            {"forceTasks", settings.force_tasks},
            {"forceTags", settings.force_tags},
            {"forceDescription", settings.force_description},
            {"lockTimeEntries", time_or_null(settings.locked_before)},
            {"automaticLock", nullptr},
            {"timeTrackingMode", settings.stopwatch_only ? "STOPWATCH_ONLY" : "DEFAULT"},
            {"onlyAdminsCanChangeBillableStatus", settings.always_billable}}},
          {"featureSubscriptionType", nullptr},
          {"features", json::array{}}};
}

json::object project_json(const ServiceProject& project) {
  return {{"id", project.id.str()},
          {"name", project.name},
          {"hourlyRate", nullptr},
          {"clientId", project.client.empty() ? "" : "65b2d73e06de527a7ed67601"},
          {"workspaceId", well_known::workspace().str()},
          {"billable", true},
          {"memberships", json::array{}},
          {"color", "#0B83D9"},
          {"estimate", {{"estimate", "PT0S"}, {"type", "AUTO"}}},
          {"archived", project.archived},
          {"duration", nullptr},
          {"clientName", project.client},
          {"note", ""},
          {"costRate", nullptr},
          {"template", false},
          {"public", true}};
}

json::object task_json(const ServiceTask& task) {
  return {{"id", task.id.str()},
          {"name", task.name},
          {"projectId", task.project.str()},
          {"assigneeIds", json::array{}},
          {"assigneeId", ""},
          {"userGroupIds", json::array{}},
          {"estimate", "PT0S"},
          {"status", task.done ? "DONE" : "ACTIVE"},
          {"billable", true},
          {"budgetEstimate", 0},
          {"hourlyRate", nullptr},
          {"costRate", nullptr},
          {"duration", nullptr}};
}

}  // namespace libsync::support
