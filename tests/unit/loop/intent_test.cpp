// SPDX-License-Identifier: MIT
//
// The intent of a POST: whose it is, and when it says that the request left.
#include "sync_fixture.hpp"

namespace libsync::loop {
namespace {

namespace fault = support::fault;
using namespace std::chrono_literals;

class IntentTest : public SyncFixture {
 protected:
  std::vector<store::OutboxRow> rows() { return plan_of("2026-02-03")->rows; }
};

TEST_F(IntentTest, OfAnotherRunThatWasFirstKeepsThisOneFromSending) {
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  clockify_.on_post(2, fault::refuse(400, 501, "not now"));
  ASSERT_TRUE(run().failure);
  const auto seen = rows().at(1);
  const auto posts = clockify_.counts().posts;

  clockify_.before_request(clockify_.counts().requests + 1, [&] {
    ASSERT_TRUE(store_->begin_send(
        {.row = {day_key("2026-02-03"), 1}, .seen = seen, .sent_at = clockify_.now(), .baseline = {}}));
  });
  const auto second = run();
  ASSERT_TRUE(second.failure);
  EXPECT_EQ(second.failure->kind, FailureKind::locked);
  EXPECT_EQ(clockify_.counts().posts, posts);
  EXPECT_EQ(rows().at(1).attempt, seen.attempt + 1) << "the other run's intent stands";
}

TEST_F(IntentTest, OfAnotherRunIsNotTakenBackByARefusal) {
  track("2026-02-03", "/work/api", 3h);
  clockify_.on_post(1, fault::refuse(400, 501, "not now"));
  OvertakenApi api{
      clockify_, [&] {
        ASSERT_TRUE(store_->begin_send(
            {.row = {day_key("2026-02-03"), 0}, .seen = rows().at(0), .sent_at = clockify_.now(), .baseline = {}}));
      }};
  SyncLoop loop{*store_, [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, clock_, *this, rules_, {}};
  const auto report = loop.run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::locked);
  EXPECT_EQ(rows().at(0).state, store::RowState::in_flight) << "the other run's POST may take effect";
  EXPECT_EQ(rows().at(0).attempt, 2);
}

TEST_F(IntentTest, TakesTheAnswerBeforeItAlong) {
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  std::vector<store::RowState> at_the_send;
  OvertakenApi api{clockify_, [&] {
                     for (const auto& row : rows()) at_the_send.push_back(row.state);
                   }};
  SyncLoop loop{*store_, [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, clock_, *this, rules_, {}};
  const auto report = loop.run();
  EXPECT_FALSE(report.failure);
  using enum store::RowState;
  EXPECT_EQ(at_the_send, (std::vector{in_flight, planned, posted, in_flight}));
  EXPECT_EQ(report.summary.entries_posted, 2);
}

TEST_F(IntentTest, ThatIsNeverWrittenLeavesTheAnswerBeforeItInTheStore) {
  track("2026-02-03", "/work/api", 3h);
  track("2026-02-03", "/work/web", 1h, 3h);
  OvertakenApi api{clockify_, [&] { clockify_.set_offline(true); }};
  SyncLoop loop{*store_, [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, clock_, *this, rules_, {}};
  const auto report = loop.run();
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->kind, FailureKind::offline);
  EXPECT_EQ(rows().at(0).state, store::RowState::posted);
  EXPECT_EQ(rows().at(1).state, store::RowState::planned);
  EXPECT_EQ(report.summary.entries_posted, 1);
}

// Every look at it takes three seconds: as if the disk were slow.
class SlowClock final : public Clock {
 public:
  explicit SlowClock(support::ManualClock& clock) : clock_(clock) {}

  UtcTime now() override { return clock_.now(); }
  clockify::BootTime boot_time() override {
    clock_.advance(3s);
    return clock_.boot_time();
  }
  bool sleep_for(milliseconds duration) override { return clock_.sleep_for(duration); }

 private:
  support::ManualClock& clock_;
};

TEST_F(IntentTest, IsDatedAfterItsCommitHoweverLongThatTook) {
  track("2026-02-03", "/work/api", 3h);
  clockify_.on_post(1, fault::drop());
  SlowClock slow{clock_};
  support::InMemoryApi api{clockify_};
  SyncLoop loop{*store_, [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, slow, *this, rules_, {}};
  ASSERT_TRUE(loop.run().failure);

  const auto row = rows().at(0);
  EXPECT_EQ(row.state, store::RowState::in_flight);
  EXPECT_GE(*row.sent_at, clockify_.now()) << "the request left later than the intent says";
}

}  // namespace
}  // namespace libsync::loop
