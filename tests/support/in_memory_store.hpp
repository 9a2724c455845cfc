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
  // Everything the store holds.
  struct State {
    std::map<std::string, store::SourceState> sources;  // by file
    std::map<std::string, Session> sessions;            // by source path
    std::map<std::string, LegacySession> legacy;        // by source path; none that is in `sessions`
    std::set<store::DayKey> synced_days;
    std::map<store::DayKey, std::map<ProjectId, EntryId>> synced_entries;
    std::map<store::DayKey, store::DayPlan> plans;
    std::map<std::string, UserId> users;  // by account
  };

  [[nodiscard]] const State& state() const { return state_; }
  void restore(State state) { state_ = std::move(state); }

  // Rows as the older tool wrote them.
  void add_legacy(LegacySession session);
  void add_synced_entry(const store::RowKey& row, const EntryId& entry);
  void add_synced_day(const store::DayKey& day);

  // SessionStore
  std::vector<store::SourceState> sources(Points points) override;
  std::vector<LegacySession> legacy_sessions() override;
  void apply(const store::ImportBatch& batch) override;

  // TrackingStore
  std::vector<TrackedTime> query_range(const Interval& range) override;
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override;
  std::set<LocalDate> synced_days(const WorkspaceId& workspace) override;
  std::vector<SyncedEntry> synced_entries(const store::DayKey& day) override;
  std::set<EntryId> claimed_entries(const WorkspaceId& workspace) override;
  std::optional<store::DayPlan> day_plan(const store::DayKey& day) override;
  std::vector<store::DayPlan> open_plans(const WorkspaceId& workspace) override;
  void freeze(const store::DayPlan& plan) override;
  bool begin_send(const Intent& intent) override;
  void write_posted(const store::RowKey& row, const EntryId& entry, store::Origin origin,
                    const std::string& mismatch) override;
  bool write_refused(const store::RowKey& row, int attempt) override;
  void write_mismatch(const store::RowKey& row, const std::string& mismatch) override;
  void complete_day(const store::DayKey& day) override;
  std::optional<UserId> remembered_user(const std::string& account) override;
  void remember_user(const std::string& account, const UserId& user) override;

 private:
  store::OutboxRow* find_row(const store::RowKey& key);
  void require_free(const store::RowKey& row, const EntryId& entry) const;
  void require_complete(const store::DayKey& day) const;

  State state_;
};

}  // namespace libsync::support
