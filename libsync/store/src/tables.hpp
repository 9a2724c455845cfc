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

// Every statement that makes a table, an index or a trigger of version 1 beside the older tool's tables, and takes up
// the sessions that are in those.
[[nodiscard]] std::string tables_of_version_1();

}  // namespace libsync::store
