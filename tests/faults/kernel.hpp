// SPDX-License-Identifier: MIT
//
// What this machine says to the client and the store when a test tells it to lie. The calls are exchanged at link time
// (--wrap), so what is under test is the program as it is; the refusals themselves come from the real kernel wherever
// it can be brought to refuse. Any thread may call these.
#pragma once

#include <cstdint>

namespace libsync::faults::kernel {

// No name has an address any more.
void no_names();

// Every connection leads to this port of 127.0.0.1 instead.
void detour(std::uint16_t port);

// A file system on which flock(2) does not work.
void no_file_locks();

void heal();

}  // namespace libsync::faults::kernel
