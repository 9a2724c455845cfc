// SPDX-License-Identifier: MIT
#include <libsync/report/spelled.hpp>

#include <fmt/format.h>

#include <array>

namespace libsync::report {

std::string clock_hours(milliseconds duration) {
  if (duration == milliseconds{0}) return "-";
  const auto minutes = std::chrono::round<std::chrono::minutes>(duration).count();
  return fmt::format("{}:{:02}", minutes / 60, minutes % 60);
}

std::string billed_hours(seconds billed, bool has_more_without_times) {
  if (!has_more_without_times) return clock_hours(billed);
  return billed == seconds{0} ? "done" : clock_hours(billed) + "+";
}

std::string label_of(const ProjectSums& project) {
  if (!project.project) return "no project";
  return project.name.empty() ? "project " + project.project->str() : project.name;
}

std::string_view words_of(DayState state) {
  switch (state) {
    case DayState::done:
      return "done";
    case DayState::begun:
      return "begun";
    case DayState::planned:
      return "planned";
    case DayState::occupied:
      return "occupied";
    case DayState::unmapped:
      return "unmapped";
    case DayState::too_little:
      return "too little time";
    case DayState::no_time:
      return "no time";
    case DayState::day_off:
      return "day off";
    case DayState::not_billed:
      return "not billed";
    case DayState::not_over:
      return "not over yet";
  }
  return "";
}

std::string_view words_of(store::Origin origin) {
  switch (origin) {
    case store::Origin::created:
      return "posted";
    case store::Origin::found:
      return "found after an answer was lost";
    case store::Origin::adopted:
      return "adopted: it stood there before";
    case store::Origin::earlier:
      return "recorded by the older tool";
  }
  return "";
}

std::string_view short_weekday(LocalDate date) {
  constexpr std::array<std::string_view, 7> k_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return k_names.at(std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding());
}

std::string month_and_year(LocalDate date) {
  constexpr std::array<std::string_view, 12> k_names{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
  return fmt::format("{} {}", k_names.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()));
}

}  // namespace libsync::report
