// SPDX-License-Identifier: MIT
//
// The tables in SQL, with the rules that the protocol depends on as CHECKs and triggers. What was released is never
// changed, not by a blank: databases are compared with it word for word.
#pragma once

#include <span>
#include <string>

namespace libsync::store {

// A table of the older tool, which goes on using it.
struct OlderTable {
  const char* name;
  const char* columns;     // in their order, the key marked with an asterisk
  const char* definition;  // the statement that makes it
};

[[nodiscard]] std::span<const OlderTable> older_tables();

// Every statement that makes a table, an index or a trigger of version 1 beside the older tool's tables. The first
// takes up the sessions that are in those.
[[nodiscard]] std::string session_tables_of_version_1();
[[nodiscard]] std::string plan_tables_of_version_1();
[[nodiscard]] std::string kept_tables_of_version_1();

// The triggers of version 2 about plans, rows and days.
[[nodiscard]] std::string rules_of_version_2();

// All that a database of that version has beside the older tool's tables, as it stands in its schema.
[[nodiscard]] std::string schema_of_version_2();
[[nodiscard]] std::string schema_of_version_3();

// Brings the tables of the version before to that one.
[[nodiscard]] std::string steps_to_version_2();
[[nodiscard]] std::string steps_to_version_3();

}  // namespace libsync::store
