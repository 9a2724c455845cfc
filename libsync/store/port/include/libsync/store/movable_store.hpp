// SPDX-License-Identifier: MIT
//
// A tracking store as values, for moving it to where another engine keeps it.
#pragma once

#include <libsync/model/session.hpp>
#include <libsync/store/session_store.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
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
    const std::set<std::string> about_days{"day_plans",   "outbox",         "done_days",   "days_to_forget",
                                           "withdrawals", "synced_entries", "synced_days", "refused_attempts"};
    return std::any_of(tables.begin(), tables.end(), [&](const TableContent& table) {
      return about_days.contains(table.table) && !table.rows.empty();
    });
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

  // In the place of all that is not sessions, and of the mark. The sessions come first, in a transaction of their own,
  // so that whoever is interrupted may begin again.
  virtual void take_over(const StoreContent& content) = 0;

  // From now on whoever opens it, or has it open, gets a StoreError that names `where`, but for who moves it. Empty
  // takes the mark away.
  virtual void mark_as_moved(const std::string& where) = 0;
  [[nodiscard]] virtual std::string moved_to() = 0;

  // No run of anybody is under way, or begins, until the store is closed: StoreError{busy} where one is.
  virtual void hold_all_runs() = 0;
};

}  // namespace libsync::store
