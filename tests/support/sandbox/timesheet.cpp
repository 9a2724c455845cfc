// SPDX-License-Identifier: MIT
#include "timesheet.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace libsync::support {
namespace {

std::string local_time(UtcTime time, const Zone& zone) {
  const auto total = zone.time_of_day(time).count();
  return fmt::format("{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
}

const char* weekday(LocalDate date) {
  constexpr const char* k_names[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return k_names[std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding()];
}

// "4:48:00"
std::string clock_duration(seconds duration) {
  const auto total = duration.count();
  return fmt::format("{}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
}

std::string plural(std::int64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

seconds duration_of(const StoredEntry& entry) {
  return entry.end ? *entry.end - entry.start : seconds{0};
}

}  // namespace

std::string timesheet(const ClockifyService& service, const Zone& zone, const Served& served) {
  std::map<std::string, std::string> names;
  std::size_t width = 0;
  for (const ServiceProject& project : service.projects()) {
    names[project.id.str()] = printable(project.name);
    width = std::max(width, names[project.id.str()].size());
  }
  const auto name_of = [&](const StoredEntry& entry) {
    return entry.project ? names[entry.project->str()] : std::string{"(no project)"};
  };

  std::map<LocalDate, std::vector<StoredEntry>> days;
  const ServiceUser& user = service.users().front();
  for (const StoredEntry& entry : service.entries()) {
    if (entry.user == user.id) days[zone.date_of(entry.start)].push_back(entry);
  }

  std::string text = fmt::format("Timesheet of {} (times in {})\n", user.name, zone.name());
  seconds total{0};
  std::size_t count = 0;
  for (const auto& [date, entries] : days) {
    seconds sum{0};
    text += fmt::format("\n{} {}\n", weekday(date), format_date(date));
    for (const StoredEntry& entry : entries) {
      text += fmt::format("  {} - {:8}  {:{}}  {:>9}  {}\n", local_time(entry.start, zone),
                          entry.end ? local_time(*entry.end, zone) : "running", name_of(entry), width,
                          clock_duration(duration_of(entry)), printable(entry.description));
      sum += duration_of(entry);
    }
    text += fmt::format("  {:19}  {:{}}  {:>9}\n", "", "sum", width, clock_duration(sum));
    total += sum;
    count += entries.size();
  }
  text += fmt::format("\n{}, {}, {} h\n", plural(static_cast<std::int64_t>(days.size()), "day", "days"),
                      plural(static_cast<std::int64_t>(count), "entry", "entries"), clock_duration(total));
  text += fmt::format("served: {} ({} POST) on {}\n", plural(served.requests, "request", "requests"), served.posts,
                      plural(served.connections, "connection", "connections"));
  return text;
}

}  // namespace libsync::support
