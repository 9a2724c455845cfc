#include <libsync/model/zone.hpp>
#include <libsync/model/zone_names.hpp>

#include <gtest/gtest.h>

#include <string>

namespace libsync {
namespace {

using namespace std::chrono_literals;

Zone zone(const char* name) {
  return *Zone::find(name);
}
LocalDate date(const char* text) {
  return *parse_date(text);
}
std::string utc(const Zone& where, const char* day, const char* time) {
  return format_utc(where.to_utc(date(day), *parse_time(time)));
}

TEST(Zone, ConvertsLocalTimeToUtc) {
  EXPECT_EQ(utc(zone("Europe/Berlin"), "2026-02-02", "09:00"), "2026-02-02T08:00:00Z");
  EXPECT_EQ(utc(zone("Europe/Berlin"), "2026-07-02", "09:00"), "2026-07-02T07:00:00Z");
  EXPECT_EQ(utc(zone("America/Los_Angeles"), "2026-02-02", "17:00"), "2026-02-03T01:00:00Z");
}

TEST(Zone, TakesTheFirstInstantAfterAGap) {
  EXPECT_EQ(utc(zone("Europe/Berlin"), "2026-03-29", "02:30"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc(zone("Africa/Cairo"), "2024-04-26", "00:00"), "2024-04-25T22:00:00Z");
}

TEST(Zone, TakesTheEarlierOfTwo) {
  EXPECT_EQ(utc(zone("Europe/Berlin"), "2026-10-25", "02:30"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(utc(zone("Africa/Cairo"), "2024-10-31", "23:30"), "2024-10-31T20:30:00Z");
}

TEST(Zone, GivesADayItsRealLength) {
  EXPECT_EQ(zone("Europe/Berlin").whole_day(date("2026-03-29")).duration(), 23h);
  EXPECT_EQ(zone("Europe/Berlin").whole_day(date("2026-10-25")).duration(), 25h);
  EXPECT_EQ(zone("Africa/Cairo").whole_day(date("2024-04-26")).duration(), 23h);
  EXPECT_EQ(zone("UTC").whole_day(date("2026-10-25")).duration(), 24h);
}

TEST(Zone, KnowsTheLocalDateAndTimeOfAnInstant) {
  const auto evening = floor_seconds(*parse_rfc3339("2026-02-04T00:30:00Z"));
  EXPECT_EQ(zone("America/Los_Angeles").date_of(evening), date("2026-02-03"));
  EXPECT_EQ(zone("Asia/Tokyo").date_of(evening), date("2026-02-04"));
  EXPECT_EQ(zone("America/Los_Angeles").time_of_day(evening), 16h + 30min);
}

TEST(Zone, NamesTheZoneThatDoesNotExist) {
  const auto missing = Zone::find("Europe/Berlni");
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().cause.find("Europe/Berlni"), std::string::npos);
}

TEST(NearestZone, IsTheNameThatWasMeant) {
  EXPECT_EQ(nearest_zone("Europe/Berlni"), "Europe/Berlin");
  EXPECT_EQ(nearest_zone("europe/berlin"), "Europe/Berlin");
  EXPECT_EQ(nearest_zone("Berlin"), "Europe/Berlin");
  EXPECT_EQ(nearest_zone("new york"), "America/New_York");
  EXPECT_EQ(nearest_zone("Mars/Olympus"), "");
  EXPECT_EQ(nearest_zone(""), "");
}

}  // namespace
}  // namespace libsync
