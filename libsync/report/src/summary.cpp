// SPDX-License-Identifier: MIT
#include <libsync/report/summary.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace libsync::report {
namespace {

using std::chrono::sys_days;

class Gatherer {
 public:
  Gatherer(const workday::ProjectNames& names, const DateRange& dates) : names_(names) { group_.dates = dates; }

  void add(const Day& day) {
    group_.outside += day.outside;
    for (const FolderTime& folder : day.folders) {
      if (folder.ignored) {
        group_.ignored += folder.tracked;
        continue;
      }
      Sums& sums = by_project_[folder.project];
      sums.tracked += folder.tracked;
      sums.attended += folder.attended;
    }
    for (const AgentTime& agent : day.agents) {
      AgentTime& sum = by_agent_.try_emplace(agent.agent, AgentTime{agent.agent}).first->second;
      sum.tracked += agent.tracked;
      sum.attended += agent.attended;
    }
    if (day.is_done_without_times()) ++group_.days_without_times;
    for (const DayEntry& entry : day.entries) {
      if (entry.state == EntryState::left_out) continue;
      Sums& sums = by_project_[entry.project];
      if (!entry.interval) {
        ++sums.without_times;
      } else {
        (entry.state == EntryState::posted ? sums.billed : sums.planned) += entry.interval->duration();
      }
    }
  }

  Group finish() {
    for (const auto& [project, sums] : by_project_) {
      group_.sums += sums;
      const auto name = project ? names_.find(*project) : names_.end();
      group_.projects.push_back({project, name == names_.end() ? "" : name->second, sums});
    }
    for (const auto& [name, agent] : by_agent_) group_.agents.push_back(agent);
    std::ranges::stable_sort(group_.agents, std::ranges::greater{}, &AgentTime::tracked);
    std::ranges::stable_sort(group_.projects, [](const ProjectSums& a, const ProjectSums& b) {
      const auto rank = [](const ProjectSums& p) {
        return std::tuple{p.project.has_value(), p.sums.billed + p.sums.planned, p.sums.tracked};
      };
      return rank(a) > rank(b);
    });
    return std::move(group_);
  }

 private:
  const workday::ProjectNames& names_;
  Group group_;
  std::map<std::optional<ProjectId>, Sums> by_project_;
  std::map<std::string, AgentTime> by_agent_;
};

// The whole day, week or month of a date.
DateRange period_of(LocalDate date, Period period) {
  switch (period) {
    case Period::day:
      break;
    case Period::week:
      return week_of(date);
    case Period::month:
      return {date.year() / date.month() / std::chrono::day{1},
              sys_days{date.year() / date.month() / std::chrono::last}};
  }
  return {date, date};
}

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
  tracked += other.tracked;
  attended += other.attended;
  billed += other.billed;
  planned += other.planned;
  without_times += other.without_times;
  return *this;
}

bool Group::empty() const {
  return projects.empty() && outside == milliseconds{0} && ignored == milliseconds{0} && days_without_times == 0;
}

std::vector<Group> group_by(const Daybook& book, Period period) {
  std::vector<Group> groups;
  for (auto day = book.days.begin(); day != book.days.end();) {
    const DateRange whole = period_of(day->date, period);
    const DateRange dates{std::max(whole.first, book.range.first), std::min(whole.last, book.range.last)};
    Gatherer gatherer{book.names, dates};
    for (; day != book.days.end() && day->date <= dates.last; ++day) gatherer.add(*day);
    if (auto group = gatherer.finish(); !group.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

Group sum_up(const Daybook& book) {
  return sum_up(book, book.range);
}

Group sum_up(const Daybook& book, const DateRange& dates) {
  Gatherer gatherer{book.names, dates};
  for (const Day& day : book.days) {
    if (dates.first <= day.date && day.date <= dates.last) gatherer.add(day);
  }
  return gatherer.finish();
}

std::vector<UnmappedFolder> unmapped_folders(const Daybook& book) {
  std::map<std::string, milliseconds> by_folder;
  for (const Day& day : book.days) {
    for (const FolderTime& folder : day.folders) {
      if (!folder.project && !folder.ignored) by_folder[folder.folder] += folder.tracked;
    }
  }
  std::vector<UnmappedFolder> longest;
  longest.reserve(by_folder.size());
  for (const auto& [folder, tracked] : by_folder) longest.push_back({folder, tracked});
  std::ranges::stable_sort(longest, std::ranges::greater{}, &UnmappedFolder::tracked);
  return longest;
}

DateRange week_of(LocalDate date) {
  const std::chrono::weekday weekday{sys_days{date}};
  const sys_days monday = sys_days{date} - (weekday - std::chrono::Monday);
  return {monday, monday + std::chrono::days{6}};
}

}  // namespace libsync::report
