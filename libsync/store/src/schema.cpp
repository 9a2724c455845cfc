// SPDX-License-Identifier: MIT
#include "schema.hpp"

#include "files.hpp"
#include "sqlite_error.hpp"
#include "tables.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

// --- what is there --------------------------------------------------------------------------------------------------

std::vector<std::string> tables_of(Connection& connection) {
  std::vector<std::string> names;
  Query tables{connection,
               "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite@_%' "
               "ESCAPE '@' ORDER BY name"};
  while (tables.next()) names.push_back(tables.text(0));
  return names;
}

// As in OlderTable::columns.
std::string columns_of(Connection& connection, const std::string& table) {
  std::string columns;
  Query query{connection, "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", table};
  while (query.next()) {
    if (!columns.empty()) columns += ',';
    columns += query.text(0);
    if (query.integer(1) != 0) columns += '*';
  }
  return columns;
}

bool is_older_table(const std::string& name) {
  return std::ranges::any_of(older_tables(), [&](const OlderTable& table) { return table.name == name; });
}

void require_only_older_tables(Connection& connection) {
  for (const std::string& name : tables_of(connection)) {
    if (!is_older_table(name)) {
      throw foreign_store(connection.file(), fmt::format("it has a table `{}`, which is not ours", printable(name)));
    }
  }
  if (connection.number("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'") != 0) {
    throw foreign_store(connection.file(), "it has triggers, which the older tool has not");
  }
  for (const OlderTable& table : older_tables()) {
    const std::string columns = columns_of(connection, table.name);
    if (!columns.empty() && columns != table.columns) {
      throw foreign_store(connection.file(),
                          fmt::format("its table `{}` has other columns than that of the older tool", table.name));
    }
  }
}

std::ptrdiff_t occurrences(std::string_view word, std::string_view text) {
  std::ptrdiff_t count = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++count;
  return count;
}

// A table that only a store has which was moved elsewhere.
constexpr const char* k_moved_to = "CREATE TABLE moved_to (address TEXT NOT NULL) STRICT";

std::string schema_of_version(int version) {
  switch (version) {
    case 1:
      return session_tables_of_version_1() + plan_tables_of_version_1() + kept_tables_of_version_1();
    case 2:
      return schema_of_version_2();
    default:
      return schema_of_version_3();
  }
}

// The rules are only as good as their presence, and a trigger or view of somebody else would act on what a run reads
// and writes: nothing of ours may be missing, and what acts is ours word for word. Names do not count, they are part of
// it.
void require_own_schema(Connection& connection, int version) {
  const std::string schema = schema_of_version(version);
  const std::string ours = schema + k_moved_to;
  const auto wanted = static_cast<std::ptrdiff_t>(older_tables().size()) + occurrences("\nCREATE ", schema);
  std::ptrdiff_t objects = 0;
  std::ptrdiff_t triggers = 0;
  Query found{connection,
              "SELECT type, name, coalesce(sql, '') FROM sqlite_schema "
              "WHERE type IN ('trigger', 'view') OR name NOT LIKE 'sqlite@_%' ESCAPE '@'"};
  while (found.next()) {
    const std::string type = found.text(0);
    const std::string name = found.text(1);
    const bool acts = type != "index" && !(type == "table" && is_older_table(name));
    if (acts && (found.text(2).empty() || ours.find(found.text(2)) == std::string::npos)) {
      throw corrupt_store(connection.file(), fmt::format("its {} `{}` is not ours", printable(type), printable(name)));
    }
    ++objects;
    if (type == "trigger") ++triggers;
  }
  if (objects < wanted || triggers < occurrences("\nCREATE TRIGGER ", ours)) {
    throw corrupt_store(connection.file(), "a part of its schema is missing");
  }
}

void set_version(Connection& connection) {
  connection.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", k_application_id, k_schema_version));
}

void to_version_1(Connection& connection) {
  for (const OlderTable& table : older_tables()) {
    if (columns_of(connection, table.name).empty()) connection.execute(table.definition);
  }
  connection.execute(session_tables_of_version_1() + kept_tables_of_version_1() + plan_tables_of_version_1());
}

void to_version_2(Connection& connection) {
  connection.execute(steps_to_version_2());
}

void to_version_3(Connection& connection) {
  connection.execute(steps_to_version_3());
}

// Each brings a database one version on; the place is the version it starts from. Entries are never changed once they
// were released, only added to.
constexpr std::array k_steps{to_version_1, to_version_2, to_version_3};
static_assert(k_steps.size() == k_schema_version);

std::int64_t rows_of(Connection& connection) {
  std::int64_t rows = 0;
  for (const std::string& table : tables_of(connection)) {
    rows += connection.number(fmt::format("SELECT count(*) FROM \"{}\"", table));
  }
  return rows;
}

}  // namespace

std::string moved_to(Connection& connection) {
  if (columns_of(connection, "moved_to") != "address") return "";
  Query mark{connection, "SELECT address FROM moved_to"};
  return mark.next() ? mark.text(0) : "";
}

int inspect(Connection& connection, Moved moved) {
  if (moved == Moved::refuse) {
    if (const auto where = moved_to(connection); !where.empty()) throw moved_store(connection.name(), where);
  }
  const auto application = connection.number("PRAGMA application_id");
  const auto version = connection.number("PRAGMA user_version");
  if (application != 0 && application != k_application_id) {
    throw foreign_store(connection.file(), "it is a database of another program");
  }
  if (version > k_schema_version &&
      (application == k_application_id || !columns_of(connection, "synced_days").empty())) {
    throw newer_store(connection.file(), static_cast<int>(version), k_schema_version);
  }
  if (application == 0) {
    if (version != 0) throw foreign_store(connection.file(), "it is a database of another program");
    require_only_older_tables(connection);
    return 0;
  }
  if (version < 1) throw corrupt_store(connection.file(), "its version number is missing");
  require_own_schema(connection, static_cast<int>(version));
  return static_cast<int>(version);
}

void migrate(Connection& connection, int from) {
  Transaction transaction{connection};
  if (inspect(connection) != from) return;  // another process was faster
  for (auto step = static_cast<std::size_t>(from); step < k_steps.size(); ++step) k_steps[step](connection);
  set_version(connection);
  if (!connection.in_memory()) connection.check_pages(Connection::Check::full);
  transaction.commit();
}

std::string drop_rules(Connection& connection) {
  std::string rules;
  std::vector<std::string> names;
  {
    Query triggers{connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"};
    while (triggers.next()) {
      names.push_back(triggers.text(0));
      rules += triggers.text(1) + ";\n";
    }
  }
  for (const auto& name : names) connection.execute(fmt::format("DROP TRIGGER {}", name));
  return rules;
}

void mark_as_moved(Connection& connection, const std::string& where) {
  connection.execute("DROP TABLE IF EXISTS moved_to");
  if (where.empty()) return;
  connection.execute(k_moved_to);
  Query{connection, "INSERT INTO moved_to(address) VALUES (?)", where}.run();
}

void back_up(Connection& connection, int version) {
  const fs::path draft = free_name(beside(connection.file(), fmt::format(".backup-v{}.draft", version)));
  create_empty(draft);
  try {
    Query{connection, "VACUUM INTO ?", draft.string()}.run();
    {
      Connection copy{draft, Durability::full, "", milliseconds{0}};
      copy.check_pages(Connection::Check::full);
      if (rows_of(copy) != rows_of(connection)) throw corrupt_store(draft, "the backup is not complete");
    }
    sync_file(draft);
    publish(draft, free_name(beside(connection.file(), fmt::format(".backup-v{}", version))));
  } catch (...) {
    ::unlink(draft.c_str());
    ::unlink(beside(draft, "-journal").c_str());
    throw;
  }
}

}  // namespace libsync::store
