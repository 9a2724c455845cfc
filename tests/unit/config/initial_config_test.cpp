// SPDX-License-Identifier: MIT
#include <libsync/config/config.hpp>
#include <libsync/config/initial.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::config {
namespace {

using testing::HasSubstr;

const auto k_api = *ProjectId::parse("65b2d73e06de527a7ed67404");
const auto k_other = *ProjectId::parse("65b2d73e06de527a7ed67403");

InitialConfig smallest() {
  return {.workspace = *WorkspaceId::parse("5ff748b4abb0e16bed500885"),
          .workspace_name = "Acme",
          .time_zone = "Europe/Berlin"};
}

Config read_back(const InitialConfig& config) {
  const std::string text = initial_config_text(config);
  const auto read = parse_config(text, "/etc/config.toml", "/home/me");
  if (!read) ADD_FAILURE() << read.error().cause << "\n" << text;
  return read ? *read : Config{};
}

TEST(InitialConfig, NeedsOnlyAWorkspaceAndAZone) {
  const Config read = read_back(smallest());
  EXPECT_EQ(read.sync.workspace, smallest().workspace);
  EXPECT_EQ(read.sync.work_day_start, LocalTime{9 * 60});
  EXPECT_EQ(read.sync.work_day_end, LocalTime{17 * 60});
  EXPECT_EQ(read.sync.time_zone, "Europe/Berlin");
  EXPECT_FALSE(read.sync.first_day || read.sync.other_project || read.sync.base_url || read.sync.ca_file);
  EXPECT_TRUE(read.sync.project_mapping.empty());
}

TEST(InitialConfig, SaysAllThatWasAsked) {
  InitialConfig all = smallest();
  all.work_day_start = LocalTime{8 * 60 + 30};
  all.work_day_end = LocalTime{24 * 60};
  all.first_day = parse_date("2026-11-02");
  all.other_project = NamedProject{k_other, "Other"};
  all.mapping = {{"/w/a", {k_api, "Acme / API"}}, {"D:\\src", {k_other, "Other"}}};
  all.base_url = "https://euc1.clockify.me/api/v1";
  all.ca_file = "/etc/ca.pem";
  all.database = "/var/t.db";
  all.transcripts = {"/srv/a b", "/srv/\"c\""};
  const Config read = read_back(all);
  EXPECT_EQ(read.sync.work_day_start, all.work_day_start);
  EXPECT_EQ(read.sync.work_day_end, all.work_day_end);
  EXPECT_EQ(read.sync.first_day, all.first_day);
  EXPECT_EQ(read.sync.other_project, k_other);
  ASSERT_EQ(read.sync.project_mapping.size(), 2U);
  EXPECT_EQ(read.sync.project_mapping.at("/w/a").project, k_api);
  EXPECT_EQ(read.sync.project_mapping.at("D:/src").project, k_other);
  EXPECT_EQ(read.sync.base_url, all.base_url);
  EXPECT_EQ(read.sync.ca_file, all.ca_file);
  EXPECT_EQ(read.database, all.database);
  ASSERT_EQ(read.transcripts.size(), 2U);
  EXPECT_EQ(read.transcripts.back().path, all.transcripts.back());
}

const char* const k_older =
    "# mine\n"
    "api_key_command = 'pass clockify'\n"
    "notify_command = \"mail me\"\n"
    "idle_timeout_minutes = 20\n"
    "database = 'old.db'\n"
    "[sync]\n"
    "workspace_id = '5ff748b4abb0e16bed500885'\n"
    "work_day_start = '07:00'\n"
    "description = 'Web \\ \"x\"'\n"
    "tag_ids = [ # mine\n '65b2d73e06de527a7ed67701' ]\n"
    "days_off = [2026-12-24, '2026-12-28..2026-12-31']\n"
    "[sync.project_mapping]\n"
    "'~/work/api/' = { project_id = '65b2d73e06de527a7ed67404', billable = true }\n"
    "'D:\\src' = '65b2d73e06de527a7ed67404'\n"
    "[sync.project_mapping.'/w/table']\n"
    "project_id = '65b2d73e06de527a7ed67404'\n"
    "[[transcripts]]\n"
    "path = '/srv/acme'\n"
    "label = 'acme'\n";

TEST(InitialConfig, KeepsWhatItDoesNotSayItself) {
  InitialConfig config = smallest();
  config.mapping = {{"/home/me/work/api", {k_other, "Other"}}};
  config.kept = keys_to_keep(k_older, "/home/me", config.workspace);
  EXPECT_TRUE(config.kept.dropped.empty());
  const Config read = read_back(config);
  const auto before = parse_config(k_older, "/etc/config.toml", "/home/me");
  ASSERT_TRUE(before);
  EXPECT_EQ(read.api_key_command, before->api_key_command);
  EXPECT_EQ(read.notify_command, before->notify_command);
  EXPECT_EQ(read.idle_timeout, before->idle_timeout);
  EXPECT_EQ(read.transcripts, before->transcripts);
  EXPECT_EQ(read.database, std::nullopt) << "an answer of its own";
  EXPECT_EQ(read.sync.work_day_start, LocalTime{9 * 60});
  EXPECT_EQ(read.sync.description, before->sync.description);
  EXPECT_EQ(read.sync.tags, before->sync.tags);
  EXPECT_EQ(read.sync.days_off, before->sync.days_off);
  ASSERT_EQ(read.sync.project_mapping.size(), 3U);
  EXPECT_EQ(read.sync.project_mapping.at("/home/me/work/api").project, k_other) << "the answer goes before";
  EXPECT_EQ(read.sync.project_mapping.at("/w/table").project, k_api);

  config.transcripts = {"/srv/b"};
  EXPECT_EQ(read_back(config).transcripts.size(), 1U);
}

TEST(InitialConfig, NamesWhatItCannotKeep) {
  const auto other_workspace = *WorkspaceId::parse("5ff748b4abb0e16bed500886");
  const KeptKeys kept = keys_to_keep(k_older, "/home/me", other_workspace);
  EXPECT_THAT(kept.dropped, testing::UnorderedElementsAre("tag_ids", "~/work/api/", "D:\\src", "/w/table"));
  EXPECT_TRUE(kept.mapping.empty());
  EXPECT_THAT(keys_to_keep("colour = 1\n[sync]\nbillable = 'x'\n", "/home/me", other_workspace).dropped,
              testing::ElementsAre("colour", "billable"));
  EXPECT_THAT(
      keys_to_keep("time_zone = 'Asia/Tokyo'\n[sync]\ndatabase = 'x.db'\n", "/home/me", other_workspace).dropped,
      testing::ElementsAre("time_zone", "database"))
      << "in the other section it would be an answer";
  EXPECT_TRUE(keys_to_keep("[sync", "/home/me", other_workspace).top.empty());
}

TEST(InitialConfig, NamesWhatItsIdsMean) {
  InitialConfig named = smallest();
  named.mapping = {{"/w/a", {k_api, "Acme / API"}}};
  const std::string text = initial_config_text(named);
  EXPECT_THAT(text, HasSubstr("workspace_id = \"5ff748b4abb0e16bed500885\"  # Acme\n"));
  EXPECT_THAT(text, HasSubstr("\"/w/a\" = \"65b2d73e06de527a7ed67404\"  # Acme / API\n"));
}

TEST(InitialConfig, IsReadWhateverTheNames) {
  for (const char* name : {"a\nb = 1\n[x]", "\x1b[31mred", "\xe2\x80\xae", "\xff", "]]]", "# \"\"\"", "'''", ""}) {
    InitialConfig named = smallest();
    named.workspace_name = name;
    named.other_project = NamedProject{k_other, name};
    named.mapping = {{"/w/a", {k_api, name}}, {std::string{"/w/"} + name, {k_api, name}}};
    const Config read = read_back(named);
    EXPECT_EQ(read.sync.project_mapping.at("/w/a").project, k_api) << name;
    EXPECT_EQ(read.sync.workspace, named.workspace) << name;
  }
}

}  // namespace
}  // namespace libsync::config
