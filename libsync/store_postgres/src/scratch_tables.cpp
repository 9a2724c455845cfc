// SPDX-License-Identifier: MIT
#include "scratch_tables.hpp"

#include "tables.hpp"

#include <fmt/format.h>

#include <string>

namespace libsync::store {

void make_scratch_tables(ServerSession& session) {
  std::string sql = "CREATE TEMPORARY SEQUENCE scratch_id INCREMENT BY -1;";
  for (const char* table : {"machines", "projects", "sessions", "active_intervals", "legacy_sessions", "source_states",
                            "importer_settings"}) {
    sql += fmt::format(
        "CREATE TEMPORARY TABLE {0} (LIKE claude_tracker.{0} INCLUDING ALL EXCLUDING IDENTITY EXCLUDING GENERATED);"
        "INSERT INTO pg_temp.{0} SELECT * FROM claude_tracker.{0};",
        table);
  }
  for (const char* table : {"machines", "projects", "sessions", "source_states"}) {
    sql += fmt::format("ALTER TABLE pg_temp.{} ALTER COLUMN id SET DEFAULT nextval('pg_temp.scratch_id');", table);
  }
  sql += "SET search_path = pg_temp, claude_tracker;";
  sql += counted_sessions("TEMPORARY");
  session.execute(sql);
}

void make_empty_tables(ServerSession& session) {
  session.execute("SET search_path = pg_temp;" + tables_of_version_1());
}

}  // namespace libsync::store
