// SPDX-License-Identifier: MIT
//
// Several entries posted at once: what is durable before they leave, what each answer does to the others, and what
// comes after the first error.
#include "posting.hpp"

#include "sync_fixture.hpp"

#include <gmock/gmock.h>

namespace libsync::loop {
namespace {

namespace fault = support::fault;
using namespace std::chrono_literals;
using enum store::RowState;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* k_week[] = {"2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"};

// A week of two entries a day, three of them at once.
class PostingTest : public SyncFixture {
 protected:
  PostingTest() {
    track_a_week();
    three_at_once_.jobs = 3;
  }

  std::vector<store::RowState> states() {
    std::vector<store::RowState> states;
    for (const char* day : k_week) {
      const auto plan = plan_of(day);
      if (!plan) continue;
      for (const auto& row : plan->rows) states.push_back(row.state);
    }
    return states;
  }

  RunOptions three_at_once_;
};

TEST_F(PostingTest, HasTheIntentsOfAllThatLeaveInTheStore) {
  std::vector<std::vector<store::RowState>> at_each_send;
  OvertakenApi api{clockify_, [&] { at_each_send.push_back(states()); }};
  SyncLoop loop{*store_,       [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, clock_, *this, rules_,
                three_at_once_};
  EXPECT_FALSE(loop.run().failure);
  EXPECT_THAT(at_each_send,
              ElementsAre(ElementsAre(in_flight, in_flight, in_flight, planned),
                          ElementsAre(posted, posted, posted, in_flight, in_flight, in_flight),
                          ElementsAre(posted, posted, posted, posted, posted, posted, in_flight, in_flight)));
  EXPECT_EQ(api.traffic().connections, 3);
  expect_done(8);
}

TEST_F(PostingTest, EndsWithTheFirstErrorAndTakesTheAnswersToTheOthers) {
  clockify_.on_post(4, fault::refuse(400, 501, "not now"));
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::refused);
  EXPECT_THAT(report.failure->message, HasSubstr("of 2026-02-03"));
  EXPECT_EQ(clockify_.counts().posts, 6) << "nothing leaves after it";
  EXPECT_THAT(states(), ElementsAre(posted, posted, posted, planned, posted, posted));
  EXPECT_TRUE(is_synced("2026-02-02"));
  EXPECT_FALSE(is_synced("2026-02-04")) << "days are marked in order";
  EXPECT_EQ(report.summary.entries_posted, 5);
  EXPECT_FALSE(run(three_at_once_).failure);
  expect_done(8);
}

TEST_F(PostingTest, LeavesOnlyWhatHadNoAnswerInDoubt) {
  clockify_.on_post(1, fault::drop().applied());
  clockify_.on_post(3, fault::drop());
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::in_doubt);
  EXPECT_THAT(report.failure->message, AllOf(HasSubstr("09:00"), HasSubstr("of 2026-02-02"))) << "the first of the two";
  EXPECT_THAT(states(), ElementsAre(in_flight, posted, in_flight, planned));
  EXPECT_FALSE(is_synced("2026-02-02"));
  clock_.advance(20min);
  EXPECT_FALSE(run(three_at_once_).failure);
  expect_done(8);
}

TEST_F(PostingTest, TellsOfEachEntryOnceAlsoWhenItIsSentAgain) {
  clockify_.on_post(1, fault::drop());
  ASSERT_TRUE(run(three_at_once_).failure);
  clock_.advance(20min);
  entries_told_ = 0;
  EXPECT_FALSE(run(three_at_once_).failure);
  EXPECT_EQ(entries_told_, 8);
}

TEST_F(PostingTest, SendsOnlyWhatTheLimitRefusedAgain) {
  clockify_.on_post(2, fault::throttle(60s));
  clockify_.on_post(3, fault::throttle(90s));
  three_at_once_.wait = true;
  const auto report = run(three_at_once_);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(clockify_.counts().posts, 10);
  EXPECT_THAT(clock_.sleeps(), testing::Contains(milliseconds{90s})) << "one wait, as long as the longest";
  expect_done(8);
}

// Somebody looks while it waits.
class WatchedClock final : public Clock {
 public:
  WatchedClock(support::ManualClock& clock, std::function<void()> look) : clock_(clock), look_(std::move(look)) {}

  UtcTime now() override { return clock_.now(); }
  clockify::BootTime boot_time() override { return clock_.boot_time(); }
  bool sleep_for(milliseconds duration) override {
    look_();
    return clock_.sleep_for(duration);
  }

 private:
  support::ManualClock& clock_;
  std::function<void()> look_;
};

TEST_F(PostingTest, HasEveryAnswerInTheStoreBeforeItWaits) {
  clockify_.on_post(1, fault::throttle(60s));
  three_at_once_.wait = true;
  std::vector<std::vector<store::RowState>> at_each_wait;
  WatchedClock watched{clock_, [&] { at_each_wait.push_back(states()); }};
  support::InMemoryApi api{clockify_};
  SyncLoop loop{*store_,       [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, watched, *this, rules_,
                three_at_once_};
  EXPECT_FALSE(loop.run().failure);
  ASSERT_FALSE(at_each_wait.empty());
  EXPECT_THAT(at_each_wait.front(), ElementsAre(planned, posted, posted, planned));
}

TEST_F(PostingTest, StopsAtTheLimitWithNothingInDoubt) {
  clockify_.on_post(2, fault::throttle(60s));
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::rate_limited);
  EXPECT_THAT(states(), ElementsAre(posted, planned, posted, planned));
  EXPECT_FALSE(run(three_at_once_).failure);
  expect_done(8);
}

TEST_F(PostingTest, SendsNoMoreThanFiftyASecond) {
  EXPECT_FALSE(run(three_at_once_).failure);
  EXPECT_THAT(clock_.sleeps(), ElementsAre(67ms, 67ms)) << "time stands still otherwise";
}

TEST_F(PostingTest, OfOneAtATimeDoesNotWait) {
  EXPECT_FALSE(run().failure);
  EXPECT_THAT(clock_.sleeps(), testing::IsEmpty());
}

TEST_F(PostingTest, SendsNothingMoreWhenTheWaitBetweenIsInterrupted) {
  clock_.interrupt();
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::interrupted);
  EXPECT_EQ(report.failure->hint.step, Step::run_again) << "no limit was met";
  EXPECT_THAT(states(), ElementsAre(posted, posted, posted, planned, planned, planned));
  EXPECT_EQ(state_of(report, "2026-02-04"), DayState::not_reached);
}

TEST_F(PostingTest, OfEarlierDaysComesBeforeWhatStopsALaterOne) {
  clockify_.on_post(3, fault::drop());
  ASSERT_TRUE(run().failure) << "2026-02-03 is in doubt";
  track("2026-01-30", "/work/api", 1h);  // the day before
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::in_doubt);
  EXPECT_TRUE(is_synced("2026-01-30"));
}

TEST_F(PostingTest, NobodyWhoCannotBeReachedLeavesATrace) {
  clockify_.set_offline(true);
  store_->register_timesheet(timesheet());
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::offline);
  EXPECT_THAT(states(), testing::Each(planned));
}

TEST_F(PostingTest, TwoAnswersThatNameOneEntryAreNotBothBelieved) {
  std::optional<EntryId> first;
  clockify_.on_post(1, fault::echo([&](clockify::Entry& entry) { first = entry.id; }));
  clockify_.on_post(2, fault::echo([&](clockify::Entry& entry) { entry.id = *first; }));
  const auto report = run(three_at_once_);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::in_doubt);
  EXPECT_THAT(states(), ElementsAre(posted, in_flight, posted, planned));
  EXPECT_FALSE(run(three_at_once_).failure) << "it is found";
  expect_done(8);
}

TEST(JobsFor, IsOneForWhatAFreeWorkspaceTakesInAnHour) {
  RunOptions chosen;
  chosen.jobs.reset();
  EXPECT_EQ(jobs_for(chosen, 30), 1U);
  EXPECT_EQ(jobs_for(chosen, 31), 4U);
}

TEST(JobsFor, IsWhatSomebodyAskedFor) {
  RunOptions asked;
  asked.jobs = 7;
  EXPECT_EQ(jobs_for(asked, 2), 7U);
  EXPECT_EQ(jobs_for({}, 1000), 1U) << "the library asks for one";
}

}  // namespace
}  // namespace libsync::loop
