// SPDX-License-Identifier: MIT
//
// Days on which somebody already has entries.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;

libsync::clockify::NewEntry made_by_hand(const libsync::ProjectId& project, std::string_view start,
                                         std::string_view end, const std::string& description) {
  return {.workspace = known::workspace(),
          .project = project,
          .interval = {utc(start), utc(end)},
          .description = description,
          .billable = {},
          .tags = {}};
}

TEST(ExistingEntries, LeaveTheDayAloneAndAreReported) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.work("/work/api", "Europe/Berlin", "2026-02-03", "09:00", "12:00");
  const auto meeting =
      place.fake.user_creates(made_by_hand(known::web(), "2026-02-02T09:00:00Z", "2026-02-02T10:00:00Z", "Meeting"));
  const auto answer = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  const auto& day = answer.day("2026-02-02");
  EXPECT_EQ(day.at("state"), "occupied");
  EXPECT_EQ(day.at("foreign").as_array().at(0).at("clockify_entry_id").as_string(), meeting.id.str());
  EXPECT_FALSE(place.is_done("2026-02-02"));
  place.expect_full("2026-02-03", {});
  EXPECT_EQ(place.fake.entries().size(), 2U);

  const auto text = place.run({"sync", "--until", "2026-02-03"});
  EXPECT_THAT(text.out, HasSubstr("Mon 2026-02-02  occupied"));
  EXPECT_THAT(text.out, HasSubstr("10:00-11:00  Meeting"));
}

TEST(ExistingEntries, OutsideTheWorkHoursDoNotMatter) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.fake.user_creates(made_by_hand(known::web(), "2026-02-02T16:00:00Z", "2026-02-02T17:00:00Z", "Evening"));
  place.fake.user_creates(made_by_hand(known::web(), "2026-02-02T06:00:00Z", "2026-02-02T08:00:00Z", "Early"));
  EXPECT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
  place.expect_full("2026-02-02", {});
}

TEST(ExistingEntries, AreLeftStandingBesideOursWhenToldToPost) {
  Workplace place;
  Config config;
  config.more_of_sync = "on_existing = \"post\"";
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.fake.user_creates(made_by_hand(known::web(), "2026-02-02T09:00:00Z", "2026-02-02T10:00:00Z", "Meeting"));
  const auto answer = place.sync({"--until", "2026-02-02"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of("2026-02-02"), "synced");
  ASSERT_EQ(place.fake.entries().size(), 2U);
  const auto ours = place.fake.entries().at(0);
  EXPECT_EQ(*ours.end - ours.start, std::chrono::hours{8});
}

TEST(ExistingEntries, AnIdenticalOneIsAdopted) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const auto same = place.fake.user_creates(
      made_by_hand(known::api(), "2026-02-02T08:00:00Z", "2026-02-02T16:00:00Z", "Development"));
  const auto answer = place.sync({"--until", "2026-02-02"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.object.at("summary").at("entries_adopted"), 1);
  EXPECT_EQ(place.fake.counts().posts, 0);
  EXPECT_EQ(answer.day("2026-02-02").at("entries").as_array().at(0).at("clockify_entry_id").as_string(), same.id.str());
  place.expect_full("2026-02-02", {});
}

TEST(ExistingEntries, ALostStoreMakesNothingTwice) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
  ASSERT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
  std::filesystem::remove(place.database());
  const auto answer = place.sync({"--until", "2026-02-02"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(place.fake.counts().posts, 2);
  EXPECT_EQ(place.fake.entries().size(), 2U);
  place.expect_full("2026-02-02", {});
}

}  // namespace
}  // namespace e2e
