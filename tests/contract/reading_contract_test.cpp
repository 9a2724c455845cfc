// SPDX-License-Identifier: MIT
//
// What every clockify::Api reads: listings, users, projects, accounts.
#include "api_contract.hpp"

#include <string>

namespace libsync::contract {
namespace {

// ----------------------------------------------------------------------------------------------------------- listing

TEST_P(ApiContract, AListingHasWhatStartsInTheWindowAndNothingElse) {
  const Interval day{utc("2026-02-02T00:00:00Z"), utc("2026-02-03T00:00:00Z")};
  creates("2026-02-01T23:59:59Z");  // reaches into the window
  const auto first = creates("2026-02-02T00:00:00Z");
  const auto last = creates("2026-02-02T23:59:59Z");
  creates("2026-02-03T00:00:00Z");
  EXPECT_THAT(listed(day), ElementsAre(first, last));
}

TEST_P(ApiContract, AListingIsOrderedByStartAndThenById) {
  const auto noon = creates("2026-02-03T12:00:00Z");
  const auto twin = creates("2026-02-03T12:00:00Z");
  const auto dawn = creates("2026-02-03T06:00:00Z");
  const auto late = creates("2026-02-05T22:00:00Z");
  EXPECT_THAT(listed(), ElementsAre(dawn, noon, twin, late));
}

TEST_P(ApiContract, AListingOfAQuietWeekIsEmpty) {
  EXPECT_THAT(listed(), IsEmpty());
}

TEST_P(ApiContract, AListingIsOfOneUserOnly) {
  creates("2026-02-02T08:00:00Z", well_known::bob());
  const auto mine = creates("2026-02-02T09:00:00Z");
  EXPECT_THAT(listed(), ElementsAre(mine));
}

TEST_P(ApiContract, AListingShowsRunningTimersAndEntriesWithoutProject) {
  const auto id = creates("2026-02-02T08:00:00Z");
  world->user_edits(id, [](clockify::Entry& entry) {
    entry.end.reset();
    entry.project.reset();
  });
  const auto listing = world->api().list_entries(well_known::workspace(), well_known::ann(), first_week_of_february());
  ASSERT_THAT(listing, Succeeds());
  ASSERT_THAT(listing->entries, SizeIs(1));
  EXPECT_EQ(listing->entries[0].end, std::nullopt);
  EXPECT_EQ(listing->entries[0].project, std::nullopt);
}

TEST_P(ApiContract, AListingDoesNotShowWhatWasDeleted) {
  const auto gone = creates("2026-02-02T08:00:00Z");
  const auto kept = creates("2026-02-02T09:00:00Z");
  world->user_deletes(gone);
  EXPECT_THAT(listed(), ElementsAre(kept));
}

TEST_P(ApiContract, AListingShowsWhatWasJustCreated) {
  const auto made = world->api().create_entry(morning(), send);
  ASSERT_THAT(made, Succeeds());
  EXPECT_THAT(listed(), ElementsAre(made->id));
}

TEST_P(ApiContract, AStaleListingLacksWhatIsYoung) {
  world->set_clock(utc("2026-02-09T10:00:00Z"));
  const auto old = creates("2026-02-02T08:00:00Z");
  world->set_clock(utc("2026-02-09T10:02:00Z"));
  const auto young = creates("2026-02-02T09:00:00Z");
  world->next_listing(fault::stale(1min));
  EXPECT_THAT(listed(), ElementsAre(old));
  EXPECT_THAT(listed(), ElementsAre(old, young));
}

TEST_P(ApiContract, AListingCarriesTheDateOfTheServer) {
  world->set_clock(utc("2031-05-06T07:08:09Z"));
  const auto list = [&] {
    return world->api().list_entries(well_known::workspace(), well_known::ann(), first_week_of_february());
  };
  const auto dated = list();
  ASSERT_THAT(dated, Succeeds());
  EXPECT_EQ(dated->server_date, utc("2031-05-06T07:08:09Z"));
  world->next_listing(fault::undated());
  const auto undated = list();
  ASSERT_THAT(undated, Succeeds());
  EXPECT_EQ(undated->server_date, std::nullopt);
  EXPECT_GE(undated->requested_at, dated->requested_at + dated->took);
}

TEST_P(ApiContract, AListingThatFailsIsNoListing) {
  creates("2026-02-02T08:00:00Z");
  const auto list = [&] {
    return world->api().list_entries(well_known::workspace(), well_known::ann(), first_week_of_february());
  };
  world->next_listing(fault::html(503));
  EXPECT_THAT(list(), FailsWith(ErrorKind::server_fault, Delivery::unknown));
  world->next_listing(fault::throttle(60s));
  const auto throttled = list();
  EXPECT_THAT(throttled, FailsWith(ErrorKind::rate_limited, Delivery::answered));
  EXPECT_EQ(throttled.error().retry_after, 60s);
  EXPECT_THAT(list(), Succeeds());
}

TEST_P(ApiContract, AListingOfAStrangerIsRefused) {
  const auto stranger = *UserId::parse("0123456789abcdef01234567");
  EXPECT_THAT(world->api().list_entries(well_known::workspace(), stranger, first_week_of_february()),
              FailsWith(ErrorKind::rejected, Delivery::answered));
}

// ------------------------------------------------------------------------------------------- users, projects, accounts

TEST_P(ApiContract, TheUserIsTheOneBehindTheKey) {
  const auto ann = world->api().current_user();
  ASSERT_THAT(ann, Succeeds());
  EXPECT_EQ(ann->id, well_known::ann());
  EXPECT_EQ(ann->name, "Ann");
  EXPECT_EQ(ann->email, "ann@example.com");
  EXPECT_FALSE(ann->time_zone.empty());
  EXPECT_EQ(ann->active_workspace, well_known::workspace());
  EXPECT_EQ(ann->default_workspace, well_known::workspace());
  EXPECT_TRUE(ann->server_date);

  const auto bob = world->api(well_known::k_other_key).current_user();
  ASSERT_THAT(bob, Succeeds());
  EXPECT_EQ(bob->id, well_known::bob());
}

TEST_P(ApiContract, AKeyThatIsUnknownOrRevokedIsUnauthorized) {
  const auto wrong = world->api("bm8tc3VjaC1rZXk").current_user();
  EXPECT_THAT(wrong, FailsWith(ErrorKind::unauthorized, Delivery::answered));
  EXPECT_EQ(wrong.error().http_status, 401);
  EXPECT_EQ(wrong.error().api_code, 4003);

  ASSERT_THAT(world->api().current_user(), Succeeds());
  world->revoke(well_known::k_key);
  EXPECT_THAT(world->api().create_entry(morning(), send), FailsWith(ErrorKind::unauthorized, Delivery::answered));
  EXPECT_THAT(world->stored(), IsEmpty());
}

TEST_P(ApiContract, TheWorkspacesAreThoseOfTheUser) {
  const auto workspaces = world->api().list_workspaces();
  ASSERT_THAT(workspaces, Succeeds());
  ASSERT_THAT(*workspaces, SizeIs(1));
  EXPECT_EQ(workspaces->front().id, well_known::workspace());
  EXPECT_EQ(workspaces->front().name, "Acme");
  EXPECT_THAT(world->api("bm8tc3VjaC1rZXk").list_workspaces(), FailsWith(ErrorKind::unauthorized, Delivery::answered));
}

TEST_P(ApiContract, ProjectsComeByNameWithTheArchivedOnes) {
  const auto projects = world->api().list_projects(well_known::workspace());
  ASSERT_THAT(projects, Succeeds());
  std::vector<std::string> names;
  for (const auto& project : *projects) names.push_back(project.name + (project.archived ? " (archived)" : ""));
  EXPECT_THAT(names, ElementsAre("API", "Infrastructure", "Other", "Retired (archived)", "Website"));
  EXPECT_EQ((*projects)[0].id, well_known::api());
  EXPECT_EQ((*projects)[0].client, "Acme");
  EXPECT_EQ((*projects)[1].client, "");
}

TEST_P(ApiContract, TasksComeByNameWithTheOnesThatAreDone) {
  const auto tasks = world->api().list_tasks(well_known::workspace(), well_known::api());
  ASSERT_THAT(tasks, Succeeds());
  ASSERT_THAT(*tasks, SizeIs(2));
  EXPECT_EQ((*tasks)[0].name, "Kick-off");
  EXPECT_TRUE((*tasks)[0].done);
  EXPECT_EQ((*tasks)[1].id, well_known::review());
  EXPECT_FALSE((*tasks)[1].done);

  const auto none = world->api().list_tasks(well_known::workspace(), well_known::web());
  ASSERT_THAT(none, Succeeds());
  EXPECT_THAT(*none, IsEmpty());
  EXPECT_THAT(world->api().list_tasks(well_known::workspace(), well_known::unknown_project()),
              FailsWith(ErrorKind::rejected, Delivery::answered));
  EXPECT_THAT(world->api().list_tasks(well_known::foreign_workspace(), well_known::api()),
              FailsWith(ErrorKind::forbidden, Delivery::answered));
}

TEST_P(ApiContract, TheAccountTellsKeysApartWithoutGivingThemAway) {
  const std::string& ann = world->api().account();
  EXPECT_FALSE(ann.empty());
  EXPECT_NE(ann, world->api(well_known::k_other_key).account());
  EXPECT_EQ(ann.find(well_known::k_key), std::string::npos);
}

TEST_P(ApiContract, ManyRequestsTakeOneConnection) {
  ASSERT_THAT(world->api().current_user(), Succeeds());
  ASSERT_THAT(world->api().create_entry(morning(), send), Succeeds());
  ASSERT_THAT(world->api().create_entry(morning(), send), Succeeds());
  EXPECT_THAT(listed(), SizeIs(2));
  EXPECT_EQ(world->api().traffic().requests, 4);
  EXPECT_EQ(world->api().traffic().connections, 1);
}

TEST_P(ApiContract, AfterALostAnswerTheNextRequestTakesAnotherConnection) {
  world->next_post(fault::drop());
  EXPECT_THAT(world->api().create_entry(morning(), send), FailsWith(ErrorKind::offline, Delivery::unknown));
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_EQ(world->api().traffic().requests, 2);
  EXPECT_EQ(world->api().traffic().connections, 2);
}

}  // namespace
}  // namespace libsync::contract
