// SPDX-License-Identifier: MIT
#include "ledger.hpp"

#include <algorithm>

namespace libsync::schedules {

std::string name_of(const Slot& slot) {
  return format_date(slot.first) + " slot " + std::to_string(slot.second);
}

void Ledger::intended(const Slot& slot, UtcTime server_time) {
  demand(!recorded_.contains(slot), "an entry that is recorded is to be sent again", name_of(slot));
  if (const auto last = last_attempts_.find(slot); last != last_attempts_.end()) {
    const Attempt& attempt = last->second;
    demand(!attempt.sent || !attempt.in_doubt || server_time >= attempt.intended_at + quarantine_,
           "an entry in doubt is to be sent again within the quarantine", name_of(slot));
  }
  last_attempts_.insert_or_assign(slot, Attempt{.intended_at = server_time});
  due_.insert(slot);
}

void Ledger::sends(const Slot& slot, const clockify::NewEntry& entry, const store::DayPlan& plan, bool day_is_synced) {
  demand(due_.erase(slot) == 1, "a POST leaves without an intent of its own", name_of(slot));
  // Between T2 and here, only a second process can have settled the row: with what a person made just then, or with
  // what was hidden when the store was replaced.
  const auto settled = recorded_.find(slot);
  const bool too_late =
      excused_.contains(slot.first) || (settled != recorded_.end() && by_hand_.contains(settled->second));
  demand(!day_is_synced || too_late, "a POST leaves for a synced day", name_of(slot));
  const auto index = static_cast<std::size_t>(slot.second);
  const auto* row = index < plan.rows.size() ? &plan.rows[index] : nullptr;
  demand(row != nullptr && row->entry.project == entry.project && row->entry.interval == entry.interval &&
             row->entry.description == entry.description && (row->state == store::RowState::in_flight || too_late),
         "a POST leaves that is not as the frozen plan says", name_of(slot));
  last_attempts_.at(slot).sent = true;
  sent_.push_back({entry, slot});
}

void Ledger::recorded(const Slot& slot, const EntryId& entry) {
  // A person may have made it what another day wants, after its own day was planned afresh without it; what was taken
  // back is nobody's ever after.
  const bool is_free = std::ranges::none_of(recorded_, [&](const auto& each) { return each.second == entry; });
  const auto [claim, fresh] = claims_.try_emplace(entry, slot);
  demand(fresh || (is_free && by_hand_.contains(entry) && !withdrawn_.contains(entry)), "an entry is recorded twice",
         name_of(slot));
  claim->second = slot;
  demand(recorded_.try_emplace(slot, entry).second, "a row is recorded twice", name_of(slot));
}

void Ledger::refused(const Slot& slot) {
  // What was in flight when the store was replaced is not known here.
  if (const auto last = last_attempts_.find(slot); last != last_attempts_.end()) last->second.in_doubt = false;
}

// Nothing of the day was in doubt. Whose entry it was stays known.
void Ledger::taken_back(LocalDate date, const store::DayPlan* instead) {
  std::erase_if(recorded_, [&](const auto& each) { return each.first.first == date; });
  std::erase_if(last_attempts_, [&](const auto& each) { return each.first.first == date; });
  if (instead == nullptr) return;
  for (const auto& row : instead->rows) {
    if (row.entry_id) recorded_.insert({{date, static_cast<int>(&row - instead->rows.data())}, *row.entry_id});
  }
}

void Ledger::look(const std::vector<clockify::Entry>& entries) {
  for (const auto& entry : entries) {
    if (by_hand_.contains(entry.id) || ours_.contains(entry.id)) continue;
    const auto sent = std::find_if(sent_.begin(), sent_.end(), [&](const Sent& each) {
      return each.entry.project == entry.project && each.entry.interval.start == entry.start &&
             each.entry.interval.end == entry.end && each.entry.description == entry.description;
    });
    demand(sent != sent_.end(), "an entry that nobody made", entry.id.str());
    ours_.insert({entry.id, sent->slot});
  }
}

void Ledger::stored_otherwise(const EntryId& id) {
  ours_.insert({id, sent_.back().slot});
}

void Ledger::store_replaced(UtcTime server_time) {
  for (const auto& [slot, attempt] : last_attempts_) {
    if (attempt.sent && server_time < attempt.intended_at + quarantine_) excused_.insert(slot.first);
  }
  last_attempts_.clear();
  recorded_.clear();
  claims_.clear();
  withdrawn_.clear();
  due_.clear();
  replaced_ = true;
}

}  // namespace libsync::schedules
