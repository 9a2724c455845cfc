// SPDX-License-Identifier: MIT
#include "schema.hpp"

#include "spelling.hpp"
#include "tables.hpp"

#include <libsync/store_sql/failures.hpp>

#include <fmt/format.h>

#include <charconv>
#include <map>

namespace libsync::store {

bool has_schema(ServerSession& session) {
  return session.value("SELECT to_regclass('claude_tracker.store_version') IS NOT NULL") == "t";
}

namespace {

// Of all programs that make these tables, one at a time.
const char* const k_lock = "SELECT pg_advisory_xact_lock(4848226720213617)";

// How many there are of everything that keeps the rules: what is dropped by mistake is missed.
const char* const k_inventory =
    "SELECT concat_ws(' ',"
    " (SELECT count(*) FROM pg_constraint WHERE connamespace = 'claude_tracker'::regnamespace AND convalidated"
    "  AND contype IN ('p', 'u', 'f', 'c')),"
    " (SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    "  WHERE relnamespace = 'claude_tracker'::regnamespace AND indisvalid),"
    " (SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    "  WHERE relnamespace = 'claude_tracker'::regnamespace AND NOT tgisinternal AND tgenabled = 'O'),"
    " (SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    "  WHERE relnamespace = 'claude_tracker'::regnamespace AND tgisinternal AND tgenabled = 'O'),"
    " (SELECT count(*) FROM pg_class WHERE relnamespace = 'claude_tracker'::regnamespace AND relkind = 'r'"
    "  AND relpersistence = 'p'),"
    " (SELECT count(*) FROM pg_class WHERE relnamespace = 'claude_tracker'::regnamespace AND relkind = 'v'))";

int version_of(ServerSession& session) {
  if (!has_schema(session)) return 0;
  const std::string found = session.value("SELECT version FROM claude_tracker.store_version");
  int version = 0;
  std::from_chars(found.data(), found.data() + found.size(), version);
  if (version < 1) throw corrupt_store(session.name(), "its version number is missing");
  return version;
}

void make_tables(ServerSession& session) {
  session.execute("CREATE SCHEMA IF NOT EXISTS claude_tracker");
  session.execute(tables_of_version_1());
  for (const Rule& rule : rules_of_version_1()) session.execute(definition_of(rule));
  session.execute(definition_of_memory());
  session.execute(
      "CREATE TABLE store_version (version int NOT NULL, inventory text NOT NULL, moved_to text NOT NULL DEFAULT '')");
  session.execute(
      fmt::format("INSERT INTO store_version(version, inventory) VALUES ({}, '')", k_postgres_schema_version));
  session.execute(fmt::format("UPDATE store_version SET inventory = ({})", k_inventory));
}

// A rule that says something else is none, even when it has the name.
void require_own_rules(ServerSession& session) {
  std::map<std::string, std::string> bodies;
  const auto found = session.execute(
      "SELECT tgname, prosrc FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = "
      "tgfoid "
      "WHERE relnamespace = 'claude_tracker'::regnamespace AND NOT tgisinternal AND tgenabled = 'O'");
  for (int row = 0; row < libpq().PQntuples(found.get()); ++row) {
    bodies.emplace(libpq().PQgetvalue(found.get(), row, 0), libpq().PQgetvalue(found.get(), row, 1));
  }
  const auto require = [&](const char* name, const std::string& body) {
    if (bodies[name] != body) throw corrupt_store(session.name(), fmt::format("its rule `{}` is not ours", name));
  };
  for (const Rule& rule : rules_of_version_1()) require(rule.name, body_of(rule));
  require(k_memory, body_of_memory());
}

}  // namespace

void prepare_schema(ServerSession& session) {
  if (version_of(session) == 0) {
    session.execute("BEGIN");
    try {
      session.execute(k_lock);
      if (version_of(session) == 0) make_tables(session);
      session.execute("COMMIT");
    } catch (...) {
      session.roll_back();
      throw;
    }
  }
  const int version = version_of(session);
  if (version > k_postgres_schema_version) throw newer_store(session.name(), version, k_postgres_schema_version);
  if (session.value(fmt::format("SELECT inventory = ({}) FROM store_version", k_inventory)) != "t") {
    throw corrupt_store(session.name(), "a part of its schema is missing");
  }
  require_own_rules(session);
}

namespace {

// `act`: "DISABLE" or "ENABLE".
void switch_rules(ServerSession& session, const char* act) {
  std::string statements;
  const auto tables = session.execute(
      "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
      "WHERE relnamespace = 'claude_tracker'::regnamespace AND NOT tgisinternal");
  for (int row = 0; row < libpq().PQntuples(tables.get()); ++row) {
    statements += fmt::format("ALTER TABLE {} {} TRIGGER USER;", libpq().PQgetvalue(tables.get(), row, 0), act);
  }
  session.execute(statements);
}

}  // namespace

void suspend_rules(ServerSession& session) {
  switch_rules(session, "DISABLE");
  session.execute("DELETE FROM runs");  // of timesheets that others take the place of
}

// What was written brought its own numbers along; the next ones come after them.
void restore_rules(ServerSession& session) {
  switch_rules(session, "ENABLE");
  for (const char* table : {"timesheets", "refused_attempts"}) {
    session.execute(fmt::format(
        "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {0}), false)",
        table));
  }
}

std::string moved_to(ServerSession& session) {
  return bytes_of(session.value("SELECT moved_to FROM claude_tracker.store_version"));
}

void mark_as_moved(ServerSession& session, const std::string& where) {
  Query{session, "UPDATE store_version SET moved_to = ?", where}.run();
}

}  // namespace libsync::store
