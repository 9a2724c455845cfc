// SPDX-License-Identifier: MIT
//
// TOML nodes as values of the expected type, and the place in the file of what is wrong with them.
#pragma once

#include "values.hpp"

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
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

}  // namespace libsync::config
