// SPDX-License-Identifier: MIT
#include "workplace.hpp"

#include <libsync/config/config.hpp>

namespace e2e {
namespace {

using libsync::support::read_file;
using testing::HasSubstr;
using testing::Not;

class Map : public testing::Test {
 protected:
  Map() { place_.configure_text(text_); }

  [[nodiscard]] std::string project_of(const std::string& folder) const {
    const auto read = libsync::config::load_config(place_.config_file(), place_.home());
    const auto& mapping = (*read)->sync.project_mapping;
    const auto found = mapping.find(folder);
    return found == mapping.end() ? "" : found->second.project.str();
  }

  const std::string text_ = "# mine\n[sync]\nworkspace_id = '" + known::workspace().str() +
                            "'\nwork_day_start = '09:00'\nwork_day_end = '17:00'\ntime_zone = 'Europe/Berlin'\n\n"
                            "[sync.project_mapping]  # folders\n'/work/api' = '" +
                            known::api().str() + "'  # the service\n";
  Workplace place_;
};

TEST_F(Map, SendsAFolderToAProjectByNameAndKeepsTheRestOfTheFile) {
  const auto result = place_.run({"map", "/work/web", "website"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "/work/web goes to Acme / Website from now on.\n");
  EXPECT_EQ(read_file(place_.config_file()), text_ + "\"/work/web\" = \"" + known::web().str() + "\"\n");

  EXPECT_EQ(place_.run({"map", "/work/web/", known::web().str()}).out, "/work/web/ goes to Acme / Website already.\n");
  ASSERT_EQ(place_.run({"map", "/work/api", "acme / website"}).exit_code, 0);
  EXPECT_EQ(project_of("/work/api"), known::web().str());
  EXPECT_THAT(read_file(place_.config_file()), HasSubstr("\"  # the service\n"));
}

TEST_F(Map, ShowsTheLinesThatItWouldChange) {
  const auto result = place_.run({"map", "-n", "/work/api", "Website"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, place_.config_file().string() + ", line 9:\n-'/work/api' = '" + known::api().str() +
                            "'  # the service\n+'/work/api' = \"" + known::web().str() +
                            "\"  # the service\nNothing was written.\n");
  EXPECT_EQ(read_file(place_.config_file()), text_);
}

TEST_F(Map, IsSilentAboutWhatWasDoneWhenItIsToBeQuiet) {
  for (int i = 0; i < 2; ++i) {
    const auto result = place_.run({"-q", "map", "/work/web", "website"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.out + result.err, "");
  }
  EXPECT_EQ(project_of("/work/web"), known::web().str());
  EXPECT_THAT(place_.run({"-q", "map", "/work/web", "nothing like it"}).err, HasSubstr("error: "));
}

TEST_F(Map, SaysThatNothingWasImportedYet) {
  place_.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  EXPECT_THAT(place_.run({"map"}).out, testing::MatchesRegex("Nothing was imported yet. Next: `.* import` reads .*\n"));
  ASSERT_EQ(place_.run({"import"}).exit_code, 0);
  EXPECT_EQ(place_.run({"map"}).out, "Every folder that was worked in has a project.\n");
}

TEST_F(Map, SaysThatTheStoreCannotBeReadInsteadOfListingNothing) {
  std::filesystem::create_directories(place_.database().parent_path());
  libsync::support::write_file(place_.database(), "no store");
  const auto result = place_.run({"map"});
  EXPECT_EQ(result.exit_code, 74);
  EXPECT_THAT(result.err, HasSubstr("\nhint: "));
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(json::parse(place_.run({"map", "--json"}).out).at("error").at("kind"), "store");
  const auto projects = place_.run({"projects"});
  EXPECT_EQ(projects.exit_code, 0);
  EXPECT_THAT(projects.err, HasSubstr("note: cannot use the store"));
}

TEST_F(Map, RefusesWhatIsNoProject) {
  const struct {
    const char* words;
    const char* said;
  } rows[] = {{"Web", "there is none of that name; near it: Acme / Website (65b2d73e06de527a7ed67405)"},
              {"Retired", "it is archived"},
              {"65b2d73e06de527a7ed674ff", "there is none of that name"}};
  for (const auto& row : rows) {
    const auto result = place_.run({"map", "/work/web", row.words});
    EXPECT_EQ(result.exit_code, 64) << row.words;
    EXPECT_THAT(result.err, HasSubstr(row.said));
    EXPECT_THAT(result.err, testing::ContainsRegex("hint: `claude-tracker .* projects` lists them"));
  }
  place_.fake.set_projects({{known::api(), "Twin", "Acme", false, false}, {known::web(), "Twin", "Ace", false, false}});
  const auto result = place_.run({"map", "/work/web", "Twin"});
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_THAT(result.err, HasSubstr("there are several of that name: Acme / Twin ("));
  EXPECT_THAT(result.err, HasSubstr("give the id instead of the name"));
  EXPECT_EQ(read_file(place_.config_file()), text_);
}

TEST_F(Map, NeedsTheNameOfAFolder) {
  EXPECT_EQ(place_.run({"map", "", "Website"}).exit_code, 64);
  EXPECT_EQ(place_.run({"map", ""}).exit_code, 64);
  EXPECT_EQ(place_.fake.counts().connections, 0);
}

TEST_F(Map, AsksNobodyForNamesThatTheStoreRemembers) {
  place_.work("/work/web", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place_.run({"import"}).exit_code, 0);
  ASSERT_EQ(place_.run({"projects"}).exit_code, 0);
  const auto requests = place_.fake.counts().requests;
  ASSERT_EQ(place_.run({"map", "/work/web", "Website"}).exit_code, 0);
  EXPECT_EQ(place_.fake.counts().requests, requests);
  EXPECT_EQ(project_of("/work/web"), known::web().str());
}

TEST_F(Map, NeedsANetworkForOtherNames) {
  const auto result = libsync::support::run_process(
      {Workplace::program(), "--base-url", "https://localhost:1/api/v1", "map", "/work/web", "Website"},
      {.environment = place_.environment, .input = {}, .directory = place_.home()});
  EXPECT_EQ(result.exit_code, 75) << result.err;
  EXPECT_EQ(read_file(place_.config_file()), text_);
}

TEST_F(Map, StartsARelativeFolderWhereThePersonIs) {
  ASSERT_EQ(place_.run({"map", ".", "Website"}).exit_code, 0);
  ASSERT_EQ(place_.run({"map", "src/web", "Website"}).exit_code, 0);
  ASSERT_EQ(place_.run({"map", "D:\\src", "Website"}).exit_code, 0);
  ASSERT_EQ(place_.run({"map", "acme:/workspace", "Website"}).exit_code, 0);
  for (const auto& folder : {place_.home().string(), (place_.home() / "src/web").string(), std::string{"d:/src"},
                             std::string{"acme:/workspace"}}) {
    EXPECT_EQ(project_of(folder), known::web().str()) << folder;
  }
}

TEST_F(Map, WithoutOperandsListsTheFoldersWithoutAProject) {
  EXPECT_EQ(place_.run({"map"}).out, "Every folder that was worked in has a project.\n");
  place_.work("/work/web", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place_.work("/home/me/a/long/way/down/to/the/storefront", "Europe/Berlin", "2026-02-02", "13:00", "14:30");
  ASSERT_EQ(place_.run({"import"}).exit_code, 0);
  const auto result = place_.run({"map"});
  EXPECT_THAT(result.out, testing::StartsWith("        3 h  /work/web\n"
                                              " 1 h 30 min  /home/me/a/long/way/down/to/the/storefront\n\nNext: `"));
  const auto object = json::parse(place_.run({"map", "--json"}).out).as_object();
  EXPECT_EQ(object.at("unmapped"),
            (json::array{json::object{{"project", "/work/web"}, {"seconds", 10800}},
                         json::object{{"project", "/home/me/a/long/way/down/to/the/storefront"}, {"seconds", 5400}}}));
  EXPECT_EQ(place_.fake.counts().connections, 0);
}

TEST_F(Map, NotesAFolderInWhichNobodyWorked) {
  place_.work("/work/web", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place_.run({"import"}).exit_code, 0);
  const auto result = place_.run({"map", "/work/wbe", "Website"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("note: no session without a project was in /work/wbe; near it: /work/web"));
  EXPECT_EQ(place_.run({"map", "/work", "Website"}).err, "");
}

TEST_F(Map, IsAnObjectForPrograms) {
  const auto object = json::parse(place_.run({"map", "/work/web", "Website", "--json"}).out).as_object();
  EXPECT_EQ(object.at("project_id"), json::value(known::web().str()));
  EXPECT_EQ(object.at("name"), "Acme / Website");
  EXPECT_EQ(object.at("changed"), true);
  const auto error = json::parse(place_.run({"map", "/work/web", "Wobsite", "--json"}).out).as_object();
  EXPECT_EQ(error.at("error").at("exit_code"), 64);
}

TEST_F(Map, NeedsAConfigurationThatCanBeRead) {
  EXPECT_EQ(place_.run({"map", "/work/web"}).exit_code, 64);
  place_.configure_text("[sync]\nbilable = true\n");
  EXPECT_EQ(place_.run({"map", "/work/web", "Website"}).exit_code, 78);
  std::filesystem::remove(place_.config_file());
  const auto result = place_.run({"map", "/work/web", "Website"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_THAT(result.err, HasSubstr("there is no such file"));
}

// Somebody else's mark on the file, a task that belongs to the old project: a person has to look.
TEST_F(Map, SaysWhatToPutInByHand) {
  place_.configure_text("[sync.project_mapping]\n'/work/api' = { project_id = '" + known::api().str() +
                        "', task_id = '" + known::review().str() + "' }\n");
  const auto result = place_.run({"map", "/work/api", "Website"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_THAT(result.err, HasSubstr("hint: put it in by hand: \"/work/api\" = \"" + known::web().str() + "\""));
}

TEST_F(Map, FitsANarrowTerminal) {
  place_.work("/home/me/a/long/way/down/to/the/storefront", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place_.run({"import"}).exit_code, 0);
  const auto out = place_.on_terminal({"map"}, 40);
  EXPECT_THAT(out, HasSubstr("storefront"));
  EXPECT_THAT(out, Not(HasSubstr("storef\r\nront")));
}

}  // namespace
}  // namespace e2e
