// SPDX-License-Identifier: MIT
#include "render/report_json.hpp"

#include "sample_report.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

namespace json = boost::json;
using loop::DayState;
using loop::EntryState;
using samples::utc;
using testing::HasSubstr;
using testing::Not;

json::object parsed(const std::string& text) {
  EXPECT_TRUE(text.ends_with("}\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  return json::parse(text).as_object();
}

std::vector<std::string> keys_of(const json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  return keys;
}

TEST(SyncJson, HasTheShapeOfTheContract) {
  auto report = samples::report_of({samples::example_day(DayState::synced, EntryState::posted)});
  report.import = loop::ImportSummary{.files = 12, .sessions = 9, .skipped = 1};
  report.unmapped = {{"/home/me/x", std::chrono::seconds{120}}};
  report.summary = {
      .days_synced = 1, .entries_posted = 3, .entries_adopted = 0, .traffic = {.requests = 5, .connections = 1}};
  const auto object = parsed(sync_json(report, "sync"));

  EXPECT_THAT(keys_of(object), testing::ElementsAre("version", "command", "dry_run", "time_zone", "since", "until",
                                                    "import", "days", "unmapped", "ignored", "summary"));
  EXPECT_EQ(object.at("version"), 1);
  EXPECT_EQ(object.at("command"), "sync");
  EXPECT_EQ(object.at("dry_run"), false);
  EXPECT_EQ(object.at("time_zone"), "Europe/Berlin");
  EXPECT_EQ(object.at("since"), "2026-02-02");
  EXPECT_EQ(object.at("until"), "2026-02-02");
  EXPECT_EQ(object.at("import"), (json::value{{"files", 12}, {"sessions", 9}, {"skipped", 1}}));
  EXPECT_EQ(object.at("unmapped"), (json::value{{{"project", "/home/me/x"}, {"seconds", 120}}}));
  EXPECT_EQ(object.at("summary"),
            (json::value{{"days_synced", 1}, {"entries_posted", 3}, {"entries_adopted", 0}, {"requests", 5}}));

  const auto& day = object.at("days").as_array().at(0).as_object();
  EXPECT_EQ(day.at("date"), "2026-02-02");
  EXPECT_EQ(day.at("state"), "synced");
  EXPECT_EQ(day.at("tracked_seconds"), 18000);
  const auto& entry = day.at("entries").as_array().at(0).as_object();
  EXPECT_EQ(entry.at("project_id").as_string(), std::string(24, 'a'));
  EXPECT_EQ(entry.at("projects"), (json::array{"/home/me/work/api"}));
  EXPECT_EQ(entry.at("start"), "2026-02-02T08:00:00Z");
  EXPECT_EQ(entry.at("end"), "2026-02-02T12:48:00Z");
  EXPECT_EQ(entry.at("seconds"), 17280);
  EXPECT_EQ(entry.at("state"), "posted");
  EXPECT_EQ(entry.at("clockify_entry_id").as_string(), std::string(24, 'a'));
}

TEST(SyncJson, AnErrorIsPartOfTheSameObject) {
  auto report = samples::report_of({samples::example_day(DayState::partial, EntryState::in_doubt)});
  report.failure = libsync::Failure{libsync::FailureKind::in_doubt, "cannot tell", {}, utc("2026-02-06T10:15:00Z")};
  const auto object = parsed(sync_json(report, "sync", "come back"));
  EXPECT_EQ(object.at("error"), (json::value{{"exit_code", 75},
                                             {"kind", "in_doubt"},
                                             {"message", "cannot tell"},
                                             {"hint", "come back"},
                                             {"retry_at", "2026-02-06T10:15:00Z"}}));
  EXPECT_EQ(object.at("days").as_array().at(0).at("state"), "partial");
}

TEST(SyncJson, LeavesOutWhatIsNotThere) {
  const auto object = parsed(sync_json(samples::report_of({}), "sync"));
  EXPECT_EQ(object.if_contains("error"), nullptr);
  EXPECT_EQ(object.if_contains("import"), nullptr);
  EXPECT_EQ(object.if_contains("notes"), nullptr);
  EXPECT_TRUE(object.at("since").is_null());
  EXPECT_TRUE(object.at("until").is_null());
  EXPECT_TRUE(object.at("days").as_array().empty());
}

TEST(SyncJson, SpellsEveryState) {
  const std::pair<DayState, const char*> days[] = {
      {DayState::synced, "synced"},          {DayState::already_synced, "already_synced"},
      {DayState::planned, "planned"},        {DayState::partial, "partial"},
      {DayState::no_time, "no_time"},        {DayState::day_off, "day_off"},
      {DayState::occupied, "occupied"},      {DayState::unmapped, "unmapped"},
      {DayState::not_reached, "not_reached"}};
  for (const auto& [state, word] : days) EXPECT_EQ(word_of(state), word);
  const std::pair<EntryState, const char*> entries[] = {
      {EntryState::planned, "planned"},   {EntryState::posted, "posted"},
      {EntryState::adopted, "adopted"},   {EntryState::already_posted, "already_posted"},
      {EntryState::in_doubt, "in_doubt"}, {EntryState::refused, "refused"}};
  for (const auto& [state, word] : entries) EXPECT_EQ(word_of(state), word);
}

TEST(SyncJson, ReportsDriftAndWhatWasThereAlready) {
  auto day = samples::example_day(DayState::occupied, EntryState::planned);
  day.drift = {"the API would now get 3 h"};
  day.foreign = {{samples::entry_id('f'), {utc("2026-02-02T09:00:00Z"), utc("2026-02-02T10:00:00Z")}, "Stand-up"}};
  auto report = samples::report_of({day});
  report.notes = {"something to know"};
  const auto object = parsed(sync_json(report, "sync"));
  const auto& rendered = object.at("days").as_array().at(0).as_object();
  EXPECT_EQ(rendered.at("drift"), (json::array{"the API would now get 3 h"}));
  EXPECT_EQ(rendered.at("foreign").as_array().at(0).at("description"), "Stand-up");
  EXPECT_EQ(object.at("notes"), (json::array{"something to know"}));
}

TEST(SyncJson, TellsAttendedTimeOfADayAndWhatWasIgnored) {
  auto day = samples::example_day(DayState::planned, EntryState::planned);
  day.attended = std::chrono::hours{2};
  auto report = samples::report_of({day});
  report.ignored = {{"/tmp/x", std::chrono::seconds{90}}};
  const auto object = parsed(sync_json(report, "sync"));
  EXPECT_EQ(object.at("days").as_array().at(0).at("tracked_seconds"), 18000);
  EXPECT_EQ(object.at("days").as_array().at(0).at("attended_seconds"), 7200);
  EXPECT_EQ(object.at("ignored"), (json::value{{{"project", "/tmp/x"}, {"seconds", 90}}}));
}

TEST(SyncJson, ShowsATerminalNothingItWouldActOn) {
  auto report = samples::report_of({});
  const std::string hostile = "/a\x1b[2J\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x80\x81\xff/Büro 日本 😀\n";
  report.unmapped = {{hostile, std::chrono::seconds{1}}};
  const std::string text = sync_json(report, "sync");
  EXPECT_THAT(text, HasSubstr("\\u001b[2J\\u007f\\u009b\\u202e\\udb40\\udc01"));
  EXPECT_THAT(text, HasSubstr("Büro 日本 😀"));
  for (const char* raw : {"\x1b", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xf3\xa0\x80\x81", "\xff"}) {
    EXPECT_THAT(text, Not(HasSubstr(raw)));
  }
  EXPECT_EQ(parsed(text).at("unmapped").as_array().at(0).at("project"),
            "/a\x1b[2J\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x80\x81\xef\xbf\xbd/Büro 日本 😀\n");
}

TEST(FailureJson, HasTheFullShapeForSyncAndTheShortOneElsewhere) {
  const libsync::Failure failure{libsync::FailureKind::config, "cannot read", {}, {}};
  const auto sync = parsed(failure_json(failure, "sync", ""));
  EXPECT_TRUE(sync.at("days").as_array().empty());
  EXPECT_TRUE(sync.at("time_zone").is_null());
  EXPECT_EQ(sync.at("error").at("exit_code"), 78);
  const auto projects = parsed(failure_json(failure, "projects", ""));
  EXPECT_THAT(keys_of(projects), testing::ElementsAre("version", "command", "error"));
}

TEST(ImportJson, HasTheCountsAndNamesTheProblems) {
  using libsync::transcripts::ProblemKind;
  libsync::transcripts::ImportReport report;
  report.files = 3;
  report.sessions = 2;
  report.problems = {{.file = "/t/a.jsonl", .kind = ProblemKind::bad_line, .count = 4, .first_line = 7, .cause = {}}};
  report.project_time = {{"/work/api", std::chrono::milliseconds{90'500}}};
  const auto object = parsed(import_json(report));
  EXPECT_EQ(object.at("command"), "import");
  EXPECT_EQ(object.at("import"), (json::value{{"files", 3}, {"sessions", 2}, {"skipped", 4}}));
  EXPECT_EQ(object.at("problems").as_array().at(0).at("file"), "/t/a.jsonl");
  EXPECT_EQ(object.at("problems").as_array().at(0).at("line"), 7);
  EXPECT_EQ(object.at("projects"), (json::value{{{"project", "/work/api"}, {"seconds", 90}}}));
}

TEST(ProjectsJson, HasTheWorkspaceAndItsProjects) {
  const libsync::ProjectList list{*libsync::WorkspaceId::parse(std::string(24, '1')),
                                  {{samples::project('a'), "Web \"site\"", "ACME", true}}};
  const auto object = parsed(projects_json(list));
  EXPECT_EQ(object.at("workspace_id").as_string(), std::string(24, '1'));
  EXPECT_EQ(
      object.at("projects").as_array().at(0),
      (json::value{{"id", std::string(24, 'a')}, {"name", "Web \"site\""}, {"client", "ACME"}, {"archived", true}}));
}

}  // namespace
}  // namespace cli
