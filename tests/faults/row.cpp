// SPDX-License-Identifier: MIT
#include "row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {

using store::RowState;

End run_into(Workday& day, int nth, Fate fate, FailureKind kind, const std::string& words) {
  const auto report = day.run();
  EXPECT_TRUE(report.failure);
  if (!report.failure) return {};
  EXPECT_EQ(report.failure->kind, kind) << report.failure->message;
  EXPECT_THAT(report.failure->message, testing::AllOf(testing::StartsWith("cannot "), testing::HasSubstr(words)));

  const bool in_doubt = fate == Fate::found || fate == Fate::lost;
  EXPECT_EQ(day.row(nth).state, in_doubt ? RowState::in_flight : RowState::planned);
  EXPECT_EQ(day.row(nth).attempt, fate == Fate::not_sent ? 0 : 1);
  EXPECT_EQ(day.server.counts().posts, fate == Fate::not_sent ? nth - 1 : nth) << "sent again, or something after it";
  EXPECT_EQ(day.server.entries().size(), static_cast<std::size_t>(fate == Fate::found ? nth : nth - 1));
  EXPECT_FALSE(day.plan(day.wednesday)) << "the day after was touched";
  return {.posts = fate == Fate::refused || fate == Fate::lost ? 5 : 4, .waits = fate == Fate::lost};
}

Row post_row(int number, std::string fault, Fate fate, FailureKind kind,
             std::function<void(Workday& day, int nth)> set_up) {
  return {number, std::move(fault), [fate, kind, set_up = std::move(set_up)](Workday& day, int nth) {
            set_up(day, nth);
            return run_into(day, nth, fate, kind);
          }};
}

Row answer_row(int number, std::string fault, Fate fate, const support::Fault& answer) {
  return post_row(number, std::move(fault), fate, FailureKind::in_doubt,
                  [answer](Workday& day, int nth) { day.server.on_post(nth, answer); });
}

void expect_stopped(Workday& day, FailureKind kind) {
  const auto posts = day.server.counts().posts;
  const auto report = day.run();
  ASSERT_TRUE(report.failure) << "it did not stop";
  EXPECT_EQ(report.failure->kind, kind) << report.failure->message;
  EXPECT_EQ(day.server.counts().posts, posts);
}

loop::SyncReport expect_through(Workday& day) {
  auto report = day.run();
  EXPECT_FALSE(report.failure) << report.failure->message;
  return report;
}

void refuse_post(Workday& day, std::int64_t nth) {
  day.server.on_post(nth, support::fault::refuse(400, 501, "Project doesn't belong to Workspace"));
}

}  // namespace libsync::faults
