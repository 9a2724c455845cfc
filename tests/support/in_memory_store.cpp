// SPDX-License-Identifier: MIT
#include "in_memory_store.hpp"

#include "in_memory_rules.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::support {

using store::DayKey;
using store::DayPlan;
using store::EntryInTheWay;
using store::OutboxRow;
using store::PlannedEntry;
using store::RowKey;
using store::RowState;
using store::Timesheet;

// --- whose ----------------------------------------------------------------------------------------------------------

std::optional<UserId> InMemoryStore::remembered_user(const std::string& account) {
  const auto found = state_.users.find(account);
  if (found == state_.users.end()) return std::nullopt;
  return found->second;
}

void InMemoryStore::remember_user(const std::string& account, const UserId& user) {
  state_.users.insert_or_assign(account, user);
}

bool InMemoryStore::register_timesheet(const Timesheet& timesheet) {
  auto& known = state_.timesheets;
  if (std::find(known.begin(), known.end(), timesheet) == known.end()) known.push_back(timesheet);
  return owns_older_rows(timesheet);
}

std::vector<Timesheet> InMemoryStore::timesheets(const std::string& base_url, const WorkspaceId& workspace) {
  std::vector<Timesheet> found;
  for (const Timesheet& each : state_.timesheets) {
    if (each.base_url == base_url && each.workspace == workspace) found.push_back(each);
  }
  return found;
}

std::optional<store::RememberedProjects> InMemoryStore::remembered_projects(const Timesheet& timesheet) {
  const auto found = state_.known_projects.find(timesheet);
  if (found == state_.known_projects.end()) return std::nullopt;
  return found->second;
}

void InMemoryStore::remember_projects(const Timesheet& timesheet, const store::RememberedProjects& projects) {
  require_registered(timesheet);
  std::set<ProjectId> seen;
  for (const auto& project : projects.projects) {
    require(seen.insert(project.id).second, "a project is there twice");
    std::set<TaskId> tasks;
    if (!project.tasks) continue;
    for (const auto& task : *project.tasks) require(tasks.insert(task.id).second, "a task is there twice");
  }
  state_.known_projects.insert_or_assign(timesheet, projects);
}

// The first one of its workspace does.
bool InMemoryStore::owns_older_rows(const Timesheet& timesheet) const {
  const auto first = std::find_if(state_.timesheets.begin(), state_.timesheets.end(),
                                  [&](const Timesheet& each) { return each.workspace == timesheet.workspace; });
  return first != state_.timesheets.end() && *first == timesheet;
}

void InMemoryStore::require_registered(const Timesheet& timesheet) const {
  const auto& known = state_.timesheets;
  require(std::find(known.begin(), known.end(), timesheet) != known.end(), "the timesheet is not registered");
}

// --- what is done ---------------------------------------------------------------------------------------------------

void InMemoryStore::add_synced_entry(const WorkspaceId& workspace, LocalDate date, const ProjectId& project,
                                     const EntryId& entry) {
  state_.synced_entries[workspace][date].insert({project, entry});
}

void InMemoryStore::add_synced_day(const WorkspaceId& workspace, LocalDate date) {
  state_.synced_days[workspace].insert(date);
}

bool InMemoryStore::is_done(const DayKey& day) const {
  if (!owns_older_rows(day.timesheet)) return state_.done_days.contains(day);
  const auto older = state_.synced_days.find(day.timesheet.workspace);
  return older != state_.synced_days.end() && older->second.contains(day.date);
}

std::set<LocalDate> InMemoryStore::synced_days(const Timesheet& timesheet) {
  if (owns_older_rows(timesheet)) return older_synced_days(timesheet.workspace);
  std::set<LocalDate> days;
  for (const DayKey& day : state_.done_days) {
    if (day.timesheet == timesheet) days.insert(day.date);
  }
  return days;
}

std::set<LocalDate> InMemoryStore::older_synced_days(const WorkspaceId& workspace) {
  const auto found = state_.synced_days.find(workspace);
  return found == state_.synced_days.end() ? std::set<LocalDate>{} : found->second;
}

std::vector<store::PlanStore::SyncedEntry> InMemoryStore::synced_entries(const DayKey& day) {
  std::vector<SyncedEntry> entries;
  if (!owns_older_rows(day.timesheet)) return entries;
  for (const auto& [project, entry] : state_.synced_entries[day.timesheet.workspace][day.date]) {
    entries.push_back({project, entry});
  }
  return entries;
}

std::set<EntryId> InMemoryStore::claimed_entries(const Timesheet& timesheet) {
  return claimed_by(timesheet);
}

std::set<EntryId> InMemoryStore::claimed_by(const Timesheet& timesheet) const {
  std::set<EntryId> claimed;
  for (const auto& [day, plan] : state_.plans) {
    if (day.timesheet != timesheet) continue;
    for (const OutboxRow& row : plan.rows) {
      if (row.entry_id) claimed.insert(*row.entry_id);
    }
  }
  for (const auto& [day, entries] : state_.withdrawals) {
    for (const auto& [entry, each] : entries) {
      if (day.timesheet == timesheet && each.state == store::WithdrawalState::intended) claimed.insert(entry);
    }
  }
  const auto older = state_.synced_entries.find(timesheet.workspace);
  if (older == state_.synced_entries.end() || !owns_older_rows(timesheet)) return claimed;
  for (const auto& [date, entries] : older->second) {
    for (const auto& [project, entry] : entries) claimed.insert(entry);
  }
  return claimed;
}

std::vector<store::PostedEntry> InMemoryStore::posted_in(const Timesheet& timesheet, const Interval& range) {
  std::vector<store::PostedEntry> entries;
  for (const auto& [day, plan] : state_.plans) {
    if (day.timesheet != timesheet) continue;
    for (const OutboxRow& row : plan.rows) {
      if (!row.entry_id || !row.entry.interval.overlaps(range)) continue;
      entries.push_back(
          {plan.key_of(row), row.entry.project, row.entry.interval, row.entry.description, *row.entry_id});
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.interval.start < b.interval.start; });
  return entries;
}

std::map<LocalDate, std::vector<EntryInTheWay>> InMemoryStore::occupied_days(const Timesheet& timesheet) {
  std::map<LocalDate, std::vector<EntryInTheWay>> days;
  for (const auto& [day, entries] : state_.occupied) {
    if (day.timesheet == timesheet) days.emplace(day.date, entries);
  }
  return days;
}

void InMemoryStore::remember_occupied(const DayKey& day, const std::vector<EntryInTheWay>& entries) {
  require_registered(day.timesheet);
  std::set<EntryId> seen;
  for (const auto& each : entries) require(seen.insert(each.entry).second, "an entry is there twice");
  state_.occupied.erase(day);
  if (entries.empty()) return;
  auto sorted = entries;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.interval.start, a.entry) < std::tie(b.interval.start, b.entry);
  });
  state_.occupied.emplace(day, std::move(sorted));
}

// --- day plans ------------------------------------------------------------------------------------------------------

std::optional<DayPlan> InMemoryStore::day_plan(const DayKey& day) {
  const auto found = state_.plans.find(day);
  if (found == state_.plans.end()) return std::nullopt;
  return found->second;
}

std::vector<DayPlan> InMemoryStore::open_plans(const Timesheet& timesheet) {
  std::vector<DayPlan> open;
  for (const auto& [day, plan] : state_.plans) {
    if (day.timesheet == timesheet && !is_done(day)) open.push_back(plan);
  }
  return open;
}

void InMemoryStore::freeze(const DayPlan& plan) {
  const DayKey day = plan.key();
  require_tiling(plan);
  require_registered(plan.timesheet);
  require(!is_done(day), "a day that is done cannot be planned again");
  require(!state_.to_forget.contains(day), "a day that is to be forgotten cannot be planned");
  const auto earlier = state_.plans.find(day);
  require(earlier == state_.plans.end() || !earlier->second.binds(), "a plan that binds cannot be replaced");
  insert(plan, false);
}

void InMemoryStore::insert(const DayPlan& plan, bool may_stand) {
  std::map<ProjectId, EntryId> recorded;
  std::set<EntryId> entries;
  for (const OutboxRow& row : plan.rows) {
    require_unsent(row, may_stand);
    if (!row.entry_id) continue;
    require_free(plan.key_of(row), row.entry.project, *row.entry_id);
    require(entries.insert(*row.entry_id).second, "two rows claim one entry");
    recorded.insert({row.entry.project, *row.entry_id});
  }
  if (owns_older_rows(plan.timesheet)) {
    auto& older = state_.synced_entries[plan.timesheet.workspace][plan.date];
    for (const auto& [project, entry] : recorded) {
      const auto known = older.find(project);
      require(known == older.end() || entries.contains(known->second), "another entry is recorded for the project");
    }
    older.merge(recorded);
  }
  state_.plans.insert_or_assign(plan.key(), plan);
}

void InMemoryStore::discard_plan(const DayKey& day) {
  require_registered(day.timesheet);
  require(!state_.to_forget.contains(day), "the day is to be forgotten");
  const auto plan = state_.plans.find(day);
  if (plan == state_.plans.end()) return;
  require(!plan->second.binds(), "a plan that binds cannot go");
  state_.plans.erase(plan);
}

bool InMemoryStore::readdress(const RowKey& key, int seen_attempt, const PlannedEntry& seen,
                              const PlannedEntry& entry) {
  require_registered(key.day.timesheet);
  require(entry.interval == seen.interval, "an entry would get another interval");
  OutboxRow* row = find_row(key);
  if (row == nullptr || row->state != RowState::planned || row->attempt != seen_attempt || row->entry != seen) {
    return false;
  }
  const auto& rows = state_.plans.at(key.day).rows;
  if (std::any_of(rows.begin(), rows.end(), in_flight)) return false;
  row->entry = entry;
  return true;
}

}  // namespace libsync::support
