// SPDX-License-Identifier: MIT
#include "render/progress.hpp"

#include "sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

using testing::HasSubstr;

struct Streams {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Console console{.in = in, .out = out, .err = err, .read_hidden_line = {}};
};

TEST(Bar, FillsFromEmptyToFull) {
  EXPECT_EQ(bar(0, 10, 12), "[..........]");
  EXPECT_EQ(bar(3, 10, 12), "[###.......]");
  EXPECT_EQ(bar(10, 10, 12), "[##########]");
  EXPECT_EQ(bar(11, 10, 12), "[##########]");
  EXPECT_EQ(bar(std::int64_t{5} << 40, std::int64_t{10} << 40, 12), "[#####.....]");
}

TEST(Progress, DrawsOneLineAndTakesItAway) {
  Streams streams;
  {
    Progress progress{streams.console, samples::berlin(), {.draw = true}};
    progress.importing(50, 100);
    EXPECT_TRUE(progress.confirm({}, 1, 2));
    progress.day_begins(samples::date("2026-02-02"), 2);
    progress.entry_done(samples::date("2026-02-02"), 1, 2);
  }
  EXPECT_THAT(streams.err.str(), HasSubstr(" 50 %  Mon 2026-02-02"));
  EXPECT_TRUE(streams.err.str().ends_with("\r\x1b[K"));
  EXPECT_EQ(streams.err.str().find('\n'), std::string::npos);
  EXPECT_EQ(streams.out.str(), "");
}

TEST(Progress, SaysNothingOffATerminal) {
  Streams streams;
  {
    Progress progress{streams.console, samples::berlin(), {}};
    progress.importing(50, 100);
    EXPECT_TRUE(progress.confirm({}, 1, 2));
    progress.entry_done(samples::date("2026-02-02"), 1, 2);
    progress.waiting(samples::utc("2026-02-02T09:00:00Z"), "x");
  }
  EXPECT_EQ(streams.err.str(), "");
}

TEST(Progress, TellsAWaitInLocalTime) {
  Streams streams;
  Progress progress{streams.console, samples::berlin(), {.tell_waits = true}};
  progress.waiting(samples::utc("2026-02-02T09:00:00Z"), "limit\x1b[0m");
  EXPECT_EQ(streams.err.str(), "claude-tracker: waiting until 2026-02-02 10:00: limit\\x1b[0m\n");
  progress.waiting(samples::utc("2026-02-02T09:00:01Z"), "limit");
  EXPECT_THAT(streams.err.str(), testing::HasSubstr("waiting until 2026-02-02 10:01: limit\n")) << "not too early";
}

TEST(Progress, AsksOnceAndTakesOnlyYesForYes) {
  for (const auto& [answer, agreed] : {std::pair{"y\n", true}, std::pair{"Y\n", true}, std::pair{"yes\n", true},
                                       std::pair{"\n", false}, std::pair{"n\n", false}}) {
    Streams streams;
    streams.in.str(answer);
    bool told = false;
    Progress progress{streams.console, samples::berlin(), {.ask = true, .before_first_request = [&] { told = true; }}};
    EXPECT_EQ(progress.confirm({}, 3, 9), agreed) << answer;
    EXPECT_EQ(told, agreed);
    EXPECT_EQ(streams.err.str(), "Post 9 entries for 3 workdays to Clockify? [y/N] ");
  }
}

TEST(Progress, NamesTheFirstDayBeforeManyDaysArePosted) {
  const auto plan = samples::report_of({samples::day("2026-01-30", loop::DayState::already_synced),
                                        samples::example_day(loop::DayState::not_reached, loop::EntryState::planned)});
  for (const std::size_t days : {10U, 11U}) {
    Streams streams;
    Progress progress{streams.console, samples::berlin(), {.names_first_day = true}};
    EXPECT_TRUE(progress.confirm(plan, days, 33));
    EXPECT_EQ(streams.err.str(), days == 10 ? ""
                                            : "note: this posts 33 entries for 11 workdays from Mon 2026-02-02 on; "
                                              "`first_day` under [sync] makes it begin later\n");
  }
}

}  // namespace
}  // namespace cli
