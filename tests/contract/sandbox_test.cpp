// SPDX-License-Identifier: MIT
//
// clockify-sandbox as a program, and the timesheet it prints.
#include "process.hpp"
#include "samples.hpp"
#include "state_dir.hpp"
#include "temp_dir.hpp"
#include "timesheet.hpp"

#include <libsync/clockify/https_api.hpp>
#include <libsync/clockify/requirement.hpp>

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
using support::ClockifyService;
using support::ProcessResult;
using support::TempDir;
using ::testing::HasSubstr;

TEST(Timesheet, ShowsEachDayInLocalTimeWithItsSum) {
  ClockifyService service;
  const auto add = [&](const ProjectId& project, const char* start, const char* end) {
    service.put(service.make({well_known::workspace(), project, {utc(start), utc(end)}, "Development", {}, {}},
                             well_known::ann()),
                utc(end));
  };
  add(well_known::api(), "2026-02-02T08:00:00Z", "2026-02-02T12:48:00Z");
  add(well_known::infra(), "2026-02-02T12:48:00Z", "2026-02-02T16:00:00Z");
  service.put(service.make(morning("not hers"), well_known::bob()), utc("2026-02-02T16:00:00Z"));
  add(well_known::web(), "2026-02-03T08:00:00Z", "2026-02-03T16:00:00Z");
  EXPECT_EQ(support::timesheet(service, *Zone::find("Europe/Berlin"), {5, 3, 1}),
            "Timesheet of Ann (times in Europe/Berlin)\n"
            "\n"
            "Mon 2026-02-02\n"
            "  09:00:00 - 13:48:00  API               4:48:00  Development\n"
            "  13:48:00 - 17:00:00  Infrastructure    3:12:00  Development\n"
            "                       sum               8:00:00\n"
            "\n"
            "Tue 2026-02-03\n"
            "  09:00:00 - 17:00:00  Website           8:00:00  Development\n"
            "                       sum               8:00:00\n"
            "\n"
            "2 days, 3 entries, 16:00:00 h\n"
            "served: 5 requests (3 POST) on 1 connection\n");
}

class Sandbox : public ::testing::Test {
 protected:
  ~Sandbox() override { (void)run({"stop"}); }

  ProcessResult run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), CLOCKIFY_SANDBOX);
    arguments.insert(arguments.end(), {"--state-dir", (folder / "sandbox").string()});
    return support::run_process(arguments);
  }

  // The lines of sandbox.env: name -> value.
  std::map<std::string, std::string> environment() const {
    std::istringstream lines{support::read_file(folder / "sandbox" / "sandbox.env")};
    std::map<std::string, std::string> variables;
    for (std::string line; std::getline(lines, line);) {
      const auto equals = line.find('=');
      variables[line.substr(0, equals)] = line.substr(equals + 2, line.size() - equals - 3);
    }
    return variables;
  }

  std::unique_ptr<clockify::Api> client() const {
    const auto variables = environment();
    clockify::HttpsOptions options;
    options.base_url = variables.at("CLOCKIFY_SANDBOX_BASE_URL");
    options.ca_file = variables.at("CLOCKIFY_SANDBOX_CA_FILE");
    return *clockify::make_https_api(Secret{variables.at("CLOCKIFY_API_KEY")}, options);
  }

  TempDir folder;
};

TEST_F(Sandbox, KeepsItsTimesheetAndItsAddressOverARestart) {
  const auto started = run({"--background"});
  ASSERT_EQ(started.exit_code, 0) << started.err;
  const std::string address = environment().at("CLOCKIFY_SANDBOX_BASE_URL");
  EXPECT_THAT(started.out, HasSubstr(address));
  EXPECT_THAT(started.out, HasSubstr("5ff748b4abb0e16bed500885  Acme"));
  ASSERT_THAT(client()->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(run({"timesheet"}).out, HasSubstr("09:00:00 - 13:00:00  API"));
  EXPECT_THAT(run({"timesheet"}).out, HasSubstr("served: 1 request (1 POST) on 1 connection"));

  ASSERT_EQ(run({"stop"}).exit_code, 0);
  EXPECT_FALSE(client()->current_user().has_value());
  ASSERT_EQ(run({"--background"}).exit_code, 0);
  EXPECT_EQ(environment().at("CLOCKIFY_SANDBOX_BASE_URL"), address);
  ASSERT_THAT(client()->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(run({"timesheet"}).out, HasSubstr("1 day, 2 entries, 8:00:00 h"));
  EXPECT_THAT(run({"timesheet"}).out, HasSubstr("served: 2 requests (2 POST) on 2 connections"));
}

TEST_F(Sandbox, RunsOncePerFolder) {
  ASSERT_EQ(run({"--background"}).exit_code, 0);
  const auto second = run({"--background"});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.err, HasSubstr("a sandbox is running in"));
}

TEST_F(Sandbox, StopsWhenNothingRuns) {
  EXPECT_EQ(run({"stop"}).exit_code, 0);
}

TEST_F(Sandbox, HasAFreePlan) {
  ASSERT_EQ(run({"--background", "--free-plan"}).exit_code, 0);
  const auto api = client();
  for (int i = 0; i < 30; ++i) ASSERT_THAT(api->current_user(), Succeeds());
  EXPECT_THAT(api->current_user(), FailsWith(clockify::ErrorKind::rate_limited, clockify::Delivery::answered));
}

TEST_F(Sandbox, RefusesWhatLacksWhatItIsToldToRequire) {
  ASSERT_EQ(run({"--background", "--require", "task", "--require", "tag"}).exit_code, 0);
  const auto api = client();
  clockify::NewEntry entry = morning();
  EXPECT_EQ(requirement_in(api->create_entry(entry, send).error()), clockify::Requirement::task);
  entry.task = well_known::review();
  EXPECT_EQ(requirement_in(api->create_entry(entry, send).error()), clockify::Requirement::tag);
  entry.tags = {well_known::tag()};
  EXPECT_THAT(api->create_entry(entry, send), Succeeds());
}

TEST_F(Sandbox, LosesAnAnswerOnRequest) {
  ASSERT_EQ(run({"--background", "--lose-answer", "2"}).exit_code, 0);
  const auto api = client();
  EXPECT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(api->create_entry(morning(), send), FailsWith(clockify::ErrorKind::offline, clockify::Delivery::unknown));
  EXPECT_THAT(run({"timesheet"}).out, HasSubstr("2 entries"));
}

TEST_F(Sandbox, SaysWhatItCannotDo) {
  EXPECT_EQ(run({"dance"}).exit_code, 64);
  EXPECT_EQ(run({"--time-zone", "Europe/Atlantis"}).exit_code, 64);
  EXPECT_EQ(support::run_process({CLOCKIFY_SANDBOX}).exit_code, 64);
  const auto nothing = run({"timesheet"});
  EXPECT_EQ(nothing.exit_code, 1);
  EXPECT_THAT(nothing.err, HasSubstr("no sandbox ever ran in"));
  for (const char* text : {"", "{", "{}", "[1]"}) {
    support::write_file(folder / "sandbox" / "state.json", text);
    EXPECT_THAT(run({"timesheet"}).err, HasSubstr("it is no state of a sandbox"));
  }
}

}  // namespace
}  // namespace libsync::contract
