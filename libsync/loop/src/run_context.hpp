// SPDX-License-Identifier: MIT
//
// What every part of a run works with. Borrowed; it outlives the run.
#pragma once

#include <libsync/loop/sync_loop.hpp>

#include <optional>

namespace libsync::loop {

struct RunContext {
  store::TrackingStore& store;
  Clock& clock;
  Observer& observer;
  const SyncRules& rules;
  const RunOptions& options;
};

// What a step returns: the failure that ends the run, or nothing when the run goes on.
using Stopped = std::optional<Failure>;

}  // namespace libsync::loop
