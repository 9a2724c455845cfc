// SPDX-License-Identifier: MIT
//
// The store of a schedule as a process sees it: it can be interrupted before and after each call, the ledger sees what
// changes, and a real store beside it is asked the same.
#pragma once

#include "mirror.hpp"
#include "steps.hpp"
#include "world.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace libsync::schedules {

using store::TrackingStore;

inline Slot slot_of(const store::RowKey& row) {
  return {row.day.date, row.slot};
}

class WatchedStore final : public TrackingStore {
 public:
  WatchedStore(World& world, Steps& steps)
      : world_(world), steps_(steps), inner_(world.store), machine_(world.machines.here()) {}

  [[nodiscard]] bool is_shared() const override { return world_.machines.count() > 1; }
  [[nodiscard]] std::vector<store::KnownMachine> machines() override {
    return around([&](TrackingStore& /*knows_no_machines*/) {
      known_ = world_.machines.as_told_to(machine_, world_.server.now());
      auto told = known_;
      if (world_.weakness == Weakness::impatience) {
        for (auto& machine : told) machine.imported_to = world_.server.now();
      }
      return told;
    });
  }
  void begin_import() override { import_began_ = world_.server.now(); }
  void end_import() override {
    change([&] { world_.machines.imported(machine_, import_began_, world_.server.now()); });
  }

  std::vector<store::SourceState> sources(Points points) override {
    return around([&](TrackingStore& store) { return store.sources(points); });
  }
  std::map<std::string, std::string> importer_settings() override {
    return around([&](TrackingStore& store) { return store.importer_settings(); });
  }
  std::vector<LegacySession> legacy_sessions() override {
    return around([&](TrackingStore& store) { return store.legacy_sessions(); });
  }
  void apply(const store::ImportBatch& batch) override {
    change([&] { both([&](TrackingStore& store) { store.apply(batch); }); });
  }
  std::vector<Session> sessions_in(const Interval& range) override {
    return around([&](TrackingStore& store) { return store.sessions_in(range); });
  }
  std::vector<TrackedTime> query_range(const Interval& range) override {
    return around([&](TrackingStore& store) { return store.query_range(range); });
  }
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override {
    return around([&](TrackingStore& store) { return store.earliest_session_date(zone); });
  }
  std::vector<std::string> projects() override {
    return around([&](TrackingStore& store) { return store.projects(); });
  }
  std::set<LocalDate> synced_days(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.synced_days(timesheet); });
  }
  std::set<LocalDate> older_synced_days(const WorkspaceId& workspace) override {
    return around([&](TrackingStore& store) { return store.older_synced_days(workspace); });
  }
  std::vector<SyncedEntry> synced_entries(const store::DayKey& day) override {
    return around([&](TrackingStore& store) { return store.synced_entries(day); });
  }
  std::set<EntryId> claimed_entries(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.claimed_entries(timesheet); });
  }
  std::vector<store::PostedEntry> posted_in(const store::Timesheet& timesheet, const Interval& range) override {
    return around([&](TrackingStore& store) { return store.posted_in(timesheet, range); });
  }
  std::map<LocalDate, std::vector<store::EntryInTheWay>> occupied_days(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.occupied_days(timesheet); });
  }
  void remember_occupied(const store::DayKey& day, const std::vector<store::EntryInTheWay>& entries) override {
    change([&] { both([&](TrackingStore& store) { store.remember_occupied(day, entries); }); });
  }
  std::optional<store::DayPlan> day_plan(const store::DayKey& day) override {
    return around([&](TrackingStore& store) { return store.day_plan(day); });
  }
  std::vector<store::DayPlan> open_plans(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.open_plans(timesheet); });
  }
  void freeze(const store::DayPlan& plan) override {
    change([&] {
      replaces({plan.timesheet, plan.date}, [&](TrackingStore& store) { store.freeze(plan); });
      if (listing) world_.check_beside(plan, *listing);
      check_waited(plan, known_, world_.rules.machine_patience);
    });
  }
  void discard_plan(const store::DayKey& day) override {
    change([&] { replaces(day, [&](TrackingStore& store) { store.discard_plan(day); }); });
  }
  bool readdress(const store::RowKey& row, int seen_attempt, const store::PlannedEntry& seen,
                 const store::PlannedEntry& entry) override {
    bool done = false;
    change([&] { done = both([&](TrackingStore& store) { return store.readdress(row, seen_attempt, seen, entry); }); });
    return done;
  }
  bool begin_sends(std::span<const Intent> intents, std::span<const store::Posted> before) override {
    steps_.pass(Place::before_store);
    if (world_.weakness == Weakness::lossy_commits) world_.before_last_commit = inner_.state();
    const bool ours = both([&](TrackingStore& store) { return store.begin_sends(intents, before); });
    for (const auto& each : before) world_.ledger.recorded(slot_of(each.row), each.entry);
    intended.clear();
    for (const auto& intent : intents) {
      if (ours) world_.ledger.intended(slot_of(intent.row), world_.server.now());
      intended.push_back(intent.row);
    }
    steps_.pass(Place::leaving);
    return ours;
  }
  void write_all_posted(std::span<const store::Posted> posted) override {
    change([&] {
      both([&](TrackingStore& store) { store.write_all_posted(posted); });
      for (const auto& each : posted) world_.ledger.recorded(slot_of(each.row), each.entry);
    });
  }
  bool write_refused(const store::RowKey& row, int attempt) override {
    bool ours = false;
    change([&] {
      ours = both([&](TrackingStore& store) { return store.write_refused(row, attempt); });
      if (ours) world_.ledger.refused(slot_of(row));
    });
    return ours;
  }
  std::vector<store::RefusedAttempt> refused_attempts(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.refused_attempts(timesheet); });
  }
  void write_mismatch(const store::RowKey& row, const std::string& mismatch) override {
    change([&] { both([&](TrackingStore& store) { store.write_mismatch(row, mismatch); }); });
  }
  void complete_day(const store::DayKey& day) override {
    change([&] { both([&](TrackingStore& store) { store.complete_day(day); }); });
  }
  std::optional<UserId> remembered_user(const std::string& account) override {
    return around([&](TrackingStore& store) { return store.remembered_user(account); });
  }
  void remember_user(const std::string& account, const UserId& user) override {
    change([&] { both([&](TrackingStore& store) { store.remember_user(account, user); }); });
  }
  bool register_timesheet(const store::Timesheet& timesheet) override {
    bool owns_older_rows = false;
    change([&] {
      owns_older_rows = both([&](TrackingStore& store) { return store.register_timesheet(timesheet); });
      world_.machines.seen(machine_, world_.server.now());
    });
    return owns_older_rows;
  }
  std::vector<store::Timesheet> timesheets(const std::string& base_url, const WorkspaceId& workspace) override {
    return around([&](TrackingStore& store) { return store.timesheets(base_url, workspace); });
  }
  std::optional<store::RememberedProjects> remembered_projects(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.remembered_projects(timesheet); });
  }
  void remember_projects(const store::Timesheet& timesheet, const store::RememberedProjects& projects) override {
    change([&] { both([&](TrackingStore& store) { store.remember_projects(timesheet, projects); }); });
  }

  bool begin_withdrawal(const DayWithdrawal& withdrawal) override {
    bool done = false;
    change([&] {
      done = both([&](TrackingStore& store) { return store.begin_withdrawal(withdrawal); });
      if (!done) return;
      if (withdrawal.instead) {
        world_.taken_back(withdrawal.seen.key(), &*withdrawal.instead);
        if (listing) world_.check_beside(*withdrawal.instead, *listing);
      } else if (world_.weakness == Weakness::forgotten_days) {
        forget_at_once(withdrawal.seen.key());
      }
    });
    return done;
  }
  void write_deleted(const store::Timesheet& timesheet, const EntryId& entry) override {
    change([&] { both([&](TrackingStore& store) { store.write_deleted(timesheet, entry); }); });
  }
  void forget_day(const store::DayKey& day) override {
    change([&] {
      both([&](TrackingStore& store) { store.forget_day(day); });
      world_.taken_back(day, nullptr);
    });
  }
  std::vector<store::Withdrawal> withdrawals(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.withdrawals(timesheet); });
  }
  std::set<LocalDate> days_to_forget(const store::Timesheet& timesheet) override {
    return around([&](TrackingStore& store) { return store.days_to_forget(timesheet); });
  }

  void looked(const clockify::Listing& at) {
    looks.clear();
    for (const auto& entry : at.entries) looks.insert_or_assign(entry.id, entry);
  }

  std::vector<store::RowKey> intended;       // by the last T2
  std::optional<clockify::Listing> listing;  // that this process was shown
  [[nodiscard]] std::size_t machine() const { return machine_; }

  // How it saw entries since it last slept for more than a minute, in a listing or by their ids; nothing where Clockify
  // had none.
  std::map<EntryId, std::optional<clockify::Entry>> looks;

 private:
  template <class Call>
  std::invoke_result_t<Call, TrackingStore&> around(const Call& call) {
    steps_.pass(Place::before_store);
    auto answer = both(call);
    steps_.pass(Place::after_store);
    return answer;
  }

  // What the store says, and the real one beside it, if there is one.
  template <class Call>
  auto both(const Call& call) -> std::invoke_result_t<Call, TrackingStore&> {
    if (world_.mirror == nullptr) return call(inner_);
    return in_both(inner_, world_.mirror->store(), call);
  }

  // Weakness::forgotten_days
  void forget_at_once(const store::DayKey& day) {
    auto state = inner_.state();
    state.plans.erase(day);
    state.withdrawals.erase(day);
    state.to_forget.erase(day);
    state.synced_days[day.timesheet.workspace].erase(day.date);
    state.synced_entries[day.timesheet.workspace].erase(day.date);
    inner_.restore(std::move(state));
    world_.taken_back(day, nullptr);
  }

  // The store may refuse it, and what it does not refuse must have been allowed.
  template <class Call>
  void replaces(const store::DayKey& day, const Call& call) {
    const bool allowed = world_.may_be_replaced(day);
    both(call);
    demand(allowed, "a plan is replaced or dropped, and something of it may stand in Clockify", format_date(day.date));
  }

  template <class Call>
  void change(const Call& call) {
    steps_.pass(Place::before_store);
    if (world_.weakness == Weakness::lossy_commits) world_.before_last_commit = inner_.state();
    call();
    steps_.pass(Place::after_store);
  }

  World& world_;
  Steps& steps_;
  support::InMemoryStore& inner_;
  std::size_t machine_;
  // When it asked last, or began.
  std::vector<store::KnownMachine> known_ = world_.machines.as_told_to(machine_, world_.server.now());
  UtcTime import_began_;
};

}  // namespace libsync::schedules
