// SPDX-License-Identifier: MIT
//
// How every clockify::Api creates, one entry and several at once.
#include "api_contract.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace libsync::contract {
namespace {

using clockify::Proceed;
using clockify::Requirement;

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

}  // namespace
}  // namespace libsync::contract
