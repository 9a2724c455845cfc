// SPDX-License-Identifier: MIT
//
// What stands in the way of a day, as far as it is known without a look at Clockify. Pure.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/day_plan.hpp>
#include <libsync/store/plan_store.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace libsync::workday {

// What lies inside the work hours of a day and is not of that day: somebody's entry in Clockify, or one of ours that
// belongs to another day.
struct ForeignEntry {
  std::optional<EntryId> id;  // nothing: it is still to be posted
  Interval interval;
  std::string description;
  bool ours = false;

  friend bool operator==(const ForeignEntry&, const ForeignEntry&) = default;
};

// `remembered`: what a run found when it looked last. `posted`: rows that may overlap the work hours, those of the day
// itself among them.
[[nodiscard]] std::vector<ForeignEntry> known_in_the_way(LocalDate date, const Interval& work_hours,
                                                         std::span<const store::EntryInTheWay> remembered,
                                                         std::span<const store::PostedEntry> posted);

// Adds the rows of a begun plan that may still become entries inside the work hours of another day.
void add_unposted(const store::DayPlan& plan, const Interval& work_hours, std::vector<ForeignEntry>& found);

}  // namespace libsync::workday
