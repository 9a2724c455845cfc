// SPDX-License-Identifier: MIT
//
// Runs of the real loop in processes of their own that die by SIGKILL at a step of our choice, see steps.hpp. Clockify
// outlives them: it is in this process.
#pragma once

#include "scenario.hpp"

#include <libsync/store/tracking_store.hpp>

#include <cstdint>
#include <functional>
#include <memory>

namespace libsync::crash {

struct Ended {
  bool killed = false;     // by our SIGKILL; otherwise the run came to its end
  std::int64_t steps = 0;  // that it passed; 0 when it was killed
  int exit_code = 0;       // 0 clean, 75 the run stopped for now, 1 anything else
  std::int64_t requests = 0;
};

// What a run works on, opened in its process. It may throw.
using OpenInChild = std::function<std::unique_ptr<store::TrackingStore>()>;

// One run over that store and the world, killed at step `kill_at` (0: never), which opening it may be. `first`: what
// the scenario does first; later runs are syncs.
Ended run_child(World& world, const OpenInChild& open, std::int64_t kill_at, bool first);

}  // namespace libsync::crash
