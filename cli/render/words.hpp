// SPDX-License-Identifier: MIT
//
// Small pieces of text for people: durations, dates, columns, colour. Pure.
#pragma once

#include <libsync/model/time.hpp>
#include <libsync/model/zone.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// "4 h 48 min", "8 h", "45 min", "30 s"; rounded to the minute from one minute up.
[[nodiscard]] std::string human_duration(libsync::milliseconds duration);

// "1 day", "2 days"
[[nodiscard]] std::string count_of(std::int64_t count, std::string_view one, std::string_view many);

// "Mon 2026-02-02"
[[nodiscard]] std::string day_name(libsync::LocalDate date);

// What the clocks of the zone show, "09:00" or, when it matters, "09:00:30".
enum class Precision { minutes, seconds };
[[nodiscard]] std::string clock_time(libsync::UtcTime time, const libsync::Zone& zone, Precision precision);

// "09:00-13:48"; with "+1" behind an end on a later date than the start.
[[nodiscard]] std::string clock_range(const libsync::Interval& interval, const libsync::Zone& zone,
                                      Precision precision);

// "2026-02-06 11:15" as the clocks of the zone show it.
[[nodiscard]] std::string local_moment(libsync::UtcTime time, const libsync::Zone& zone);

// The minute by which `time` has come, "14:05", with the date in front when it is not the day of `now`.
[[nodiscard]] std::string moment_by(libsync::UtcTime time, libsync::UtcTime now, const libsync::Zone& zone);

// Columns that `text` takes on a terminal: marks that combine take none, wide characters two. Printable UTF-8 only.
[[nodiscard]] std::size_t display_width(std::string_view text);

// `text` filled up with blanks to `width` columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

// `text` in lines of at most `width` columns, each with `indent` blanks in front and a line end behind; no word is
// broken, so that one that is wider has a line of its own. Line ends in `text` stay.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

enum class Tone { plain, strong, good, attention, bad, faint };

// The text in a colour, or as it is.
class Palette {
 public:
  explicit Palette(bool colour) : colour_(colour) {}
  [[nodiscard]] std::string paint(Tone tone, std::string_view text) const;

 private:
  bool colour_;
};

// What wrapped() returned, as a heading.
[[nodiscard]] std::string painted_lines(const Palette& palette, std::string_view lines);

}  // namespace cli
