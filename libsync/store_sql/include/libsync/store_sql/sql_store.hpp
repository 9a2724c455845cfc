// SPDX-License-Identifier: MIT
//
// A tracking store over a Database: all of it but the sessions, which each engine keeps in its own way.
#pragma once

#include <libsync/store/movable_store.hpp>
#include <libsync/store/tracking_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace libsync::store {

class SqlStore : public TrackingStore, public MovableStore {
 public:
  std::set<LocalDate> synced_days(const Timesheet& timesheet) override;
  std::set<LocalDate> older_synced_days(const WorkspaceId& workspace) override;
  std::vector<SyncedEntry> synced_entries(const DayKey& day) override;
  std::set<EntryId> claimed_entries(const Timesheet& timesheet) override;
  std::vector<PostedEntry> posted_in(const Timesheet& timesheet, const Interval& range) override;
  std::map<LocalDate, std::vector<EntryInTheWay>> occupied_days(const Timesheet& timesheet) override;
  void remember_occupied(const DayKey& day, const std::vector<EntryInTheWay>& entries) override;
  std::optional<DayPlan> day_plan(const DayKey& day) override;
  std::vector<DayPlan> open_plans(const Timesheet& timesheet) override;
  void freeze(const DayPlan& plan) override;
  void discard_plan(const DayKey& day) override;
  bool readdress(const RowKey& row, int seen_attempt, const PlannedEntry& seen, const PlannedEntry& entry) override;
  bool begin_sends(std::span<const Intent> intents, std::span<const Posted> before) override;
  void write_all_posted(std::span<const Posted> posted) override;
  bool write_refused(const RowKey& row, int attempt) override;
  std::vector<RefusedAttempt> refused_attempts(const Timesheet& timesheet) override;
  void write_mismatch(const RowKey& row, const std::string& mismatch) override;
  void complete_day(const DayKey& day) override;
  std::optional<UserId> remembered_user(const std::string& account) override;
  void remember_user(const std::string& account, const UserId& user) override;
  bool register_timesheet(const Timesheet& timesheet) override;
  std::vector<Timesheet> timesheets(const std::string& base_url, const WorkspaceId& workspace) override;
  std::optional<RememberedProjects> remembered_projects(const Timesheet& timesheet) override;
  void remember_projects(const Timesheet& timesheet, const RememberedProjects& projects) override;
  bool begin_withdrawal(const DayWithdrawal& withdrawal) override;
  void write_deleted(const Timesheet& timesheet, const EntryId& entry) override;
  void forget_day(const DayKey& day) override;
  std::vector<Withdrawal> withdrawals(const Timesheet& timesheet) override;
  std::set<LocalDate> days_to_forget(const Timesheet& timesheet) override;

  StoreContent content() override;
  void take_over(const StoreContent& content) override;

 protected:
  [[nodiscard]] virtual Database& database() = 0;

  // Every session of all machines, each once.
  [[nodiscard]] virtual std::vector<Session> all_sessions() = 0;

  // Of the older tool's, which no import ever brings.
  virtual void write_older_sessions(const std::vector<LegacySession>& sessions) = 0;

  // Parts of a transaction: between them no trigger acts.
  virtual void suspend_rules() = 0;
  virtual void restore_rules() = 0;

  // Part of a transaction: the store is not moved elsewhere any more.
  virtual void unmark() = 0;

  // Called before the first thing of a run that leads to a request, and again before each that follows.
  virtual void prepare_to_send() = 0;

  // One read of several statements.
  template <class Result, class... Parameters, class... Arguments>
  Result read(Result (*statements)(Database&, Parameters...), const Arguments&... arguments) {
    const Snapshot snapshot{database()};
    return statements(database(), arguments...);
  }
};

}  // namespace libsync::store
