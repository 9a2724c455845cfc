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

// What the body of a POST or PUT asks for, or the refusal of one that cannot be read.
[[nodiscard]] std::variant<EntryRequest, Answer> read_entry(std::string_view body);

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
