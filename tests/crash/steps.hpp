// SPDX-License-Identifier: MIT
//
// The points at which a process can end: every write, sync, truncation and deletion of a store file, every message to a
// server of the store and its answer, every send and receive of the time-entry port. Counted in order; the process is
// killed at one of them, for real.
#pragma once

#include <cstdint>

namespace libsync::crash {

// One per process.
struct Steps {
  std::int64_t passed = 0;
  std::int64_t kill_at = 0;  // 0: never
  bool are_counted = false;  // only in the child: not what this process does, nor its threads

  // To be called before the effect of the step. Does not return when this is the one.
  void pass();
};

Steps& steps();

}  // namespace libsync::crash
