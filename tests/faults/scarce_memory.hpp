// SPDX-License-Identifier: MIT
//
// operator new that fails when a test wants it to. Linked into a program, it replaces the usual one.
#pragma once

#include <cstdint>

namespace libsync::faults::memory {

// The calling thread gets so many more allocations, and none after them.
void leave(std::int64_t allocations);

// Plenty again. How many were left.
std::int64_t restore();

}  // namespace libsync::faults::memory
