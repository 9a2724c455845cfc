// SPDX-License-Identifier: MIT
//
// A tracking store as values, for moving it to where another engine keeps it.
#pragma once

#include <libsync/model/session.hpp>
#include <libsync/store/session_store.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace libsync::store {

using Cell = std::variant<std::monostate, std::int64_t, std::string>;  // NULL, a number, a text or bytes

// The rows of one table, in the order of its key.
struct TableContent {
  std::string table;
  std::vector<std::vector<Cell>> rows;

  friend bool operator==(const TableContent&, const TableContent&) = default;
};

struct StoreContent {
  std::vector<TableContent> tables;  // what was planned, posted, taken back and remembered
  std::vector<Session> sessions;     // of all machines, each once; by source path
  std::vector<SourceState> sources;  // of this machine, as the settings; by file
  std::map<std::string, std::string> settings;
  std::vector<SessionStore::LegacySession> older_sessions;  // by source path

  // Whether anything was ever planned or posted.
  [[nodiscard]] bool has_days() const {
    for (const auto& table : tables) {
      if (!table.rows.empty()) return true;
    }
    return false;
  }
  [[nodiscard]] std::size_t rows() const {
    std::size_t sum = sessions.size() + sources.size() + older_sessions.size();
    for (const auto& table : tables) sum += table.rows.size();
    return sum;
  }
};

// Threads, lifetimes and failures as of TrackingStore.
class MovableStore {
 public:
  virtual ~MovableStore() = default;

  [[nodiscard]] virtual StoreContent content() = 0;

  // Of a store that has no days yet. The sessions come first, so that whoever is interrupted may begin again.
  virtual void take_over(const StoreContent& content) = 0;

  // From now on opening it is a StoreError that names `where`; no change when it is marked already.
  virtual void mark_as_moved(const std::string& where) = 0;
};

}  // namespace libsync::store
