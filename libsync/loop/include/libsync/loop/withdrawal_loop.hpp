// SPDX-License-Identifier: MIT
//
// Takes back what was posted: every day of a range, oldest first, stopping at the first error. An entry is deleted only
// when this program recorded it and it stands in Clockify as it was posted, and only after the intent to do so is
// stored; a run that is cut off is finished by the next one, of this kind or a sync. docs/exactly-once.md says why
// nothing is lost and nothing comes twice.
#pragma once

#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/withdrawal_report.hpp>

namespace libsync::loop {

class WithdrawalLoop {
 public:
  // As SyncLoop. Of the options `compare_done` means nothing here; `since` and `until` are the range. `sessions` are
  // imported for a resync only.
  WithdrawalLoop(Withdrawing what, store::TrackingStore& store, ApiProvider api, SessionSource& sessions, Clock& clock,
                 Observer& observer, SyncRules rules, RunOptions options);

  // Never throws for what the store, the network or the input do.
  [[nodiscard]] WithdrawalReport run();

 private:
  Withdrawing what_;
  store::TrackingStore& store_;
  ApiProvider api_;
  SessionSource& sessions_;
  Clock& clock_;
  Observer& observer_;
  SyncRules rules_;
  RunOptions options_;
};

}  // namespace libsync::loop
