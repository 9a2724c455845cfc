// SPDX-License-Identifier: MIT
//
// A tracking store that is a few containers: complete, fast, and copyable, so that a test can take a backup of it and
// put it back. The contract suite (tests/contract/store) shows that it cannot be told from the SQLite store.
//
//   InMemoryStore store;
//   const auto backup = store.state();
//   ...
//   store.restore(backup);  // somebody put the file of yesterday back
#pragma once

#include <libsync/store/tracking_store.hpp>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace libsync::support {

class InMemoryStore final : public store::TrackingStore {
 public:
  // Everything the store holds. `synced_days` and `synced_entries` are the older tool's, by workspace.
  struct State {
    std::map<std::string, store::SourceState> sources;  // by file
    std::map<std::string, std::string> settings;        // of the importer
    std::map<std::string, Session> sessions;            // by source path
    std::map<std::string, LegacySession> legacy;        // by source path; none that is in `sessions`
    std::set<std::string> projects;                     // project paths of sessions that were imported
    std::vector<store::Timesheet> timesheets;           // in the order they were first seen
    std::map<WorkspaceId, std::set<LocalDate>> synced_days;
    std::map<WorkspaceId, std::map<LocalDate, std::map<ProjectId, EntryId>>> synced_entries;
    std::set<store::DayKey> done_days;  // of timesheets that do not own the older tool's rows
    std::map<store::DayKey, store::DayPlan> plans;
    std::vector<store::RefusedAttempt> refused;  // in the order of the refusals
    std::map<store::DayKey, std::vector<store::EntryInTheWay>> occupied;
    std::map<store::DayKey, std::map<EntryId, store::Withdrawal>> withdrawals;
    std::set<store::DayKey> to_forget;
    std::map<std::string, UserId> users;  // by account
    std::map<store::Timesheet, store::RememberedProjects> known_projects;
  };

  // As claimed_entries().
  [[nodiscard]] std::set<EntryId> claimed_by(const store::Timesheet& timesheet) const;

  // Whether the timesheet has completed the day.
  [[nodiscard]] bool is_done(const store::DayKey& day) const;

  [[nodiscard]] const State& state() const { return state_; }
  void restore(State state) { state_ = std::move(state); }

  // Rows as the older tool wrote them.
  void add_legacy(LegacySession session);
  void add_synced_entry(const WorkspaceId& workspace, LocalDate date, const ProjectId& project, const EntryId& entry);
  void add_synced_day(const WorkspaceId& workspace, LocalDate date);

  // SessionStore
  std::vector<store::SourceState> sources(Points points) override;
  std::map<std::string, std::string> importer_settings() override;
  std::vector<LegacySession> legacy_sessions() override;
  std::vector<Session> sessions_in(const Interval& range) override;
  void apply(const store::ImportBatch& batch) override;

  // TrackingStore
  std::vector<TrackedTime> query_range(const Interval& range) override;
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override;
  std::vector<std::string> projects() override;

  // PlanStore
  std::set<LocalDate> synced_days(const store::Timesheet& timesheet) override;
  std::set<LocalDate> older_synced_days(const WorkspaceId& workspace) override;
  std::vector<SyncedEntry> synced_entries(const store::DayKey& day) override;
  std::set<EntryId> claimed_entries(const store::Timesheet& timesheet) override;
  std::vector<store::PostedEntry> posted_in(const store::Timesheet& timesheet, const Interval& range) override;
  std::map<LocalDate, std::vector<store::EntryInTheWay>> occupied_days(const store::Timesheet& timesheet) override;
  void remember_occupied(const store::DayKey& day, const std::vector<store::EntryInTheWay>& entries) override;
  std::optional<store::DayPlan> day_plan(const store::DayKey& day) override;
  std::vector<store::DayPlan> open_plans(const store::Timesheet& timesheet) override;
  void freeze(const store::DayPlan& plan) override;
  void discard_plan(const store::DayKey& day) override;
  bool readdress(const store::RowKey& row, int seen_attempt, const store::PlannedEntry& seen,
                 const store::PlannedEntry& entry) override;
  bool begin_sends(std::span<const Intent> intents, std::span<const store::Posted> before) override;
  void write_all_posted(std::span<const store::Posted> posted) override;
  bool write_refused(const store::RowKey& row, int attempt) override;
  std::vector<store::RefusedAttempt> refused_attempts(const store::Timesheet& timesheet) override;
  void write_mismatch(const store::RowKey& row, const std::string& mismatch) override;
  void complete_day(const store::DayKey& day) override;

  // AccountStore
  std::optional<UserId> remembered_user(const std::string& account) override;
  void remember_user(const std::string& account, const UserId& user) override;
  bool register_timesheet(const store::Timesheet& timesheet) override;
  std::vector<store::Timesheet> timesheets(const std::string& base_url, const WorkspaceId& workspace) override;
  std::optional<store::RememberedProjects> remembered_projects(const store::Timesheet& timesheet) override;
  void remember_projects(const store::Timesheet& timesheet, const store::RememberedProjects& projects) override;

  // WithdrawalStore
  bool begin_withdrawal(const DayWithdrawal& withdrawal) override;
  void write_deleted(const store::Timesheet& timesheet, const EntryId& entry) override;
  void forget_day(const store::DayKey& day) override;
  std::vector<store::Withdrawal> withdrawals(const store::Timesheet& timesheet) override;
  std::set<LocalDate> days_to_forget(const store::Timesheet& timesheet) override;

 private:
  [[nodiscard]] bool owns_older_rows(const store::Timesheet& timesheet) const;
  void require_registered(const store::Timesheet& timesheet) const;
  store::OutboxRow* find_row(const store::RowKey& key);
  [[nodiscard]] bool set_in_flight(const Intent& intent);
  void set_posted(const store::Posted& posted);
  // That no other row and no other record of the older tool has the entry.
  void require_free(const store::RowKey& row, const ProjectId& project, const EntryId& entry) const;
  void require_complete(const store::DayPlan& plan) const;
  // Into a day that has no plan, or one that is replaced. `may_stand`: rows of it may have been sent in another plan.
  void insert(const store::DayPlan& plan, bool may_stand);
  void forget_what_is_done(const store::DayKey& day);
  [[nodiscard]] const store::Withdrawal* withdrawal_of(const store::Timesheet& timesheet, const EntryId& entry) const;

  State state_;
};

}  // namespace libsync::support
