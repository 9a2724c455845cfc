// SPDX-License-Identifier: MIT
//
// The tables, and how a database comes to have them. The rules that money depends on are in the database itself, as
// CHECKs and triggers: a wrong change fails whoever makes it.
#pragma once

#include "connection.hpp"

#include <cstdint>

namespace libsync::store {

inline constexpr std::int64_t k_application_id = 0x436c5472;  // "ClTr"
inline constexpr int k_schema_version = 3;

// Reads what the database is. Returns its version: 0 for one of the older tool (or without any table), up to
// k_schema_version for one of ours. Throws StoreError{too_new, foreign, corrupt, busy}; writes nothing.
enum class Moved { refuse, allow };
[[nodiscard]] int inspect(Connection& connection, Moved moved = Moved::refuse);

// Makes the tables of version `from` those of k_schema_version, in one transaction.
void migrate(Connection& connection, int from);

// Writes a checked copy of the database, `<file>.backup-v<version>`, durably. An earlier backup is kept: then the name
// ends in a number.
void back_up(Connection& connection, int version);

// Parts of a transaction: takes all triggers away, and gives back the statements that make them again.
[[nodiscard]] std::string drop_rules(Connection& connection);

// The place that the store was moved to; empty for one that was not.
[[nodiscard]] std::string moved_to(Connection& connection);

// Part of a transaction: from now on the store is refused, naming `where`; with an empty one it is not any more.
void mark_as_moved(Connection& connection, const std::string& where);

}  // namespace libsync::store
