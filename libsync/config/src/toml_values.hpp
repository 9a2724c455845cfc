// SPDX-License-Identifier: MIT
//
// TOML nodes as values of the expected type, and the place in the file of what is wrong with them.
#pragma once

#include "values.hpp"

#include <libsync/config/config.hpp>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::config {

// What is wrong, and where. Thrown to the top of the reader.
struct Problem {
  toml::source_position where;
  std::string cause;
  Hint hint = {};
};

// Each throws BadValue for a node of another type.
[[nodiscard]] const std::string& text(const toml::node& node);
[[nodiscard]] bool flag(const toml::node& node);
[[nodiscard]] std::int64_t whole_number(const toml::node& node, std::int64_t least, std::int64_t most);
[[nodiscard]] const toml::table& table(const toml::node& node);
[[nodiscard]] const toml::array& list(const toml::node& node);

// A date of TOML's own, or what parse_day() and parse_days() accept.
[[nodiscard]] LocalDate day_of(const toml::node& node);
[[nodiscard]] std::vector<LocalDate> days_of(const toml::node& node);

// What a Clockify id is of, for Step::write_clockify_id.
template <class IdType>
constexpr const char* k_is_of = "";
template <>
inline constexpr const char* k_is_of<ProjectId> = "project";
template <>
inline constexpr const char* k_is_of<WorkspaceId> = "workspace";

// An id of Clockify.
template <class IdType>
IdType id(const toml::node& node) {
  const std::string& digits = text(node);
  if (const auto parsed = IdType::parse(digits)) return *parsed;
  throw BadValue{fmt::format("must be a Clockify id, not {}", in_quotes(digits)),
                 {Step::write_clockify_id, k_is_of<IdType>}};
}

// The node's type for a message: "a text", "a date".
[[nodiscard]] std::string_view type_name(const toml::node& node);

struct Member {
  const toml::key* key;
  const toml::node* value;
};

// The table's members as they stand in the file.
[[nodiscard]] std::vector<Member> members_in_file_order(const toml::table& table);

// Runs `read` and turns a BadValue into a Problem at `node`, called `name`.
void read_at(const toml::node& node, std::string_view name, const std::function<void()>& read);

// Reads each item of the list `key`, a wrong one being reported at its own place.
void read_items(const toml::node& node, std::string_view key, const std::function<void(const toml::node&)>& read);

[[nodiscard]] ConfigPlace place_of(const toml::source_position& position);

template <class Value>
std::vector<std::string_view> keys_of(const std::map<std::string_view, Value>& map) {
  std::vector<std::string_view> keys;
  keys.reserve(map.size());
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

constexpr std::int64_t k_minutes_of_a_day = std::int64_t{24} * 60;

}  // namespace libsync::config
