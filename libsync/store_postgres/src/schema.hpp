// SPDX-License-Identifier: MIT
//
// The tables of the store in their own schema of the database, `claude_tracker`: made where they are missing, and
// looked at each time the store is opened.
#pragma once

#include "server_session.hpp"

namespace libsync::store {

inline constexpr int k_postgres_schema_version = 1;

[[nodiscard]] bool has_schema(ServerSession& session);

// Makes what is missing, in one transaction. Throws StoreError: too_new, or corrupt when a table or rule is not as it
// was made.
void prepare_schema(ServerSession& session);

// Parts of a transaction: no trigger of ours acts between them.
void suspend_rules(ServerSession& session);
void restore_rules(ServerSession& session);

// The place that the store was moved to; empty for one that was not.
[[nodiscard]] std::string moved_to(ServerSession& session);

// Part of a transaction: from now on the store is refused, naming `where`; with an empty one it is not any more.
void mark_as_moved(ServerSession& session, const std::string& where);

}  // namespace libsync::store
