// SPDX-License-Identifier: MIT
//
// The tracking store: sessions, day plans, the outbox, and what has been synced. The interface names no database: the
// SQLite store (sqlite_store.hpp) is the default behind it.
//
// Threads: an object belongs to one thread at a time and takes no lock of its own; whoever hands it to another thread
// sees to the order. Two objects may be open on one store, in one process or two: each call is a transaction and sees
// what was committed before it, and a call that waits too long for another writer throws StoreError{busy}. Only the
// holder of the RunLock sends anything.
//
// Lifetimes: what a call returns is a copy that outlives the store. References that are passed in are not kept. Whoever
// opened the store owns it and closes it by destroying it; SyncLoop and the importer borrow it for one call.
//
// Failures: every call may throw StoreError, and then has changed nothing. A call that changes something is one
// transaction and durable when it returns: it survives a power cut. A rule that is named at a method is
// StoreError{broken_rule}.
#pragma once

#include <libsync/model/session.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/store/account_store.hpp>
#include <libsync/store/machine_store.hpp>
#include <libsync/store/plan_store.hpp>
#include <libsync/store/session_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store/withdrawal_store.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

class TrackingStore : public SessionStore,
                      public PlanStore,
                      public AccountStore,
                      public WithdrawalStore,
                      public MachineStore {
 public:
  // What was tracked inside the half-open `range`, clipped to it: one element per session and project with active time
  // there, ordered by first activity, then source path, then project. Rows of the older tool, which have no intervals,
  // are shared out pro rata over [start, end) and count as attended. For any partition of a range the parts sum to the
  // whole.
  [[nodiscard]] virtual std::vector<TrackedTime> query_range(const Interval& range) = 0;

  // The sessions with active time inside the half-open `range`, by source path, each as a whole: with the intervals
  // before and after the range too. Rows of the older tool have no intervals and are not among them.
  [[nodiscard]] virtual std::vector<Session> sessions_in(const Interval& range) = 0;

  // The local date on which the earliest session starts; nothing without sessions.
  [[nodiscard]] virtual std::optional<LocalDate> earliest_session_date(const Zone& zone) = 0;

  // Every project path that a session was ever seen in, sorted.
  [[nodiscard]] virtual std::vector<std::string> projects() = 0;
};

}  // namespace libsync::store
