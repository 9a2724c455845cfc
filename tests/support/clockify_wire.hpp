// SPDX-License-Identifier: MIT
//
// How Clockify spells things: request targets, entries, users, projects. Internal to the fake service.
#pragma once

#include "clockify_service.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace libsync::support {

using Query = std::map<std::string, std::string>;

struct Target {
  std::vector<std::string> path;  // decoded segments below /api/v1; empty when it is not below it
  Query query;                    // decoded; the last of equal names
};

[[nodiscard]] Target parse_target(std::string_view target);

// The segments that stand where `route` has "{}"; nothing when the path is another one.
[[nodiscard]] std::optional<std::vector<std::string>> match(const std::vector<std::string>& path,
                                                            const std::vector<std::string_view>& route);

// The body of a POST or PUT of an entry.
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

// The request, or the refusal of a body that cannot be read.
[[nodiscard]] std::variant<EntryRequest, Answer> read_entry(std::string_view body);

// Which rule, the same in every workspace, an entry breaks, in Clockify's words; empty when none.
[[nodiscard]] std::string refused_by_rules(const EntryRequest& asked, UtcTime start);

// What the workspace knows of the project and the task that an entry names.
struct NamedThings {
  bool archived = false;
  bool done = false;
};

// Why the workspace's settings refuse an entry; nothing when they do not.
[[nodiscard]] std::optional<Answer> refused_by(const WorkspaceSettings& settings, const EntryRequest& asked,
                                               UtcTime start, const NamedThings& named);

// A listing has rates and `null` for no tags, the answer to a POST or PUT has `[]`.
enum class EntryShape { written, read };
[[nodiscard]] boost::json::object entry_json(const StoredEntry& entry, EntryShape shape);
// Throws std::exception when `value` is not what entry_json makes.
[[nodiscard]] StoredEntry entry_from_json(const boost::json::value& value);

[[nodiscard]] boost::json::object user_json(const ServiceUser& user);
[[nodiscard]] boost::json::object workspace_json(const WorkspaceSettings& settings);
[[nodiscard]] boost::json::object project_json(const ServiceProject& project);
[[nodiscard]] boost::json::object task_json(const ServiceTask& task);

}  // namespace libsync::support
