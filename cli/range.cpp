// SPDX-License-Identifier: MIT
#include "range.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/summary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace cli {
namespace {

using libsync::LocalDate;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 7> k_weekdays{"sunday",   "monday", "tuesday", "wednesday",
                                                     "thursday", "friday", "saturday"};

std::optional<LocalDate> last_weekday(std::string_view word, LocalDate today) {
  const auto found = std::ranges::find(k_weekdays, word);
  if (found == k_weekdays.end()) return std::nullopt;
  const std::chrono::weekday wanted{static_cast<unsigned>(found - k_weekdays.begin())};
  const auto yesterday = sys_days{today} - days{1};
  return LocalDate{yesterday - (std::chrono::weekday{yesterday} - wanted)};
}

DayRange week_of(LocalDate day) {
  const auto week = libsync::report::week_of(day);
  return {week.first, week.last};
}

// "2026-10"
std::optional<DayRange> month(std::string_view word) {
  const auto first = libsync::parse_date(fmt::format("{}-01", word));
  if (!first) return std::nullopt;
  return DayRange{*first, LocalDate{sys_days{first->year() / first->month() / std::chrono::last}}};
}

// "7d"
std::optional<DayRange> last_days(std::string_view word, LocalDate today) {
  if (!word.ends_with('d')) return std::nullopt;
  int count = 0;
  const char* end = word.data() + word.size() - 1;
  const auto [stop, error] = std::from_chars(word.data(), end, count);
  if (error != std::errc{} || stop != end || count < 1 || count > k_most_days) return std::nullopt;
  return DayRange{LocalDate{sys_days{today} - days{count}}, libsync::previous_day(today)};
}

}  // namespace

std::optional<LocalDate> date_of(std::string_view typed, LocalDate today) {
  const std::string word = libsync::ascii_lower(typed);
  if (word == "today") return today;
  if (word == "yesterday") return libsync::previous_day(today);
  if (const auto day = last_weekday(word, today)) return day;
  return libsync::parse_date(word);
}

std::optional<DayRange> range_of(std::string_view typed, LocalDate today) {
  const std::string lower = libsync::ascii_lower(typed);
  const std::string_view word{lower};
  if (const auto day = date_of(word, today)) return DayRange{*day, *day};
  if (word == "week") return week_of(today);
  if (word == "last-week") return week_of(sys_days{today} - days{7});
  if (const auto dots = word.find(".."); dots != std::string_view::npos) {
    const auto first = date_of(word.substr(0, dots), today);
    const auto last = date_of(word.substr(dots + 2), today);
    return first && last ? std::optional{DayRange{*first, *last}} : std::nullopt;
  }
  if (const auto whole = month(word)) return whole;
  return last_days(word, today);
}

}  // namespace cli
