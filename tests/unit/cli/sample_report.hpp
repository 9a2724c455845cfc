// SPDX-License-Identifier: MIT
//
// A report in which everything that can be said happens once.
#pragma once

#include <libsync/loop/sync_report.hpp>
#include <libsync/model/zone.hpp>

#include <gtest/gtest.h>

namespace cli {

namespace loop = libsync::loop;

namespace samples {

inline libsync::LocalDate date(std::string_view text) {
  return libsync::parse_date(text).value();
}

inline libsync::UtcTime utc(std::string_view text) {
  return std::chrono::floor<std::chrono::seconds>(libsync::parse_rfc3339(text).value());
}

inline libsync::Zone berlin() {
  return *libsync::Zone::find("Europe/Berlin");
}

inline libsync::ProjectId project(char digit) {
  return libsync::ProjectId::parse(std::string(24, digit)).value();
}

inline libsync::EntryId entry_id(char digit) {
  return libsync::EntryId::parse(std::string(24, digit)).value();
}

inline loop::EntryReport entry(char digit, std::vector<std::string> sources, std::string_view start,
                               std::string_view end, loop::EntryState state) {
  loop::EntryReport report{.project = project(digit),
                           .sources = std::move(sources),
                           .interval = {utc(start), utc(end)},
                           .description = "Development",
                           .state = state,
                           .entry_id = {}};
  const bool stands = state == loop::EntryState::posted || state == loop::EntryState::adopted ||
                      state == loop::EntryState::already_posted;
  if (stands) report.entry_id = entry_id(digit);
  return report;
}

inline loop::DayReport day(std::string_view on, loop::DayState state, std::chrono::minutes tracked = {},
                           std::vector<loop::EntryReport> entries = {}) {
  loop::DayReport report;
  report.date = date(on);
  report.state = state;
  report.tracked = tracked;
  report.attended = tracked;
  report.entries = std::move(entries);
  return report;
}

// Monday 2026-02-02, 5 h tracked: 3 h on the API, 1 h on the web site, 1 h elsewhere, of an 8 h day in Berlin.
inline loop::DayReport example_day(loop::DayState day_state, loop::EntryState entry_state) {
  return day("2026-02-02", day_state, std::chrono::hours{5},
             {entry('a', {"/home/me/work/api"}, "2026-02-02T08:00:00Z", "2026-02-02T12:48:00Z", entry_state),
              entry('b', {"/home/me/work/web"}, "2026-02-02T12:48:00Z", "2026-02-02T14:24:00Z", entry_state),
              entry('c', {"/home/me/x", "/home/me/y"}, "2026-02-02T14:24:00Z", "2026-02-02T16:00:00Z", entry_state)});
}

inline loop::SyncReport report_of(std::vector<loop::DayReport> days) {
  loop::SyncReport report;
  report.time_zone = "Europe/Berlin";
  if (!days.empty()) {
    report.since = days.front().date;
    report.until = days.back().date;
  }
  report.days = std::move(days);
  return report;
}

}  // namespace samples
}  // namespace cli
