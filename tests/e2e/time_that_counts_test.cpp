// SPDX-License-Identifier: MIT
//
// Which days and which time make it into the timesheet, and that none is left out without a word.
#include "agent_files.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace e2e {
namespace {

using libsync::support::write_file;
using testing::AllOf;
using testing::HasSubstr;

Config with(const std::string& line) {
  Config config;
  config.more_of_sync = line;
  return config;
}

// From Monday the 2nd of February on.
void work_on_workdays(Workplace& place, int count) {
  for (int day = 0; day < count; ++day) {
    const auto on = libsync::format_date(date(k_monday) + (day / 5 * 7 + day % 5));
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  }
}

TEST(TheFirstDay, IsWhereThePostingBegins) {
  Workplace place;
  work_on_workdays(place, 3);
  place.configure(with("first_day = \"2026-02-03\""));
  const auto answer = place.sync({"--until", "2026-02-04"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_FALSE(place.is_done(k_monday));
  EXPECT_EQ(answer.state_of("2026-02-03"), "synced");
  EXPECT_EQ(place.fake.counts().posts, 2);
  EXPECT_EQ(place.sync({"--until", "2026-02-04"}).requests(), 0);
}

TEST(TheFirstDay, IsMissedBeforeManyDaysArePosted) {
  for (const int days : {10, 11}) {
    SCOPED_TRACE(days);
    Workplace place;
    work_on_workdays(place, days);
    const auto result = place.run({"sync", "--until", "2026-02-20"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const bool says_so = result.err.find("first_day") != std::string::npos;
    EXPECT_EQ(says_so, days > 10) << result.err;
    EXPECT_EQ(place.fake.counts().posts, days);
  }
}

TEST(ADayWithSevenMinutes, CountsUnlessThereIsAMinimum) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "09:07");
  place.configure(with("min_tracked_minutes = 10"));
  const auto left_out = place.sync({"--until", k_monday});
  EXPECT_EQ(left_out.exit_code, 0) << left_out.err;
  EXPECT_EQ(place.fake.counts().posts, 0);
  const auto text = place.run({"sync", "--until", k_monday});
  EXPECT_THAT(text.out + text.err, AllOf(HasSubstr(k_monday), HasSubstr("7 min"), HasSubstr("min_tracked_minutes")));

  place.configure({});
  EXPECT_EQ(place.sync({"--until", k_monday}).state_of(k_monday), "synced");
  place.expect_full(k_monday, {});
}

TEST(AFolderThatIsIgnoredByDefault, CountsWhereTheMappingNamesIt) {
  Workplace place;
  Config config;
  config.mapping["/tmp/wt/feature"] = known::web().str();
  place.configure(config);
  place.work("/tmp/wt/feature/sub", "Europe/Berlin", k_monday, "09:00", "10:00");
  place.work("/tmp/scratch", "Europe/Berlin", k_monday, "10:00", "12:00");
  const auto plan = place.run({"sync", "--dry-run", "--until", k_monday});
  EXPECT_THAT(plan.out, AllOf(HasSubstr("/tmp/scratch"), HasSubstr("2 h")));
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  ASSERT_EQ(place.fake.entries().size(), 1U);
  EXPECT_EQ(place.fake.entries().at(0).project, known::web());
  EXPECT_EQ(answer.object.at("ignored"), (json::value{{{"project", "/tmp/scratch"}, {"seconds", 7200}}}));
}

TEST(AFolderThatIsIgnoredByTheConfig, StaysIgnored) {
  Workplace place;
  place.configure_text("ignore_projects = [\"/work/web/**\"]\n[sync]\nworkspace_id = \"" + known::workspace().str() +
                       "\"\nwork_day_start = \"09:00\"\nwork_day_end = \"17:00\"\ntime_zone = \"Europe/Berlin\"\n"
                       "[sync.project_mapping]\n\"/work/web\" = \"" +
                       known::web().str() + "\"\n");
  place.work("/work/web/x", "Europe/Berlin", k_monday, "09:00", "10:00");
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(place.fake.counts().posts, 0);
  EXPECT_EQ(answer.object.at("ignored"), (json::value{{{"project", "/work/web/x"}, {"seconds", 3600}}}));
}

// An agent on its own: one message of a person at midnight, and work until the next one.
void loop_alone_for_a_day(Workplace& place) {
  std::string lines;
  int message = 0;
  for (const UtcTime at : every(std::chrono::minutes{5}, utc("2026-02-01T23:00:00Z"), utc("2026-02-02T23:00:00Z"))) {
    lines += ClaudeLine{.timestamp = fmt::format("\"{}\"", libsync::format_utc(at)),
                        .folder = "/work/web",
                        .session = "robot",
                        .uuid = fmt::format("robot-{}", ++message),
                        .text = "once more",
                        .type = message == 1 ? "user" : "assistant"}
                 .str();
  }
  write_file(claude_file(place, "robot"), lines);
}

TEST(AnAgentThatLoopsAlone, IsShownAsUnattended) {
  Workplace place;
  loop_alone_for_a_day(place);
  place.work("/work/api", "Europe/Berlin", k_monday, "10:00", "12:00");
  const auto plan = place.sync({"--dry-run", "--until", k_monday});
  const auto& day = plan.day(k_monday);
  EXPECT_EQ(day.at("tracked_seconds"), 36000);
  EXPECT_EQ(day.at("attended_seconds"), 7200);
  EXPECT_EQ(day.at("entries").as_array().at(0).at("seconds"), 23040) << "6:24 of 8 h, as all active time counts";
  const auto text = place.run({"sync", "--dry-run", "--until", k_monday});
  EXPECT_THAT(text.out + text.err, HasSubstr("from 10 h tracked, 2 h attended"));
}

TEST(AnAgentThatLoopsAlone, WeighsNothingWhereOnlyAttendedTimeCounts) {
  Workplace place;
  place.configure(with("count = \"attended\""));
  loop_alone_for_a_day(place);
  place.work("/work/api", "Europe/Berlin", k_monday, "10:00", "12:00");
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  const auto entries = place.fake.entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].project, known::api());
  EXPECT_EQ(*entries[0].end - entries[0].start, std::chrono::hours{8});
}

TEST(AWorkdayUntilMidnight, MayEndAt24) {
  Workplace place;
  Config config;
  config.start = "16:00";
  config.end = "24:00";
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", k_monday, "20:00", "22:00");
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  const auto entries = place.fake.entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].start, utc("2026-02-02T15:00:00Z"));
  EXPECT_EQ(entries[0].end, utc("2026-02-02T23:00:00Z"));
}

// Samoa went from the 29th to the 31st of December 2011: there was no Friday.
TEST(ADateThatWasSkipped, IsNotListed) {
  Workplace place;
  Config config;
  config.time_zone = "Pacific/Apia";
  place.configure(config);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  // No transcript is that old, but what the older tool recorded may say so.
  SQLite::Database{place.database().string(), SQLite::OPEN_READWRITE}.exec(
      "INSERT INTO sessions VALUES "
      "('/a', '/work/api', '2011-12-29', '2011-12-29T19:00:00Z', '2011-12-29T22:00:00Z', 10800, 0, 0, 0, 0), "
      "('/b', '/work/api', '2012-01-02', '2012-01-01T19:00:00Z', '2012-01-01T22:00:00Z', 10800, 0, 0, 0, 0)");
  const auto answer = place.sync({"--dry-run", "--until", "2012-01-02"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of("2011-12-29"), "planned");
  EXPECT_EQ(answer.state_of("2011-12-30"), "");
  EXPECT_EQ(answer.state_of("2012-01-02"), "planned");
}

}  // namespace
}  // namespace e2e
