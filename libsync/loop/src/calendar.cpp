// SPDX-License-Identifier: MIT
#include "calendar.hpp"

#include <algorithm>

namespace libsync::loop {
namespace {

bool crosses_midnight(const SyncRules& rules) {
  return rules.work_day_end <= rules.work_day_start;
}

}  // namespace

std::optional<DateRange> days_to_look_at(LocalDate earliest_session, UtcTime now, const SyncRules& rules,
                                         const RunOptions& options) {
  // A night shift that began the evening before holds the first session of the small hours.
  LocalDate first = crosses_midnight(rules) ? previous_day(earliest_session) : earliest_session;
  LocalDate last = previous_day(rules.zone.date_of(now));
  if (work_hours_of(last, rules).end > now) last = previous_day(last);

  if (rules.first_day) first = std::max(first, *rules.first_day);
  if (options.since) first = std::max(first, *options.since);
  if (options.until) last = std::min(last, *options.until);
  if (last < first) return std::nullopt;
  return DateRange{first, last};
}

bool is_asked_for(LocalDate date, const RunOptions& options) {
  return (!options.since || *options.since <= date) && (!options.until || date <= *options.until);
}

bool is_work_day(LocalDate date, const SyncRules& rules) {
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  return rules.work_days.contains(weekday.iso_encoding()) && !rules.zone.whole_day(date).empty();
}

bool is_billed(LocalDate date, const SyncRules& rules) {
  return is_work_day(date, rules) && !rules.days_off.contains(date) && (!rules.first_day || *rules.first_day <= date);
}

Interval work_hours_of(LocalDate date, const SyncRules& rules) {
  const LocalDate end_date = crosses_midnight(rules) ? next_day(date) : date;
  return {rules.zone.to_utc(date, rules.work_day_start), rules.zone.to_utc(end_date, rules.work_day_end)};
}

Interval session_window_of(LocalDate date, const SyncRules& rules) {
  return rules.session_window == SessionWindow::calendar_day ? rules.zone.whole_day(date) : work_hours_of(date, rules);
}

}  // namespace libsync::loop
