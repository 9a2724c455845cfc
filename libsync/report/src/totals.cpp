// SPDX-License-Identifier: MIT
#include <libsync/report/summary.hpp>
#include <libsync/report/totals.hpp>

#include <algorithm>
#include <map>

namespace libsync::report {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

seconds sum_of(const ProjectTotal& total) {
  return total.this_week.billed + total.this_week.planned + total.last_week.billed + total.last_week.planned;
}

}  // namespace

DateRange two_weeks(LocalDate today) {
  const DateRange now = week_of(today);
  return {sys_days{now.first} - days{7}, now.last};
}

WeekTotals week_totals(const Daybook& book, LocalDate today) {
  WeekTotals totals{week_of(today), week_of(two_weeks(today).first), {}, 0};
  std::map<ProjectId, ProjectTotal> by_project;
  const auto add = [&](const DateRange& week, Amount ProjectTotal::*amount) {
    const Group group = sum_up(book, week);
    totals.entries_without_times += group.sums.without_times;
    for (const auto& [project, name, sums] : group.projects) {
      const Amount of_week{sums.billed, sums.planned};
      if (!project || of_week == Amount{}) continue;
      by_project.try_emplace(*project, ProjectTotal{*project, name, {}, {}}).first->second.*amount = of_week;
    }
  };
  add(totals.this_week, &ProjectTotal::this_week);
  add(totals.last_week, &ProjectTotal::last_week);
  for (auto& [id, total] : by_project) totals.projects.push_back(std::move(total));
  std::ranges::stable_sort(totals.projects, std::ranges::greater{}, sum_of);
  return totals;
}

}  // namespace libsync::report
