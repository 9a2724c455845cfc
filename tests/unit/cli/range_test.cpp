// SPDX-License-Identifier: MIT
#include "range.hpp"

#include <gtest/gtest.h>

namespace cli {
namespace {

libsync::LocalDate day(std::string_view text) {
  return libsync::parse_date(text).value();
}

DayRange days(std::string_view first, std::string_view last) {
  return {day(first), day(last)};
}

TEST(DateOf, KnowsTodayYesterdayAndTheLastWeekdays) {
  const auto sunday = day("2026-03-01");
  EXPECT_EQ(date_of("today", sunday), sunday);
  EXPECT_EQ(date_of("yesterday", sunday), day("2026-02-28"));
  EXPECT_EQ(date_of("monday", sunday), day("2026-02-23"));
  EXPECT_EQ(date_of("saturday", sunday), day("2026-02-28"));
  EXPECT_EQ(date_of("sunday", sunday), day("2026-02-22"));  // today is never billed
  EXPECT_EQ(date_of("2025-12-31", sunday), day("2025-12-31"));
  for (const auto* word : {"tomorrow", "mon", "", "2026-02-30"}) {
    EXPECT_EQ(date_of(word, sunday), std::nullopt) << word;
  }
}

TEST(RangeOf, KnowsEveryWordForDays) {
  const auto thursday = day("2026-11-26");
  EXPECT_EQ(range_of("2026-02-28", thursday), days("2026-02-28", "2026-02-28"));
  EXPECT_EQ(range_of("2026-02-02..2026-02-06", thursday), days("2026-02-02", "2026-02-06"));
  EXPECT_EQ(range_of("monday..yesterday", thursday), days("2026-11-23", "2026-11-25"));
  EXPECT_EQ(range_of("week", thursday), days("2026-11-23", "2026-11-29"));
  EXPECT_EQ(range_of("last-week", thursday), days("2026-11-16", "2026-11-22"));
  EXPECT_EQ(range_of("2024-02", thursday), days("2024-02-01", "2024-02-29"));
  EXPECT_EQ(range_of("7d", thursday), days("2026-11-19", "2026-11-25"));
  EXPECT_EQ(range_of("1d", thursday), range_of("yesterday", thursday));
  EXPECT_EQ(range_of("week", day("2026-11-29")), days("2026-11-23", "2026-11-29"));
  EXPECT_EQ(range_of("week", day("2026-11-30")), days("2026-11-30", "2026-12-06"));
}

TEST(RangeOf, TakesWordsInAnyCase) {
  const auto thursday = day("2026-11-26");
  EXPECT_EQ(date_of("Today", thursday), thursday);
  EXPECT_EQ(date_of("MONDAY", thursday), day("2026-11-23"));
  EXPECT_EQ(range_of("LAST-WEEK", thursday), range_of("last-week", thursday));
  EXPECT_EQ(range_of("Monday..Yesterday", thursday), range_of("monday..yesterday", thursday));
  EXPECT_EQ(range_of("7D", thursday), range_of("7d", thursday));
}

TEST(RangeOf, IsNothingForAnythingElse) {
  for (const auto* word : {"", "..", "2026-02-02..", "..2026-02-02", "2026-02-02...2026-02-03", "2026-13", "2026-2",
                           "0d", "-1d", "d", "7 d", "99999999999d", "100000d", "7w", "weeks", "2026"}) {
    EXPECT_EQ(range_of(word, day("2026-11-26")), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace cli
