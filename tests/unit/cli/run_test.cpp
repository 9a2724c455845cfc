// SPDX-License-Identifier: MIT
#include "run.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temp_dir.hpp>

#include <sstream>

namespace cli {
namespace {

using libsync::support::TempDir;
using libsync::support::write_file;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* k_config =
    "[sync]\n"
    "workspace_id = \"5ff748b4abb0e16bed500885\"\n"
    "work_day_start = \"09:00\"\n"
    "work_day_end = \"17:00\"\n";

class RunTest : public testing::Test {
 protected:
  RunTest() {
    environment.home = home.path();
    environment.working_directory = home.path();
    environment.variables["TZ"] = "Europe/Berlin";
  }

  int run(std::vector<std::string> words, const std::string& input = "") {
    std::istringstream in{input};
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Console console{.in = in, .out = out_stream, .err = err_stream, .read_hidden_line = {}};
    const auto code = cli::run(words, environment, console);
    out = out_stream.str();
    err = err_stream.str();
    return static_cast<int>(code);
  }

  void configure(const std::string& text) { write_file(home / ".config/claude-tracker/config.toml", text); }

  std::size_t files_in_home() {
    const std::filesystem::recursive_directory_iterator files{home.path()};
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  TempDir home;
  libsync::Environment environment;
  std::string out;
  std::string err;
};

TEST_F(RunTest, HelpAndVersionGoToStandardOutput) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_THAT(out, HasSubstr("Usage: claude-tracker"));
  EXPECT_EQ(run({"--version"}), 0);
  EXPECT_THAT(out, testing::MatchesRegex(
                       "claude-tracker [0-9]+\\.[0-9]+\\.[0-9]+\nBoost [0-9.]+, OpenSSL [0-9.]+, SQLite .*\n"));
  EXPECT_EQ(err, "");
}

TEST_F(RunTest, WithNothingAtAllNamesTheOneNextStep) {
  EXPECT_EQ(run({}), 0);
  EXPECT_THAT(out, HasSubstr("Next: `claude-tracker init`"));
  EXPECT_EQ(err, "");
  configure(k_config);
  EXPECT_EQ(run({}), 0);
  EXPECT_THAT(out, Not(HasSubstr("Next: `claude-tracker init`")));
}

TEST_F(RunTest, UsageErrorsAre64WithAHint) {
  EXPECT_EQ(run({"sync", "--dry-rnu"}), 64);
  EXPECT_EQ(out, "");
  EXPECT_THAT(err, StartsWith("claude-tracker: error: cannot use `--dry-rnu`"));
  EXPECT_THAT(err, HasSubstr("\nhint: did you mean `--dry-run`?\n"));
  EXPECT_EQ(run({"sync", "2026-02-30"}), 64);
  EXPECT_EQ(run({"--base-url", "http://x", "sync"}), 64);
}

TEST_F(RunTest, UsageErrorsAreJsonToo) {
  EXPECT_EQ(run({"sync", "--json", "--bogus"}), 64);
  const auto object = boost::json::parse(out).as_object();
  EXPECT_EQ(object.at("command"), "sync");
  EXPECT_EQ(object.at("error").at("exit_code"), 64);
  EXPECT_EQ(object.at("error").at("kind"), "usage");
}

TEST_F(RunTest, AMissingConfigurationIs78AndSaysHowToGetOne) {
  EXPECT_EQ(run({"sync"}), 78);
  EXPECT_THAT(err, HasSubstr("config.toml`: there is no such file"));
  EXPECT_THAT(err, HasSubstr("claude-tracker init"));
  EXPECT_EQ(run({"--config", "nowhere.toml", "import"}), 78);
}

TEST_F(RunTest, NamesWhatTheConfigurationLacks) {
  for (const auto* key : {"workspace_id", "work_day_start", "work_day_end"}) {
    std::string text{k_config};
    text.insert(text.find(key), "# ");
    configure(text);
    EXPECT_EQ(run({"sync"}), 78);
    EXPECT_THAT(err, HasSubstr(std::string{"`"} + key + "` is missing"));
  }
}

TEST_F(RunTest, ADryRunWritesNothing) {
  configure(k_config);
  const auto before = files_in_home();
  EXPECT_EQ(run({"sync", "--dry-run"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("Nothing to do"));
  EXPECT_EQ(files_in_home(), before);
}

TEST_F(RunTest, StatusWritesNothing) {
  configure(k_config);
  const auto before = files_in_home();
  EXPECT_EQ(run({"status"}), 0) << err;
  EXPECT_EQ(files_in_home(), before);
}

TEST_F(RunTest, ARunWithNothingToDoNeedsNoKey) {
  configure(k_config);
  EXPECT_EQ(run({"sync", "--json"}), 0) << err;
  const auto object = boost::json::parse(out).as_object();
  EXPECT_EQ(object.at("summary").at("requests"), 0);
  EXPECT_EQ(object.at("time_zone"), "Europe/Berlin");
}

TEST_F(RunTest, NoCommandTakesARangeThatIsBackwardsOrHasNoEnd) {
  configure(k_config);
  for (const auto* command : {"sync", "status", "report", "verify", "undo", "resync"}) {
    EXPECT_EQ(run({command, "2026-02-03..2026-02-02"}), 64) << command;
    EXPECT_THAT(err, HasSubstr("cannot go from 2026-02-03 to 2026-02-02: that is backwards\nhint: ")) << command;
    EXPECT_EQ(run({command, "0001-01-01..9999-12-31"}), 64) << command;
    EXPECT_THAT(err, HasSubstr("that is more than 36600 days\nhint: ")) << command;
    EXPECT_EQ(out, "") << command;
  }
  EXPECT_EQ(run({"status", "--since", "0001-01-01", "--until", "9999-12-31"}), 64);
}

TEST_F(RunTest, AReportWithOneEndHasTheOther) {
  configure(k_config);
  const auto asked = [&](const char* flag, const std::string& date) {
    EXPECT_EQ(run({"report", "--json", flag, date}), 0) << err;
    return boost::json::parse(out).as_object();
  };
  const auto until = asked("--until", "2026-01-31");
  EXPECT_EQ(until.at("since"), "2025-12-01");
  EXPECT_EQ(until.at("until"), "2026-01-31");
  const auto today = asked("--since", "today");
  EXPECT_EQ(today.at("since"), today.at("until"));
  const auto since = asked("--since", "2026-01-31");
  EXPECT_EQ(since.at("since"), "2026-01-31");
  EXPECT_EQ(since.at("until"), today.at("until"));
}

TEST_F(RunTest, AReportOfDaysThatCannotBeIsAUsageError) {
  configure(k_config);
  EXPECT_EQ(run({"report", "--since", "9999-12-30"}), 64);
  EXPECT_THAT(err, HasSubstr("cannot report from 9999-12-30 on: that day is still to come\nhint: "));
  EXPECT_EQ(run({"report", "--since", "0001-01-01"}), 64);
  EXPECT_THAT(err, HasSubstr("that is more than 36600 days"));
  EXPECT_EQ(out, "");
}

TEST_F(RunTest, QuietSaysNothingWhenAllIsWell) {
  configure(k_config);
  EXPECT_EQ(run({"-q", "sync"}), 0);
  EXPECT_EQ(out + err, "");
  EXPECT_EQ(run({"-q", "import"}), 0);
  EXPECT_EQ(out + err, "");
}

TEST_F(RunTest, ANamedTranscriptFolderThatIsMissingIsAnError) {
  configure(k_config);
  EXPECT_EQ(run({"--transcripts", "nowhere", "import"}), 78);
  EXPECT_THAT(err, HasSubstr("nowhere"));
}

TEST_F(RunTest, AKeyIsNeededToListProjects) {
  EXPECT_EQ(run({"projects"}), 77);
  EXPECT_THAT(err, HasSubstr("hint: run `claude-tracker setup`"));
  EXPECT_EQ(run({"projects", "--json"}), 77);
  EXPECT_EQ(boost::json::parse(out).at("error").at("kind"), "no_key");
}

TEST_F(RunTest, SetupWantsAKey) {
  EXPECT_EQ(run({"setup"}, ""), 77);
  EXPECT_EQ(run({"setup"}, "  \n"), 77);
  EXPECT_EQ(run({"setup"}, "short\n"), 77);
  EXPECT_THAT(err, testing::Not(HasSubstr("short")));
}

TEST_F(RunTest, AFullStandardOutputIsNotSuccess) {
  std::istringstream in;
  std::ostream nowhere{nullptr};
  std::ostringstream err_stream;
  Console console{.in = in, .out = nowhere, .err = err_stream, .read_hidden_line = {}};
  EXPECT_EQ(cli::run(std::vector<std::string>{"--help"}, environment, console), ExitCode::unexpected);
  EXPECT_THAT(err_stream.str(), HasSubstr("cannot write the answer"));
}

}  // namespace
}  // namespace cli
