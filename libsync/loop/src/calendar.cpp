// SPDX-License-Identifier: MIT
#include "calendar.hpp"

#include <algorithm>

namespace libsync::loop {
std::optional<DateRange> days_to_look_at(LocalDate earliest_session, UtcTime now, const SyncRules& rules,
                                         const RunOptions& options) {
  // A night shift that began the evening before holds the first session of the small hours.
  LocalDate first = cross_midnight(rules) ? previous_day(earliest_session) : earliest_session;
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

}  // namespace libsync::loop
