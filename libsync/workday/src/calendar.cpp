// SPDX-License-Identifier: MIT
#include <libsync/workday/calendar.hpp>

namespace libsync::workday {

bool is_work_day(LocalDate date, const SyncRules& rules) {
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  return rules.work_days.contains(weekday.iso_encoding()) && !rules.zone.whole_day(date).empty();
}

bool is_billed(LocalDate date, const SyncRules& rules) {
  return is_work_day(date, rules) && !rules.days_off.contains(date) && (!rules.first_day || *rules.first_day <= date);
}

Interval work_hours_of(LocalDate date, const SyncRules& rules) {
  const LocalDate end_date = cross_midnight(rules) ? next_day(date) : date;
  return {rules.zone.to_utc(date, rules.work_day_start), rules.zone.to_utc(end_date, rules.work_day_end)};
}

Interval session_window_of(LocalDate date, const SyncRules& rules) {
  return rules.session_window == SessionWindow::calendar_day ? rules.zone.whole_day(date) : work_hours_of(date, rules);
}

bool cross_midnight(const SyncRules& rules) {
  return rules.work_day_end <= rules.work_day_start;
}

}  // namespace libsync::workday
