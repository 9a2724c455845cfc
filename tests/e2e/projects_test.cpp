// SPDX-License-Identifier: MIT
//
// What Clockify has, for whoever writes a configuration: projects and workspaces.
#include "workplace.hpp"

#include <libsync/config/config.hpp>

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

libsync::config::Config read(const std::string& text) {
  const auto config = libsync::config::parse_config(text, "/x/config.toml", "/home/me");
  if (!config) ADD_FAILURE() << config.error().line << ": " << config.error().cause << "\n" << text;
  return config ? *config : libsync::config::Config{};
}

TEST(Projects, AreAWholeConfigurationInAFile) {
  Workplace place;
  place.work("/work/infrastructure", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  const auto result = place.run({"projects"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto sync = read(result.out).sync;
  EXPECT_EQ(sync.workspace, known::workspace());
  EXPECT_EQ(sync.time_zone, "Europe/Berlin");
  EXPECT_EQ(sync.other_project, known::other());
  EXPECT_EQ(sync.project_mapping.at("/work/api").project, known::api()) << "as configured";
  EXPECT_EQ(sync.project_mapping.at("/work/infrastructure").project, known::infra()) << "called like the project";
  EXPECT_THAT(result.out, Not(HasSubstr("PROJECT ")));

  std::filesystem::remove(place.config_file());
  EXPECT_EQ(read(place.run({"projects"}).out).sync.project_mapping.size(), 4U);
}

TEST(Projects, KeepInAFileWhatIsConfigured) {
  Workplace place;
  const std::string mine =
      "notify_command = 'true'\ndatabase = '/var/t.db'\nidle_timeout_minutes = 20\n[sync]\nworkspace_id = '" +
      known::workspace().str() +
      "'\nwork_day_start = '08:30'\nwork_day_end = '16:30'\ntime_zone = 'Europe/Paris'\n"
      "days_off = [2026-12-24]\ndescription = 'Web'\nbillable = false\non_existing = 'post'\n"
      "[sync.project_mapping]\n'/work/api' = { project_id = '" +
      known::api().str() + "', description = 'API', billable = true }\n'/work/web' = '" + known::web().str() + "'\n";
  place.configure_text(mine);
  const auto result = place.run({"projects"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("not kept")));
  auto after = read(result.out);
  const auto before = read(mine);
  EXPECT_EQ(after.sync.project_mapping.at("/work/api").description, "API");
  EXPECT_EQ(after.sync.project_mapping.at("/work/api").billable, true);
  EXPECT_EQ(after.sync.project_mapping.at("/work/web").project, known::web());
  EXPECT_EQ(after.sync.base_url, place.fake.base_url()) << "what the flags say is in it, too";
  after.sync.project_mapping = before.sync.project_mapping;
  after.sync.base_url = {};
  after.sync.ca_file = {};
  after.sync.time_zone_place = before.sync.time_zone_place;
  EXPECT_EQ(after, before);

  place.configure_text(mine + "'~you/x' = '" + known::web().str() + "'\n");
  EXPECT_THAT(place.run({"projects"}).err, HasSubstr("this is not kept: ~you/x\n"));
}

TEST(Projects, SuggestTheZoneOfTheProfileWhereNoneIsSet) {
  Workplace place;
  place.fake.set_time_zone("America/New_York");
  EXPECT_EQ(read(place.run({"projects"}).out).sync.time_zone, "Europe/Berlin") << "as configured";
  std::filesystem::remove(place.config_file());
  EXPECT_EQ(read(place.run({"projects"}).out).sync.time_zone, "America/New_York");
  EXPECT_EQ(read(place.run({"--time-zone", "Asia/Tokyo", "projects"}).out).sync.time_zone, "Asia/Tokyo");
  place.fake.set_time_zone("Mars/Olympus");
  EXPECT_EQ(place.run({"projects"}).exit_code, 0) << "then it is the one of this computer";
}

TEST(Projects, AreAConfigurationWhateverTheirNames) {
  Workplace place;
  place.fake.set_projects({{known::api(), "a\nb = 1\n[x]", "\"\"\"", false, false},
                           {known::web(), "\x1b[31mred", "#", false, false},
                           {known::infra(), "same", "", false, false},
                           {known::other(), "Same!", "", false, false}});
  std::filesystem::remove(place.config_file());
  EXPECT_EQ(read(place.run({"projects"}).out).sync.project_mapping.size(), 4U);
}

TEST(Projects, AreListedWhenAnIdInTheConfigurationIsNone) {
  Workplace place;
  place.configure_text(
      "[sync]\nworkspace_id = \"...\"\ntime_zone = \"Europe/Berlin\"\n[sync.project_mapping]\n"
      "\"/work/api\" = \"the api\"\n");
  for (const char* command : {"projects", "workspaces"}) {
    const auto result = place.run({command});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("note: going on without it: cannot use the configuration"));
    EXPECT_THAT(result.err, HasSubstr("line 2, column 16: `workspace_id` must be a Clockify id"));
    EXPECT_THAT(result.out, HasSubstr(known::workspace().str()));
  }
  EXPECT_EQ(place.run({"setup"}, std::string{known::k_key} + "\n").exit_code, 0);
  EXPECT_EQ(place.run({"sync"}).exit_code, 78);
}

// The file says which server it is, whatever else is wrong in it.
TEST(Projects, AreListedWhenTheTimeZoneIsNone) {
  for (const char* wrong : {"time_zone = \"berlin\"\n", "work_day_start = \"9 am\"\n", "bilable = true\n"}) {
    Workplace place;
    place.configure_text("[sync]\nbase_url = '" + place.fake.base_url() + "'\nca_file = '" +
                         place.fake.ca_file().string() + "'\nworkspace_id = '" + known::workspace().str() + "'\n" +
                         wrong);
    place.environment["TZ"] = "UTC";
    for (const char* command : {"projects", "workspaces"}) {
      const auto result = place.run_alone({command});
      EXPECT_EQ(result.exit_code, 0) << result.err;
      EXPECT_THAT(result.err, HasSubstr("note: going on without it: cannot use the configuration")) << command;
      EXPECT_THAT(result.out, HasSubstr(known::workspace().str())) << command;
    }
    EXPECT_THAT(place.run_alone({"projects"}).out, HasSubstr("time_zone = \"Europe/Berlin\"")) << "of the profile";
    EXPECT_EQ(place.run_alone({"sync"}).exit_code, 78);
  }
}

// The address may be in the file: the key must not go to another one.
TEST(Projects, AskNobodyWhenTheConfigurationCannotBeRead) {
  const std::vector<std::vector<std::string>> commands{{"projects"}, {"workspaces"}, {"setup"}};
  for (const char* text : {"[sync]\nbilable = true\n", "garbage = [\n", "[sync]\nbase_url = \"http://localhost\"\n"}) {
    Workplace place;
    place.configure_text(text);
    place.catch_connections();
    for (const auto& command : commands) {
      const auto result = place.run_alone(command, std::string{known::k_key} + "\n");
      EXPECT_EQ(result.exit_code, 78) << command.front();
      EXPECT_THAT(result.err, HasSubstr("; so the address of Clockify is not known")) << command.front();
      EXPECT_THAT(result.err, Not(HasSubstr("going on without it"))) << command.front();
    }
    EXPECT_EQ(place.fake.counts().connections, 0);
    EXPECT_EQ(libsync::support::read_file(place.config_file()), text);
  }
}

TEST(Projects, AreRememberedByAStoreThatIsThere) {
  Workplace place;
  ASSERT_EQ(place.run({"projects"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(place.database()));
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  ASSERT_EQ(place.run({"projects"}).exit_code, 0);
  const auto known_projects =
      place.store()->remembered_projects({known::ann(), place.fake.base_url(), known::workspace()});
  ASSERT_TRUE(known_projects);
  EXPECT_EQ(known_projects->projects.size(), known::projects().size());
  const auto requests = place.fake.counts().requests;
  ASSERT_EQ(place.run({"projects"}).exit_code, 0);
  EXPECT_EQ(place.fake.counts().requests, requests + 1) << "whose key it is was asked once";
}

TEST(Projects, FitANarrowTerminal) {
  Workplace place;
  place.environment["NO_COLOR"] = "1";
  const auto wide = place.on_terminal({"projects"}, 100);
  EXPECT_THAT(wide, HasSubstr("PROJECT         CLIENT  ID"));
  const auto narrow = place.on_terminal({"projects"}, 40);
  EXPECT_THAT(narrow, HasSubstr("Acme / Website\r\n"));
  EXPECT_THAT(narrow, HasSubstr("\r\n  65b2d73e06de527a7ed67405\r\n"));
}

TEST(Workspaces, AreThoseOfTheKey) {
  Workplace place;
  place.environment["NO_COLOR"] = "1";
  std::filesystem::remove(place.config_file());
  const auto result = place.run({"workspaces"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "WORKSPACE  ID\nAcme       5ff748b4abb0e16bed500885  active\n");
  EXPECT_THAT(place.on_terminal({"workspaces"}, 40), HasSubstr("Acme\r\n  5ff748b4abb0e16bed500885  active\r\n"));
  const auto object = json::parse(place.run({"workspaces", "--json"}).out).as_object();
  EXPECT_EQ(object.at("workspaces"),
            (json::array{json::object{{"id", known::workspace().str()}, {"name", "Acme"}, {"active", true}}}));
}

TEST(Workspaces, NeedAKeyAndANetwork) {
  Workplace place;
  const auto offline = libsync::support::run_process(
      {Workplace::program(), "--base-url", "https://localhost:1/api/v1", "workspaces", "--json"},
      {.environment = place.environment, .input = {}, .directory = place.home()});
  EXPECT_EQ(offline.exit_code, 75);
  EXPECT_EQ(json::parse(offline.out).at("error").at("kind"), "offline");
  place.environment.erase("CLOCKIFY_API_KEY");
  EXPECT_EQ(place.run({"workspaces"}).exit_code, 77);
  EXPECT_EQ(place.run({"workspaces", "all"}).exit_code, 64);
}

}  // namespace
}  // namespace e2e
