// SPDX-License-Identifier: MIT
//
// Running again: what is done stays done, what was cut short goes on, exactly.
#include "workplace.hpp"

namespace e2e {
namespace {

using libsync::support::Fault;
using testing::HasSubstr;
using namespace std::chrono_literals;

// Two days of three entries each.
void work_two_days(Workplace& place) {
  for (const auto* on : {"2026-02-02", "2026-02-03"}) {
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
    place.work("/work/web", "Europe/Berlin", on, "13:00", "14:00");
    place.work("/elsewhere", "Europe/Berlin", on, "15:00", "16:00");
  }
}

void expect_both_days_full(Workplace& place) {
  EXPECT_EQ(place.fake.entries().size(), 6U);
  place.expect_full("2026-02-02", {});
  place.expect_full("2026-02-03", {});
}

TEST(Resume, ASecondRunSendsNothingAtAll) {
  Workplace place;
  work_two_days(place);
  ASSERT_EQ(place.sync({"--until", "2026-02-03"}).exit_code, 0);
  const auto before = place.fake.counts();
  place.environment.erase("CLOCKIFY_API_KEY");
  const auto again = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.requests(), 0);
  EXPECT_EQ(again.state_of("2026-02-02"), "already_synced");
  EXPECT_EQ(place.fake.counts().requests, before.requests);
  EXPECT_EQ(place.fake.counts().connections, before.connections);
  expect_both_days_full(place);
}

struct Refusal {
  const char* name;
  Fault (*fault)();
  int exit_code;
  const char* kind;
  const char* entry_state;
};

class ARefusedPost : public testing::TestWithParam<std::tuple<Refusal, int>> {};

// The answer is certain: nothing was made, and the next run posts it again.
TEST_P(ARefusedPost, StopsThereAndTheNextRunCompletes) {
  const auto& [refusal, nth] = GetParam();
  Workplace place;
  work_two_days(place);
  place.fake.on_post(nth, refusal.fault());
  const auto stopped = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(stopped.exit_code, refusal.exit_code) << stopped.err;
  EXPECT_EQ(stopped.error_kind(), refusal.kind);
  EXPECT_EQ(place.fake.counts().posts, nth) << "nothing later is tried";
  EXPECT_EQ(place.fake.entries().size(), static_cast<std::size_t>(nth - 1));
  const bool second_day = nth > 3;
  EXPECT_EQ(stopped.state_of("2026-02-02"), second_day ? "synced" : "partial");
  EXPECT_EQ(stopped.state_of("2026-02-03"), second_day ? "partial" : "not_reached");
  const auto& entries = stopped.day(second_day ? "2026-02-03" : "2026-02-02").at("entries").as_array();
  EXPECT_EQ(entries.at(static_cast<std::size_t>((nth - 1) % 3)).at("state"), refusal.entry_state);
  EXPECT_EQ(place.is_done("2026-02-02"), second_day);
  EXPECT_FALSE(place.is_done("2026-02-03"));

  const auto completed = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(place.fake.counts().posts, 7);
  expect_both_days_full(place);
}

INSTANTIATE_TEST_SUITE_P(
    EveryEntry, ARefusedPost,
    testing::Combine(
        testing::Values(Refusal{"BadRequest",
                                [] { return fault::refuse(400, 501, "Project doesn't belong to Workspace"); }, 69,
                                "refused", "refused"},
                        Refusal{"Forbidden", [] { return fault::refuse(403, 1003, "Can't edit locked time entry."); },
                                69, "refused", "refused"},
                        Refusal{"Unauthorized", [] { return fault::refuse(401, 4003, "Api key does not exist"); }, 77,
                                "key_refused", "planned"},
                        Refusal{"Throttled", [] { return fault::throttle("60"); }, 75, "rate_limited", "planned"}),
        testing::Values(1, 2, 4, 6)),
    [](const auto& tested) {
      return std::string{std::get<0>(tested.param).name} + "AtPost" + std::to_string(std::get<1>(tested.param));
    });

struct Loss {
  const char* name;
  Fault (*fault)();
};

class ALostAnswer : public testing::TestWithParam<std::tuple<Loss, int>> {};

// The entry stands in Clockify, and nobody said so: the next run finds it and posts only the rest.
TEST_P(ALostAnswer, IsInDoubtUntilTheNextRunFindsTheEntry) {
  const auto& [loss, nth] = GetParam();
  Workplace place;
  work_two_days(place);
  place.fake.on_post(nth, loss.fault());
  const auto stopped = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_EQ(stopped.error_kind(), "in_doubt");
  EXPECT_THAT(std::string{stopped.object.at("error").at("retry_at").as_string()}, HasSubstr("Z"));
  EXPECT_EQ(place.fake.counts().posts, nth);

  const auto completed = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(completed.object.at("summary").at("entries_adopted"), 1);
  EXPECT_EQ(place.fake.counts().posts, 6) << "not one was posted twice";
  expect_both_days_full(place);
}

INSTANTIATE_TEST_SUITE_P(
    EveryEntry, ALostAnswer,
    testing::Combine(testing::Values(Loss{"Dropped", [] { return fault::drop().applied(); }},
                                     Loss{"CutInBody", [] { return fault::cut_in_body(); }},
                                     Loss{"ServerError", [] { return fault::answer(503, "").applied(); }},
                                     Loss{"BadGateway", [] { return fault::html(502).applied(); }},
                                     Loss{"NotFoundThoughMade", [] { return fault::not_found_though_made(); }}),
                     testing::Values(1, 3, 5)),
    [](const auto& tested) {
      return std::string{std::get<0>(tested.param).name} + "AtPost" + std::to_string(std::get<1>(tested.param));
    });

TEST(Resume, APostThatNeverArrivedIsSentAgainOnlyAfterTheQuarantine) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(2, fault::drop().not_applied());
  EXPECT_EQ(place.sync({"--until", "2026-02-03"}).error_kind(), "in_doubt");

  const auto too_early = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(too_early.exit_code, 75);
  EXPECT_EQ(too_early.error_kind(), "in_doubt");
  EXPECT_EQ(place.fake.counts().posts, 2);
  EXPECT_THAT(too_early.err, HasSubstr("hint: "));

  place.fake.advance(16min);
  const auto completed = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(place.fake.counts().posts, 7);
  expect_both_days_full(place);
}

TEST(Resume, WhatStandsStaysAndWhatWasRefusedKeepsItsIntervalAndFollowsTheMapping) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(2, fault::refuse(400, 501, "no"));
  EXPECT_EQ(place.sync({"--until", "2026-02-03"}).exit_code, 69);
  const auto first = place.fake.entries().at(0);

  // Meanwhile: more work, another mapping, other work hours.
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "16:00", "16:50");
  Config changed{.start = "10:00", .end = "16:00"};
  changed.mapping["/work/web"] = known::infra().str();
  place.configure(changed);
  const auto completed = place.sync({"--until", "2026-02-03"});
  ASSERT_EQ(completed.exit_code, 0) << completed.err;
  const auto& begun = completed.day("2026-02-02");
  ASSERT_TRUE(begun.contains("drift"));
  EXPECT_FALSE(begun.at("drift").as_array().empty());
  EXPECT_EQ(begun.at("entries").as_array().at(1).at("project_id").as_string(), known::infra().str());
  EXPECT_EQ(place.fake.entries().at(0).id, first.id);
  place.expect_full("2026-02-02", Config{});
  place.expect_full("2026-02-03", changed);  // of this day nothing had been sent
  EXPECT_FALSE(completed.day("2026-02-03").contains("drift"));
}

TEST(Resume, APlanOfWhichNothingStandsIsMadeAfresh) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(1, fault::refuse(403, 1003, "locked"));
  EXPECT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 69);
  const auto stopped = place.store()->day_plan(place.day_key("2026-02-02"));
  ASSERT_TRUE(stopped);
  EXPECT_TRUE(stopped->ever_sent()) << "an attempt stays counted";
  EXPECT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
  place.expect_full("2026-02-02", {});
}

TEST(Resume, AnotherUsersKeyDoesNotContinueAPlan) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(2, fault::refuse(400, 501, "no"));
  EXPECT_EQ(place.sync({"--until", "2026-02-03"}).exit_code, 69);
  place.environment["CLOCKIFY_API_KEY"] = known::k_other_key;
  const auto refused = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(refused.exit_code, 65);
  EXPECT_EQ(refused.error_kind(), "conflict");
  EXPECT_EQ(place.fake.counts().posts, 2);
}

TEST(Resume, GoesOnAfterARateLimitWhenToldToWait) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(2, fault::throttle("1"));
  const auto waited = place.sync({"--wait", "--until", "2026-02-03"});
  EXPECT_EQ(waited.exit_code, 0) << waited.err;
  EXPECT_THAT(waited.err, HasSubstr("waiting until"));
  expect_both_days_full(place);
}

TEST(Resume, AfterAKillTheNextRunCompletes) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(2, fault::silent());
  Workplace::Arrival second_post{place.fake, 5};  // after whose key it is, the listing and the first POST
  {
    const auto process = place.start({"sync", "--until", "2026-02-03"});
    ASSERT_TRUE(second_post.wait());
    process->send_signal(SIGKILL);
    EXPECT_EQ(process->wait().signal, SIGKILL);
  }
  place.fake.heal();
  const auto completed = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(place.fake.counts().posts, 6);
  expect_both_days_full(place);
}

TEST(Resume, TwoRunsAtOnceDoNotGetInEachOthersWay) {
  Workplace place;
  work_two_days(place);
  place.fake.on_post(1, fault::silent());
  Workplace::Arrival first_post{place.fake, 4};
  const auto first = place.start({"sync", "--until", "2026-02-03"});
  ASSERT_TRUE(first_post.wait());
  const auto second = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(second.exit_code, 75);
  EXPECT_EQ(second.error_kind(), "locked");
  EXPECT_THAT(second.err, HasSubstr(std::to_string(first->pid())));
  EXPECT_EQ(place.fake.counts().posts, 1);
}

TEST(Resume, AnInterruptEndsWith130AndTheNextRunCompletes) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Workplace place;
    work_two_days(place);
    place.fake.on_post(2, fault::silent());
    Workplace::Arrival second_post{place.fake, 5};
    const auto process = place.start({"sync", "--json", "--until", "2026-02-03"});
    ASSERT_TRUE(second_post.wait());
    process->send_signal(signal);
    const auto result = process->wait();
    EXPECT_EQ(result.exit_code, 130) << result.err;
    EXPECT_EQ(json::parse(result.out).at("error").at("kind"), "interrupted");
    const auto completed = place.sync({"--until", "2026-02-03"});
    EXPECT_EQ(completed.exit_code, 0) << completed.err;
    EXPECT_EQ(place.fake.counts().posts, 6);
    expect_both_days_full(place);
  }
}

}  // namespace
}  // namespace e2e
