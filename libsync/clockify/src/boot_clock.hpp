// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/clockify/api.hpp>

namespace libsync::clockify {

// Now, on the clock that goes on through suspend (CLOCK_BOOTTIME).
[[nodiscard]] BootTime boot_now();

}  // namespace libsync::clockify
