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

#include <libsync/model/ids.hpp>
#include <libsync/model/session.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/store/day_plan.hpp>
#include <libsync/store/session_store.hpp>
#include <libsync/store/store_error.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace libsync::store {

class TrackingStore : public SessionStore {
 public:
  // --- tracked time -------------------------------------------------------------------------------------------------

  // What was tracked inside the half-open `range`, clipped to it: one element per session and project with active time
  // there, ordered by first activity, then source path, then project. Rows of the older tool, which have no intervals,
  // are shared out pro rata over [start, end). For any partition of a range the parts sum to the whole.
  [[nodiscard]] virtual std::vector<TrackedTime> query_range(const Interval& range) = 0;

  // The local date on which the earliest session starts; nothing without sessions.
  [[nodiscard]] virtual std::optional<LocalDate> earliest_session_date(const Zone& zone) = 0;

  // --- what is done -------------------------------------------------------------------------------------------------

  [[nodiscard]] virtual std::set<LocalDate> synced_days(const WorkspaceId& workspace) = 0;

  // The entries recorded for a day, whoever recorded them, by project.
  struct SyncedEntry {
    ProjectId project;
    EntryId entry;

    friend bool operator==(const SyncedEntry&, const SyncedEntry&) = default;
  };
  [[nodiscard]] virtual std::vector<SyncedEntry> synced_entries(const DayKey& day) = 0;

  // Every entry id this store claims as made or adopted by us, over all days of the workspace.
  [[nodiscard]] virtual std::set<EntryId> claimed_entries(const WorkspaceId& workspace) = 0;

  // --- day plans and outbox -----------------------------------------------------------------------------------------

  // The plan of a day, of a synced one as well.
  [[nodiscard]] virtual std::optional<DayPlan> day_plan(const DayKey& day) = 0;

  // Days with a plan that is not in synced_days, oldest first.
  [[nodiscard]] virtual std::vector<DayPlan> open_plans(const WorkspaceId& workspace) = 0;

  // T1. Stores the plan and all its rows, replacing an earlier plan of that day. The rows must tile the work hours
  // exactly; a row is either planned (attempt 0) or already posted (origin `earlier` or `adopted`). broken_rule when
  // they do not, when the day is synced, or when the plan to be replaced was ever sent.
  virtual void freeze(const DayPlan& plan) = 0;

  // T2. The intent, committed before the first byte of a POST: planned or in_flight -> in_flight, attempt + 1. False,
  // and nothing is written, when the row is not as it was seen: another attempt was made, or another plan was frozen.
  struct Intent {
    RowKey row;
    int seen_attempt;
    UtcTime sent_at;
    std::vector<EntryId> baseline;
    std::optional<Interval> seen_interval{};  // where the entry lay; not compared when empty
  };
  [[nodiscard]] virtual bool begin_send(const Intent& intent) = 0;

  // T3. The row is posted under `entry`, and synced_entries says so, in one transaction. `mismatch` as in OutboxRow.
  // broken_rule when the row is posted already, when an entry that was never sent is to be `created`, or when the entry
  // is recorded for another row.
  virtual void write_posted(const RowKey& row, const EntryId& entry, Origin origin, const std::string& mismatch) = 0;

  // T4. A complete answer refused that attempt of the POST: in_flight -> planned. The attempt stays counted. False, and
  // nothing is written, when the row is not in flight with it: another run took over.
  [[nodiscard]] virtual bool write_refused(const RowKey& row, int attempt) = 0;

  // Clears or replaces the mismatch of a posted row after another look at Clockify. broken_rule when the row is not
  // posted, or its day is synced (by another run, which looked later).
  virtual void write_mismatch(const RowKey& row, const std::string& mismatch) = 0;

  // T5. Checks that every row of the day is posted without mismatch and that they sum to the work hours, then marks the
  // day synced. broken_rule when they do not, or without a plan.
  virtual void complete_day(const DayKey& day) = 0;

  // --- who ----------------------------------------------------------------------------------------------------------

  // The user behind an account, remembered so that it is asked for once. `account` is a hash of key and base URL.
  [[nodiscard]] virtual std::optional<UserId> remembered_user(const std::string& account) = 0;
  virtual void remember_user(const std::string& account, const UserId& user) = 0;
};

}  // namespace libsync::store
