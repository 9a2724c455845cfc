// SPDX-License-Identifier: MIT
//
// Clockify's JSON to values and back. Strict about every member that is used, indifferent to all others; members that
// Clockify leaves empty may be missing, null or "". Nesting is limited. Pure.
#pragma once

#include <libsync/clockify/api.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace libsync::clockify {

// Why a text is not what it should be: "the answer is not JSON", "element 3: `id` is not an id".
struct CodecError {
  std::string cause;
};

[[nodiscard]] Result<Entry, CodecError> parse_entry(std::string_view json);
[[nodiscard]] Result<std::vector<Entry>, CodecError> parse_entries(std::string_view json);
[[nodiscard]] Result<User, CodecError> parse_user(std::string_view json);
[[nodiscard]] Result<std::vector<Workspace>, CodecError> parse_workspaces(std::string_view json);
[[nodiscard]] Result<std::vector<Project>, CodecError> parse_projects(std::string_view json);
[[nodiscard]] Result<std::vector<Task>, CodecError> parse_tasks(std::string_view json);

// What Clockify says in an answer that is an error; defaults for everything that is not there or not JSON at all.
struct ServerMessage {
  int code = 0;
  std::string text;  // at most k_longest_message bytes
};
inline constexpr std::size_t k_longest_message = 1000;
[[nodiscard]] ServerMessage parse_server_message(std::string_view body);

// The body that creates `entry`. A description that is not UTF-8 is repaired.
[[nodiscard]] std::string render_new_entry(const NewEntry& entry);

}  // namespace libsync::clockify
