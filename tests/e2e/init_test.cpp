// SPDX-License-Identifier: MIT
#include "workplace.hpp"

#include <libsync/config/config.hpp>

#include <sys/stat.h>

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

class Init : public testing::Test {
 protected:
  Init() {
    std::filesystem::remove_all(place_.home() / ".config");
    place_.environment.erase("CLOCKIFY_API_KEY");
    place_.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    place_.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "15:00");
  }

  [[nodiscard]] std::filesystem::path key_file() const { return place_.config_file().parent_path() / "credentials"; }

  [[nodiscard]] libsync::config::Config config() const {
    const auto read = libsync::config::load_config(place_.config_file(), place_.home());
    if (!read || !*read) {
      ADD_FAILURE() << (read ? "there is none" : read.error().cause);
      return {};
    }
    return **read;
  }

  void expect_nothing_written() const {
    EXPECT_FALSE(std::filesystem::exists(place_.config_file()));
    EXPECT_FALSE(std::filesystem::exists(key_file()));
  }

  Workplace place_;
  const std::string key_ = std::string{known::k_key} + "\n";
};

TEST_F(Init, RunsWithoutATerminalWhenEachQuestionHasAFlag) {
  const auto result =
      place_.run({"init", "--workspace", "acme", "--work-day-start", "8:30", "--work-day-end", "24:00", "--time-zone",
                  "Europe/Paris", "--first-day", "2026-02-02", "--map", "/work/api=Acme / API", "--map",
                  "/work/web=" + known::web().str(), "--other-project", "other"},
                 key_);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto sync = config().sync;
  EXPECT_EQ(sync.workspace, known::workspace());
  EXPECT_EQ(sync.work_day_start, LocalTime{8 * 60 + 30});
  EXPECT_EQ(sync.work_day_end, LocalTime{24 * 60});
  EXPECT_EQ(sync.time_zone, "Europe/Paris");
  EXPECT_EQ(sync.first_day, date("2026-02-02"));
  EXPECT_EQ(sync.project_mapping.at("/work/api").project, known::api());
  EXPECT_EQ(sync.project_mapping.at("/work/web").project, known::web());
  EXPECT_EQ(sync.other_project, known::other());
  EXPECT_EQ(sync.base_url, place_.fake.base_url());
  EXPECT_EQ(place_.fake.counts().requests, 3);

  struct stat facts {};
  ASSERT_EQ(stat(key_file().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  EXPECT_THAT(result.err, HasSubstr("There is no keyring here, so the key goes into " + key_file().string()));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(known::k_key)));
  EXPECT_EQ(place_.sync({"--until", "2026-02-02"}).exit_code, 0);
}

TEST_F(Init, TakesWhatIsSuggestedWhenNobodyShallBeAsked) {
  place_.environment["CLOCKIFY_API_KEY"] = known::k_key;
  place_.environment["TZ"] = "UTC";
  const auto result = place_.run({"init", "--yes"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto sync = config().sync;
  EXPECT_EQ(sync.time_zone, "Europe/Berlin") << "of the profile, not of the machine";
  EXPECT_EQ(sync.work_day_start, LocalTime{9 * 60});
  EXPECT_TRUE(sync.first_day);
  EXPECT_TRUE(sync.project_mapping.empty());
  EXPECT_THAT(result.out, HasSubstr("2 folders (5 h) have no project yet"));
  EXPECT_FALSE(std::filesystem::exists(key_file())) << "the key is kept elsewhere";
}

TEST_F(Init, AsksNobodyWithoutATerminal) {
  const auto result = place_.run({"init", "--workspace", "Acme"}, key_);
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_THAT(result.err, HasSubstr("not given: --work-day-start, --work-day-end, --first-day, --map, --time-zone"));
  EXPECT_THAT(result.err, HasSubstr("--yes takes what is suggested"));
  expect_nothing_written();
}

TEST_F(Init, WritesNothingOverAConfigurationThatIsThere) {
  place_.configure_text("# mine\n");
  const auto result = place_.run({"init", "--yes"}, key_);
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_THAT(result.err, HasSubstr("--replace"));
  EXPECT_EQ(libsync::support::read_file(place_.config_file()), "# mine\n");

  ASSERT_EQ(place_.run({"init", "--yes", "--replace"}, key_).exit_code, 0);
  EXPECT_EQ(config().sync.workspace, known::workspace());
  EXPECT_EQ(libsync::support::read_file(place_.config_file().string() + ".old"), "# mine\n");
}

TEST_F(Init, KeepsWhatItDoesNotAskAbout) {
  const std::string mine = "notify_command = 'true'\n[sync]\nworkspace_id = '" + known::workspace().str() +
                           "'\nwork_day_start = '08:30'\ntime_zone = 'Europe/Paris'\nother_project_id = '" +
                           known::other().str() + "'\nbillable = false\n[sync.project_mapping]\n'/work' = '" +
                           known::api().str() + "'\n";
  place_.configure_text(mine);
  const auto result = place_.run({"init", "--yes", "--replace", "--map", "/work/web=Website"}, key_);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("not kept")));
  EXPECT_THAT(result.out, Not(HasSubstr("no project yet")));
  EXPECT_EQ(config().notify_command, "true");
  const auto sync = config().sync;
  EXPECT_EQ(sync.work_day_start, LocalTime{8 * 60 + 30});
  EXPECT_EQ(sync.time_zone, "Europe/Paris");
  EXPECT_FALSE(sync.first_day);
  EXPECT_EQ(sync.other_project, known::other());
  EXPECT_EQ(sync.billable, false);
  EXPECT_EQ(sync.project_mapping.at("/work").project, known::api());
  EXPECT_EQ(sync.project_mapping.at("/work/web").project, known::web());
}

TEST_F(Init, NamesWhatItDoesNotKeep) {
  place_.configure_text("[sync]\nworkspace_id = '5ff748b4abb0e16bed50ffff'\ntag_ids = ['65b2d73e06de527a7ed67701']\n");
  const auto result = place_.run({"init", "--yes", "--replace"}, key_);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("note: of the configuration that is there, this is not kept: tag_ids\n"));
}

TEST_F(Init, LosesNothingOfAConfigurationThatCannotBeRead) {
  for (const char* text :
       {"[sync\n", "[sync]\ndays_off = ['soon']\n", "[sync]\ntime_zone = 'berlin'\n", "bilable = 1\n"}) {
    place_.configure_text(text);
    const auto result = place_.run({"init", "--yes", "--replace"}, key_);
    EXPECT_EQ(result.exit_code, 78) << text;
    EXPECT_THAT(result.err, HasSubstr(", line "));
    EXPECT_THAT(result.err, HasSubstr(" to begin anew, move it away\n"));
    EXPECT_EQ(libsync::support::read_file(place_.config_file()), text);
  }
  EXPECT_EQ(place_.fake.counts().requests, 0);
}

TEST_F(Init, SaysWhatIsWrongWithAFlag) {
  const struct {
    std::vector<std::string> flags;
    const char* said;
  } rows[] = {
      {{"--work-day-start", "9 am"}, "`9 am` for --work-day-start: it is not a time of day"},
      {{"--work-day-start", "17:00"}, "work hours that end when they begin"},
      {{"--first-day", "soon"}, "`soon` for --first-day: it is not a date"},
      {{"--workspace", "Umbrella"}, "the workspace `Umbrella`"},
      {{"--map", "/work/api"}, "it is not FOLDER=PROJECT"},
      {{"--map", "/work/api=webiste"}, "near it: Acme / Website ("},
      {{"--map", "/work/api=Retired"}, "it is archived"},
      {{"--other-project", "nobody's"}, "`nobody's`"},
  };
  for (const auto& row : rows) {
    std::vector<std::string> words{"init", "--yes"};
    words.insert(words.end(), row.flags.begin(), row.flags.end());
    const auto result = place_.run(words, key_);
    EXPECT_EQ(result.exit_code, 64) << row.said;
    EXPECT_THAT(result.err, HasSubstr(row.said));
    expect_nothing_written();
  }
}

TEST_F(Init, KeepsNoKeyThatClockifyRefuses) {
  const auto result = place_.run({"init", "--yes"}, "bm90LWEta2V5LWF0LWFsbA\n");
  EXPECT_EQ(result.exit_code, 77) << result.err;
  expect_nothing_written();
  EXPECT_EQ(place_.run({"init", "--yes"}, "").exit_code, 77);
  expect_nothing_written();
}

TEST_F(Init, WritesNothingWithoutANetwork) {
  const auto result =
      libsync::support::run_process({Workplace::program(), "--base-url", "https://localhost:1/api/v1", "init", "--yes"},
                                    {.environment = place_.environment, .input = key_, .directory = place_.home()});
  EXPECT_EQ(result.exit_code, 75) << result.err;
  expect_nothing_written();
}

TEST_F(Init, ShowsWhatItWouldWrite) {
  const auto result = place_.run({"init", "--yes", "-n", "--map", "/work/api=API"}, key_);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto shown = libsync::config::parse_config(result.out, "/x/config.toml", place_.home());
  ASSERT_TRUE(shown) << shown.error().cause << result.out;
  EXPECT_EQ(shown->sync.project_mapping.at("/work/api").project, known::api());
  expect_nothing_written();
  EXPECT_FALSE(std::filesystem::exists(place_.database()));
}

TEST_F(Init, AnswersWithAnObject) {
  for (const bool dry_run : {true, false}) {
    std::vector<std::string> words{"init", "--yes", "--json", "--map", "/work/api=API"};
    if (dry_run) words.emplace_back("-n");
    const auto result = place_.run(words, key_);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto object = json::parse(result.out);
    EXPECT_EQ(object.at("config").as_string(), place_.config_file().string());
    EXPECT_EQ(object.at("dry_run"), dry_run);
    EXPECT_EQ(object.at("mapping").at(0).at("project_id").as_string(), known::api().str());
    EXPECT_EQ(object.at("unmapped").at(0).at("project"), "/work/web");
  }
  EXPECT_EQ(json::parse(place_.run({"init", "--yes", "--json"}, key_).out).at("error").at("exit_code"), 64);
  place_.configure_text("[sync\n");
  EXPECT_EQ(json::parse(place_.run({"init", "--yes", "--json"}, key_).out).at("error").at("exit_code"), 78);
}

TEST_F(Init, LeavesWithNothingWrittenOnCtrlDAndCtrlC) {
  for (const char* leave : {"\x04", "\x03"}) {
    const auto process = place_.start_on_terminal({"init"});
    ASSERT_TRUE(process->wait_for("API key"));
    process->type(key_);
    ASSERT_TRUE(process->wait_for("begins at [09:00]: "));
    process->type(leave);
    const auto result = process->wait();
    EXPECT_EQ(result.exit_code, 130) << result.out;
    expect_nothing_written();
  }
}

TEST_F(Init, TakesNoForAnAnswer) {
  place_.environment["CLOCKIFY_API_KEY"] = known::k_key;
  const auto result = place_
                          .start_on_terminal({"init", "--work-day-start", "09:00", "--work-day-end", "17:00",
                                              "--first-day", "none", "--time-zone", "Europe/Berlin"},
                                             "\n\n\nn\n")
                          ->wait();
  EXPECT_THAT(result.out,
              HasSubstr("No configuration was written; what the transcripts hold is in the tracking store."));
  EXPECT_EQ(result.exit_code, 130);
  expect_nothing_written();
}

TEST_F(Init, DoesNotAskAboutWhatLiesInAFolderThatHasItsProject) {
  place_.work("/work/api/packages/cart", "Europe/Berlin", "2026-02-03", "09:00", "10:00");
  place_.environment["CLOCKIFY_API_KEY"] = known::k_key;
  const auto out = place_.on_terminal({"init", "--work-day-start", "09:00", "--work-day-end", "17:00", "--first-day",
                                       "none", "--time-zone", "Europe/Berlin"},
                                      100, "1\n1\ny\n");
  EXPECT_THAT(out, Not(HasSubstr("/work/api/packages/cart (")));
  EXPECT_EQ(config().sync.project_mapping.size(), 2U) << out;
}

TEST_F(Init, AsksAgainWhatItDoesNotUnderstand) {
  place_.environment["CLOCKIFY_API_KEY"] = known::k_key;
  const auto out = place_.on_terminal(
      {"init"}, 100, "noon\n09:00\n09:00\n09:00\n18:00\nBerlin\n\nsoon\nnone\nacme\n1\nnothing like it\no\nother\ny\n");
  const auto sync = config().sync;
  EXPECT_EQ(sync.work_day_end, LocalTime{18 * 60}) << out;
  EXPECT_FALSE(sync.first_day);
  EXPECT_EQ(sync.project_mapping.size(), 1U);
  EXPECT_EQ(sync.project_mapping.at("/work/api").project, known::api());
  EXPECT_EQ(sync.other_project, known::other());
}

}  // namespace
}  // namespace e2e
