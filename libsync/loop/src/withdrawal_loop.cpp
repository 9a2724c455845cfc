// SPDX-License-Identifier: MIT
#include "withdrawal_run.hpp"

#include <libsync/loop/withdrawal_loop.hpp>

namespace libsync::loop {

WithdrawalLoop::WithdrawalLoop(Withdrawing what, store::TrackingStore& store, ApiProvider api, SessionSource& sessions,
                               Clock& clock, Observer& observer, SyncRules rules, RunOptions options)
    : what_(what),
      store_(store),
      api_(std::move(api)),
      sessions_(sessions),
      clock_(clock),
      observer_(observer),
      rules_(std::move(rules)),
      options_(std::move(options)) {}

WithdrawalReport WithdrawalLoop::run() {
  return WithdrawalRun{what_, {store_, clock_, observer_, rules_, options_}, api_, sessions_}.execute();
}

}  // namespace libsync::loop
