// SPDX-License-Identifier: MIT
#include <libsync/config/config.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace libsync::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Config parsed(std::string_view text) {
  const auto config = parse_config(text, "/etc/tracker/config.toml", "/home/me");
  if (!config) {
    ADD_FAILURE() << config.error().line << ":" << config.error().column << ": " << config.error().cause;
    return {};
  }
  return *config;
}

LocalDate date(std::string_view text) {
  return *parse_date(text);
}

TEST(ParseConfig, TakesAFileOfTheOlderToolUnchanged) {
  const Config config = parsed(R"(idle_timeout_minutes = 20

[sync]
workspace_id = "5ff748b4abb0e16bed500885"
other_project_id = "65b2d73e06de527a7ed67403"
work_day_start = "9:00"
work_day_end = "17:30"

[sync.project_mapping]
"/home/me/work/api" = "65B2D73E06DE527A7ED67404"
"/home/me/work/web" = "65b2d73e06de527a7ed67405"
)");
  EXPECT_EQ(config.idle_timeout, 20min);
  EXPECT_EQ(config.sync.workspace, WorkspaceId::parse("5ff748b4abb0e16bed500885"));
  EXPECT_EQ(config.sync.other_project, ProjectId::parse("65b2d73e06de527a7ed67403"));
  EXPECT_EQ(config.sync.other_project_place, (ConfigPlace{5, 20}));
  EXPECT_EQ(config.sync.work_day_start, 9h);
  EXPECT_EQ(config.sync.work_day_end, 17h + 30min);
  const ProjectTarget api{.project = *ProjectId::parse("65b2d73e06de527a7ed67404"), .place = {10, 1}};
  const ProjectTarget web{.project = *ProjectId::parse("65b2d73e06de527a7ed67405"), .place = {11, 1}};
  EXPECT_THAT(config.sync.project_mapping, ElementsAre(Pair("/home/me/work/api", api), Pair("/home/me/work/web", web)));
}

TEST(ParseConfig, LeavesEverythingAtItsDefaultInAnEmptyFile) {
  const Config config = parsed("");
  EXPECT_EQ(config.idle_timeout, 15min);
  EXPECT_FALSE(config.database);
  EXPECT_THAT(config.transcripts, IsEmpty());
  EXPECT_THAT(config.ignore_projects.patterns,
              ElementsAre("/tmp/**", "/private/tmp/**", "/var/folders/**", "/private/var/folders/**"));
  EXPECT_TRUE(config.ignore_projects.by_default);
  EXPECT_THAT(config.agents, IsEmpty());
  EXPECT_FALSE(config.api_key_command);
  EXPECT_FALSE(config.notify_command);
  EXPECT_FALSE(config.sync.workspace);
  EXPECT_FALSE(config.sync.work_day_start);
  EXPECT_FALSE(config.sync.work_day_end);
  EXPECT_FALSE(config.sync.billable);
  EXPECT_THAT(config.sync.work_days, ElementsAre(1U, 2U, 3U, 4U, 5U));
  EXPECT_EQ(config.sync.session_window, SessionWindow::work_hours);
  EXPECT_EQ(config.sync.on_existing, OnExisting::skip);
  EXPECT_EQ(config.sync.description, "Development");
  EXPECT_FALSE(config.sync.first_day);
  EXPECT_EQ(config.sync.min_tracked, 0min);
  EXPECT_EQ(config.sync.count, CountedTime::all);
  EXPECT_EQ(config.sync.attended, 30min);
  EXPECT_FALSE(config.sync.task);
}

TEST(ParseConfig, ReadsEveryNewKey) {
  const Config config = parsed(R"(
database = "/var/lib/tracker.db"
transcripts = ["/a", { path = "/b", label = "acme" }]
ignore_projects = ["/scratch/**"]
agents = ["claude-code", "copilot-cli"]
api_key_command = "pass show clockify"
notify_command = "mail -s timesheet me"
store = "postgresql://ann@db.example/tracker"
store_password_command = "pass show db"
machine_patience_days = 3
[sync]
time_zone = "Europe/Berlin"
work_days = ["Sun", "Mon"]
days_off = ["2026-12-24"]
session_window = "calendar_day"
description = "Entwicklung"
billable = true
tag_ids = ["65b2d73e06de527a7ed67406"]
on_existing = "fill"
first_day = "2026-10-05"
min_tracked_minutes = 15
count = "attended"
attended_minutes = 45
task_id = "65b2d73e06de527a7ed67701"
base_url = "https://euc1.clockify.me/api/v1"
ca_file = "/etc/ssl/company.pem"
)");
  EXPECT_EQ(config.database, "/var/lib/tracker.db");
  EXPECT_THAT(config.transcripts, ElementsAre(TranscriptFolder{"/a"}, TranscriptFolder{"/b", "acme"}));
  EXPECT_THAT(config.ignore_projects.patterns, ElementsAre("/scratch/**"));
  EXPECT_FALSE(config.ignore_projects.by_default);
  EXPECT_THAT(config.agents, ElementsAre("claude-code", "copilot-cli"));
  EXPECT_EQ(config.api_key_command, "pass show clockify");
  EXPECT_EQ(config.notify_command, "mail -s timesheet me");
  EXPECT_EQ(config.store, "postgresql://ann@db.example/tracker");
  EXPECT_EQ(config.store_password_command, "pass show db");
  EXPECT_EQ(config.machine_patience, std::chrono::days{3});
  EXPECT_EQ(config.sync.time_zone, "Europe/Berlin");
  EXPECT_THAT(config.sync.work_days, ElementsAre(1U, 7U));
  EXPECT_THAT(config.sync.days_off, ElementsAre(date("2026-12-24")));
  EXPECT_EQ(config.sync.session_window, SessionWindow::calendar_day);
  EXPECT_EQ(config.sync.description, "Entwicklung");
  EXPECT_EQ(config.sync.billable, true);
  EXPECT_THAT(config.sync.tags, ElementsAre(*TagId::parse("65b2d73e06de527a7ed67406")));
  EXPECT_EQ(config.sync.on_existing, OnExisting::fill);
  EXPECT_EQ(config.sync.first_day, date("2026-10-05"));
  EXPECT_EQ(config.sync.min_tracked, 15min);
  EXPECT_EQ(config.sync.count, CountedTime::attended);
  EXPECT_EQ(config.sync.attended, 45min);
  EXPECT_EQ(config.sync.task, TaskId::parse("65b2d73e06de527a7ed67701"));
  EXPECT_EQ(config.sync.base_url, "https://euc1.clockify.me/api/v1");
  EXPECT_EQ(config.sync.ca_file, "/etc/ssl/company.pem");
}

TEST(ParseConfig, TakesEveryThingToDoAboutExistingEntries) {
  EXPECT_EQ(parsed("sync.on_existing = 'skip'").sync.on_existing, OnExisting::skip);
  EXPECT_EQ(parsed("sync.on_existing = 'post'").sync.on_existing, OnExisting::post);
  EXPECT_EQ(parsed("sync.count = 'all'").sync.count, CountedTime::all);
}

TEST(ParseConfig, TakesTheFirstDayAsADateOfToml) {
  EXPECT_EQ(parsed("sync.first_day = 2026-10-05").sync.first_day, date("2026-10-05"));
}

TEST(ParseConfig, LetsTheDayEndAtMidnight) {
  EXPECT_EQ(parsed("sync.work_day_end = '24:00'").sync.work_day_end, 24h);
}

TEST(ParseConfig, KeepsFoldersOfOtherSystemsAndOfLabelsAsTheyAreWritten) {
  const auto mapping = parsed(R"([sync.project_mapping]
'D:\x\' = '65b2d73e06de527a7ed67404'
"acme:/workspace" = "65b2d73e06de527a7ed67405"
"/workspace" = "65b2d73e06de527a7ed67406"
)")
                           .sync.project_mapping;
  EXPECT_EQ(mapping.size(), 3U);
  EXPECT_EQ(mapping.at("d:/x").place, (ConfigPlace{2, 1}));
  EXPECT_EQ(mapping.at("acme:/workspace").project, ProjectId::parse("65b2d73e06de527a7ed67405"));
}

TEST(ParseConfig, TakesAProjectWithADescriptionBillableAndTaskOfItsOwn) {
  const Config config = parsed(R"([sync.project_mapping]
"/w" = { project_id = "65b2d73e06de527a7ed67405", description = "Web", billable = false, task_id = "65b2d73e06de527a7ed67701" }
)");
  const ProjectTarget web{
      *ProjectId::parse("65b2d73e06de527a7ed67405"), "Web", false, TaskId::parse("65b2d73e06de527a7ed67701"), {2, 1}};
  EXPECT_THAT(config.sync.project_mapping, ElementsAre(Pair("/w", web)));
}

TEST(ParseConfig, NamesWorkdaysByNameOrIsoNumber) {
  EXPECT_THAT(parsed(R"(sync.work_days = ["mon", "Tuesday", "WED", 4, 7])").sync.work_days,
              ElementsAre(1U, 2U, 3U, 4U, 7U));
}

TEST(ParseConfig, SpreadsRangesOfDaysOffWithBothEndsIncluded) {
  EXPECT_THAT(
      parsed(R"(sync.days_off = ["2026-12-31..2027-01-02", 2026-10-03, "2028-02-29..2028-02-29"])").sync.days_off,
      ElementsAre(date("2026-10-03"), date("2026-12-31"), date("2027-01-01"), date("2027-01-02"), date("2028-02-29")));
}

TEST(ParseConfig, AllowsWorkHoursOverMidnight) {
  const Config config = parsed("sync.work_day_start = '22:00'\nsync.work_day_end = '06:00'");
  EXPECT_EQ(config.sync.work_day_start, 22h);
  EXPECT_EQ(config.sync.work_day_end, 6h);
}

TEST(ParseConfig, SpellsOutTheHomeFolder) {
  const Config config = parsed(R"(
database = "~/tracker.db"
transcripts = ["~/.claude/projects", "~"]
ignore_projects = ["~/scratch/**"]
[sync.project_mapping]
"~/work/api/" = "65b2d73e06de527a7ed67404"
)");
  EXPECT_EQ(config.database, "/home/me/tracker.db");
  EXPECT_THAT(config.transcripts,
              ElementsAre(TranscriptFolder{"/home/me/.claude/projects"}, TranscriptFolder{"/home/me"}));
  EXPECT_THAT(config.ignore_projects.patterns, ElementsAre("/home/me/scratch/**"));
  EXPECT_EQ(config.sync.project_mapping.begin()->first, "/home/me/work/api");
}

TEST(ParseConfig, TakesRelativePathsFromTheFolderOfTheFile) {
  const Config config = parsed("database = 'tracker.db'\ntranscripts = ['old/projects']\nsync.ca_file = 'ca.pem'");
  EXPECT_EQ(config.database, "/etc/tracker/tracker.db");
  EXPECT_THAT(config.transcripts, ElementsAre(TranscriptFolder{"/etc/tracker/old/projects"}));
  EXPECT_EQ(config.sync.ca_file, "/etc/tracker/ca.pem");
}

TEST(ParseConfig, WritesProjectFoldersTheWaySessionsNameThem) {
  const auto folder = [](const std::string& written) {
    const auto mapping =
        parsed("[sync.project_mapping]\n'" + written + "' = '65b2d73e06de527a7ed67404'").sync.project_mapping;
    return mapping.empty() ? "" : mapping.begin()->first;
  };
  EXPECT_EQ(folder("/work/api/"), "/work/api");
  EXPECT_EQ(folder("/work//api/./x/.."), "/work/api");
  EXPECT_EQ(folder("/"), "/");
  EXPECT_EQ(folder("-experiments/worktrees"), "-experiments/worktrees");  // transcripts have relative ones
  EXPECT_EQ(folder("/work/Über uns"), "/work/Über uns");
}

TEST(ParseConfig, SpellsTheBaseUrlInOneWay) {
  EXPECT_EQ(parsed("sync.base_url = 'https://localhost:8443/api/v1/'").sync.base_url, "https://localhost:8443/api/v1");
  EXPECT_EQ(parsed("sync.base_url = 'HTTPS://clockify.example.org'").sync.base_url, "https://clockify.example.org");
  EXPECT_EQ(parsed("sync.base_url = 'https://[::1]:443'").sync.base_url, "https://[::1]");
}

TEST(ParseConfig, CountsTheLengthOfADescriptionInCharacters) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "é";
  EXPECT_EQ(parsed("sync.description = '" + text + "'").sync.description, text);
}

TEST(ParseConfig, DropsTheSpacesAroundADescription) {
  EXPECT_EQ(parsed("sync.description = '  two words '").sync.description, "two words");
}

TEST(ParseConfig, DoesNotMindAByteOrderMarkOrDosLineEnds) {
  EXPECT_EQ(parsed("\xef\xbb\xbfidle_timeout_minutes = 5\r\n[sync]\r\nbillable = true\r\n").idle_timeout, 5min);
}

TEST(KnownKeys, AreThoseOfTheTopAndOfSync) {
  const auto keys = known_keys();
  EXPECT_THAT(keys, ::testing::IsSupersetOf({"database", "notify_command", "sync", "sync.workspace_id"}));
  EXPECT_TRUE(std::ranges::is_sorted(keys));
}

TEST(ParseWhatIsReadable, LeavesOutIdsThatAreNone) {
  const auto readable = parse_what_is_readable(R"([sync]
workspace_id = "mine"
base_url = "https://euc1.clockify.me/api/v1"
tag_ids = ["65b2d73e06de527a7ed67501", "urgent"]
[sync.project_mapping]
"/w/a" = "the api"
"/w/b" = { project_id = "..." }
"/w/c" = "65b2d73e06de527a7ed67405"
)",
                                               "/etc/tracker/config.toml", "/home/me");
  ASSERT_TRUE(readable) << readable.error().cause;
  ASSERT_TRUE(readable->left_out);
  EXPECT_EQ(readable->left_out->line, 2);
  EXPECT_EQ(readable->left_out->cause, "`workspace_id` must be a Clockify id, not \"mine\"");
  EXPECT_FALSE(readable->config.sync.workspace);
  EXPECT_EQ(readable->config.sync.base_url, "https://euc1.clockify.me/api/v1");
  EXPECT_EQ(readable->config.sync.project_mapping.size(), 1U);
}

TEST(ParseWhatIsReadable, DoubtsTheServerWhereALineMayHaveNamedIt) {
  for (const char* text :
       {"[sync]\nbilable = true\n", "[sync]\nbase_url = 'http://x'\n", "base_url = 'https://x/api/v1'\n", "sync = 1\n",
        "[sync.project_mapping]\n'~you/x' = '65b2d73e06de527a7ed67405'\n",
        "[sync.project_mapping]\nbase_url = 'https://x/api/v1'\n",
        "[[transcripts]]\npath = '/t'\nbase_url = 'https://x/api/v1'\n"}) {
    const auto readable = parse_what_is_readable(text, "/etc/tracker/config.toml", "/home/me");
    ASSERT_TRUE(readable) << text;
    EXPECT_TRUE(readable->server_in_doubt && readable->left_out) << text;
    EXPECT_FALSE(readable->config.sync.base_url) << text;
  }
  EXPECT_FALSE(parse_what_is_readable("[sync\n", "/etc/tracker/config.toml", "/home/me"));
  const auto whole = parse_what_is_readable("[sync]\nbillable = true\n", "/etc/tracker/config.toml", "/home/me");
  EXPECT_TRUE(whole && !whole->left_out && !whole->server_in_doubt && whole->config.sync.billable);
}

TEST(ParseWhatIsReadable, LeavesOutEachLineThatIsWrong) {
  const auto readable = parse_what_is_readable(R"(database = "mine.db"
idle_timeout_minutes = "long"
[sync]
bilable = true
base_url = "https://euc1.clockify.me/api/v1"
work_day_start = "09:00"
work_day_end = "09:00"
first_day = 2026-02-02
[sync.project_mapping]
"~you/x" = "65b2d73e06de527a7ed67405"
"/w/c" = "65b2d73e06de527a7ed67405"
)",
                                               "/etc/tracker/config.toml", "/home/me");
  ASSERT_TRUE(readable) << readable.error().cause;
  EXPECT_EQ(readable->left_out->line, 2);
  EXPECT_FALSE(readable->server_in_doubt) << "it is named";
  const auto& config = readable->config;
  EXPECT_EQ(config.database, "/etc/tracker/mine.db");
  EXPECT_EQ(config.sync.base_url, "https://euc1.clockify.me/api/v1");
  EXPECT_FALSE(config.sync.work_day_start || config.sync.work_day_end);
  EXPECT_TRUE(config.sync.first_day);
  EXPECT_EQ(config.sync.project_mapping.size(), 1U);
  const auto hours = parse_what_is_readable("[sync]\nwork_day_start = '9 am'\n", "/c.toml", "/home/me");
  EXPECT_TRUE(hours && hours->left_out && !hours->server_in_doubt);
}

}  // namespace
}  // namespace libsync::config
