// SPDX-License-Identifier: MIT
#include "workload.hpp"

#include "day_reporter.hpp"
#include "waiting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace libsync::loop {
namespace {

using store::DayPlan;
using store::OutboxRow;
using store::RowState;

class Survey {
 public:
  Survey(store::TrackingStore& store, const std::optional<store::Timesheet>& timesheet, const SyncRules& rules,
         const RunOptions& options, const std::vector<Interval>& not_free)
      : store_(store), timesheet_(timesheet), rules_(rules), options_(options), not_free_(not_free) {
    if (!timesheet) {
      synced_ = store.older_synced_days(rules.workspace);
      return;
    }
    synced_ = store.synced_days(*timesheet);
    for (auto& plan : store.open_plans(*timesheet)) {
      if (plan.ever_sent()) plans_.emplace(plan.date, std::move(plan));
    }
    to_forget_ = store.days_to_forget(*timesheet);
    for (const LocalDate date : to_forget_) plans_.erase(date);
    occupied_ = store.occupied_days(*timesheet);
    if (const auto known = store.remembered_projects(*timesheet)) names_ = workday::names_of(*known);
  }

  [[nodiscard]] Workload of(UtcTime now) {
    const auto dates = dates_to_look_at(now);
    if (dates.empty()) return {};
    workload_.range = DateRange{*dates.begin(), *dates.rbegin()};
    machines_ = store_.machines();
    for (const LocalDate date : dates) look_at(date);
    return std::move(workload_);
  }

 private:
  [[nodiscard]] std::set<LocalDate> dates_to_look_at(UtcTime now) const {
    std::set<LocalDate> dates;
    if (const auto earliest = store_.earliest_session_date(rules_.zone)) {
      const auto range = days_to_look_at(*earliest, now, rules_, options_);
      if (range) {
        for (LocalDate date = range->first; date <= range->last; date = next_day(date)) dates.insert(dates.end(), date);
      }
    }
    // What was begun is finished, also when another zone or other work hours put the day outside the range by now.
    // Where nothing of a plan stands, such a day is not over yet, or is dropped.
    for (const auto& [date, plan] : plans_) {
      if (is_asked_for(date, options_) && (plan.binds() || !is_billed(date, rules_))) dates.insert(date);
    }
    return dates;
  }

  void look_at(LocalDate date) {
    if (to_forget_.contains(date)) return leave_to_forget(date);
    const auto found = plans_.find(date);
    DayPlan* plan = found == plans_.end() ? nullptr : &found->second;
    const bool billed = is_billed(date, rules_);
    if (plan != nullptr && !plan->binds() && !billed) {
      workload_.dropped.push_back(date);
      plan = nullptr;
    }
    // What was begun is finished, also when the day is no workday any more.
    if (!billed && plan == nullptr && !(is_work_day(date, rules_) && rules_.days_off.contains(date))) return;

    DayReport& report = workload_.days.emplace_back();
    report.date = date;
    report.work_hours = work_hours_of(date, rules_);
    if (synced_.contains(date)) {
      report.state = DayState::already_synced;
      if (options_.compare_done) compare(report);
    } else if (!billed && plan == nullptr) {
      report.state = DayState::day_off;
    } else if (!billed && is_refused_in_part(*plan)) {
      leave_begun(report, *plan);
    } else if (is_not_free(plan != nullptr && plan->binds() ? plan->work_hours : report.work_hours)) {
      report.state = DayState::partial;
      if (plan != nullptr) report.entries = entries_of(*plan);
    } else {
      open(report, plan);
    }
  }

  void open(DayReport& report, DayPlan* plan) {
    OpenDay day{workload_.days.size() - 1, draft(report, gaps_of(plan)), {}, {}, false};
    if (plan != nullptr) {
      day.plan = *plan;
      day.drift = describe_drift(*plan, day.draft, rules_, names_);
    }
    if (day.plan && day.plan->binds()) {
      report.drift = day.drift;
      report.work_hours = day.plan->work_hours;
      report.entries = entries_of(*day.plan);
    } else if (!has_something_to_bill(report, day)) {
      if (day.plan) workload_.dropped.push_back(report.date);
      return;
    } else if (waits(report)) {
      report.entries = entries_of(day.draft);
      return;
    } else {
      see_what_is_in_the_way(report, day);
      report.entries = entries_of(day.draft);
    }
    if (report.state != DayState::occupied || !options_.dry_run) {
      report.state = options_.dry_run ? DayState::planned : DayState::not_reached;
    }
    workload_.open.push_back(std::move(day));
  }

  // Of a day that was not begun. What another machine has not brought yet would be missing for good.
  [[nodiscard]] bool waits(DayReport& report) const {
    const UtcTime end = std::max(report.work_hours.end, session_window_of(report.date, rules_).end);
    report.waits_for = machines_to_wait_for(machines_, end, rules_.machine_patience);
    if (report.waits_for.empty()) return false;
    report.state = DayState::waiting;
    return true;
  }

  [[nodiscard]] bool has_something_to_bill(DayReport& report, const OpenDay& day) {
    const auto& buckets = day.draft.buckets;
    if (day.draft.entries.empty()) {
      report.state = buckets.unmapped.empty() ? DayState::no_time : DayState::unmapped;
      return false;
    }
    if (day.draft.buckets.tracked >= rules_.min_tracked) return true;
    report.state = DayState::no_time;
    workload_.notes.push_back(
        fmt::format("{} is left alone: the {} min tracked there are less than `min_tracked_minutes`",
                    format_date(report.date), std::chrono::floor<std::chrono::minutes>(buckets.tracked).count()));
    return false;
  }

  void see_what_is_in_the_way(DayReport& report, OpenDay& day) {
    if (!timesheet_) return;
    report.foreign = known_in_the_way(report.date, day.draft.work_hours);
    if (report.foreign.empty() || rules_.on_existing == OnExisting::post) return;
    day.was_occupied = true;
    if (rules_.on_existing == OnExisting::fill) {
      std::vector<Interval> taken;
      for (const auto& entry : report.foreign) taken.push_back(entry.interval);
      day.draft = draft_day(report.date, tracked(report.date), rules_, taken);
      day.was_occupied = day.draft.entries.empty();
    }
    if (day.was_occupied) report.state = DayState::occupied;
  }

  // What is known without a look at Clockify: what a run found there when it looked last, and what we have, or may
  // have, on other days.
  [[nodiscard]] std::vector<ForeignEntry> known_in_the_way(LocalDate date, const Interval& work_hours) {
    const auto remembered = occupied_.find(date);
    auto found = workday::known_in_the_way(
        date, work_hours, remembered == occupied_.end() ? std::vector<store::EntryInTheWay>{} : remembered->second,
        store_.posted_in(*timesheet_, work_hours));
    for (const auto& [other, plan] : plans_) {
      if (other != date) add_unposted(plan, work_hours, found);
    }
    return found;
  }

  // It goes before anything else is done, and then it is a day like one that was never begun.
  void leave_to_forget(LocalDate date) {
    DayReport& report = workload_.days.emplace_back();
    report.date = date;
    report.state = DayState::partial;
    report.work_hours = work_hours_of(date, rules_);
    if (const auto plan = store_.day_plan({*timesheet_, date})) report.entries = entries_of(*plan);
    if (!options_.dry_run) return;
    workload_.notes.push_back(
        fmt::format("{} is being taken back: the next run that sends something finishes that", format_date(date)));
  }

  // Somebody took the day off the bill after a part of it was posted and the rest refused: it stays as it is.
  void leave_begun(DayReport& report, const DayPlan& plan) {
    report.state = DayState::day_off;
    report.work_hours = plan.work_hours;
    report.entries = entries_of(plan);
    const auto stands = std::ranges::count(plan.rows, RowState::posted, &OutboxRow::state);
    report.drift = {
        fmt::format("it is not billed any more, and {} of its {} entries stand in Clockify", stands, plan.rows.size())};
  }

  [[nodiscard]] bool is_not_free(const Interval& hours) const {
    return std::ranges::any_of(not_free_, [&](const Interval& each) { return each.overlaps(hours); });
  }

  static bool is_refused_in_part(const DayPlan& plan) {
    bool refused = false;
    for (const OutboxRow& row : plan.rows) {
      if (row.state == RowState::in_flight) return false;
      refused = refused || (row.state == RowState::planned && row.attempt > 0);
    }
    return refused;
  }

  void compare(DayReport& report) {
    if (!timesheet_) return;
    const auto plan = store_.day_plan({*timesheet_, report.date});
    if (!plan) return;
    report.entries = entries_of(*plan);
    const Draft now = draft_day(report.date, tracked(report.date), rules_, plan->gaps);
    report.tracked = now.buckets.active;
    report.attended = now.buckets.attended;
    report.drift = describe_drift(*plan, now, rules_, names_);
  }

  static std::vector<Interval> gaps_of(const DayPlan* plan) {
    return plan != nullptr && plan->binds() ? plan->gaps : std::vector<Interval>{};
  }

  [[nodiscard]] std::vector<TrackedTime> tracked(LocalDate date) {
    return store_.query_range(session_window_of(date, rules_));
  }

  [[nodiscard]] Draft draft(DayReport& report, const std::vector<Interval>& gaps) {
    Draft draft = draft_day(report.date, tracked(report.date), rules_, gaps);
    report.tracked = draft.buckets.active;
    report.attended = draft.buckets.attended;
    for (const auto& [project, time] : draft.buckets.unmapped) workload_.unmapped[project] += time;
    for (const auto& [project, time] : draft.buckets.ignored) workload_.ignored[project] += time;
    for (const auto& [agent, folders] : draft.buckets.other_agents) {
      for (const auto& [project, time] : folders) workload_.other_agents[agent][project] += time;
    }
    return draft;
  }

  store::TrackingStore& store_;
  const std::optional<store::Timesheet>& timesheet_;
  const SyncRules& rules_;
  const RunOptions& options_;
  const std::vector<Interval>& not_free_;
  std::vector<store::KnownMachine> machines_;
  std::set<LocalDate> synced_;
  std::map<LocalDate, DayPlan> plans_;  // sent at least once, not synced
  std::set<LocalDate> to_forget_;
  std::map<LocalDate, std::vector<store::EntryInTheWay>> occupied_;
  ProjectNames names_;
  Workload workload_;
};

}  // namespace

bool lacks_only_its_mark(const OpenDay& day) {
  return day.plan && is_complete(*day.plan);
}

Workload survey_days(store::TrackingStore& store, const std::optional<store::Timesheet>& timesheet,
                     const SyncRules& rules, const RunOptions& options, UtcTime now,
                     const std::vector<Interval>& not_free) {
  return Survey{store, timesheet, rules, options, not_free}.of(now);
}

}  // namespace libsync::loop
