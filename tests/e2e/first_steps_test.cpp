// SPDX-License-Identifier: MIT
//
// From nothing to a synced week: what a newcomer types, in four commands and without an edit by hand.
#include "workplace.hpp"

namespace e2e {
namespace {

using libsync::support::Process;
using libsync::support::ProcessOptions;
using testing::HasSubstr;

// Monday of the week before this one, where Berlin is.
LocalDate last_monday_but_one() {
  const auto today =
      zone("Europe/Berlin").date_of(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  const std::chrono::sys_days days{today};
  return LocalDate{days - (std::chrono::weekday{days} - std::chrono::Monday) - std::chrono::days{7}};
}

class Newcomer : public testing::Test {
 protected:
  Newcomer() {
    std::filesystem::remove_all(place_.home() / ".config");
    place_.environment.erase("CLOCKIFY_API_KEY");
    for (int day = 0; day < 5; ++day) {
      const std::string on = libsync::format_date(last_monday_but_one() + day);
      place_.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
      place_.work("/work/web", "Europe/Berlin", on, "13:00", "15:00");
    }
  }

  [[nodiscard]] std::unique_ptr<Process> on_terminal(std::vector<std::string> words) const {
    words.insert(words.begin(), Workplace::program());
    ProcessOptions options{.environment = place_.environment, .input = {}, .directory = place_.home()};
    options.terminal = true;
    return std::make_unique<Process>(words, options);
  }

  Workplace place_;
};

TEST_F(Newcomer, SyncsAWeekWithFourCommands) {
  const auto init = on_terminal({"init", "--base-url", place_.fake.base_url(), "--ca-file", place_.fake.ca_file()});
  const std::vector<std::pair<std::string, std::string>> answers{{"API key (it is not shown): ", known::k_key},
                                                                 {"work day begins at [09:00]: ", ""},
                                                                 {"and ends at [17:00]: ", ""},
                                                                 {"time zone [Europe/Berlin]: ", ""},
                                                                 {"first day to bill", ""},
                                                                 {"/work/api (15 h): ", "api"},
                                                                 {"/work/web (10 h): ", "4"},
                                                                 {"Write this to", ""}};
  for (const auto& [question, answer] : answers) {
    ASSERT_TRUE(init->wait_for(question)) << question;
    init->type(answer + "\n");
  }
  const auto written = init->wait();
  ASSERT_EQ(written.exit_code, 0) << written.out;
  EXPECT_THAT(written.out, HasSubstr("-> Acme / API"));
  EXPECT_THAT(written.out, HasSubstr("-> Acme / Website"));
  EXPECT_THAT(written.out, testing::Not(HasSubstr(known::k_key)));
  EXPECT_THAT(written.out, HasSubstr("`claude-tracker sync --dry-run`"));
  EXPECT_EQ(place_.fake.counts().requests, 3);

  const auto plan = on_terminal({"sync", "-n"})->wait();
  EXPECT_EQ(plan.exit_code, 0) << plan.out;
  EXPECT_TRUE(place_.fake.entries().empty());

  const auto sync = on_terminal({"sync"});
  ASSERT_TRUE(sync->wait_for("[y/N]"));
  sync->type("y\n");
  const auto synced = sync->wait();
  ASSERT_EQ(synced.exit_code, 0) << synced.out;
  for (int day = 0; day < 5; ++day) {
    const std::string on = libsync::format_date(last_monday_but_one() + day);
    EXPECT_EQ(place_.entries_in(work_hours(on, {})).size(), 2U) << on;
  }
  EXPECT_EQ(on_terminal({"status"})->wait().exit_code, 0);
}

}  // namespace
}  // namespace e2e
