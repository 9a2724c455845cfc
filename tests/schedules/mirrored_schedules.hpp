// SPDX-License-Identifier: MIT
#pragma once

#include "mirror.hpp"
#include "schedule.hpp"

#include <cstdint>

namespace libsync::schedules {

// The first schedules beside that store: a few, with LIBSYNC_EXHAUSTIVE=1 many.
void play(Mirror& mirror, std::uint64_t few, std::uint64_t many);

}  // namespace libsync::schedules
