// SPDX-License-Identifier: MIT
//
// Work hours in which something stands already: somebody's meeting, our own entries of another zone, another user's
// days in the same store.
#include "workplace.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* k_monday = "2026-02-02";

// From 10:00 to 11:00 in Berlin.
libsync::support::StoredEntry meet(Workplace& place) {
  return place.fake.user_creates({.workspace = known::workspace(),
                                  .project = known::infra(),
                                  .interval = {utc("2026-02-02T09:00:00Z"), utc("2026-02-02T10:00:00Z")},
                                  .description = "Meeting",
                                  .billable = {},
                                  .tags = {}});
}

Config filling() {
  Config config;
  config.more_of_sync = "on_existing = \"fill\"";
  return config;
}

// The entries but for the meeting: project, start, end.
using Piece = std::tuple<libsync::ProjectId, UtcTime, UtcTime>;
std::vector<Piece> pieces(const Workplace& place) {
  std::vector<Piece> found;
  for (const auto& entry : place.fake.entries()) {
    if (entry.description != "Meeting") found.emplace_back(*entry.project, entry.start, *entry.end);
  }
  return found;
}

// 4 h and 2 h of work on the 7 h that a meeting leaves: 4:40 and 2:20, the first of them in two pieces.
void work_six_hours_beside_a_meeting(Workplace& place) {
  place.configure(filling());
  meet(place);
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "13:00");
  place.work("/work/web", "Europe/Berlin", k_monday, "14:00", "16:00");
}

std::vector<Piece> around_the_meeting() {
  return {{known::api(), utc("2026-02-02T08:00:00Z"), utc("2026-02-02T09:00:00Z")},
          {known::api(), utc("2026-02-02T10:00:00Z"), utc("2026-02-02T13:40:00Z")},
          {known::web(), utc("2026-02-02T13:40:00Z"), utc("2026-02-02T16:00:00Z")}};
}

TEST(ADayWithAMeeting, IsFilledAroundItToTheSecond) {
  Workplace place;
  work_six_hours_beside_a_meeting(place);
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of(k_monday), "synced");
  EXPECT_EQ(pieces(place), around_the_meeting());
  EXPECT_TRUE(place.is_done(k_monday));

  const auto again = place.sync({"--until", k_monday});
  EXPECT_EQ(again.requests(), 0);
  EXPECT_EQ(again.state_of(k_monday), "already_synced");
}

class ALostPiece : public testing::TestWithParam<int> {};

TEST_P(ALostPiece, IsFoundByTheNextRun) {
  Workplace place;
  work_six_hours_beside_a_meeting(place);
  place.fake.on_post(GetParam(), fault::drop().applied());
  const auto stopped = place.sync({"--until", k_monday});
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_EQ(stopped.error_kind(), "in_doubt");
  const auto completed = place.sync({"--until", k_monday});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(completed.object.at("summary").at("entries_adopted"), 1);
  EXPECT_EQ(place.fake.counts().posts, 3);
  EXPECT_EQ(pieces(place), around_the_meeting());
}

TEST_P(ALostPiece, IsAdoptedAfterTheStoreWasLost) {
  Workplace place;
  work_six_hours_beside_a_meeting(place);
  place.fake.on_post(GetParam() + 1, fault::refuse(403, 1003, "Can't edit locked time entry."));
  static_cast<void>(place.sync({"--until", k_monday}));
  std::filesystem::remove(place.database());
  const auto completed = place.sync({"--until", k_monday});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(pieces(place), around_the_meeting());
}

INSTANTIATE_TEST_SUITE_P(OfThree, ALostPiece, testing::Values(1, 2, 3));

TEST(ADayWithAMeeting, IsLeftAloneWhenNothingIsFree) {
  Workplace place;
  place.configure(filling());
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  place.fake.user_creates({.workspace = known::workspace(),
                           .project = known::infra(),
                           .interval = work_hours(k_monday, {}),
                           .description = "Workshop",
                           .billable = {},
                           .tags = {}});
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of(k_monday), "occupied");
  EXPECT_EQ(place.fake.counts().posts, 0);
}

TEST(AnOccupiedDay, IsRememberedInStatusAndADryRun) {
  Workplace place;
  const auto meeting = meet(place);
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  ASSERT_EQ(place.sync({"--until", k_monday}).state_of(k_monday), "occupied");
  const auto requests = place.fake.counts().requests;

  for (const auto& words : {std::vector<std::string>{"status", "--json", "--until", k_monday},
                            std::vector<std::string>{"sync", "--dry-run", "--json", "--until", k_monday}}) {
    SCOPED_TRACE(words.front());
    const auto report = json::parse(place.run(words).out).as_object();
    const auto& day = report.at("days").as_array().at(0).as_object();
    EXPECT_EQ(day.at("state"), "occupied");
    EXPECT_EQ(day.at("foreign").as_array().at(0).at("clockify_entry_id").as_string(), meeting.id.str());
  }
  const auto text = place.run({"status", "--until", k_monday});
  EXPECT_THAT(text.out, HasSubstr("occupied"));
  EXPECT_THAT(text.out, HasSubstr("Meeting"));
  EXPECT_THAT(text.out, HasSubstr("on_existing"));
  EXPECT_THAT(text.out, Not(HasSubstr("1 day to sync")));
  EXPECT_EQ(place.fake.counts().requests, requests);

  place.fake.user_deletes(meeting.id);
  EXPECT_EQ(place.sync({"--until", k_monday}).state_of(k_monday), "synced");
  EXPECT_THAT(place.run({"status", "--until", k_monday}).out, Not(HasSubstr("occupied")));
}

// 18 to 19 h and 21 to 22 h UTC of a Monday in Los Angeles are the morning of a Tuesday in Auckland.
TEST(OurOwnEntries, OfAnotherZoneOccupyTheDay) {
  for (const auto* const on_existing : {"skip", "post", "fill"}) {
    SCOPED_TRACE(on_existing);
    Workplace place;
    Config config;
    config.more_of_sync = std::string{"on_existing = \""} + on_existing + "\"";
    config.time_zone = "America/Los_Angeles";
    place.configure(config);
    place.work("/work/api", utc("2026-02-02T18:00:00Z"), utc("2026-02-02T19:00:00Z"));
    place.work("/work/api", utc("2026-02-02T21:00:00Z"), utc("2026-02-02T22:00:00Z"));
    ASSERT_EQ(place.sync({"--until", k_monday}).state_of(k_monday), "synced");

    config.time_zone = "Pacific/Auckland";
    place.configure(config);
    const auto moved = place.sync({"--until", "2026-02-03"});
    EXPECT_EQ(moved.exit_code, 0) << moved.err;
    UtcTime reached{};
    for (const auto& entry : place.fake.entries()) {
      EXPECT_GE(entry.start, reached) << "the same time is billed twice";
      reached = *entry.end;
    }
    if (std::string_view{on_existing} != "fill") {
      EXPECT_EQ(moved.state_of("2026-02-03"), "occupied");
      EXPECT_EQ(place.fake.entries().size(), 1U);
    }
  }
}

TEST(ASecondUsersKey, HasDaysOfItsOwn) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  ASSERT_EQ(place.sync({"--until", k_monday}).state_of(k_monday), "synced");
  place.environment["CLOCKIFY_API_KEY"] = known::k_other_key;
  const auto his = place.sync({"--until", k_monday});
  EXPECT_EQ(his.exit_code, 0) << his.err;
  EXPECT_EQ(his.state_of(k_monday), "synced");
  const auto entries = place.fake.entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].user, known::ann());
  EXPECT_EQ(entries[1].user, known::bob());
  EXPECT_EQ(place.sync({"--until", k_monday}).requests(), 0);

  place.environment["CLOCKIFY_API_KEY"] = known::k_key;
  EXPECT_EQ(place.sync({"--until", k_monday}).state_of(k_monday), "already_synced");
  EXPECT_EQ(place.fake.entries().size(), 2U);
}

// They have no user: the first that this store sees owns them, and a second one is told so.
TEST(TheRowsOfTheOlderTool, BelongToTheFirstUser) {
  Workplace place;
  for (const auto* on : {"2026-02-02", "2026-02-03"}) place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  SQLite::Database{place.database().string(), SQLite::OPEN_READWRITE}.exec(
      "INSERT INTO synced_days(date, workspace_id) VALUES('2026-02-02', '" + known::workspace().str() + "')");
  const auto first = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(first.state_of("2026-02-02"), "already_synced");
  EXPECT_EQ(first.state_of("2026-02-03"), "synced");

  place.environment["CLOCKIFY_API_KEY"] = known::k_other_key;
  const auto second = place.run({"sync", "--until", "2026-02-03"});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out + second.err, HasSubstr("older tool"));
  const auto entries = place.fake.entries();
  EXPECT_EQ(std::count_if(entries.begin(), entries.end(), [](const auto& each) { return each.user == known::bob(); }),
            2);
}

}  // namespace
}  // namespace e2e
