// SPDX-License-Identifier: MIT
//
// The tables that every engine has with the same columns, read and written as values.
#pragma once

#include <libsync/store/movable_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <vector>

namespace libsync::store {

// In an order in which they can be written: what is referred to comes first.
[[nodiscard]] std::vector<TableContent> read_tables(Database& database);

// In the place of what is there. Part of a transaction, in which the rules about changes are not in force: those are
// about what goes on.
void write_tables(Database& database, const std::vector<TableContent>& tables);

}  // namespace libsync::store
