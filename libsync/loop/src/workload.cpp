// SPDX-License-Identifier: MIT
#include "workload.hpp"

#include "day_reporter.hpp"

#include <algorithm>
#include <set>

namespace libsync::loop {
namespace {

class Survey {
 public:
  Survey(store::TrackingStore& store, const std::optional<store::Timesheet>& timesheet, const SyncRules& rules,
         const RunOptions& options)
      : store_(store),
        rules_(rules),
        options_(options),
        synced_(timesheet ? store.synced_days(*timesheet) : store.older_synced_days(rules.workspace)),
        begun_(timesheet ? begun_plans(store.open_plans(*timesheet)) : Plans{}) {}

  [[nodiscard]] Workload of(UtcTime now) {
    const auto dates = dates_to_look_at(now);
    if (dates.empty()) return {};
    workload_.range = DateRange{*dates.begin(), *dates.rbegin()};
    for (const LocalDate date : dates) look_at(date);
    return std::move(workload_);
  }

 private:
  using Plans = std::map<LocalDate, store::DayPlan>;

  static Plans begun_plans(std::vector<store::DayPlan> open) {
    Plans begun;
    for (auto& plan : open) {
      if (plan.ever_sent()) begun.emplace(plan.date, std::move(plan));
    }
    return begun;
  }

  [[nodiscard]] std::set<LocalDate> dates_to_look_at(UtcTime now) const {
    std::set<LocalDate> dates;
    if (const auto earliest = store_.earliest_session_date(rules_.zone)) {
      const auto range = days_to_look_at(*earliest, now, rules_, options_);
      if (range) {
        for (LocalDate date = range->first; date <= range->last; date = next_day(date)) dates.insert(dates.end(), date);
      }
    }
    // What was begun is finished, also when another zone or other work hours put the day outside the range by now.
    for (const auto& [date, plan] : begun_) {
      if (is_asked_for(date, options_)) dates.insert(date);
    }
    return dates;
  }

  void look_at(LocalDate date) {
    const auto plan = begun_.find(date);
    const bool begun = plan != begun_.end();
    // What was begun is finished, also when the day is no workday any more.
    if (!is_work_day(date, rules_) && !begun) return;

    DayReport& report = workload_.days.emplace_back();
    report.date = date;
    report.work_hours = work_hours_of(date, rules_);
    if (synced_.contains(date)) {
      report.state = DayState::already_synced;
      return;
    }
    if (rules_.days_off.contains(date) && !begun) {
      report.state = DayState::day_off;
      return;
    }
    OpenDay day{workload_.days.size() - 1, draft(date), {}};
    report.tracked = day.draft.buckets.tracked;
    if (begun) {
      day.plan = std::move(plan->second);
      report.drift = describe_drift(*day.plan, day.draft);
      report.work_hours = day.plan->work_hours;
      report.entries = entries_of(*day.plan);
    } else if (day.draft.entries.empty()) {
      report.state = day.draft.buckets.unmapped.empty() ? DayState::no_time : DayState::unmapped;
      return;
    } else {
      report.entries = entries_of(day.draft);
    }
    report.state = options_.dry_run ? DayState::planned : DayState::not_reached;
    workload_.open.push_back(std::move(day));
  }

  [[nodiscard]] Draft draft(LocalDate date) {
    Draft draft = draft_day(date, store_.query_range(session_window_of(date, rules_)), rules_);
    for (const auto& [project, time] : draft.buckets.unmapped) workload_.unmapped[project] += time;
    return draft;
  }

  store::TrackingStore& store_;
  const SyncRules& rules_;
  const RunOptions& options_;
  const std::set<LocalDate> synced_;
  Plans begun_;  // sent at least once, not synced
  Workload workload_;
};

bool is_complete(const store::OutboxRow& row) {
  return row.state == store::RowState::posted && row.mismatch.empty();
}

}  // namespace

bool lacks_only_its_mark(const OpenDay& day) {
  return day.plan && std::all_of(day.plan->rows.begin(), day.plan->rows.end(), is_complete);
}

Workload survey_days(store::TrackingStore& store, const std::optional<store::Timesheet>& timesheet,
                     const SyncRules& rules, const RunOptions& options, UtcTime now) {
  return Survey{store, timesheet, rules, options}.of(now);
}

}  // namespace libsync::loop
