// SPDX-License-Identifier: MIT
//
// The tables of the PostgreSQL store and the rules that the protocol depends on, in SQL.
#pragma once

#include <span>
#include <string>

namespace libsync::store {

// The statements that make every table, index and domain.
[[nodiscard]] std::string tables_of_version_1();

// The statement that makes the view of the sessions that count: what several machines have read does once, as the one
// has it that has read furthest. `kind`: "TEMPORARY", or nothing.
[[nodiscard]] std::string counted_sessions(const char* kind);

// A change that is refused: before `event`, for each row, when `condition` is true of it; always when it is empty.
struct Rule {
  const char* name;
  const char* event;  // "INSERT ON outbox"
  std::string condition;
  const char* refusal;  // in words
};
[[nodiscard]] std::span<const Rule> rules_of_version_1();

// The body of the function behind a rule, as the server keeps it, and the statements that make rule and function.
[[nodiscard]] std::string body_of(const Rule& rule);
[[nodiscard]] std::string definition_of(const Rule& rule);

// The one that refuses nothing: a refused attempt is remembered.
inline constexpr const char* k_memory = "refusal_is_remembered";
[[nodiscard]] std::string body_of_memory();
[[nodiscard]] std::string definition_of_memory();

}  // namespace libsync::store
