// SPDX-License-Identifier: MIT
//
// What a look has of its own: temporary tables, which end with its session. They lock nothing that others wait for,
// also when it is suspended; its session needs SessionOptions::waits_for_writers to be off.
#pragma once

#include "server_session.hpp"

namespace libsync::store {

// From now on this session has sessions of its own, which begin as those that are there.
void make_scratch_tables(ServerSession& session);

// All tables, empty, on a server that has none.
void make_empty_tables(ServerSession& session);

}  // namespace libsync::store
