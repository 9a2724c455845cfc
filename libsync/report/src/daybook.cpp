// SPDX-License-Identifier: MIT
#include <libsync/report/daybook.hpp>
#include <libsync/transform/allocate.hpp>
#include <libsync/workday/calendar.hpp>
#include <libsync/workday/draft.hpp>
#include <libsync/workday/drift.hpp>
#include <libsync/workday/timesheet_guess.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace libsync::report {
namespace {

using store::DayPlan;
using store::OutboxRow;
using store::RowState;
using workday::Draft;

EntryState state_of(const OutboxRow& row) {
  switch (row.state) {
    case RowState::planned:
      return EntryState::planned;
    case RowState::in_flight:
      return EntryState::in_doubt;
    case RowState::posted:
      return EntryState::posted;
  }
  return EntryState::in_doubt;
}

std::vector<DayEntry> entries_of(const DayPlan& plan) {
  std::vector<DayEntry> entries;
  for (const auto& row : plan.rows) {
    entries.push_back({row.entry.project, row.entry.interval, row.entry.description, row.entry.sources, state_of(row),
                       row.entry_id, row.origin, row.attempt, row.mismatch});
  }
  return entries;
}

std::vector<DayEntry> entries_of(const Draft& draft) {
  std::vector<DayEntry> entries;
  for (const auto& entry : draft.entries) {
    entries.push_back(
        {entry.project, entry.interval, entry.description, entry.sources, EntryState::planned, {}, {}, 0, {}});
  }
  return entries;
}

std::vector<FolderTime> folders_of(const std::vector<TrackedTime>& tracked, const workday::SyncRules& rules) {
  std::map<std::pair<std::string, std::string>, FolderTime> by_folder;  // and agent, where that does not count
  for (const TrackedTime& time : tracked) {
    const std::string left_out = transform::counts(time.agent, rules.agents) ? "" : time.agent;
    FolderTime& folder = by_folder[{time.project, left_out}];
    folder.tracked += time.active;
    folder.attended += time.attended;
  }
  std::vector<FolderTime> folders;
  for (auto& [name, time] : by_folder) {
    std::tie(time.folder, time.agent) = name;
    time.ignored = !time.agent.empty() || workday::is_ignored(time.folder, rules);
    if (!time.ignored) time.project = workday::project_now(time.folder, rules);
    folders.push_back(std::move(time));
  }
  return folders;
}

std::vector<AgentTime> agents_of(const std::vector<TrackedTime>& tracked, const workday::SyncRules& rules) {
  std::map<std::string, AgentTime> by_agent;
  for (const TrackedTime& time : tracked) {
    if (!transform::counts(time.agent, rules.agents) || workday::is_ignored(time.project, rules)) continue;
    AgentTime& sum = by_agent.try_emplace(time.agent, AgentTime{time.agent}).first->second;
    sum.tracked += time.active;
    sum.attended += time.attended;
  }
  std::vector<AgentTime> agents;
  agents.reserve(by_agent.size());
  for (auto& [name, time] : by_agent) agents.push_back(std::move(time));
  return agents;
}

bool is_refused_in_part(const DayPlan& plan) {
  const auto refused = [](const OutboxRow& row) { return row.state == RowState::planned && row.attempt > 0; };
  return std::ranges::none_of(plan.rows, [](const OutboxRow& row) { return row.state == RowState::in_flight; }) &&
         std::ranges::any_of(plan.rows, refused);
}

seconds sum_of(const std::vector<DayEntry>& entries, bool posted) {
  seconds sum{0};
  for (const auto& entry : entries) {
    if (entry.interval && entry.state != EntryState::left_out && (entry.state == EntryState::posted) == posted) {
      sum += entry.interval->duration();
    }
  }
  return sum;
}

class Reader {
 public:
  Reader(store::TrackingStore& store, const workday::SyncRules& rules, UtcTime now,
         const std::optional<store::Timesheet>& timesheet)
      : store_(store), rules_(rules), now_(now), timesheet_(timesheet) {
    if (!timesheet) {
      done_ = store.older_synced_days(rules.workspace);
      return;
    }
    done_ = store.synced_days(*timesheet);
    open_ = store.open_plans(*timesheet);
    occupied_ = store.occupied_days(*timesheet);
    for (auto& attempt : store.refused_attempts(*timesheet)) {
      refused_[attempt.row.day.date].push_back(std::move(attempt));
    }
    if (const auto known = store.remembered_projects(*timesheet)) names_ = workday::names_of(*known);
  }

  [[nodiscard]] const workday::ProjectNames& names() const { return names_; }

  [[nodiscard]] Day read(LocalDate date) {
    const auto plan = binding_plan(date);
    Day day;
    day.date = date;
    day.work_hours = plan ? plan->work_hours : workday::work_hours_of(date, rules_);
    day.session_window = window_of(date);
    if (rules_.session_window == SessionWindow::work_hours) {
      day.neighbours = {window_of(previous_day(date)), window_of(next_day(date))};
    }
    const auto tracked = store_.query_range(day.session_window);
    day.folders = folders_of(tracked, rules_);
    day.agents = agents_of(tracked, rules_);
    day.outside = outside(day);
    if (const auto found = refused_.find(date); found != refused_.end()) day.refused = found->second;

    const Draft draft = workday::draft_day(date, tracked, rules_, plan ? plan->gaps : std::vector<Interval>{});
    day.tracked = draft.buckets.active;
    day.attended = draft.buckets.attended;
    if (plan) {
      keep_to(*plan, draft, day);
    } else if (done_.contains(date)) {
      day.state = DayState::done;
      add_older_entries(day);
    } else {
      judge(draft, tracked, day);
      add_older_entries(day);
    }
    return day;
  }

 private:
  [[nodiscard]] std::optional<DayPlan> binding_plan(LocalDate date) {
    auto plan = timesheet_ ? store_.day_plan({*timesheet_, date}) : std::nullopt;
    return plan && plan->binds() ? std::move(plan) : std::nullopt;
  }

  // What weighs on a day: of a plan that binds the hours that it was made for, whatever they are by now.
  [[nodiscard]] Interval window_of(LocalDate date) {
    const auto [known, is_new] = windows_.try_emplace(date, workday::session_window_of(date, rules_));
    if (is_new && rules_.session_window == SessionWindow::work_hours) {
      if (const auto plan = binding_plan(date)) known->second = plan->work_hours;
    }
    return known->second;
  }

  // What would be planned now, around what the plan leaves out.
  [[nodiscard]] Draft draft_now(const DayPlan& plan) {
    const auto tracked = store_.query_range(workday::session_window_of(plan.date, rules_));
    return workday::draft_day(plan.date, tracked, rules_, plan.gaps);
  }

  void keep_to(const DayPlan& plan, const Draft& draft, Day& day) {
    day.state = done_.contains(day.date) ? DayState::done : DayState::begun;
    day.gaps = plan.gaps;
    day.entries = entries_of(plan);
    const bool as_now = plan.work_hours == draft.work_hours;
    day.drift = workday::describe_drift(plan, as_now ? draft : draft_now(plan), rules_, names_);
    if (day.state == DayState::done || workday::is_billed(day.date, rules_) || !is_refused_in_part(plan)) return;
    for (auto& entry : day.entries) {
      if (entry.state == EntryState::planned) entry.state = EntryState::left_out;
    }
  }

  // Of a day of which nothing stands there.
  void judge(const Draft& draft, const std::vector<TrackedTime>& tracked, Day& day) {
    if (!workday::is_billed(day.date, rules_)) {
      const bool off = workday::is_work_day(day.date, rules_) && rules_.days_off.contains(day.date);
      day.state = off ? DayState::day_off : DayState::not_billed;
    } else if (day.date >= rules_.zone.date_of(now_) || day.work_hours.end > now_) {
      day.state = DayState::not_over;
    } else if (draft.entries.empty()) {
      day.state = draft.buckets.unmapped.empty() ? DayState::no_time : DayState::unmapped;
    } else if (draft.buckets.tracked < rules_.min_tracked) {
      day.state = DayState::too_little;
    } else {
      plan_around(draft, tracked, day);
    }
  }

  void plan_around(const Draft& draft, const std::vector<TrackedTime>& tracked, Day& day) {
    day.state = DayState::planned;
    day.entries = entries_of(draft);
    if (!timesheet_) return;
    const auto remembered = occupied_.find(day.date);
    day.in_the_way = workday::known_in_the_way(
        day.date, day.work_hours,
        remembered == occupied_.end() ? std::vector<store::EntryInTheWay>{} : remembered->second,
        store_.posted_in(*timesheet_, day.work_hours));
    for (const auto& plan : open_) {
      if (plan.date != day.date) workday::add_unposted(plan, day.work_hours, day.in_the_way);
    }
    if (day.in_the_way.empty() || rules_.on_existing == OnExisting::post) return;
    if (rules_.on_existing == OnExisting::fill) {
      std::vector<Interval> taken;
      for (const auto& entry : day.in_the_way) taken.push_back(entry.interval);
      const Draft around = workday::draft_day(day.date, tracked, rules_, taken);
      day.gaps = around.gaps;
      day.entries = entries_of(around);
      if (!day.entries.empty()) return;
    }
    day.state = DayState::occupied;
    day.entries.clear();
  }

  void add_older_entries(Day& day) {
    if (!timesheet_) return;
    for (const auto& entry : store_.synced_entries({*timesheet_, day.date})) {
      if (day.state != DayState::done) day.state = DayState::begun;
      day.entries.push_back(
          {entry.project, {}, {}, {}, EntryState::posted, entry.entry, store::Origin::earlier, 1, {}});
    }
  }

  // Of the local day, what lies in the session window of no day.
  [[nodiscard]] milliseconds outside(const Day& day) {
    std::vector<Interval> windows = day.neighbours;
    windows.push_back(day.session_window);
    milliseconds sum{0};
    for (const Interval& free : transform::room_in(rules_.zone.whole_day(day.date), windows).free) {
      for (const TrackedTime& time : store_.query_range(free)) sum += time.active;
    }
    return sum;
  }

  store::TrackingStore& store_;
  const workday::SyncRules& rules_;
  UtcTime now_;
  const std::optional<store::Timesheet>& timesheet_;
  std::map<LocalDate, Interval> windows_;
  std::set<LocalDate> done_;
  std::vector<DayPlan> open_;
  std::map<LocalDate, std::vector<store::EntryInTheWay>> occupied_;
  std::map<LocalDate, std::vector<store::RefusedAttempt>> refused_;
  workday::ProjectNames names_;
};

}  // namespace

bool Day::is_shared_out() const {
  switch (state) {
    case DayState::done:
    case DayState::begun:
      return std::ranges::any_of(entries, [](const DayEntry& entry) { return entry.interval.has_value(); });
    case DayState::planned:
    case DayState::not_over:
      return true;
    case DayState::occupied:
    case DayState::unmapped:
    case DayState::too_little:
    case DayState::no_time:
    case DayState::day_off:
    case DayState::not_billed:
      return false;
  }
  return false;
}

seconds Day::billed() const {
  return sum_of(entries, true);
}

seconds Day::planned() const {
  return sum_of(entries, false);
}

int Day::without_times() const {
  const auto has_none = [](const DayEntry& entry) { return !entry.interval; };
  return static_cast<int>(std::ranges::count_if(entries, has_none));
}

bool Day::is_done_without_times() const {
  return state == DayState::done && without_times() == std::ssize(entries);
}

Daybook read_days(store::TrackingStore& store, const workday::SyncRules& rules, const DateRange& range, UtcTime now,
                  const std::optional<std::string>& account) {
  const auto [timesheet, is_sure] = workday::guess_timesheet(store, rules, account);
  Reader reader{store, rules, now, timesheet};
  Daybook book{range, rules.zone.name(), timesheet, reader.names(), {}, is_sure};
  for (LocalDate date = range.first; date <= range.last; date = next_day(date)) {
    if (!rules.zone.whole_day(date).empty()) book.days.push_back(reader.read(date));
  }
  return book;
}

}  // namespace libsync::report
