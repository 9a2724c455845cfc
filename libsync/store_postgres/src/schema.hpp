// SPDX-License-Identifier: MIT
//
// The tables of the store in their own schema of the database, `claude_tracker`: made where they are missing, and
// looked at each time the store is opened.
#pragma once

#include "session.hpp"

namespace libsync::store {

inline constexpr int k_postgres_schema_version = 1;

// Makes what is missing, in one transaction. Throws StoreError: too_new, or corrupt when a table or rule is not as it
// was made.
void prepare_schema(Session& session);

}  // namespace libsync::store
