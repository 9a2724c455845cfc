// SPDX-License-Identifier: MIT
//
// The clock of BootTime. Usable from any thread.
#pragma once

#include <libsync/clockify/transport.hpp>

namespace libsync::clockify {

// Now, on the clock that goes on through suspend (CLOCK_BOOTTIME).
[[nodiscard]] BootTime boot_now();

}  // namespace libsync::clockify
