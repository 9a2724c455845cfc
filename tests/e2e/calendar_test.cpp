// SPDX-License-Identifier: MIT
//
// Which days are synced, and what a day is.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

TEST(Calendar, FillsEveryWorkdayOfSeveralWeeks) {
  Workplace place;
  const Config config;
  // Mon 2026-02-02 to Fri 2026-02-13: a weekend in between with work on it, and a Wednesday without any.
  for (const auto* on : {"2026-02-02", "2026-02-03", "2026-02-05", "2026-02-06", "2026-02-07", "2026-02-08",
                         "2026-02-09", "2026-02-10", "2026-02-11", "2026-02-12", "2026-02-13"}) {
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
    place.work("/work/web", "Europe/Berlin", on, "13:00", "14:00");
    place.work("/work/elsewhere", "Europe/Berlin", on, "15:00", "16:00");
  }
  const auto answer = place.sync({"--until", "2026-02-13"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;

  for (const auto* on : {"2026-02-02", "2026-02-03", "2026-02-05", "2026-02-06", "2026-02-09", "2026-02-10",
                         "2026-02-11", "2026-02-12", "2026-02-13"}) {
    EXPECT_EQ(answer.state_of(on), "synced") << on;
    place.expect_full(on, config);
  }
  EXPECT_EQ(answer.state_of("2026-02-04"), "no_time");
  EXPECT_FALSE(place.is_done("2026-02-04"));
  EXPECT_EQ(answer.state_of("2026-02-07"), "") << "weekend days are not listed";
  EXPECT_EQ(answer.state_of("2026-02-08"), "");
  EXPECT_EQ(place.fake.entries().size(), 27U);
  EXPECT_EQ(place.fake.counts().posts, 27);
  EXPECT_EQ(place.fake.counts().listings, 1);
  EXPECT_EQ(place.fake.counts().connections, 1);
  EXPECT_EQ(answer.requests(), place.fake.counts().requests);
}

TEST(Calendar, SharesTheWorkHoursByTrackedTime) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
  place.work("/elsewhere", "Europe/Berlin", "2026-02-02", "15:00", "16:00");
  const auto answer = place.sync({"--until", "2026-02-02"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;

  const auto& day = answer.day("2026-02-02");
  EXPECT_EQ(day.at("tracked_seconds"), 5 * 3600);
  const auto& entries = day.at("entries").as_array();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].at("project_id").as_string(), known::api().str());
  EXPECT_EQ(entries[0].at("projects"), (json::array{"/work/api"}));
  EXPECT_EQ(entries[0].at("start"), "2026-02-02T08:00:00Z");
  EXPECT_EQ(entries[0].at("end"), "2026-02-02T12:48:00Z");
  EXPECT_EQ(entries[0].at("seconds"), 17280);
  EXPECT_EQ(entries[1].at("seconds"), 5760);
  EXPECT_EQ(entries[2].at("project_id").as_string(), known::other().str());
  EXPECT_EQ(entries[2].at("seconds"), 5760);
}

TEST(Calendar, LeavesOutFolderTimeWithoutAnOtherProjectAndSaysSo) {
  Workplace place;
  Config config;
  config.other = "";
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "10:00");
  place.work("/elsewhere", "Europe/Berlin", "2026-02-02", "10:00", "11:00");
  place.work("/elsewhere", "Europe/Berlin", "2026-02-03", "10:00", "11:00");
  const auto answer = place.sync({"--until", "2026-02-03"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.day("2026-02-02").at("entries").as_array().size(), 1U);
  EXPECT_EQ(answer.state_of("2026-02-03"), "unmapped");
  EXPECT_FALSE(place.is_done("2026-02-03"));
  EXPECT_EQ(answer.object.at("unmapped"), (json::value{{{"project", "/elsewhere"}, {"seconds", 7200}}}));
  place.expect_full("2026-02-02", config);
}

TEST(Calendar, SkipsDaysOff) {
  Workplace place;
  Config config;
  config.more_of_sync = "days_off = [\"2026-02-03\"]";
  place.configure(config);
  for (const auto* on : {"2026-02-02", "2026-02-03", "2026-02-04"})
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  const auto answer = place.sync({"--until", "2026-02-04"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of("2026-02-03"), "day_off");
  EXPECT_TRUE(place.entries_in(work_hours("2026-02-03", config)).empty());
  place.expect_full("2026-02-02", config);
  place.expect_full("2026-02-04", config);
}

TEST(Calendar, WorksOnTheConfiguredWeekdays) {
  Workplace place;
  Config config;
  config.more_of_sync = "work_days = [\"sat\", \"sun\"]";
  place.configure(config);
  for (const auto* on : {"2026-02-06", "2026-02-07", "2026-02-08"})
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  const auto answer = place.sync({"--until", "2026-02-09"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.object.at("days").as_array().size(), 2U);
  place.expect_full("2026-02-07", config);
  place.expect_full("2026-02-08", config);
}

TEST(Calendar, BeginsWithTheFirstSessionWhateverSinceSays) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-04", "09:00", "12:00");
  const auto answer = place.sync({"--since", "2026-01-01", "--until", "2026-02-05"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.object.at("since"), "2026-02-04");
  EXPECT_EQ(answer.object.at("days").as_array().size(), 2U);
}

TEST(Calendar, StaysInsideTheRangeThatWasAskedFor) {
  Workplace place;
  for (const auto* on : {"2026-02-02", "2026-02-03", "2026-02-04"})
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  const auto answer = place.sync({"--since", "2026-02-03", "--until", "2026-02-03"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.object.at("days").as_array().size(), 1U);
  EXPECT_EQ(place.fake.entries().size(), 1U);
  place.expect_full("2026-02-03", {});
}

TEST(Calendar, NeverTouchesToday) {
  Workplace place;
  Config config;
  config.time_zone = "UTC";
  config.more_of_sync = "work_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
  place.configure(config);
  const auto today = [] { return LocalDate{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())}; };
  const LocalDate before = today();
  const UtcTime midnight = std::chrono::sys_days{before};
  place.work("/work/api", midnight - 14h, midnight - 12h);
  place.work("/work/api", midnight + 9h, midnight + 10h);
  const auto answer = place.sync({"--until", "today"});
  if (today() != before) return;  // midnight passed while it ran: what is today cannot be told
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  ASSERT_EQ(answer.object.at("days").as_array().size(), 1U);
  EXPECT_EQ(answer.object.at("until").as_string(), libsync::format_date(before + -1));
  place.expect_full(libsync::format_date(before + -1), config);
}

struct ClockChange {
  const char* zone;
  const char* day;
  const char* start;
  const char* end;
  std::chrono::seconds length;
};

class ClockChanges : public testing::TestWithParam<ClockChange> {};

TEST_P(ClockChanges, GiveTheDayItsRealLength) {
  const auto& change = GetParam();
  Workplace place;
  Config config{.time_zone = change.zone, .start = change.start, .end = change.end};
  config.more_of_sync = "work_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
  place.configure(config);
  const Interval hours = work_hours(change.day, config);
  ASSERT_EQ(hours.duration(), change.length);
  place.work("/work/api", hours.start + 10min, hours.start + 40min);
  place.work("/work/web", hours.start + 60min, hours.start + 70min);
  for (const int offset : {-1, 1}) {
    const UtcTime start = work_hours(libsync::format_date(date(change.day) + offset), config).start;
    place.work("/work/api", start + 10min, start + 40min);
  }
  const auto answer = place.sync({"--until", libsync::format_date(date(change.day) + 1)});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  for (const int offset : {-1, 0, 1}) place.expect_full(libsync::format_date(date(change.day) + offset), config);

  std::int64_t sum = 0;
  for (const auto& entry : answer.day(change.day).at("entries").as_array()) sum += entry.at("seconds").as_int64();
  EXPECT_EQ(sum, change.length.count());
}

INSTANTIATE_TEST_SUITE_P(Zones, ClockChanges,
                         testing::Values(ClockChange{"Europe/Berlin", "2026-03-29", "00:00", "08:00", 7h},
                                         ClockChange{"Europe/Berlin", "2025-10-26", "00:00", "08:00", 9h},
                                         ClockChange{"Europe/Berlin", "2026-03-29", "02:30", "10:00", 7h},
                                         ClockChange{"America/New_York", "2026-03-08", "00:00", "08:00", 7h},
                                         ClockChange{"America/New_York", "2025-11-02", "00:00", "08:00", 9h},
                                         ClockChange{"Africa/Cairo", "2024-04-26", "00:00", "08:00", 7h},
                                         ClockChange{"Australia/Lord_Howe", "2025-10-05", "00:00", "08:00",
                                                     7h + 30min}),
                         [](const auto& tested) {
                           std::string name = std::string{tested.param.zone} + tested.param.day + tested.param.start;
                           std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
                           return name;
                         });

TEST(Calendar, WorkHoursOverMidnightBelongToTheDayTheyStartOn) {
  Workplace place;
  const Config config{.start = "22:00", .end = "06:00"};
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "23:00", "01:00");
  place.work("/work/web", "Europe/Berlin", "2026-02-03", "02:00", "03:00");  // still the shift of Monday
  const auto answer = place.sync({"--until", "2026-02-03"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.day("2026-02-02").at("tracked_seconds"), 3 * 3600);
  EXPECT_EQ(answer.state_of("2026-02-03"), "no_time");
  place.expect_full("2026-02-02", config);
}

TEST(Calendar, ASessionOverMidnightGivesEachDayItsOwnPart) {
  Workplace place;
  Config config{.start = "00:00", .end = "23:00"};
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "22:00", "01:30");
  const auto answer = place.sync({"--until", "2026-02-03"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.day("2026-02-02").at("tracked_seconds"), 3600) << "23:00 to midnight is outside the work hours";
  EXPECT_EQ(answer.day("2026-02-03").at("tracked_seconds"), 5400);
}

TEST(Calendar, ACalendarDayWindowCountsTheEvening) {
  Workplace place;
  Config config;
  config.more_of_sync = "session_window = \"calendar_day\"";
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "20:00", "22:00");
  const auto answer = place.sync({"--until", "2026-02-02"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.day("2026-02-02").at("tracked_seconds"), 7200);
  place.expect_full("2026-02-02", config);
}

TEST(Calendar, ALocalEveningFarFromUtcIsTheLocalDay) {
  Workplace place;
  const Config config{.time_zone = "America/Los_Angeles", .start = "14:00", .end = "22:00"};
  place.configure(config);
  place.work("/work/api", utc("2026-02-03T04:00:00Z"), utc("2026-02-03T05:00:00Z"));  // Monday, 20:00 there
  const auto answer = place.sync({"--until", "2026-02-03"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of("2026-02-02"), "synced");
  EXPECT_EQ(answer.state_of("2026-02-03"), "no_time");
  place.expect_full("2026-02-02", config);
}

TEST(Calendar, ALocalMorningFarFromUtcIsTheLocalDay) {
  Workplace place;
  const Config config{.time_zone = "Asia/Tokyo", .start = "07:00", .end = "15:00"};
  place.configure(config);
  place.work("/work/api", utc("2026-02-01T22:30:00Z"), utc("2026-02-01T23:30:00Z"));  // Monday, 07:30 there
  const auto answer = place.sync({"--until", "2026-02-02"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.object.at("since"), "2026-02-02");
  place.expect_full("2026-02-02", config);
}

TEST(Calendar, TheZoneComesFromTheFlagTheFileAndTheEnvironmentInThisOrder) {
  Workplace place;
  place.work("/work/api", utc("2026-02-02T12:00:00Z"), utc("2026-02-02T13:00:00Z"));
  const auto zone_of = [&](std::vector<std::string> flags) {
    flags.insert(flags.end(), {"--dry-run", "--until", "2026-02-02"});
    return place.sync(flags).object.at("time_zone").as_string();
  };
  place.environment["TZ"] = ":Asia/Tokyo";
  EXPECT_EQ(zone_of({}), "Europe/Berlin");
  EXPECT_EQ(zone_of({"--time-zone", "America/New_York"}), "America/New_York");
  place.configure_text("[sync]\nworkspace_id = \"" + known::workspace().str() +
                       "\"\nwork_day_start = \"09:00\"\nwork_day_end = \"17:00\"\n");
  EXPECT_EQ(zone_of({}), "Asia/Tokyo");
  place.environment["TZ"] = "no such zone";
  EXPECT_EQ(place.run({"sync", "--dry-run"}).exit_code, 78);
}

}  // namespace
}  // namespace e2e
