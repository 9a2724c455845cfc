// SPDX-License-Identifier: MIT
//
// sample_pages FOLDER   writes busy.html and empty.html into the folder: a page with everything that a page may show,
//                       names among it that mean harm, and one that has nothing to show.
#include <libsync/report/page.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace report = libsync::report;
using libsync::LocalDate;
using libsync::ProjectId;
using libsync::UtcTime;
using std::chrono::sys_days;

constexpr std::array k_names{"API",
                             "Website",
                             "Infrastructure",
                             "<script>alert(1)</script>",
                             "Räksmörgås & Söhne \"Ü\"",
                             "請求書",
                             "A project whose name is longer than anybody would want it",
                             "Eight",
                             "Nine",
                             "\xe2\x80\xaereversed"};

ProjectId project(std::size_t number) {
  return *ProjectId::parse(std::string(23, 'a') + std::string(1, static_cast<char>('0' + number % 10)));
}

report::DayEntry entry(std::size_t number, UtcTime start, std::chrono::seconds length, report::EntryState state) {
  report::DayEntry made{
      project(number), libsync::Interval{start, start + length}, "Development", {"/work/x"}, state, {}, {}, 1, {}};
  if (state == report::EntryState::posted) {
    made.id = libsync::EntryId::parse(std::string(24, 'e'));
    made.origin = libsync::store::Origin::created;
  }
  return made;
}

// Days differ by their number, so that each thing to be seen is seen on some.
report::Day day(LocalDate date, int number) {
  report::Day made;
  made.date = date;
  const UtcTime nine = sys_days{date} + 8h;
  made.work_hours = {nine, nine + 8h};
  const auto first = static_cast<std::size_t>(number) % k_names.size();
  const auto second = (first + 1) % k_names.size();
  made.state = number < 30 ? report::DayState::done : report::DayState::planned;
  const auto state = number < 30 ? report::EntryState::posted : report::EntryState::planned;
  const auto share = std::chrono::minutes{60 + (number * 47) % 300};
  made.entries = {entry(first, nine, share, state), entry(second, nine + share, 8h - share, state)};
  made.folders = {{"/work/one", share / 2, share / 3, project(first)}, {"/work/two", 2h, 1h, project(second)}};
  if (number % 7 == 0) made.folders.push_back({"/home/me/<b>notes</b>", 25min, 25min, {}});
  if (number % 9 == 0) made.drift = {"14:00-16:00 stays with Website as first planned; your config now says API"};
  if (number % 11 == 0) made.outside = 90min;
  if (number == 5) {
    made.entries[1].interval->start += 30min;
    made.gaps = {{nine + share, nine + share + 30min}};
  }
  if (number == 29) {
    made.state = report::DayState::begun;
    made.entries[1].state = report::EntryState::in_doubt;
    made.entries[0].mismatch = "Clockify has other times";
  }
  for (const auto& folder : made.folders) {
    made.tracked += folder.tracked;
    made.attended += folder.attended;
  }
  return made;
}

report::Daybook busy() {
  report::Daybook book{
      {*libsync::parse_date("2026-01-26"), *libsync::parse_date("2026-03-13")}, "Europe/Berlin", {}, {}, {}};
  for (std::size_t i = 0; i < k_names.size(); ++i) book.names.emplace(project(i), k_names.at(i));
  int number = 0;
  for (LocalDate date = book.range.first; date <= book.range.last; date = libsync::next_day(date)) {
    const std::chrono::weekday weekday{sys_days{date}};
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) book.days.push_back(day(date, number++));
  }
  report::Day older;
  older.date = book.range.last;
  older.state = report::DayState::done;
  older.entries = {{project(0), {}, {}, {}, report::EntryState::posted, {}, {}, 1, {}}};
  book.days.back() = older;
  return book;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments{argv + 1, argv + argc};
  if (arguments.size() != 1) {
    std::cerr << "usage: sample_pages FOLDER\n";
    return 64;
  }
  const std::filesystem::path folder{arguments.front()};
  std::filesystem::create_directories(folder);
  auto empty = busy();
  empty.days.clear();
  std::ofstream{folder / "busy.html"} << report::page_of(busy());
  std::ofstream{folder / "empty.html"} << report::page_of(empty);
}
