// SPDX-License-Identifier: MIT
//
// What goes where: streams, terminals, pipes.
#include "workplace.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

void work_on_monday_and_tuesday(Workplace& place) {
  for (const auto* on : {"2026-02-02", "2026-02-03"}) place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
}

TEST(Output, OffATerminalIsOneLinePerDayWithoutColour) {
  Workplace place;
  work_on_monday_and_tuesday(place);
  const auto result = place.run({"sync", "--until", "2026-02-03"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out,
            "Mon 2026-02-02  synced         8 h         1 entry     from 3 h tracked\n"
            "Tue 2026-02-03  synced         8 h         1 entry     from 3 h tracked\n"
            "\n"
            "2 days synced: 2 entries posted (5 requests).\n");
  EXPECT_EQ(result.err, "");
}

TEST(Output, QuietIsQuiet) {
  Workplace place;
  work_on_monday_and_tuesday(place);
  const auto result = place.run({"--quiet", "sync", "--until", "2026-02-03"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out + result.err, "");
}

constexpr const char* k_question = "Post 2 entries for 2 workdays to Clockify? [y/N] ";

TEST(Output, OnATerminalAsksBeforeTheFirstEntry) {
  Workplace place;
  work_on_monday_and_tuesday(place);
  const auto declined = place.start_on_terminal({"sync", "--until", "2026-02-03"}, "n\n")->wait();
  EXPECT_THAT(declined.out, HasSubstr(k_question));
  const std::string asked_about = declined.out.substr(0, declined.out.find(k_question));
  EXPECT_THAT(asked_about, HasSubstr("Mon 2026-02-02"));
  EXPECT_THAT(asked_about, HasSubstr("  /work/api"));
  const std::string after = declined.out.substr(declined.out.find(k_question));
  EXPECT_THAT(after, HasSubstr("Nothing was sent."));
  EXPECT_THAT(after, Not(HasSubstr("Mon 2026-02-02")));
  EXPECT_EQ(declined.exit_code, 130);
  EXPECT_EQ(place.fake.counts().connections, 0);

  const auto agreed = place.start_on_terminal({"sync", "--until", "2026-02-03"}, "y\n")->wait();
  EXPECT_EQ(agreed.exit_code, 0) << agreed.out;
  place.expect_full("2026-02-03", {});

  const auto nothing_to_do = place.start_on_terminal({"sync", "--until", "2026-02-03"})->wait();
  EXPECT_EQ(nothing_to_do.exit_code, 0) << nothing_to_do.out;
  EXPECT_THAT(nothing_to_do.out, Not(HasSubstr("[y/N]")));
}

TEST(Output, BeforeALongBacklogItSaysWhoseTimesheetThisIs) {
  Workplace place;
  for (int day = 2; day <= 17; ++day) {
    place.work("/work/api", "Europe/Berlin", fmt::format("2026-02-{:02}", day), "09:00", "12:00");
  }
  const auto declined = place.start_on_terminal({"sync", "--until", "2026-02-17"}, "n\n")->wait();
  EXPECT_THAT(declined.out, HasSubstr("12 workdays, 12 entries, 96 h"));
  EXPECT_THAT(declined.out, HasSubstr("for Ann (ann@example.com)"));
  EXPECT_THAT(declined.out, HasSubstr("Nothing was sent."));
  EXPECT_EQ(place.fake.counts().posts, 0);
}

TEST(Output, AsksAboutProjectsByTheNamesThatAreRemembered) {
  Workplace place;
  work_on_monday_and_tuesday(place);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  ASSERT_EQ(place.run({"projects"}).exit_code, 0);
  const auto declined = place.start_on_terminal({"sync", "--until", "2026-02-03"}, "n\n")->wait();
  EXPECT_THAT(declined.out.substr(0, declined.out.find(k_question)), HasSubstr("8 h  API"));
}

TEST(Output, OnATerminalHasColourAndAProgressBar) {
  Workplace place;
  work_on_monday_and_tuesday(place);
  place.environment["TERM"] = "xterm";
  const auto process = place.start_on_terminal({"sync", "--yes", "--until", "2026-02-03"});
  const auto result = process->wait();
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr("[###"));
  EXPECT_THAT(result.out, HasSubstr("\x1b[32msynced"));
}

TEST(Output, HonoursNoColorAndDumbTerminals) {
  for (const auto& [name, value] : {std::pair{"NO_COLOR", "1"}, std::pair{"TERM", "dumb"}}) {
    Workplace place;
    work_on_monday_and_tuesday(place);
    place.environment["TERM"] = "xterm";
    place.environment[name] = value;
    const auto result = place.start_on_terminal({"sync", "--yes", "--until", "2026-02-03"})->wait();
    EXPECT_EQ(result.exit_code, 0) << result.out;
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b[32m"))) << name;
  }
}

TEST(Output, NeverShowsWhatATerminalWouldActOn) {
  Workplace place;
  place.work("/work/\\u001b[2J\\u202eevil", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  for (const auto& words :
       {std::vector<std::string>{"sync", "--dry-run"}, std::vector<std::string>{"sync", "--dry-run", "--json"}}) {
    const auto result = place.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("evil"));
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(result.out, Not(HasSubstr("\xe2\x80\xae")));
  }
}

TEST(Output, AClosedOrFullStandardOutputLosesNothing) {
  for (const auto* redirection : {">&-", ">/dev/full"}) {
    Workplace place;
    work_on_monday_and_tuesday(place);
    const auto script = "\"$0\" --base-url " + place.fake.base_url() + " --ca-file " + place.fake.ca_file().string() +
                        " sync --until 2026-02-03 " + redirection;
    const auto result =
        libsync::support::run_process({"/bin/sh", "-c", script, Workplace::program()},
                                      {.environment = place.environment, .input = {}, .directory = place.home()});
    EXPECT_EQ(result.exit_code, 1) << redirection << result.err;
    EXPECT_THAT(result.err, HasSubstr("cannot write the answer"));
    place.expect_full("2026-02-02", {});
    place.expect_full("2026-02-03", {});
  }
}

TEST(Output, AReaderThatGoesAwayDoesNotKillTheRun) {
  Workplace place;
  work_on_monday_and_tuesday(place);
  const auto script = "{ \"$0\" --base-url " + place.fake.base_url() + " --ca-file " + place.fake.ca_file().string() +
                      " sync --until 2026-02-03; echo $? >&2; } | true";
  const auto result =
      libsync::support::run_process({"/bin/sh", "-c", script, Workplace::program()},
                                    {.environment = place.environment, .input = {}, .directory = place.home()});
  EXPECT_THAT(result.err, testing::AnyOf(HasSubstr("\n1\n"), testing::StartsWith("0\n")));
  place.expect_full("2026-02-03", {});
}

}  // namespace
}  // namespace e2e
