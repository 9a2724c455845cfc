// SPDX-License-Identifier: MIT
#include "office.hpp"

#include <libsync/report/summary.hpp>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace libsync::report {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Summary : public Office {};

TEST_F(Summary, HasTrackedBesideBilledForEachProject) {
  track("2026-02-02", "/work/api", 3h);
  track("2026-02-02", "/work/web", 1h, 3h, false);
  track("2026-02-02", "/home/me/notes", 10min, 4h);
  sync("2026-02-02");
  const auto groups = group_by(read("2026-02-01", "2026-02-28"), Period::day);
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_EQ(groups[0].dates, (DateRange{date("2026-02-02"), date("2026-02-02")}));
  EXPECT_EQ(groups[0].sums, (Sums{4h + 10min, 3h + 10min, 8h, 0s}));
  EXPECT_THAT(groups[0].projects,
              ElementsAre(ProjectSums{api(), "API", {3h, 3h, 6h, 0s}}, ProjectSums{web(), "Website", {1h, 0h, 2h, 0s}},
                          ProjectSums{{}, "", {10min, 10min, 0s, 0s}}));
}

TEST_F(Summary, HasWhatEachAgentTracked) {
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-02", "/work/web", 2h, 1h, false, "codex");
  track("2026-02-03", "/work/api", 90min, 0h, true, "codex");
  const auto all = sum_up(read("2026-02-02", "2026-02-03"));
  EXPECT_THAT(all.agents, ElementsAre(AgentTime{"codex", 210min, 90min}, AgentTime{"claude-code", 1h, 1h}));
}

TEST_F(Summary, WeeksRunFromMondayToSundayAndMonthsByTheCalendar) {
  for (const char* day : {"2026-01-30", "2026-02-02", "2026-02-06", "2026-02-09"}) track(day, "/work/api", 1h);
  const auto book = read("2026-01-29", "2026-02-09");
  std::vector<std::pair<std::string, std::string>> dates;
  for (const auto period : {Period::week, Period::month}) {
    for (const Group& group : group_by(book, period)) {
      dates.emplace_back(format_date(group.dates.first), format_date(group.dates.last));
    }
  }
  EXPECT_THAT(dates, ElementsAre(std::pair{"2026-01-29", "2026-02-01"}, std::pair{"2026-02-02", "2026-02-08"},
                                 std::pair{"2026-02-09", "2026-02-09"}, std::pair{"2026-01-29", "2026-01-31"},
                                 std::pair{"2026-02-01", "2026-02-09"}));
}

TEST_F(Summary, LeavesIgnoredTimeAndTimeOutsideOutOfTheSums) {
  track("2026-02-02", "/tmp/x", 1h);
  track("2026-02-02", "/work/api", 1h, 9h);
  const Group all = sum_up(read("2026-02-02", "2026-02-02"));
  EXPECT_EQ(all.sums, Sums{});
  EXPECT_EQ(all.ignored, 1h);
  EXPECT_EQ(all.outside, 1h);
  EXPECT_FALSE(all.empty());
}

TEST_F(Summary, SaysNothingOfDaysWithoutAnything) {
  EXPECT_THAT(group_by(read("2026-02-01", "2026-02-28"), Period::day), IsEmpty());
  EXPECT_TRUE(sum_up(read("2026-02-01", "2026-02-28")).empty());
}

// Whatever was tracked and sent, no second of an entry gets lost or is counted twice.
RC_GTEST_FIXTURE_PROP(Summary, SumsAreThoseOfTheEntries, ()) {
  Office::SetUp();
  for (int day = 2; day <= 11; ++day) {
    const std::string on = "2026-02-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    if (workday::is_billed(date(on.c_str()), rules_)) {
      for (const char* folder : {"/work/api", "/work/web", "/elsewhere"}) {
        const milliseconds active{*rc::gen::inRange(0, 7'200'000)};
        if (active > 0ms)
          track(on.c_str(), folder, active, milliseconds{*rc::gen::inRange(0, 20'000'000)},
                *rc::gen::arbitrary<bool>());
      }
      const auto fate = *rc::gen::inRange(0, 3);
      if (planned(on.c_str()).rows.empty() || fate == 0) continue;
      fate == 1 ? begin(on.c_str()) : sync(on.c_str());
    }
  }
  const auto book = read("2026-02-02", "2026-02-11");
  Sums of_entries;
  for (const Day& day : book.days) {
    of_entries += {day.tracked, day.attended, day.billed(), day.planned()};
  }
  Sums of_projects;
  for (const auto& project : sum_up(book).projects) of_projects += project.sums;
  RC_ASSERT(of_projects == of_entries);
  for (const auto period : {Period::day, Period::week, Period::month}) {
    Sums of_groups;
    for (const Group& group : group_by(book, period)) of_groups += group.sums;
    RC_ASSERT(of_groups == of_entries);
  }
}

}  // namespace
}  // namespace libsync::report
