// SPDX-License-Identifier: MIT
#include "render/words.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/spelled.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace cli {

using libsync::LocalDate;
using libsync::UtcTime;
using libsync::Zone;

std::string human_duration(libsync::milliseconds duration) {
  const auto whole = std::chrono::round<std::chrono::seconds>(duration);
  if (whole < std::chrono::minutes{1}) return fmt::format("{} s", whole.count());
  const auto minutes = std::chrono::round<std::chrono::minutes>(duration).count();
  if (minutes < 60) return fmt::format("{} min", minutes);
  if (minutes % 60 == 0) return fmt::format("{} h", minutes / 60);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string count_of(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string day_name(LocalDate date) {
  return fmt::format("{} {}", libsync::report::short_weekday(date), libsync::format_date(date));
}

std::string clock_time(UtcTime time, const Zone& zone, Precision precision) {
  const std::chrono::hh_mm_ss clock{zone.time_of_day(time)};
  if (precision == Precision::minutes) {
    return fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count());
  }
  return fmt::format("{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string clock_range(const libsync::Interval& interval, const Zone& zone, Precision precision) {
  const bool later = zone.date_of(interval.end) > zone.date_of(interval.start);
  return fmt::format("{}-{}{}", clock_time(interval.start, zone, precision), clock_time(interval.end, zone, precision),
                     later ? " +1" : "");
}

std::string local_moment(UtcTime time, const Zone& zone) {
  return fmt::format("{} {}", libsync::format_date(zone.date_of(time)), clock_time(time, zone, Precision::minutes));
}

std::string moment_by(UtcTime time, UtcTime now, const Zone& zone) {
  time = std::chrono::ceil<std::chrono::minutes>(time);
  const bool today = zone.date_of(time) == zone.date_of(now);
  return today ? clock_time(time, zone, Precision::minutes) : local_moment(time, zone);
}

namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

constexpr std::array k_wide{CodeRange{0x1100, 0x115f}, CodeRange{0x2e80, 0xa4cf},   CodeRange{0xac00, 0xd7a3},
                            CodeRange{0xf900, 0xfaff}, CodeRange{0xfe30, 0xfe6f},   CodeRange{0xff00, 0xff60},
                            CodeRange{0xffe0, 0xffe6}, CodeRange{0x1f300, 0x1faff}, CodeRange{0x20000, 0x3fffd}};
constexpr std::array k_combining{CodeRange{0x0300, 0x036f}, CodeRange{0x1ab0, 0x1aff}, CodeRange{0x20d0, 0x20ff},
                                 CodeRange{0xfe00, 0xfe0f}, CodeRange{0xfe20, 0xfe2f}};

template <std::size_t N>
bool is_in(const std::array<CodeRange, N>& ranges, char32_t c) {
  for (const auto& range : ranges) {
    if (range.first <= c && c <= range.last) return true;
  }
  return false;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const char32_t c = libsync::take_character(text).code;
    if (!is_in(k_combining, c)) width += is_in(k_wide, c) ? 2U : 1U;
  }
  return width;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return std::string{text} + std::string(taken < width ? width - taken : 0, ' ');
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string lines;
  const std::string margin(indent, ' ');
  const auto finish = [&](std::string& line) {
    line.erase(line.find_last_not_of(' ') + 1);
    lines += line.empty() ? "\n" : fmt::format("{}{}\n", margin, line);
    line.clear();
  };
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string line;
    std::string_view words = text.substr(0, end);
    while (!words.empty()) {
      const auto blank = std::min(words.find(' '), words.size());
      const std::string_view word = words.substr(0, blank);
      words.remove_prefix(std::min(blank + 1, words.size()));
      if (!line.empty() && indent + display_width(line) + 1 + display_width(word) > width) {
        finish(line);
      }
      if (!line.empty()) line += ' ';
      line += word;
    }
    finish(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string Palette::paint(Tone tone, std::string_view text) const {
  if (!colour_ || tone == Tone::plain || text.empty()) return std::string{text};
  std::string_view code;
  switch (tone) {
    case Tone::plain:
      break;
    case Tone::strong:
      code = "1";
      break;
    case Tone::good:
      code = "32";
      break;
    case Tone::attention:
      code = "33";
      break;
    case Tone::bad:
      code = "31";
      break;
    case Tone::faint:
      code = "2";
      break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string painted_lines(const Palette& palette, std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    text += palette.paint(Tone::strong, lines.substr(0, end)) + "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return text;
}

}  // namespace cli
