// SPDX-License-Identifier: MIT
//
// How the values of a plan are spelled in the cells of its tables. A cell of ours that cannot be read means damage,
// StoreError{corrupt}: the tables' CHECKs let none be written.
#pragma once

#include <libsync/store/day_plan.hpp>
#include <libsync/store_sql/database.hpp>
#include <libsync/store_sql/failures.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::store {

[[nodiscard]] const char* spelled(RowState state);
[[nodiscard]] const char* spelled(Origin origin);
[[nodiscard]] RowState read_state(const Database& database, const std::string& cell);
[[nodiscard]] Origin read_origin(const Database& database, const std::string& cell);

// What an id or a date was parsed to.
template <class Value>
[[nodiscard]] Value required(const Database& database, const std::optional<Value>& value) {
  if (!value) throw corrupt_store(database.name(), "it is damaged (an id or date of a day plan)");
  return *value;
}

// Ids with a space between them.
template <class IdType>
[[nodiscard]] std::string join(const std::vector<IdType>& ids) {
  std::string cell;
  for (const IdType& id : ids) {
    if (!cell.empty()) cell += ' ';
    cell += id.str();
  }
  return cell;
}

template <class IdType>
[[nodiscard]] std::vector<IdType> split(const Database& database, std::string_view cell) {
  std::vector<IdType> ids;
  while (!cell.empty()) {
    const auto end = std::min(cell.find(' '), cell.size());
    ids.push_back(required(database, IdType::parse(cell.substr(0, end))));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return ids;
}

// Paths with a NUL behind each.
[[nodiscard]] std::string join_paths(const std::vector<std::string>& paths);
[[nodiscard]] std::vector<std::string> split_paths(std::string_view cell);

// Without its sources: the columns project_id, task_id, start_s, end_s, description, billable and tags, from `first`
// on.
[[nodiscard]] PlannedEntry entry_in(const Database& database, const Query& row, int first);

[[nodiscard]] inline UtcTime time_in(const Query& row, int column) {
  return UtcTime{seconds{row.integer(column)}};
}

}  // namespace libsync::store
