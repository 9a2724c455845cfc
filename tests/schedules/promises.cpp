// SPDX-License-Identifier: MIT
//
// What has to be so at any time.
#include "world.hpp"

#include <algorithm>

namespace libsync::schedules {

bool is_as_planned(const clockify::Entry& entry, const store::PlannedEntry& planned) {
  return entry.project == planned.project && entry.start == planned.interval.start &&
         entry.end == planned.interval.end && entry.description == planned.description;
}

namespace {

bool keeps(const store::DayPlan& now, const store::DayPlan& law) {
  return now.work_hours == law.work_hours && now.gaps == law.gaps && now.timesheet == law.timesheet &&
         std::equal(now.rows.begin(), now.rows.end(), law.rows.begin(), law.rows.end(),
                    [](const store::OutboxRow& row, const store::OutboxRow& before) {
                      if (before.state == store::RowState::planned) return row.entry.interval == before.entry.interval;
                      return row.entry == before.entry;
                    });
}

}  // namespace

void World::check_frozen() {
  const auto& state = store.state();
  for (const auto& [day, before] : frozen_) {
    const auto now = state.plans.find(day);
    demand(now != state.plans.end() && keeps(now->second, before), "a frozen plan has changed", format_date(day.date));
    demand(!synced_.contains(day) || now->second == before, "a synced day was touched", format_date(day.date));
  }
  for (const auto& day : synced_) {
    demand(store.is_done(day), "a synced day is not synced any more", format_date(day.date));
  }
  synced_.clear();
  frozen_.clear();
  for (const auto& [day, plan] : state.plans) {
    if (store.is_done(day)) synced_.insert(day);
    if (plan.binds() || synced_.contains(day)) frozen_.insert_or_assign(day, plan);
  }
}

bool World::may_be_replaced(const store::DayKey& day) const {
  const auto& plans = store.state().plans;
  const auto plan = plans.find(day);
  return plan == plans.end() || !plan->second.binds();
}

// For good, or of that day.
bool World::is_taken_back(const EntryId& entry, const store::DayKey& day) const {
  return std::ranges::any_of(store.state().withdrawals, [&](const auto& each) {
    const auto found = each.second.find(entry);
    return found != each.second.end() && (each.first == day || found->second.state == store::WithdrawalState::deleted);
  });
}

void World::check_deletion(const EntryId& entry, const std::map<EntryId, std::optional<clockify::Entry>>& looks) const {
  const store::Withdrawal* withdrawal = nullptr;
  for (const auto& [day, entries] : store.state().withdrawals) {
    if (const auto found = entries.find(entry); found != entries.end()) withdrawal = &found->second;
  }
  demand(withdrawal != nullptr, "an entry is deleted without an intent", entry.str());
  demand(ledger.was_recorded(entry) || ledger.ever_replaced(), "an entry is deleted that was never ours", entry.str());
  const auto look = looks.find(entry);
  demand(look != looks.end(), "an entry is deleted that nobody looked at", entry.str());
  demand(!look->second || is_as_planned(*look->second, withdrawal->entry), "an edited entry is deleted", entry.str());
}

void World::taken_back(const store::DayKey& day, const store::DayPlan* instead) {
  tell("  ", format_date(day.date), instead == nullptr ? " is forgotten" : " gets another plan");
  frozen_.erase(day);
  synced_.erase(day);
  ledger.taken_back(day.date, instead);
}

void World::check_beside(const store::DayPlan& plan, const clockify::Listing& listing) const {
  for (const auto& row : plan.rows) {
    demand(row.entry.interval.end <= server.now(), "a day is planned that is not over", format_date(plan.date));
  }
  const auto recorded = store.claimed_by(timesheet());
  for (const auto& entry : listing.entries) {
    if (!entry.end || is_taken_back(entry.id, plan.key())) continue;
    const Interval span{entry.start, *entry.end};
    const bool touches =
        rules.on_existing == OnExisting::fill
            ? std::ranges::any_of(plan.rows, [&](const auto& row) { return span.overlaps(row.entry.interval); })
            : span.overlaps(plan.work_hours);
    if (!touches) continue;
    const bool of_the_day = std::ranges::any_of(
        plan.rows, [&](const auto& row) { return row.entry_id == entry.id || is_as_planned(entry, row.entry); });
    if (recorded.contains(entry.id)) {
      demand(of_the_day, "a day is planned over an entry of another day", format_date(plan.date));
    } else {
      demand(of_the_day || rules.on_existing == OnExisting::post, "a day is planned beside an entry of other making",
             format_date(plan.date));
    }
  }
}

}  // namespace libsync::schedules
