// SPDX-License-Identifier: MIT
#include <libsync/report/summary.hpp>
#include <libsync/report/totals.hpp>

#include <algorithm>
#include <map>

namespace libsync::report {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

DateRange week_from(LocalDate monday) {
  return {monday, sys_days{monday} + days{6}};
}

bool holds(const DateRange& range, LocalDate date) {
  return range.first <= date && date <= range.last;
}

seconds sum_of(const ProjectTotal& total) {
  return total.this_week.billed + total.this_week.planned + total.last_week.billed + total.last_week.planned;
}

}  // namespace

DateRange two_weeks(LocalDate today) {
  const DateRange now = week_from(monday_of(today));
  return {sys_days{now.first} - days{7}, now.last};
}

WeekTotals week_totals(const Daybook& book, LocalDate today) {
  const DateRange both = two_weeks(today);
  WeekTotals totals{week_from(monday_of(today)), week_from(both.first), {}, 0};
  std::map<ProjectId, ProjectTotal> by_project;
  for (const Day& day : book.days) {
    if (!holds(both, day.date)) continue;
    for (const DayEntry& entry : day.entries) {
      if (!entry.interval) ++totals.entries_without_times;
      if (!entry.interval || entry.state == EntryState::left_out) continue;
      const auto name = book.names.find(entry.project);
      auto& total = by_project
                        .try_emplace(entry.project,
                                     ProjectTotal{entry.project, name == book.names.end() ? "" : name->second, {}, {}})
                        .first->second;
      Amount& amount = holds(totals.this_week, day.date) ? total.this_week : total.last_week;
      (entry.state == EntryState::posted ? amount.billed : amount.planned) += entry.interval->duration();
    }
  }
  for (auto& [id, total] : by_project) totals.projects.push_back(std::move(total));
  std::ranges::stable_sort(totals.projects, std::ranges::greater{}, sum_of);
  return totals;
}

}  // namespace libsync::report
