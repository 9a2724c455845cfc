// SPDX-License-Identifier: MIT
//
// A week as the store might have it: Monday is done, Tuesday begun, Wednesday planned.
#pragma once

#include <libsync/report/daybook.hpp>

#include <string>

namespace cli::samples {

namespace report = libsync::report;

inline libsync::ProjectId project_id(char digit) {
  return *libsync::ProjectId::parse(std::string(24, digit));
}

inline report::DayEntry entry(char project, const char* start, const char* end, report::EntryState state) {
  const auto at = [](const char* text) { return libsync::floor_seconds(*libsync::parse_rfc3339(text)); };
  report::DayEntry made{
      project_id(project), libsync::Interval{at(start), at(end)}, "Development", {"/work/x"}, state, {}, {}, 0, {}};
  if (state == report::EntryState::posted) {
    made.id = libsync::EntryId::parse(std::string(24, '1'));
    made.origin = libsync::store::Origin::created;
    made.attempt = 1;
  }
  return made;
}

inline report::Day sample_day(const char* date, report::DayState state) {
  report::Day day;
  day.date = *libsync::parse_date(date);
  day.state = state;
  return day;
}

// `name`: of the first project; the second is "Website".
inline report::Daybook sample_week(const std::string& name = "API") {
  using namespace std::chrono_literals;
  using report::EntryState;
  report::Daybook book{{*libsync::parse_date("2026-02-02"), *libsync::parse_date("2026-02-08")},
                       "Europe/Berlin",
                       {},
                       {{project_id('a'), name}, {project_id('b'), "Website"}},
                       {}};
  auto monday = sample_day("2026-02-02", report::DayState::done);
  monday.folders = {{"/work/api", 3h, 2h, project_id('a')}, {"/work/web", 1h, 1h, project_id('b')}};
  monday.entries = {entry('a', "2026-02-02T08:00:00Z", "2026-02-02T14:00:00Z", EntryState::posted),
                    entry('b', "2026-02-02T14:00:00Z", "2026-02-02T16:00:00Z", EntryState::posted)};
  monday.drift = {"14:00-16:00 stays with Website as first planned; your config now says API"};
  auto tuesday = sample_day("2026-02-03", report::DayState::begun);
  tuesday.folders = {{"/work/api", 2h, 2h, project_id('a')}};
  tuesday.entries = {entry('a', "2026-02-03T08:00:00Z", "2026-02-03T12:00:00Z", EntryState::in_doubt),
                     entry('a', "2026-02-03T13:00:00Z", "2026-02-03T16:00:00Z", EntryState::planned)};
  tuesday.gaps = {{tuesday.entries[0].interval->end, tuesday.entries[1].interval->start}};
  auto wednesday = sample_day("2026-02-04", report::DayState::unmapped);
  wednesday.folders = {{"/home/me/notes", 10min, 0min, {}}};
  wednesday.outside = 45min;
  book.days = {monday, tuesday, wednesday};
  return book;
}

}  // namespace cli::samples
