// SPDX-License-Identifier: MIT
//
// sync --jobs: several entries at once, over as many connections.
#include "workplace.hpp"

#include <fmt/format.h>

namespace e2e {
namespace {

using testing::HasSubstr;
namespace fault = libsync::support::fault;

// From Monday, 2026-02-02, on: so many workdays of two entries.
std::string work_days(Workplace& place, int days) {
  std::string last;
  for (int week = 0; days > 0; ++week) {
    for (int day = 0; day < 5 && days > 0; ++day, --days) {
      last = fmt::format("2026-02-{:02}", 2 + 7 * week + day);
      place.work("/work/api", "Europe/Berlin", last, "09:00", "12:00");
      place.work("/work/web", "Europe/Berlin", last, "13:00", "14:00");
    }
  }
  return last;
}

TEST(SeveralAtOnce, LeaveOverAsManyConnections) {
  Workplace place;
  const auto last = work_days(place, 3);
  const auto report = place.sync({"--jobs", "4", "--until", last});
  EXPECT_EQ(report.exit_code, 0) << report.err;
  EXPECT_EQ(place.fake.counts().connections, 4);
  EXPECT_EQ(place.fake.counts().posts, 6);
  place.expect_full("2026-02-02", {});
  place.expect_full(last, {});
}

TEST(SeveralAtOnce, LeaveByThemselvesOnlyWhereThereAreMany) {
  for (const int days : {15, 16}) {
    Workplace place;
    const auto last = work_days(place, days);
    EXPECT_EQ(place.sync({"--until", last}).exit_code, 0);
    EXPECT_EQ(place.fake.counts().connections, days == 15 ? 1 : 4) << days << " days of two entries";
    place.expect_full(last, {});
  }
}

TEST(SeveralAtOnce, OnATerminalDoNotTellOfThePausesBetween) {
  Workplace place;
  const auto last = work_days(place, 16);
  const auto result = place.start_on_terminal({"sync", "--yes", "--until", last})->wait();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out + result.err, testing::AllOf(HasSubstr("100 %"), testing::Not(HasSubstr("to wait"))));
}

TEST(SeveralAtOnce, GoOnWhereTheyWereCutShort) {
  Workplace place;
  const auto last = work_days(place, 3);
  place.fake.on_post(2, fault::drop().applied());
  const auto stopped = place.sync({"-j", "6", "--until", last});
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_EQ(place.sync({"-j", "6", "--until", last}).exit_code, 0);
  EXPECT_EQ(place.fake.entries().size(), 6U);
  place.expect_full("2026-02-02", {});
  place.expect_full(last, {});
}

TEST(SeveralAtOnce, AreANumberFrom1To16) {
  Workplace place;
  for (const char* wrong : {"0", "17", "-1", "4x", "many"}) {
    const auto result = place.sync({"--jobs", wrong});
    EXPECT_EQ(result.exit_code, 64) << wrong;
    EXPECT_THAT(result.err, HasSubstr("that is no number from 1 to 16"));
  }
}

}  // namespace
}  // namespace e2e
