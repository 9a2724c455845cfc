// SPDX-License-Identifier: MIT
#include <libsync/store_sql/cells.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace libsync::store {
namespace {

constexpr std::array<std::pair<RowState, const char*>, 3> k_states{
    {{RowState::planned, "planned"}, {RowState::in_flight, "in_flight"}, {RowState::posted, "posted"}}};

constexpr std::array<std::pair<Origin, const char*>, 4> k_origins{{{Origin::created, "created"},
                                                                   {Origin::found, "found"},
                                                                   {Origin::adopted, "adopted"},
                                                                   {Origin::earlier, "earlier"}}};

template <class Value, std::size_t N>
const char* word_for(const std::array<std::pair<Value, const char*>, N>& words, Value value) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) return word;
  }
  return "";  // the table's CHECK refuses it
}

template <class Value, std::size_t N>
Value read_word(const Database& database, const std::array<std::pair<Value, const char*>, N>& words,
                const std::string& cell) {
  for (const auto& [value, word] : words) {
    if (word == cell) return value;
  }
  throw corrupt_store(database.name(), "it is damaged (an unknown state of an entry)");
}

}  // namespace

const char* spelled(RowState state) {
  return word_for(k_states, state);
}

const char* spelled(Origin origin) {
  return word_for(k_origins, origin);
}

RowState read_state(const Database& database, const std::string& cell) {
  return read_word(database, k_states, cell);
}

Origin read_origin(const Database& database, const std::string& cell) {
  return read_word(database, k_origins, cell);
}

std::string join_paths(const std::vector<std::string>& paths) {
  std::string cell;
  for (const auto& path : paths) cell.append(path).push_back('\0');
  return cell;
}

std::vector<std::string> split_paths(std::string_view cell) {
  std::vector<std::string> paths;
  while (!cell.empty()) {
    const auto end = std::min(cell.find('\0'), cell.size());
    paths.emplace_back(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return paths;
}

PlannedEntry entry_in(const Database& database, const Query& row, int first) {
  PlannedEntry entry{.project = required(database, ProjectId::parse(row.text(first))),
                     .interval = {time_in(row, first + 2), time_in(row, first + 3)},
                     .description = row.text(first + 4),
                     .billable = {},
                     .tags = {},
                     .sources = {},
                     .task = {}};
  if (!row.is_null(first + 1)) entry.task = required(database, TaskId::parse(row.text(first + 1)));
  if (!row.is_null(first + 5)) entry.billable = row.integer(first + 5) != 0;
  entry.tags = split<TagId>(database, row.text(first + 6));
  return entry;
}

}  // namespace libsync::store
