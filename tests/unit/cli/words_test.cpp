// SPDX-License-Identifier: MIT
#include "render/words.hpp"

#include "sample_report.hpp"

#include <gtest/gtest.h>

namespace cli {
namespace {

using namespace std::chrono_literals;
using samples::berlin;
using samples::utc;

TEST(HumanDuration, ReadsLikeAPersonWouldSayIt) {
  EXPECT_EQ(human_duration(0s), "0 s");
  EXPECT_EQ(human_duration(400ms), "0 s");
  EXPECT_EQ(human_duration(59s), "59 s");
  EXPECT_EQ(human_duration(60s), "1 min");
  EXPECT_EQ(human_duration(45min), "45 min");
  EXPECT_EQ(human_duration(59min + 40s), "1 h");
  EXPECT_EQ(human_duration(8h), "8 h");
  EXPECT_EQ(human_duration(4h + 48min), "4 h 48 min");
  EXPECT_EQ(human_duration(100h + 1min + 29s), "100 h 1 min");
}

TEST(CountOf, KnowsOneFromMany) {
  EXPECT_EQ(count_of(0, "day", "days"), "0 days");
  EXPECT_EQ(count_of(1, "day", "days"), "1 day");
  EXPECT_EQ(count_of(2, "entry", "entries"), "2 entries");
}

TEST(DayName, HasTheWeekday) {
  EXPECT_EQ(day_name(samples::date("2026-02-02")), "Mon 2026-02-02");
  EXPECT_EQ(day_name(samples::date("2026-02-08")), "Sun 2026-02-08");
}

TEST(ClockRange, IsLocalTime) {
  EXPECT_EQ(clock_range({utc("2026-02-02T08:00:00Z"), utc("2026-02-02T12:48:00Z")}, berlin(), Precision::minutes),
            "09:00-13:48");
  EXPECT_EQ(clock_range({utc("2026-07-02T07:00:00Z"), utc("2026-07-02T07:00:01Z")}, berlin(), Precision::seconds),
            "09:00:00-09:00:01");
}

TEST(ClockRange, MarksAnEndOnTheNextDay) {
  EXPECT_EQ(clock_range({utc("2026-02-02T21:00:00Z"), utc("2026-02-03T05:00:00Z")}, berlin(), Precision::minutes),
            "22:00-06:00 +1");
}

TEST(MomentBy, IsNeverEarly) {
  const auto now = utc("2026-02-06T10:15:00Z");
  EXPECT_EQ(moment_by(utc("2026-02-06T11:00:01Z"), now, berlin()), "12:01");
  EXPECT_EQ(moment_by(utc("2026-02-06T11:00:00Z"), now, berlin()), "12:00");
}

TEST(MomentBy, NamesTheDateOnlyWhenItIsAnother) {
  const auto now = utc("2026-02-06T10:15:00Z");
  EXPECT_EQ(moment_by(utc("2026-02-06T22:59:00Z"), now, berlin()), "23:59");
  EXPECT_EQ(moment_by(utc("2026-02-06T23:00:00Z"), now, berlin()), "2026-02-07 00:00");
}

TEST(DisplayWidth, CountsWhatATerminalShows) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("Büro"), 4U);
  EXPECT_EQ(display_width("Bu\xcc\x88ro"), 4U);  // a combining diaeresis
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(padded("日本", 6), "日本  ");
  EXPECT_EQ(padded("toolong", 3), "toolong");
}

TEST(Wrapped, BreaksLinesBetweenWordsOnly) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree\n");
  EXPECT_EQ(wrapped("one two", 7, 2), "  one\n  two\n");
  EXPECT_EQ(wrapped("unbreakable x", 4), "unbreakable\nx\n");
  EXPECT_EQ(wrapped("a\nb", 80), "a\nb\n");
  EXPECT_EQ(wrapped("a  b", 80), "a  b\n");
  EXPECT_EQ(wrapped("a  b", 2), "a\nb\n");
  EXPECT_EQ(wrapped("\u65e5\u672c \u65e5", 6), "\u65e5\u672c\n\u65e5\n");
  EXPECT_EQ(wrapped("", 80), "");
}

TEST(Palette, WithoutColourLeavesTextAsItIs) {
  EXPECT_EQ(Palette{false}.paint(Tone::bad, "x"), "x");
  EXPECT_EQ(Palette{true}.paint(Tone::bad, "x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(Palette{true}.paint(Tone::plain, "x"), "x");
}

}  // namespace
}  // namespace cli
