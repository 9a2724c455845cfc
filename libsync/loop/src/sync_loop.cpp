// SPDX-License-Identifier: MIT
#include "run.hpp"

#include <libsync/loop/sync_loop.hpp>

namespace libsync::loop {

SyncLoop::SyncLoop(store::TrackingStore& store, ApiProvider api, SessionSource& sessions, Clock& clock,
                   Observer& observer, SyncRules rules, RunOptions options)
    : store_(store),
      api_(std::move(api)),
      sessions_(sessions),
      clock_(clock),
      observer_(observer),
      rules_(std::move(rules)),
      options_(std::move(options)) {}

SyncReport SyncLoop::run() {
  return Run{{store_, clock_, observer_, rules_, options_}, api_, sessions_}.execute();
}

}  // namespace libsync::loop
