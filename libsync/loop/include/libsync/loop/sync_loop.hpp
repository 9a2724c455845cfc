// SPDX-License-Identifier: MIT
//
// The main job: every workday up to yesterday that is not synced yet is planned, frozen, posted and marked, oldest
// first, stopping at the first error. A run begins by settling what an earlier one left in doubt, so running it again
// is how one goes on. docs/exactly-once.md says why nothing is posted twice and nothing is lost.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/loop/ports.hpp>
#include <libsync/loop/sync_report.hpp>
#include <libsync/store/tracking_store.hpp>
#include <libsync/workday/rules.hpp>

#include <functional>
#include <optional>
#include <string>

namespace libsync::loop {

using workday::SyncRules;

struct RunOptions {
  bool dry_run = false;  // plan only: no request, nothing stored
  bool import_first = true;
  bool wait = false;          // sleep through a rate limit instead of stopping
  bool compare_done = false;  // also say how days that are done differ from what would be planned now
  // Of the key that would be used (Api::account), if that can be told without asking anybody for the key: whose days
  // are done depends on it. Without it they are those of the first user that the store knows here.
  std::optional<std::string> account{};
  std::optional<LocalDate> since{};  // both included
  std::optional<LocalDate> until{};
  // How many entries are posted at once, each over a connection of its own; at least 1. Without it one, or some when
  // there is much to post.
  std::optional<std::size_t> jobs{1};
  // An absent in-doubt entry may be sent again when Clockify's clock says that this much has passed.
  seconds quarantine{15 * 60};
};

// Gives the time-entry API when the first request is due, and not before: to find the key may mean to run a command,
// and a run with nothing to do needs none. The Api lives as long as the provider's owner.
using ApiProvider = std::function<Result<clockify::Api*, Failure>()>;

class SyncLoop {
 public:
  // The ports are borrowed, must outlive the loop, and are called from the thread that calls run(). `api` is called at
  // most once, and never in a dry run.
  SyncLoop(store::TrackingStore& store, ApiProvider api, SessionSource& sessions, Clock& clock, Observer& observer,
           SyncRules rules, RunOptions options);

  // Never throws for what the store, the network or the input do: the report says what was done and what stopped it.
  [[nodiscard]] SyncReport run();

 private:
  store::TrackingStore& store_;
  ApiProvider api_;
  SessionSource& sessions_;
  Clock& clock_;
  Observer& observer_;
  SyncRules rules_;
  RunOptions options_;
};

}  // namespace libsync::loop
