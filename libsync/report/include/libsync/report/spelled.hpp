// SPDX-License-Identifier: MIT
//
// Values as people read them, whatever shows them. Pure; nothing is escaped.
#pragma once

#include <libsync/model/time.hpp>
#include <libsync/report/daybook.hpp>
#include <libsync/report/summary.hpp>

#include <string>
#include <string_view>

namespace libsync::report {

// "3:07": hours and minutes, rounded to the minute; "-" for nothing.
[[nodiscard]] std::string clock_hours(milliseconds duration);

// What stands in Clockify: "3:07"; "done" where the older tool did it and kept no times; "3:07+" of both; "-" for
// nothing.
[[nodiscard]] std::string billed_hours(seconds billed, bool has_more_without_times);

// Of a project without a remembered name "project <id>", of the time without one "no project".
[[nodiscard]] std::string label_of(const ProjectSums& project);

// "done", "no time", "not over yet"
[[nodiscard]] std::string_view words_of(DayState state);

// How an entry got there: "posted", "found after an answer was lost", "adopted: it stood there before",
// "recorded by the older tool".
[[nodiscard]] std::string_view words_of(store::Origin origin);

// What a person should know where it is not sure whose days they are.
inline constexpr std::string_view k_unsure_whose =
    "the key was not used with this store before, so these may be the days of another user";

[[nodiscard]] std::string_view short_weekday(LocalDate date);  // "Mon"
[[nodiscard]] std::string month_and_year(LocalDate date);      // "November 2026"

}  // namespace libsync::report
