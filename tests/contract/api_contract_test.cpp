// SPDX-License-Identifier: MIT
//
// What every clockify::Api does, whatever is behind it.
#include "samples.hpp"
#include "world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using clockify::Delivery;
using clockify::ErrorKind;
using clockify::Proceed;
using clockify::Requirement;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ApiContract : public ::testing::TestWithParam<WorldKind> {
 protected:
  std::vector<EntryId> listed(const Interval& window = first_week_of_february()) {
    const auto listing = world->api().list_entries(well_known::workspace(), well_known::ann(), window);
    EXPECT_THAT(listing, Succeeds());
    std::vector<EntryId> ids;
    if (listing) {
      for (const auto& entry : listing->entries) ids.push_back(entry.id);
    }
    return ids;
  }
  EntryId creates(const char* start, const UserId& user = well_known::ann()) {
    return world->user_creates(starting_at(start), user).id;
  }

  const std::unique_ptr<World> world = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(On, ApiContract,
                         ::testing::Values(WorldKind{"Memory", make_memory_world},
                                           WorldKind{"HttpsInBerlin", make_https_world_in_berlin},
                                           WorldKind{"HttpsInLosAngeles", make_https_world_in_los_angeles},
                                           WorldKind{"HttpsInAuckland", make_https_world_in_auckland}),
                         [](const auto& kind) { return kind.param.name; });

// ---------------------------------------------------------------------------------------------------------- creating

TEST_P(ApiContract, CreateReturnsTheEntryAsTheServerStoredIt) {
  const auto made = world->api().create_entry(morning(), send);
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->workspace, well_known::workspace());
  EXPECT_EQ(made->user, well_known::ann());
  EXPECT_EQ(made->project, well_known::api());
  EXPECT_EQ(made->start, utc("2026-02-02T08:00:00Z"));
  EXPECT_EQ(made->end, utc("2026-02-02T12:00:00Z"));
  EXPECT_EQ(made->description, "Development");
  EXPECT_THAT(world->stored(), ElementsAre(*made));
}

TEST_P(ApiContract, CreateTwiceMakesTwoEntries) {
  const auto one = world->api().create_entry(morning(), send);
  const auto two = world->api().create_entry(morning(), send);
  ASSERT_THAT(one, Succeeds());
  ASSERT_THAT(two, Succeeds());
  EXPECT_NE(one->id, two->id);
  EXPECT_THAT(world->stored(), SizeIs(2));
}

TEST_P(ApiContract, CreateKeepsEveryCharacterOfADescription) {
  const std::string text = "Тест \"quoted\" \\ back\tslash\nзавтра 🙂 {}[]";
  const auto made = world->api().create_entry(morning(text), send);
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->description, text);
}

TEST_P(ApiContract, BeforeSendIsCalledOnceAndBeforeTheServerSeesAnything) {
  int calls = 0;
  const auto made = world->api().create_entry(morning(), [&] {
    ++calls;
    EXPECT_EQ(world->posts_received(), 0);
    return Proceed::send;
  });
  EXPECT_THAT(made, Succeeds());
  EXPECT_EQ(calls, 1);
}

TEST_P(ApiContract, NothingIsSentWhenBeforeSendSaysNo) {
  const auto made = world->api().create_entry(morning(), [] { return Proceed::abort; });
  EXPECT_THAT(made, FailsWith(ErrorKind::cancelled, Delivery::not_sent));
  EXPECT_EQ(world->requests_received(), 0);
  EXPECT_EQ(world->api().traffic().requests, 0);
  EXPECT_THAT(world->api().create_entry(morning(), send), Succeeds());
}

TEST_P(ApiContract, WhatBeforeSendThrowsIsPassedOnAndNothingIsSent) {
  struct DiskFull : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  const auto create = [&] {
    (void)world->api().create_entry(morning(), []() -> Proceed { throw DiskFull("disk full"); });
  };
  EXPECT_THROW(create(), DiskFull);
  EXPECT_EQ(world->requests_received(), 0);
  EXPECT_THAT(world->api().create_entry(morning(), send), Succeeds());
}

TEST_P(ApiContract, WithoutAConnectionBeforeSendIsNotCalled) {
  world->go_offline();
  const auto made = world->api().create_entry(morning(), [] {
    ADD_FAILURE() << "before_send was called";
    return Proceed::send;
  });
  EXPECT_THAT(made, FailsWith(ErrorKind::offline, Delivery::not_sent));
  EXPECT_EQ(world->api().traffic().requests, 0);
  EXPECT_EQ(world->api().traffic().connections, 0);
}

TEST_P(ApiContract, ARefusalIsAnsweredAndHasNoEffect) {
  const struct {
    int status;
    ErrorKind kind;
  } rows[] = {{400, ErrorKind::rejected},  {401, ErrorKind::unauthorized}, {402, ErrorKind::rejected},
              {403, ErrorKind::forbidden}, {404, ErrorKind::not_found},    {405, ErrorKind::rejected},
              {413, ErrorKind::rejected},  {415, ErrorKind::rejected},     {422, ErrorKind::rejected},
              {451, ErrorKind::rejected},  {429, ErrorKind::rate_limited}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.status);
    world->next_post(fault::refuse(row.status, 501, "No"));
    const auto made = world->api().create_entry(morning(), send);
    EXPECT_THAT(made, FailsWith(row.kind, Delivery::answered));
    EXPECT_EQ(made.error().http_status, row.status);
  }
  EXPECT_THAT(world->stored(), IsEmpty());
}

TEST_P(ApiContract, AnAnswerThatSaysNothingCertainLeavesTheOutcomeUnknown) {
  for (const int status : {408, 409, 425, 500, 502, 503, 504, 524}) {
    SCOPED_TRACE(status);
    for (const auto& answer : {fault::refuse(status, 0, "No"), fault::refuse(status, 0, "No").applied()}) {
      world->next_post(answer);
      const auto made = world->api().create_entry(morning(), send);
      EXPECT_THAT(made, FailsWith(ErrorKind::server_fault, Delivery::unknown));
      EXPECT_EQ(made.error().http_status, status);
    }
  }
  EXPECT_THAT(world->stored(), SizeIs(8));
}

TEST_P(ApiContract, AnEntryThatIsNotFoundThoughMadeLeavesTheOutcomeUnknown) {
  world->next_post(fault::not_found_though_made());
  EXPECT_THAT(world->api().create_entry(morning(), send), FailsWith(ErrorKind::server_fault, Delivery::unknown));
  EXPECT_THAT(listed(), SizeIs(1));
}

TEST_P(ApiContract, ALostAnswerLeavesTheOutcomeUnknownAndIsNotSentAgain) {
  for (const auto& loss : {fault::drop(), fault::drop().applied()}) {
    world->next_post(loss);
    const auto made = world->api().create_entry(morning(), send);
    EXPECT_THAT(made, FailsWith(ErrorKind::offline, Delivery::unknown));
    EXPECT_EQ(made.error().http_status, 0);
  }
  EXPECT_EQ(world->posts_received(), 2);
  EXPECT_THAT(listed(), SizeIs(1));
}

TEST_P(ApiContract, ALatePostShowsUpInALaterListing) {
  world->next_post(fault::drop().applied_after(1));
  EXPECT_THAT(world->api().create_entry(morning(), send), FailsWith(ErrorKind::offline, Delivery::unknown));
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_THAT(listed(), SizeIs(1));
}

TEST_P(ApiContract, ARateLimitSaysHowLongToWaitWhenTheServerDoes) {
  world->next_post(fault::throttle(120s));
  EXPECT_EQ(world->api().create_entry(morning(), send).error().retry_after, 120s);
  world->next_post(fault::throttle());
  EXPECT_EQ(world->api().create_entry(morning(), send).error().retry_after, std::nullopt);
}

TEST_P(ApiContract, AnswersWithOtherTimesAreHandedOnAsTheyAre) {
  world->next_post(fault::echo([](clockify::Entry& entry) { *entry.end += 1h; }));
  const auto made = world->api().create_entry(morning(), send);
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->end, utc("2026-02-02T13:00:00Z"));
}

TEST_P(ApiContract, RulesOfClockifyAreRefusalsWithItsCodeAndWords) {
  clockify::NewEntry elsewhere = morning();
  elsewhere.project = well_known::unknown_project();
  const auto made = world->api().create_entry(elsewhere, send);
  ASSERT_THAT(made, FailsWith(ErrorKind::rejected, Delivery::answered));
  EXPECT_EQ(made.error().http_status, 400);
  EXPECT_EQ(made.error().api_code, 501);
  EXPECT_EQ(made.error().server_text, "Project doesn't belong to Workspace");

  clockify::NewEntry tagged = morning();
  tagged.tags = {*TagId::parse("65b2d73e06de527a7ed675ff")};
  EXPECT_THAT(world->api().create_entry(tagged, send), FailsWith(ErrorKind::rejected, Delivery::answered));
  EXPECT_THAT(world->api().create_entry(morning("a <b>"), send), FailsWith(ErrorKind::rejected, Delivery::answered));
  EXPECT_THAT(world->api().create_entry(morning(std::string(3001, 'x')), send),
              FailsWith(ErrorKind::rejected, Delivery::answered));
  EXPECT_THAT(world->stored(), IsEmpty());
}

TEST_P(ApiContract, ArchivedProjectsTakeEntries) {
  clockify::NewEntry entry = morning();
  entry.project = well_known::retired();
  EXPECT_THAT(world->api().create_entry(entry, send), Succeeds());
}

TEST_P(ApiContract, ATaskOfTheProjectIsTakenAndNoOther) {
  clockify::NewEntry entry = morning();
  entry.task = well_known::review();
  EXPECT_THAT(world->api().create_entry(entry, send), Succeeds());
  entry.project = well_known::web();
  const auto made = world->api().create_entry(entry, send);
  ASSERT_THAT(made, FailsWith(ErrorKind::rejected, Delivery::answered));
  EXPECT_EQ(made.error().server_text, "Task doesn't belong to Project");
  EXPECT_EQ(requirement_in(made.error()), std::nullopt);
  EXPECT_THAT(world->stored(), SizeIs(1));
}

TEST_P(ApiContract, WhatTheWorkspaceAsksForIsNamedByTheRefusal) {
  const auto lacking = [&](const clockify::NewEntry& entry) {
    const auto made = world->api().create_entry(entry, send);
    EXPECT_THAT(made, FailsWith(ErrorKind::rejected, Delivery::answered));
    return requirement_in(made.error());
  };
  clockify::NewEntry entry = morning("");
  entry.project = well_known::retired();
  world->require(Requirement::project);
  EXPECT_EQ(lacking(entry), Requirement::project);

  entry.project = well_known::api();
  world->require(Requirement::task);
  EXPECT_EQ(lacking(entry), Requirement::task);
  entry.task = well_known::done_task();
  EXPECT_EQ(lacking(entry), Requirement::task);

  entry.task = well_known::review();
  world->require(Requirement::tag);
  EXPECT_EQ(lacking(entry), Requirement::tag);

  entry.tags = {well_known::tag()};
  world->require(Requirement::description);
  EXPECT_EQ(lacking(entry), Requirement::description);
  EXPECT_THAT(world->stored(), IsEmpty());

  entry.description = "Development";
  EXPECT_THAT(world->api().create_entry(entry, send), Succeeds());
}

TEST_P(ApiContract, AForeignWorkspaceIsForbidden) {
  clockify::NewEntry entry = morning();
  entry.workspace = well_known::foreign_workspace();
  EXPECT_THAT(world->api().create_entry(entry, send), FailsWith(ErrorKind::forbidden, Delivery::answered));
  EXPECT_THAT(world->api().list_projects(well_known::foreign_workspace()),
              FailsWith(ErrorKind::forbidden, Delivery::answered));
  EXPECT_THAT(world->api().list_entries(well_known::foreign_workspace(), well_known::ann(), first_week_of_february()),
              FailsWith(ErrorKind::forbidden, Delivery::answered));
}

// --------------------------------------------------------------------------------------------- several entries at once

std::vector<clockify::NewEntry> three_hours() {
  return {starting_at("2026-02-02T08:00:00Z"), starting_at("2026-02-02T09:00:00Z"),
          starting_at("2026-02-02T10:00:00Z")};
}

TEST_P(ApiContract, SeveralEntriesGetTheirAnswersInTheirOrder) {
  int asked = 0;
  const auto made = world->api().create_entries(three_hours(), [&] {
    ++asked;
    EXPECT_EQ(world->posts_received(), 0);
    return Proceed::send;
  });
  EXPECT_EQ(asked, 1);
  ASSERT_THAT(made, SizeIs(3));
  for (const auto& each : made) ASSERT_THAT(each, Succeeds());
  EXPECT_EQ(made[0]->start, utc("2026-02-02T08:00:00Z"));
  EXPECT_EQ(made[1]->start, utc("2026-02-02T09:00:00Z"));
  EXPECT_EQ(made[2]->start, utc("2026-02-02T10:00:00Z"));
  EXPECT_THAT(listed(), ElementsAre(made[0]->id, made[1]->id, made[2]->id));
  EXPECT_EQ(world->api().traffic().requests, 4);
  EXPECT_EQ(world->api().traffic().connections, 3);
}

TEST_P(ApiContract, SeveralEntriesUseTheirConnectionsAgain) {
  for (const auto& each : world->api().create_entries(three_hours(), send)) ASSERT_THAT(each, Succeeds());
  for (const auto& each : world->api().create_entries(three_hours(), send)) ASSERT_THAT(each, Succeeds());
  EXPECT_EQ(world->api().traffic().connections, 3);
}

TEST_P(ApiContract, OfSeveralEntriesThatAreCalledOffNoneIsSent) {
  const auto made = world->api().create_entries(three_hours(), [] { return Proceed::abort; });
  ASSERT_THAT(made, SizeIs(3));
  for (const auto& each : made) EXPECT_THAT(each, FailsWith(ErrorKind::cancelled, Delivery::not_sent));
  EXPECT_EQ(world->posts_received(), 0);
}

TEST_P(ApiContract, OfSeveralEntriesNoneIsSentWhereNobodyAnswers) {
  world->go_offline();
  const auto made = world->api().create_entries(three_hours(), [] {
    ADD_FAILURE() << "there is no connection";
    return Proceed::send;
  });
  ASSERT_THAT(made, SizeIs(3));
  for (const auto& each : made) EXPECT_THAT(each, FailsWith(ErrorKind::offline, Delivery::not_sent));
}

TEST_P(ApiContract, ALostAnswerIsTheFailureOfOneEntryAlone) {
  world->next_post(fault::drop().applied());
  const auto made = world->api().create_entries(three_hours(), send);
  ASSERT_THAT(made, SizeIs(3));
  int lost = 0;
  for (const auto& each : made) {
    if (each) continue;
    ++lost;
    EXPECT_THAT(each, FailsWith(ErrorKind::offline, Delivery::unknown));
  }
  EXPECT_EQ(lost, 1);
  EXPECT_THAT(listed(), SizeIs(3));
}

TEST_P(ApiContract, ARefusalIsTheFailureOfOneEntryAlone) {
  world->next_post(fault::throttle());
  const auto made = world->api().create_entries(three_hours(), send);
  ASSERT_THAT(made, SizeIs(3));
  EXPECT_EQ(std::ranges::count_if(made, [](const auto& each) { return each.has_value(); }), 2);
  EXPECT_THAT(listed(), SizeIs(2));
}

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
