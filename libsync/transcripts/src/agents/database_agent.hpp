// SPDX-License-Identifier: MIT
//
// What the importer has to know of an agent that keeps its sessions in SQLite databases: what to ask them, and what a
// row of the answer says. Without SQLite.
#pragma once

#include "agents/agent.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace libsync::transcripts {

// Of a message, as far as one row tells. Rows of one message are neighbours and have its id; those behind the first
// add to it.
struct MessageRow {
  Record record;  // its `typed` is not looked at; texts point into the row
  std::optional<bool>
      typed;  // by a person, if the row tells; a message of which no row does was, unless it is the last
  std::vector<std::string_view> times{};  // at which it was worked on as well; JSON numbers
  bool broken = false;                    // no JSON where there has to be some
};

// A set of tables in which sessions are kept. Several may stand in one database, and one session in several of them.
struct Tables {
  struct Table {
    std::string_view name;
    std::vector<std::string_view> columns;  // that are needed
  };
  // Of sets with the same first table, the first one that a database has counts.
  std::vector<Table> needed;

  // SQL: a row for each session with, in this order,
  //   its id, as messages and children name it;
  //   what it is called in the store, behind the name of the agent;
  //   the id of its parent, if it is a helper's;
  //   its folder;
  //   when it began, before which its messages were written for another;
  //   1 when a person types in it, else 0;
  //   1 when its time is that of a session that nobody names, else 0;
  //   and then whatever is another when something was added to its messages, or changed.
  std::string sessions;

  // SQL: what read() takes, of the session `?1`, in the order in which it was written.
  std::string messages;

  // A column that not every version has. SQL names it in braces, `{session_type}`, and says something else instead
  // where the table lacks it.
  struct Later {
    std::string_view table;
    std::string_view column;
    std::string_view otherwise;
  };
  std::vector<Later> later{};
};

// For the FROM of SQL: as `m`, the rows of the table that are of the session `?1`, one after the other in that order.
// Nothing but their numbers is sorted, also where no index helps, so they are never in memory together.
[[nodiscard]] inline std::string in_order(const std::string& table, const std::string& order) {
  return "(SELECT rowid AS row FROM " + table + " WHERE session_id = ?1 ORDER BY " + order +
         " LIMIT -1) o CROSS JOIN " + table + " m ON m.rowid = o.row";
}

class DatabaseAgent : public Agent {
 public:
  // In the order in which they are read.
  [[nodiscard]] virtual std::span<const Tables> tables() const = 0;

  // Of the `set`th of tables().
  [[nodiscard]] virtual MessageRow read_row(std::size_t set, std::span<const std::string_view> row) const = 0;

  // Tables and columns whose last row has the version of the agent, as far as they are there.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> versions() const = 0;

  [[nodiscard]] const DatabaseAgent* as_database() const final { return this; }
  [[nodiscard]] int depth() const override { return 1; }
  // There are no lines.
  [[nodiscard]] std::string_view version_member() const final { return ""; }
  [[nodiscard]] Record read(JsonCursor& /*cursor*/) const final { return {}; }
};

}  // namespace libsync::transcripts
