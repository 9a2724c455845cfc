// SPDX-License-Identifier: MIT
#include "in_memory_rules.hpp"
#include "in_memory_store.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::support {

using store::DayKey;
using store::DayPlan;
using store::Origin;
using store::OutboxRow;
using store::PlannedEntry;
using store::RowKey;
using store::RowState;
using store::Timesheet;

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
