// SPDX-License-Identifier: MIT
#include "in_memory_store.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::support {
namespace {

using store::DayKey;
using store::DayPlan;
using store::EntryInTheWay;
using store::Origin;
using store::OutboxRow;
using store::PlannedEntry;
using store::RowKey;
using store::RowState;
using store::Timesheet;

void require(bool rule, const std::string& otherwise) {
  if (!rule) {
    throw store::StoreError(store::StoreErrorKind::broken_rule, "cannot change the store in memory: " + otherwise, {});
  }
}

// As it may enter the store: never sent, or posted by somebody else; or as it was in another plan of its day.
void require_unsent(const OutboxRow& row, bool may_stand) {
  const bool posted = row.state == RowState::posted;
  if (posted && may_stand) {
    require(row.entry_id && row.origin && (row.attempt > 0) == row.sent_at.has_value(), "a row that stands was posted");
    return;
  }
  require(row.state != RowState::in_flight && row.attempt == 0 && !row.sent_at, "a new row was never sent");
  require(posted == row.entry_id.has_value() && posted == row.origin.has_value(), "an entry id comes with its origin");
  require(row.origin != Origin::created && row.origin != Origin::found, "a new row was never sent");
  require(posted || row.mismatch.empty(), "only a posted entry can differ");
}

// Rows and gaps, each in their order, fill the work hours without a hole and without an overlap.
void require_tiling(const DayPlan& plan) {
  UtcTime reached = plan.work_hours.start;
  const auto take = [&](const Interval& interval) {
    require(interval.start == reached && !interval.empty(), "the entries do not tile the day");
    reached = interval.end;
  };
  auto gap = plan.gaps.begin();
  for (const OutboxRow& row : plan.rows) {
    while (gap != plan.gaps.end() && gap->start < row.entry.interval.start) take(*gap++);
    take(row.entry.interval);
  }
  while (gap != plan.gaps.end()) take(*gap++);
  require(!plan.rows.empty() && reached == plan.work_hours.end, "the entries do not sum to the work hours");
}

// What is sent of the two is the same.
bool same_request(const PlannedEntry& a, PlannedEntry b) {
  b.sources = a.sources;
  return a == b;
}

bool in_flight(const OutboxRow& row) {
  return row.state == RowState::in_flight;
}

}  // namespace

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

// --- outbox ---------------------------------------------------------------------------------------------------------

bool InMemoryStore::begin_sends(std::span<const Intent> intents, std::span<const store::Posted> before) {
  require_registered(intents.front().row.day.timesheet);
  if (!before.empty()) write_all_posted(before);
  if (intents.size() == 1) return set_in_flight(intents.front());
  State unsent = state_;
  if (std::ranges::all_of(intents, [&](const Intent& intent) { return set_in_flight(intent); })) return true;
  state_ = std::move(unsent);
  return false;
}

bool InMemoryStore::set_in_flight(const Intent& intent) {
  OutboxRow* row = find_row(intent.row);
  const OutboxRow& seen = intent.seen;
  if (row == nullptr || row->state == RowState::posted) return false;
  if (row->state != seen.state || row->attempt != seen.attempt || row->sent_at != seen.sent_at) return false;
  if (!same_request(row->entry, seen.entry) || state_.to_forget.contains(intent.row.day)) return false;
  for (const auto& [day, entries] : state_.withdrawals) {
    const bool in_its_place = std::ranges::any_of(entries, [&, &whose = day.timesheet](const auto& each) {
      return whose == intent.row.day.timesheet && each.second.state == store::WithdrawalState::intended &&
             each.second.entry.interval.overlaps(row->entry.interval);
    });
    if (in_its_place) return false;
  }
  row->state = RowState::in_flight;
  ++row->attempt;
  row->sent_at = intent.sent_at;
  row->baseline = intent.baseline;
  return true;
}

void InMemoryStore::write_all_posted(std::span<const store::Posted> posted) {
  if (posted.size() == 1) return set_posted(posted.front());
  const State before = state_;
  try {
    for (const auto& each : posted) set_posted(each);
  } catch (...) {
    state_ = before;
    throw;
  }
}

void InMemoryStore::set_posted(const store::Posted& posted) {
  const auto& [key, seen, entry, origin, mismatch] = posted;
  require_registered(key.day.timesheet);
  OutboxRow* row = find_row(key);
  require(row != nullptr && row->state != RowState::posted, "the row is not open");
  require(!state_.to_forget.contains(key.day), "the day is being taken back");
  require(same_request(row->entry, seen), "the row is not as it was seen");
  require(origin != Origin::created || row->state == RowState::in_flight, "what was made was sent before");
  require_free(key, row->entry.project, entry);
  if (owns_older_rows(key.day.timesheet)) {
    auto& older = state_.synced_entries[key.day.timesheet.workspace][key.day.date];
    const auto known = older.find(seen.project);
    const auto& rows = state_.plans.at(key.day).rows;
    const bool other_piece = known != older.end() && std::any_of(rows.begin(), rows.end(), [&](const OutboxRow& each) {
                               return each.entry_id == known->second && each.entry.project == seen.project;
                             });
    require(known == older.end() || known->second == entry || other_piece, "another entry is recorded for the project");
    older.insert({seen.project, entry});
  }
  row->state = RowState::posted;
  row->entry_id = entry;
  row->origin = origin;
  row->mismatch = mismatch;
}

bool InMemoryStore::write_refused(const RowKey& key, int attempt) {
  require_registered(key.day.timesheet);
  OutboxRow* row = find_row(key);
  if (row == nullptr || row->state != RowState::in_flight || row->attempt != attempt) return false;
  row->state = RowState::planned;
  state_.refused.push_back(
      {key, row->entry.project, row->entry.interval, row->entry.description, attempt, row->sent_at.value()});
  return true;
}

std::vector<store::RefusedAttempt> InMemoryStore::refused_attempts(const Timesheet& timesheet) {
  std::vector<store::RefusedAttempt> attempts;
  for (const auto& each : state_.refused) {
    if (each.row.day.timesheet == timesheet) attempts.push_back(each);
  }
  std::stable_sort(attempts.begin(), attempts.end(),
                   [](const auto& a, const auto& b) { return a.row.day.date < b.row.day.date; });
  return attempts;
}

void InMemoryStore::write_mismatch(const RowKey& key, const std::string& mismatch) {
  require_registered(key.day.timesheet);
  OutboxRow* row = find_row(key);
  require(row != nullptr && row->state == RowState::posted, "the row is not posted");
  require(!is_done(key.day), "the day is done");
  row->mismatch = mismatch;
}

void InMemoryStore::complete_day(const DayKey& day) {
  require_registered(day.timesheet);
  const auto plan = state_.plans.find(day);
  require(plan != state_.plans.end(), "the day has no plan");
  require_complete(plan->second);
  if (owns_older_rows(day.timesheet)) {
    state_.synced_days[day.timesheet.workspace].insert(day.date);
  } else {
    state_.done_days.insert(day);
  }
  std::erase_if(state_.refused, [&](const auto& each) { return each.row.day == day; });
  state_.occupied.erase(day);
}

// --- what is taken back ---------------------------------------------------------------------------------------------

bool InMemoryStore::begin_withdrawal(const DayWithdrawal& withdrawal) {
  const auto& [seen, to_delete, instead] = withdrawal;
  const DayKey day = seen.key();
  require(std::ranges::none_of(seen.rows, in_flight), "an entry is in doubt");
  std::map<EntryId, PlannedEntry> free;
  for (const OutboxRow& row : seen.rows) {
    if (row.entry_id) free.insert({*row.entry_id, row.entry});
  }
  std::map<EntryId, store::Withdrawal> withdrawn;
  for (const EntryId& entry : to_delete) {
    auto node = free.extract(entry);
    require(!node.empty(), "an entry is not one of the day, or wanted twice");
    node.mapped().sources.clear();
    withdrawn.insert({entry, {day, entry, std::move(node.mapped()), store::WithdrawalState::intended}});
  }
  if (instead) {
    require(instead->key() == day, "the new plan is of another day");
    for (const OutboxRow& row : instead->rows) {
      require(!row.entry_id || free.erase(*row.entry_id) == 1, "an entry is not one of the day, or wanted twice");
    }
    require_tiling(*instead);
  }
  require_registered(day.timesheet);
  if (state_.to_forget.contains(day) || day_plan(day) != seen) return false;
  const State before = state_;
  try {
    if (instead) {
      forget_what_is_done(day);
      insert(*instead, true);
    } else {
      state_.to_forget.insert(day);
    }
    state_.withdrawals[day].merge(withdrawn);
  } catch (const store::StoreError&) {
    state_ = before;
    throw;
  }
  return true;
}

void InMemoryStore::forget_what_is_done(const DayKey& day) {
  if (owns_older_rows(day.timesheet)) {
    state_.synced_days[day.timesheet.workspace].erase(day.date);
    state_.synced_entries[day.timesheet.workspace].erase(day.date);
  }
  state_.done_days.erase(day);
  state_.plans.erase(day);
}

void InMemoryStore::write_deleted(const Timesheet& timesheet, const EntryId& entry) {
  require_registered(timesheet);
  const auto* found = withdrawal_of(timesheet, entry);
  require(found != nullptr, "the entry was never withdrawn");
  state_.withdrawals.at(found->day).at(entry).state = store::WithdrawalState::deleted;
}

const store::Withdrawal* InMemoryStore::withdrawal_of(const Timesheet& timesheet, const EntryId& entry) const {
  for (const auto& [day, entries] : state_.withdrawals) {
    const auto found = entries.find(entry);
    if (day.timesheet == timesheet && found != entries.end()) return &found->second;
  }
  return nullptr;
}

void InMemoryStore::forget_day(const DayKey& day) {
  require_registered(day.timesheet);
  if (const auto entries = state_.withdrawals.find(day); entries != state_.withdrawals.end()) {
    require(
        std::ranges::none_of(entries->second,
                             [](const auto& each) { return each.second.state == store::WithdrawalState::intended; }),
        "an entry is still to be deleted");
  }
  const auto plan = state_.plans.find(day);
  if (plan != state_.plans.end()) {
    require(!plan->second.binds() || state_.to_forget.contains(day), "a plan that binds cannot go");
    require(std::ranges::none_of(plan->second.rows, in_flight), "a plan that binds cannot go");
  }
  forget_what_is_done(day);
  state_.to_forget.erase(day);
  state_.occupied.erase(day);
}

std::vector<store::Withdrawal> InMemoryStore::withdrawals(const Timesheet& timesheet) {
  std::vector<store::Withdrawal> all;
  for (const auto& [day, entries] : state_.withdrawals) {
    if (day.timesheet != timesheet) continue;
    for (const auto& [entry, each] : entries) all.push_back(each);
  }
  std::ranges::sort(all, std::ranges::less{}, [](const store::Withdrawal& each) {
    return std::tuple{each.day.date, each.entry.interval.start, each.id};
  });
  return all;
}

std::set<LocalDate> InMemoryStore::days_to_forget(const Timesheet& timesheet) {
  std::set<LocalDate> days;
  for (const DayKey& day : state_.to_forget) {
    if (day.timesheet == timesheet) days.insert(day.date);
  }
  return days;
}

// --- rules ----------------------------------------------------------------------------------------------------------

OutboxRow* InMemoryStore::find_row(const RowKey& key) {
  const auto plan = state_.plans.find(key.day);
  if (plan == state_.plans.end()) return nullptr;
  auto& rows = plan->second.rows;
  const auto slot = static_cast<std::size_t>(key.slot);
  return slot < rows.size() ? &rows[slot] : nullptr;
}

void InMemoryStore::require_free(const RowKey& row, const ProjectId& project, const EntryId& entry) const {
  const WorkspaceId& workspace = row.day.timesheet.workspace;
  require(withdrawal_of(row.day.timesheet, entry) == nullptr, "the entry was taken back");
  for (const auto& [day, plan] : state_.plans) {
    if (day.timesheet.workspace != workspace) continue;
    for (const OutboxRow& other : plan.rows) {
      require(other.entry_id != entry || plan.key_of(other) == row, "the entry has an owner");
    }
  }
  const auto older = state_.synced_entries.find(workspace);
  if (older == state_.synced_entries.end()) return;
  for (const auto& [date, entries] : older->second) {
    for (const auto& [other_project, other_entry] : entries) {
      require(other_entry != entry || (date == row.day.date && other_project == project), "the entry has an owner");
    }
  }
}

void InMemoryStore::require_complete(const DayPlan& plan) const {
  seconds sum{0};
  for (const OutboxRow& row : plan.rows) {
    require(row.state == RowState::posted && row.mismatch.empty(), "the entries are not all posted as planned");
    sum += row.entry.interval.duration();
  }
  for (const Interval& gap : plan.gaps) sum += gap.duration();
  require(sum == plan.work_hours.duration(), "the entries do not sum to the work hours");
}

}  // namespace libsync::support
