// SPDX-License-Identifier: MIT
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/days.hpp>
#include <libsync/store_sql/outbox.hpp>
#include <libsync/store_sql/plans.hpp>
#include <libsync/store_sql/sql_store.hpp>
#include <libsync/store_sql/tables_to_move.hpp>
#include <libsync/store_sql/withdrawals.hpp>

namespace libsync::store {

std::set<LocalDate> SqlStore::synced_days(const Timesheet& timesheet) {
  return read(store::synced_days, timesheet);
}

std::set<LocalDate> SqlStore::older_synced_days(const WorkspaceId& workspace) {
  return store::older_synced_days(database(), workspace);
}

std::vector<PlanStore::SyncedEntry> SqlStore::synced_entries(const DayKey& day) {
  return read(store::synced_entries, day);
}

std::set<EntryId> SqlStore::claimed_entries(const Timesheet& timesheet) {
  return read(store::claimed_entries, timesheet);
}

std::vector<PostedEntry> SqlStore::posted_in(const Timesheet& timesheet, const Interval& range) {
  return read(store::posted_in, timesheet, range);
}

std::map<LocalDate, std::vector<EntryInTheWay>> SqlStore::occupied_days(const Timesheet& timesheet) {
  return read(store::occupied_days, timesheet);
}

void SqlStore::remember_occupied(const DayKey& day, const std::vector<EntryInTheWay>& entries) {
  store::remember_occupied(database(), day, entries);
}

std::optional<DayPlan> SqlStore::day_plan(const DayKey& day) {
  return read(store::day_plan, day);
}

std::vector<DayPlan> SqlStore::open_plans(const Timesheet& timesheet) {
  return read(store::open_plans, timesheet);
}

void SqlStore::freeze(const DayPlan& plan) {
  prepare_to_send();
  store::freeze(database(), plan);
}

void SqlStore::discard_plan(const DayKey& day) {
  store::discard_plan(database(), day);
}

bool SqlStore::readdress(const RowKey& row, int seen_attempt, const PlannedEntry& seen, const PlannedEntry& entry) {
  return store::readdress(database(), row, seen_attempt, seen, entry);
}

bool SqlStore::begin_sends(std::span<const Intent> intents, std::span<const Posted> before) {
  prepare_to_send();
  return store::begin_sends(database(), intents, before);
}

void SqlStore::write_all_posted(std::span<const Posted> posted) {
  store::write_all_posted(database(), posted);
}

bool SqlStore::write_refused(const RowKey& row, int attempt) {
  return store::write_refused(database(), row, attempt);
}

std::vector<RefusedAttempt> SqlStore::refused_attempts(const Timesheet& timesheet) {
  return read(store::refused_attempts, timesheet);
}

void SqlStore::write_mismatch(const RowKey& row, const std::string& mismatch) {
  store::write_mismatch(database(), row, mismatch);
}

void SqlStore::complete_day(const DayKey& day) {
  store::complete_day(database(), day);
}

std::optional<UserId> SqlStore::remembered_user(const std::string& account) {
  return store::remembered_user(database(), account);
}

void SqlStore::remember_user(const std::string& account, const UserId& user) {
  store::remember_user(database(), account, user);
}

bool SqlStore::register_timesheet(const Timesheet& timesheet) {
  return store::register_timesheet(database(), timesheet);
}

std::vector<Timesheet> SqlStore::timesheets(const std::string& base_url, const WorkspaceId& workspace) {
  return store::timesheets(database(), base_url, workspace);
}

std::optional<RememberedProjects> SqlStore::remembered_projects(const Timesheet& timesheet) {
  return read(store::remembered_projects, timesheet);
}

void SqlStore::remember_projects(const Timesheet& timesheet, const RememberedProjects& projects) {
  store::remember_projects(database(), timesheet, projects);
}

bool SqlStore::begin_withdrawal(const DayWithdrawal& withdrawal) {
  prepare_to_send();
  return store::begin_withdrawal(database(), withdrawal);
}

void SqlStore::write_deleted(const Timesheet& timesheet, const EntryId& entry) {
  store::write_deleted(database(), timesheet, entry);
}

void SqlStore::forget_day(const DayKey& day) {
  store::forget_day(database(), day);
}

std::vector<Withdrawal> SqlStore::withdrawals(const Timesheet& timesheet) {
  return read(store::withdrawals, timesheet);
}

std::set<LocalDate> SqlStore::days_to_forget(const Timesheet& timesheet) {
  return read(store::days_to_forget, timesheet);
}

StoreContent SqlStore::content() {
  return {.tables = read(store::read_tables),
          .sessions = all_sessions(),
          .sources = sources(Points::load),
          .settings = importer_settings(),
          .older_sessions = legacy_sessions()};
}

void SqlStore::take_over(const StoreContent& content) {
  write_older_sessions(content.older_sessions);
  apply({.sources = content.sources, .sessions = content.sessions, .settings = content.settings});
  Transaction transaction{database()};
  suspend_rules();
  write_tables(database(), content.tables);
  restore_rules();
  unmark();
  transaction.commit();
}

}  // namespace libsync::store
