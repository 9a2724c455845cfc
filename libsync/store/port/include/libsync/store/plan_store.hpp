// SPDX-License-Identifier: MIT
//
// The protocol's side of the tracking store: day plans, the outbox, what is done. The transactions carry the names T1
// to T5 that docs/exactly-once.md uses.
#pragma once

#include <libsync/store/day_plan.hpp>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace libsync::store {

// What one refused attempt would have made. It is ours should it stand in a later listing all the same.
struct RefusedAttempt {
  RowKey row;  // as it was then: the plan may have been replaced since
  ProjectId project;
  Interval interval;
  std::string description;
  int attempt;
  UtcTime sent_at;  // as in OutboxRow

  friend bool operator==(const RefusedAttempt&, const RefusedAttempt&) = default;
};

// An entry of other making that is in the way of a day.
struct EntryInTheWay {
  EntryId entry;
  Interval interval;
  std::string description;

  friend bool operator==(const EntryInTheWay&, const EntryInTheWay&) = default;
};

// An entry of our own, as it was planned.
struct PostedEntry {
  RowKey row;
  ProjectId project;
  Interval interval;
  std::string description;
  EntryId entry;

  friend bool operator==(const PostedEntry&, const PostedEntry&) = default;
};

// T3: the row, whose content is `seen`, is posted under `entry`.
struct Posted {
  RowKey row;
  PlannedEntry seen;
  EntryId entry;
  Origin origin;
  std::string mismatch;  // as in OutboxRow
};

// Threads, lifetimes and failures as of TrackingStore. Reading of a timesheet that was never registered finds nothing;
// a change of it is broken_rule.
class PlanStore {
 public:
  virtual ~PlanStore() = default;

  // --- what is done -------------------------------------------------------------------------------------------------

  [[nodiscard]] virtual std::set<LocalDate> synced_days(const Timesheet& timesheet) = 0;

  // The days that the older tool's table marks in the workspace, whoever's they are: for when no timesheet is known.
  [[nodiscard]] virtual std::set<LocalDate> older_synced_days(const WorkspaceId& workspace) = 0;

  // The entries that the older tool's table has for a day, by project; empty when it does not belong to the timesheet.
  struct SyncedEntry {
    ProjectId project;
    EntryId entry;

    friend bool operator==(const SyncedEntry&, const SyncedEntry&) = default;
  };
  [[nodiscard]] virtual std::vector<SyncedEntry> synced_entries(const DayKey& day) = 0;

  // Every entry id this store claims as made or adopted by us, over all days of the timesheet, those included that are
  // still to be deleted again.
  [[nodiscard]] virtual std::set<EntryId> claimed_entries(const Timesheet& timesheet) = 0;

  // Rows of any day that are posted and overlap the half-open `range`, by start.
  [[nodiscard]] virtual std::vector<PostedEntry> posted_in(const Timesheet& timesheet, const Interval& range) = 0;

  // What was in the way of each day when it was last looked at.
  [[nodiscard]] virtual std::map<LocalDate, std::vector<EntryInTheWay>> occupied_days(const Timesheet& timesheet) = 0;

  // Replaces what is remembered of that day; nothing in the way forgets it. T5 forgets it as well. broken_rule when an
  // entry is there twice.
  virtual void remember_occupied(const DayKey& day, const std::vector<EntryInTheWay>& entries) = 0;

  // --- day plans ----------------------------------------------------------------------------------------------------

  // The plan of a day, of one that is done as well.
  [[nodiscard]] virtual std::optional<DayPlan> day_plan(const DayKey& day) = 0;

  // Plans of days that are not done, oldest first.
  [[nodiscard]] virtual std::vector<DayPlan> open_plans(const Timesheet& timesheet) = 0;

  // T1. Stores the plan and all its rows, replacing an earlier plan of that day that does not bind. Rows and gaps must
  // tile the work hours exactly; a row is either planned (attempt 0) or already posted (origin `earlier` or `adopted`).
  // broken_rule when they do not, when the day is done or to be forgotten, when an entry is recorded for another row or
  // was taken back, or when the plan to be replaced binds.
  virtual void freeze(const DayPlan& plan) = 0;

  // Drops the plan of a day; no change without one. broken_rule when it binds or its day is to be forgotten.
  virtual void discard_plan(const DayKey& day) = 0;

  // Gives a planned row other content for the same interval. False, and nothing is written, when it is not planned with
  // that attempt and content any more, or when a row of its day is in flight. broken_rule for another interval.
  [[nodiscard]] virtual bool readdress(const RowKey& row, int seen_attempt, const PlannedEntry& seen,
                                       const PlannedEntry& entry) = 0;

  // --- outbox -------------------------------------------------------------------------------------------------------

  // T2. The intents, in one commit before the first byte of any of their POSTs: planned or in_flight -> in_flight,
  // attempt + 1. False, and none of them is written, when a row is not as it was seen (another attempt was made or
  // settled, it was given other content, or another plan was frozen, whose attempts count from 0 again), when its day
  // is to be forgotten, or while an entry in its place is still to be deleted. `before`, what came of the POSTs before
  // these, is written in the same commit, and also when this returns false; broken_rule as of write_posted(), and then
  // there is no intent. The rows are of one timesheet.
  struct Intent {
    RowKey row;
    OutboxRow seen;  // its content is about to be sent
    UtcTime sent_at;
    std::vector<EntryId> baseline;
  };
  [[nodiscard]] virtual bool begin_sends(std::span<const Intent> intents, std::span<const Posted> before) = 0;
  [[nodiscard]] bool begin_send(const Intent& intent) { return begin_sends({&intent, 1}, {}); }

  // T3, of all in one commit. Together with it the first piece of a project is recorded in the older tool's table where
  // that belongs to the timesheet. broken_rule, and none is written, when a row is posted already or has other content,
  // when an entry that was never sent is to be `created`, when the entry is recorded for another row, when the day is
  // to be forgotten, or the older tool recorded another one for that project and day.
  virtual void write_all_posted(std::span<const Posted> posted) = 0;
  void write_posted(const Posted& posted) { write_all_posted({&posted, 1}); }

  // T4. A complete answer refused that attempt of the POST, or it never arrived and its day is taken back: in_flight ->
  // planned. The attempt stays counted, and what it would have made is remembered. False, and nothing is written, when
  // the row is not in flight with it: another run took over.
  [[nodiscard]] virtual bool write_refused(const RowKey& row, int attempt) = 0;

  // What T4 remembered of days that are not done, by day and in the order of the refusals. It outlives the plan.
  [[nodiscard]] virtual std::vector<RefusedAttempt> refused_attempts(const Timesheet& timesheet) = 0;

  // Clears or replaces the mismatch of a posted row after another look at Clockify. broken_rule when the row is not
  // posted, or its day is done (by another run, which looked later).
  virtual void write_mismatch(const RowKey& row, const std::string& mismatch) = 0;

  // T5. Checks that every row of the day is posted without mismatch and that rows and gaps sum to the work hours, marks
  // the day done, and forgets its refused attempts and what was in its way. broken_rule when they do not, or without a
  // plan.
  virtual void complete_day(const DayKey& day) = 0;
};

}  // namespace libsync::store
