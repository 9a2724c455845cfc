// SPDX-License-Identifier: MIT
#include "standing.hpp"

#include <algorithm>

namespace libsync::loop {
namespace {

using store::OutboxRow;
using store::RowState;

}  // namespace

Standing compare(std::size_t index, const OutboxRow& row, const clockify::Entry& entry) {
  auto difference = describe_mismatch(row.entry, entry);
  if (!difference.empty()) return {index, Stands::edited, std::move(difference)};
  return {index, entry.locked ? Stands::locked : Stands::unchanged, ""};
}

std::vector<Standing> look_for(const store::DayPlan& plan, const clockify::Listing& listing, seconds quarantine,
                               UtcTime wall_clock) {
  std::vector<Standing> all;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    const OutboxRow& row = plan.rows[i];
    if (row.state != RowState::posted) continue;
    const auto* entry = find_id(listing, *row.entry_id);
    if (entry == nullptr) {
      const bool may_be_hidden = row.sent_at && !is_past_quarantine(listing, *row.sent_at, quarantine, wall_clock);
      all.push_back({i, may_be_hidden ? Stands::not_yet : Stands::gone, ""});
    } else {
      all.push_back(compare(i, row, *entry));
    }
  }
  return all;
}

void keep_what_fits(store::DayPlan& now, const store::DayPlan& before, const std::vector<Standing>& standing,
                    const clockify::Listing& listing) {
  for (const auto& [index, state, difference] : standing) {
    const OutboxRow& old = before.rows[index];
    const auto* entry = find_id(listing, *old.entry_id);
    if (entry == nullptr) continue;
    const auto fits = [&, &changed = state](const OutboxRow& row) {
      if (row.entry_id || !describe_mismatch(row.entry, *entry).empty()) return false;
      return changed == Stands::edited || is_sent_alike(row.entry, old.entry);
    };
    const auto row = std::ranges::find_if(now.rows, fits);
    if (row == now.rows.end()) continue;
    OutboxRow kept = old;
    kept.entry = row->entry;
    kept.mismatch.clear();
    *row = std::move(kept);
  }
}

bool is_sent_alike(const store::PlannedEntry& a, store::PlannedEntry b) {
  b.sources = a.sources;
  return a == b;
}

bool has_entry(const store::DayPlan& plan, const EntryId& entry) {
  return std::ranges::any_of(plan.rows, [&](const OutboxRow& row) { return row.entry_id == entry; });
}

bool is_same_plan(const store::DayPlan& a, const store::DayPlan& b) {
  return a.gaps == b.gaps && std::ranges::equal(a.rows, b.rows, [](const OutboxRow& one, const OutboxRow& other) {
           return is_sent_alike(one.entry, other.entry);
         });
}

}  // namespace libsync::loop
