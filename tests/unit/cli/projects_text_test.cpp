// SPDX-License-Identifier: MIT
#include "render/projects_text.hpp"

#include "sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

namespace cli {
namespace {

using libsync::clockify::Project;
using testing::HasSubstr;
using testing::Not;

constexpr libsync::LocalDate k_today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{26}};

libsync::Settings settings() {
  return {.config_file = "/home/me/.config/claude-tracker/config.toml",
          .config_exists = false,
          .config = {},
          .database = {},
          .transcripts = {},
          .base_url = libsync::k_clockify_url,
          .ca_file = {},
          .zone = samples::berlin(),
          .key_places = {},
          .proxy = libsync::Secret{""},
          .no_proxy = {}};
}

libsync::ProjectList list_of(std::vector<Project> projects) {
  return {*libsync::WorkspaceId::parse("5ff748b4abb0e16bed500885"), std::move(projects)};
}

std::string toml_part(const std::string& text) {
  const auto at = text.find("\n[sync");
  return at == std::string::npos ? "" : text.substr(at);
}

libsync::config::Config read(const std::string& text) {
  const auto config = libsync::config::parse_config(text, "/etc/config.toml", "/home/me");
  if (!config) ADD_FAILURE() << config.error().line << ": " << config.error().cause << "\n" << text;
  return config ? *config : libsync::config::Config{};
}

TEST(ProjectsText, AlignsTheTableAndGivesLinesToPaste) {
  EXPECT_EQ(projects_text(list_of({{samples::project('a'), "API", "ACME", false},
                                   {samples::project('b'), "Büro", "", false},
                                   {samples::project('c'), "Old site", "ACME", true}}),
                          settings(), {}, k_today, false, 100),
            "PROJECT   CLIENT  ID\n"
            "API       ACME    aaaaaaaaaaaaaaaaaaaaaaaa\n"
            "Büro              bbbbbbbbbbbbbbbbbbbbbbbb\n"
            "Old site  ACME    cccccccccccccccccccccccc  archived\n"
            "\n"
            "For /home/me/.config/claude-tracker/config.toml (put your folders in the place of these):\n"
            "\n"
            "[sync]\n"
            "workspace_id = \"5ff748b4abb0e16bed500885\"\n"
            "work_day_start = \"09:00\"\n"
            "work_day_end = \"17:00\"\n"
            "time_zone = \"Europe/Berlin\"  # where you work\n"
            "# first_day = \"2026-11-01\"  # nothing is posted for the days before it\n"
            "# other_project_id = \"...\"  # the project of time in no folder below\n"
            "\n"
            "[sync.project_mapping]\n"
            "\"/path/to/api\" = \"aaaaaaaaaaaaaaaaaaaaaaaa\"  # ACME / API\n"
            "\"/path/to/b-ro\" = \"bbbbbbbbbbbbbbbbbbbbbbbb\"  # Büro\n");
}

TEST(ProjectsText, IsTomlWhateverTheNames) {
  const std::vector<std::string> names{"\"; rm -rf\\",
                                       "a\nb = 1\n[x]",
                                       "# \"quoted\"",
                                       "\x1b[31mred",
                                       "\xe2\x80\xae"
                                       "drow",
                                       "\xff\xfe",
                                       "]]]",
                                       "",
                                       "same",
                                       "same",
                                       "Same!"};
  std::vector<Project> projects;
  for (const auto& name : names) projects.push_back({samples::project('a'), name, name, false});
  const std::string text = projects_text(list_of(projects), settings(), {}, k_today, false, 100);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  const toml::table table = toml::parse(toml_part(text));
  EXPECT_EQ(table["sync"]["workspace_id"].value<std::string>(), "5ff748b4abb0e16bed500885");
  ASSERT_NE(table["sync"]["project_mapping"].as_table(), nullptr);
  EXPECT_EQ(table["sync"]["project_mapping"].as_table()->size(), names.size());
}

TEST(ProjectsText, GivesEachProjectLinesOfItsOwnWhereColumnsDoNotFit) {
  const auto text = projects_text(list_of({{samples::project('a'), "Web site", "ACME Incorporated", false},
                                           {samples::project('c'), "Old", "", true}}),
                                  settings(), {}, k_today, false, 40);
  EXPECT_THAT(text, testing::StartsWith("ACME Incorporated / Web site\n  aaaaaaaaaaaaaaaaaaaaaaaa\n"
                                        "Old\n  cccccccccccccccccccccccc  archived\n"));
}

TEST(ProjectsToml, IsAConfigurationWhateverTheNames) {
  std::vector<Project> projects;
  std::vector<libsync::loop::FolderTime> folders;
  for (const std::string name : {"\"\"\"", "a\nb = 1\n[x]", "'''", "\x1b[31mred", "\xff", "]]]", ""}) {
    projects.push_back({samples::project('a'), name, name, false});
    folders.push_back({"/w/" + name, std::chrono::hours{1}});
    folders.push_back({name, std::chrono::hours{1}});
  }
  folders.push_back({"~you/x", std::chrono::hours{1}});
  const auto sync = read(projects_toml(list_of(projects), settings(), folders, {})).sync;
  EXPECT_EQ(sync.project_mapping.size(), projects.size());
}

TEST(ProjectsToml, HasWhatIsConfiguredAlready) {
  auto configured = settings();
  configured.config.sync.work_day_start = std::chrono::hours{8};
  configured.config.sync.first_day = k_today;
  configured.config.sync.other_project = samples::project('a');
  configured.config.sync.project_mapping = {{"/work/b", {samples::project('b'), {}, {}}}};
  configured.base_url = "https://localhost:8443/api/v1";
  const auto text = projects_toml(
      list_of({{samples::project('b'), "B", "", false}, {samples::project('c'), "C", "", false}}), configured, {}, {});
  const auto sync = read(text).sync;
  EXPECT_EQ(sync.workspace, list_of({}).workspace);
  EXPECT_EQ(sync.work_day_start, libsync::LocalTime{std::chrono::hours{8}});
  EXPECT_EQ(sync.first_day, k_today);
  EXPECT_EQ(sync.other_project, samples::project('a'));
  EXPECT_EQ(sync.base_url, configured.base_url);
  EXPECT_EQ(sync.project_mapping.at("/work/b").project, samples::project('b'));
  EXPECT_EQ(sync.project_mapping.at("/path/to/c").project, samples::project('c'));
  EXPECT_THAT(text, HasSubstr("# not in this workspace"));
}

TEST(ProjectsText, LeavesOutWhatTheConfigurationHas) {
  auto configured = settings();
  configured.config.sync.workspace = libsync::WorkspaceId::parse("5ff748b4abb0e16bed500885");
  configured.config.sync.work_day_start = std::chrono::hours{9};
  configured.config.sync.work_day_end = std::chrono::hours{17};
  const auto text =
      projects_text(list_of({{samples::project('a'), "API", "", false}}), configured, {}, k_today, false, 100);
  EXPECT_THAT(text, Not(HasSubstr("[sync]\n")));
  EXPECT_THAT(text, HasSubstr("[sync.project_mapping]\n"));
}

TEST(ProjectsText, BeginsNoTableTwiceAndNoProjectAgain) {
  auto configured = settings();
  configured.config.sync.workspace = libsync::WorkspaceId::parse("5ff748b4abb0e16bed500885");
  configured.config.sync.other_project = samples::project('a');
  configured.config.sync.project_mapping = {{"/work/b", {samples::project('b'), {}, {}}}};
  const auto text = projects_text(list_of({{samples::project('a'), "Other", "", false},
                                           {samples::project('b'), "B", "", false},
                                           {samples::project('c'), "C", "", false}}),
                                  configured, {}, k_today, false, 100);
  EXPECT_THAT(text, HasSubstr("# under [sync]:\nwork_day_start"));
  EXPECT_THAT(
      text, testing::EndsWith("# under [sync.project_mapping]:\n\"/path/to/c\" = \"cccccccccccccccccccccccc\"  # C\n"));
}

// Else the next command would send the key somewhere else.
TEST(ProjectsText, KeepsTheServerThatAFlagNamed) {
  auto given = settings();
  given.base_url = "https://localhost:8443/api/v1";
  given.ca_file = "/tmp/ca.pem";
  const auto text = projects_text(list_of({{samples::project('a'), "API", "", false}}), given, {}, k_today, false, 100);
  EXPECT_THAT(text, HasSubstr("base_url = \"https://localhost:8443/api/v1\"\nca_file = \"/tmp/ca.pem\"\n"));
}

TEST(ProjectsText, SuggestsTheFolderThatIsCalledLikeTheProject) {
  const auto text = projects_text(
      list_of({{samples::project('a'), "Web Site", "", false}, {samples::project('b'), "API", "", false}}), settings(),
      {{"/home/me/notes\x1b", std::chrono::hours{3}},
       {"/home/me/web-site", std::chrono::hours{2}},
       {"/mnt/web_site", std::chrono::hours{1}}},
      k_today, false, 100);
  EXPECT_THAT(text, HasSubstr("[sync.project_mapping]\n"
                              "\"/home/me/web-site\" = \"aaaaaaaaaaaaaaaaaaaaaaaa\"  # Web Site\n"
                              "\"/path/to/api\" = \"bbbbbbbbbbbbbbbbbbbbbbbb\"  # API\n"
                              "\n"
                              "# You also worked in:\n"
                              "#   /home/me/notes\\x1b  (3 h)\n"
                              "#   /mnt/web_site  (1 h)\n"));
  EXPECT_NO_THROW(static_cast<void>(toml::parse(toml_part(text))));
}

TEST(ProjectsText, SaysWhenThereAreNone) {
  EXPECT_THAT(projects_text(list_of({}), settings(), {}, k_today, false, 100), HasSubstr("There are no projects"));
}

}  // namespace
}  // namespace cli
