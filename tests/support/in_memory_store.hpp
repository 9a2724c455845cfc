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
#include <string>
#include <utility>
#include <vector>

namespace libsync::support {

class InMemoryStore final : public store::TrackingStore {
 public:
  using Day = std::pair<LocalDate, WorkspaceId>;

  // Everything the store holds.
  struct State {
    std::map<std::string, store::SourceState> sources;  // by file
    std::map<std::string, Session> sessions;            // by source path
    std::map<std::string, LegacySession> legacy;        // by source path; none that is in `sessions`
    std::set<Day> synced_days;
    std::map<Day, std::map<ProjectId, EntryId>> synced_entries;
    std::map<Day, store::DayPlan> plans;
    std::map<std::string, UserId> users;  // by account
  };

  [[nodiscard]] const State& state() const { return state_; }
  void restore(State state) { state_ = std::move(state); }

  // A row as the older tool wrote it.
  void add_legacy(LegacySession session);

  // SessionStore
  std::vector<store::SourceState> sources(Points points) override;
  std::optional<Session> session(const std::string& source_path) override;
  std::vector<LegacySession> legacy_sessions() override;
  void apply(const store::ImportBatch& batch) override;

  // TrackingStore
  std::vector<TrackedTime> query_range(const Interval& range) override;
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override;
  bool is_day_synced(LocalDate date, const WorkspaceId& workspace) override;
  std::set<LocalDate> synced_days(const WorkspaceId& workspace) override;
  bool is_entry_synced(LocalDate date, const WorkspaceId& workspace, const ProjectId& project) override;
  std::vector<SyncedEntry> synced_entries(LocalDate date, const WorkspaceId& workspace) override;
  std::set<EntryId> claimed_entries(const WorkspaceId& workspace) override;
  void mark_entry_synced(LocalDate date, const WorkspaceId& workspace, const ProjectId& project,
                         const EntryId& entry) override;
  void mark_day_synced(LocalDate date, const WorkspaceId& workspace) override;
  std::optional<store::DayPlan> day_plan(LocalDate date, const WorkspaceId& workspace) override;
  std::vector<store::DayPlan> open_plans(const WorkspaceId& workspace) override;
  void freeze(const store::DayPlan& plan) override;
  bool begin_send(const Intent& intent) override;
  void record_posted(LocalDate date, const WorkspaceId& workspace, const ProjectId& project, const EntryId& entry,
                     store::Origin origin, const std::string& mismatch) override;
  bool record_refused(LocalDate date, const WorkspaceId& workspace, const ProjectId& project, int attempt) override;
  void record_mismatch(LocalDate date, const WorkspaceId& workspace, const ProjectId& project,
                       const std::string& mismatch) override;
  void complete_day(LocalDate date, const WorkspaceId& workspace) override;
  std::optional<UserId> remembered_user(const std::string& account) override;
  void remember_user(const std::string& account, const UserId& user) override;

 private:
  store::OutboxRow* find_row(const Day& day, const ProjectId& project);
  void require_free(const Day& day, const ProjectId& project, const EntryId& entry) const;
  void require_complete(const Day& day) const;

  State state_;
};

}  // namespace libsync::support
