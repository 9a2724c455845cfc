#include <libsync/model/time.hpp>

#include <gtest/gtest.h>

namespace libsync {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime k_nine = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + 9h;

TEST(Interval, IsHalfOpen) {
  const Interval hour{k_nine, k_nine + 1h};
  EXPECT_TRUE(hour.contains(k_nine));
  EXPECT_FALSE(hour.contains(k_nine + 1h));
  EXPECT_FALSE(hour.overlaps({k_nine + 1h, k_nine + 2h}));
  EXPECT_FALSE(hour.overlaps({k_nine - 1h, k_nine}));
  EXPECT_TRUE(hour.overlaps({k_nine + 59min, k_nine + 2h}));
}

TEST(Interval, ClipsToWhatBothShare) {
  const Interval night{k_nine - 10h, k_nine + 1h};
  EXPECT_EQ(night.clipped_to({k_nine, k_nine + 8h}), (Interval{k_nine, k_nine + 1h}));
  EXPECT_EQ(night.clipped_to({k_nine + 2h, k_nine + 8h}).duration(), 0s);
}

TEST(FormatUtc, IsWhatClockifyTakes) {
  EXPECT_EQ(format_utc(k_nine), "2026-02-02T09:00:00Z");
  EXPECT_EQ(format_utc(UtcTime{} - 1s), "1969-12-31T23:59:59Z");
}

TEST(ParseRfc3339, ReadsZonesAndFractions) {
  const Instant nine{k_nine};
  EXPECT_EQ(parse_rfc3339("2026-02-02T09:00:00Z"), nine);
  EXPECT_EQ(parse_rfc3339("2026-02-02T09:00:00.000Z"), nine);
  EXPECT_EQ(parse_rfc3339("2026-02-02T09:00:00.5Z"), nine + 500ms);
  EXPECT_EQ(parse_rfc3339("2026-02-02T09:00:00.123999Z"), nine + 123ms);
  EXPECT_EQ(parse_rfc3339("2026-02-02T11:00:00+02:00"), nine);
  EXPECT_EQ(parse_rfc3339("2026-02-02T03:30:00-05:30"), nine);
  EXPECT_EQ(parse_rfc3339("2026-02-02 09:00:00+00:00"), nine);
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));
}

TEST(ParseRfc3339, RefusesWhatIsNone) {
  for (const char* bad : {"", "2026-02-02", "2026-02-02T09:00:00", "2026-02-30T09:00:00Z", "2026-02-02T24:00:00Z",
                          "2026-02-02T09:60:00Z", "2026-02-02T09:00:00.Z", "2026-02-02T09:00:00Zx",
                          "2026-2-2T09:00:00Z", "2026-02-02T09:00:00+2:00", "1770022800"}) {
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
  }
}

TEST(ParseDate, TakesOnlyDatesThatExist) {
  EXPECT_EQ(format_date(*parse_date("2024-02-29")), "2024-02-29");
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-01-01 ", "today"}) {
    EXPECT_FALSE(parse_date(bad)) << bad;
  }
}

TEST(ParseTime, TakesTheMinutesOfADay) {
  EXPECT_EQ(parse_time("00:00"), 0min);
  EXPECT_EQ(parse_time("23:59"), 23h + 59min);
  for (const char* bad : {"24:00", "9:00", "09:60", "09:00:00", "0900", ""}) EXPECT_FALSE(parse_time(bad)) << bad;
}

TEST(NextDay, CrossesMonthsAndYears) {
  EXPECT_EQ(format_date(next_day(*parse_date("2025-12-31"))), "2026-01-01");
  EXPECT_EQ(format_date(previous_day(*parse_date("2024-03-01"))), "2024-02-29");
}

}  // namespace
}  // namespace libsync
