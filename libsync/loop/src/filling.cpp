// SPDX-License-Identifier: MIT
#include "filling.hpp"

#include <algorithm>

namespace libsync::loop {
namespace {

bool is_like_ours(const clockify::Entry& entry, const Draft& draft) {
  return std::ranges::any_of(draft.entries, [&](const store::PlannedEntry& planned) {
    return entry.project == planned.project && entry.description == planned.description;
  });
}

bool is_planned(const clockify::Entry& entry, const Draft& draft) {
  return std::ranges::any_of(
      draft.entries, [&](const store::PlannedEntry& planned) { return describe_mismatch(planned, entry).empty(); });
}

std::vector<Interval> stretches(const std::vector<ForeignEntry>& entries) {
  std::vector<Interval> intervals;
  for (const auto& entry : entries) intervals.push_back(entry.interval);
  return intervals;
}

}  // namespace

Filling fill_around(const Draft& draft, LocalDate date, std::span<const TrackedTime> tracked, const SyncRules& rules,
                    const clockify::Listing& listing, const EntryIds& claimed,
                    const std::vector<ForeignEntry>& to_come) {
  auto all = find_foreign(listing, draft.work_hours, {}, claimed);
  std::vector<const clockify::Entry*> alike;
  std::vector<ForeignEntry> others;
  for (const auto& entry : all) {
    const auto* listed = find_id(listing, *entry.id);
    if (!entry.ours && is_like_ours(*listed, draft)) {
      alike.push_back(listed);
    } else {
      others.push_back(entry);
    }
  }
  for (auto* entries : {&all, &others}) entries->insert(entries->end(), to_come.begin(), to_come.end());

  Draft around = draft_day(date, tracked, rules, stretches(others));
  if (std::ranges::all_of(alike, [&](const auto* entry) { return is_planned(*entry, around); })) {
    return {std::move(around), std::move(others)};
  }
  return {draft_day(date, tracked, rules, stretches(all)), std::move(all)};
}

}  // namespace libsync::loop
