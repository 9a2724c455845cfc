// SPDX-License-Identifier: MIT
//
// Hours per project, this week and last. Pure.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>
#include <libsync/report/daybook.hpp>

#include <string>
#include <vector>

namespace libsync::report {

// Whole seconds of entries.
struct Amount {
  seconds billed{0};   // stands in Clockify
  seconds planned{0};  // a run would still post it, or has it in doubt

  friend bool operator==(const Amount&, const Amount&) = default;
};

struct ProjectTotal {
  ProjectId project;
  std::string name;  // empty where it is not remembered
  Amount this_week;
  Amount last_week;

  friend bool operator==(const ProjectTotal&, const ProjectTotal&) = default;
};

struct WeekTotals {
  DateRange this_week;                 // Monday to Sunday, both included
  DateRange last_week;                 // the seven days before
  std::vector<ProjectTotal> projects;  // most of both weeks first, then by id; none without an entry
  // Entries of the older tool in these weeks: it kept no times of them, so they are in no sum.
  int entries_without_times = 0;

  friend bool operator==(const WeekTotals&, const WeekTotals&) = default;
};

// From the Monday of the week before that of `today` to the Sunday after it: what week_totals() has to be given.
[[nodiscard]] DateRange two_weeks(LocalDate today);

// Sums up the days of both weeks; days of `book` outside of them are left out.
[[nodiscard]] WeekTotals week_totals(const Daybook& book, LocalDate today);

}  // namespace libsync::report
