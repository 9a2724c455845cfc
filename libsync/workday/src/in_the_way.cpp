// SPDX-License-Identifier: MIT
#include <libsync/workday/in_the_way.hpp>

#include <algorithm>

namespace libsync::workday {

std::vector<ForeignEntry> known_in_the_way(LocalDate date, const Interval& work_hours,
                                           std::span<const store::EntryInTheWay> remembered,
                                           std::span<const store::PostedEntry> posted) {
  std::vector<ForeignEntry> found;
  for (const auto& entry : remembered) {
    if (entry.interval.overlaps(work_hours)) found.push_back({entry.entry, entry.interval, entry.description});
  }
  for (const auto& ours : posted) {
    const bool is_listed =
        std::ranges::any_of(found, [&](const ForeignEntry& entry) { return entry.id == ours.entry; });
    if (ours.row.day.date == date || is_listed || !ours.interval.overlaps(work_hours)) continue;
    found.push_back({ours.entry, ours.interval, ours.description, true});
  }
  return found;
}

void add_unposted(const store::DayPlan& plan, const Interval& work_hours, std::vector<ForeignEntry>& found) {
  if (!plan.binds()) return;
  for (const auto& row : plan.rows) {
    if (row.state == store::RowState::posted || !row.entry.interval.overlaps(work_hours)) continue;
    found.push_back({{}, row.entry.interval, row.entry.description, true});
  }
}

}  // namespace libsync::workday
