// SPDX-License-Identifier: MIT
#include "render/report_text.hpp"

#include "render/import_text.hpp"
#include "sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using loop::DayState;
using loop::EntryState;
using samples::day;
using samples::example_day;
using samples::report_of;
using samples::utc;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

struct Variation {
  bool colour = false;
  bool verbose = false;
  bool range_is_given = false;
  std::optional<libsync::ProjectId> other_project = std::nullopt;
  libsync::Overrides overrides = {};
};

std::string shown(const loop::SyncReport& report, ReportKind kind, const Variation& variation = {}) {
  const auto zone = samples::berlin();
  return report_text(report, kind,
                     {.zone = zone,
                      .config_file = "/home/me/config.toml",
                      .overrides = variation.overrides,
                      .other_project = variation.other_project,
                      .usual_description = "Development",
                      .range_is_given = variation.range_is_given,
                      .colour = variation.colour,
                      .verbose = variation.verbose});
}

TEST(SyncText, TellsADayInOneLine) {
  auto report = report_of({example_day(DayState::synced, EntryState::posted), day("2026-02-03", DayState::no_time),
                           day("2026-02-04", DayState::day_off)});
  report.summary = {
      .days_synced = 1, .entries_posted = 3, .entries_adopted = 0, .traffic = {.requests = 5, .connections = 1}};
  EXPECT_EQ(shown(report, ReportKind::sync),
            "Mon 2026-02-02  synced         8 h         3 entries   from 5 h tracked\n"
            "Tue 2026-02-03  no time\n"
            "Wed 2026-02-04  day off\n"
            "\n"
            "1 day synced: 3 entries posted (5 requests).\n");
}

TEST(SyncText, MentionsWhatWasFoundAndNotPosted) {
  auto report = report_of({example_day(DayState::synced, EntryState::adopted)});
  report.summary = {
      .days_synced = 1, .entries_posted = 0, .entries_adopted = 3, .traffic = {.requests = 2, .connections = 1}};
  EXPECT_THAT(shown(report, ReportKind::sync), HasSubstr("1 day synced: 0 entries posted, 3 found there and recorded"));
}

TEST(SyncText, FoldsHistoryAndKeepsWhatWantsAttention) {
  const auto report = report_of({day("2026-01-26", DayState::already_synced), day("2026-01-27", DayState::no_time),
                                 day("2026-01-28", DayState::day_off), day("2026-01-29", DayState::unmapped, 2h),
                                 day("2026-01-30", DayState::already_synced), day("2026-02-02", DayState::no_time)});
  EXPECT_EQ(shown(report, ReportKind::sync),
            "since Mon 2026-01-26: 2 days synced before, 1 without tracked time, 1 off\n"
            "Thu 2026-01-29  unmapped       left alone: none of the 2 h tracked has a project\n"
            "Mon 2026-02-02  no time\n"
            "\n"
            "Nothing to do; 1 day was left alone.\n");
  EXPECT_THAT(shown(report, ReportKind::sync, {.verbose = true}), HasSubstr("Tue 2026-01-27  no time\n"));
}

TEST(SyncText, FoldsALongAbsence) {
  const auto report = report_of({day("2026-02-02", DayState::no_time), day("2026-02-03", DayState::no_time),
                                 day("2026-02-04", DayState::day_off), day("2026-02-05", DayState::no_time),
                                 day("2026-02-06", DayState::no_time), day("2026-02-09", DayState::no_time)});
  EXPECT_THAT(shown(report, ReportKind::sync),
              testing::StartsWith("Mon 2026-02-02  no time\n"
                                  "Tue 2026-02-03  no time\n"
                                  "Wed 2026-02-04  day off\n"
                                  "Thu 2026-02-05  no time        3 workdays, to Mon 2026-02-09\n"));
  EXPECT_THAT(shown(report, ReportKind::sync, {.verbose = true}), HasSubstr("Fri 2026-02-06  no time\n"));
}

TEST(DryRunText, MentionsADescriptionThatIsNotTheUsualOne) {
  auto special = example_day(DayState::planned, EntryState::planned);
  special.entries[1].description = "Web\x1b";
  EXPECT_THAT(shown(report_of({special}), ReportKind::dry_run), HasSubstr("/home/me/work/web  (Web\\x1b)\n"));
}

TEST(SyncText, SaysThatNothingIsToBeDone) {
  EXPECT_EQ(shown(report_of({day("2026-02-05", DayState::already_synced), day("2026-02-06", DayState::already_synced)}),
                  ReportKind::sync),
            "since Thu 2026-02-05: 2 days synced before\n"
            "\n"
            "Nothing to do: everything up to Fri 2026-02-06 is in Clockify.\n");
  EXPECT_EQ(shown(report_of({}), ReportKind::sync),
            "Nothing to do: there is no workday with tracked time before today.\n");
  EXPECT_EQ(shown(report_of({}), ReportKind::status, {.range_is_given = true}),
            "Nothing to do: there is no past workday with tracked time in this range.\n");
  EXPECT_THAT(shown(report_of({day("2026-02-05", DayState::no_time)}), ReportKind::sync),
              HasSubstr("no workday in this range has tracked time"));
}

TEST(SyncText, ShowsAPartialDayInFull) {
  auto partial = example_day(DayState::partial, EntryState::posted);
  partial.entries[1].state = EntryState::in_doubt;
  partial.entries[2].state = EntryState::planned;
  auto report = report_of({partial, day("2026-02-03", DayState::not_reached)});
  report.failure = libsync::Failure{libsync::FailureKind::in_doubt, "cannot tell", {}, {}};
  report.summary.entries_posted = 1;
  EXPECT_EQ(shown(report, ReportKind::sync),
            "Mon 2026-02-02  partial        8 h         1 of 3 entries\n"
            "  09:00-13:48  4 h 48 min  posted         /home/me/work/api\n"
            "  13:48-15:24  1 h 36 min  in doubt       /home/me/work/web\n"
            "  15:24-17:00  1 h 36 min  planned        /home/me/x, /home/me/y\n"
            "Tue 2026-02-03  not reached    1 workday\n"
            "\n"
            "0 days synced: 1 entry posted (0 requests).\n");
}

TEST(SyncText, ShowsWhatStandsOnAnOccupiedDay) {
  auto occupied = example_day(DayState::occupied, EntryState::planned);
  occupied.foreign = {
      {samples::entry_id('e'), {utc("2026-02-02T09:00:00Z"), utc("2026-02-02T09:30:00Z")}, "Stand-up\x1b[2J"},
      {samples::entry_id('f'), {utc("2026-02-02T13:00:00Z"), utc("2026-02-02T14:00:00Z")}, ""}};
  EXPECT_EQ(
      shown(report_of({occupied}), ReportKind::sync),
      "Mon 2026-02-02  occupied       left alone: 2 entries are in the way; move or delete them in Clockify, or set "
      "`on_existing`\n"
      "  there:  10:00-10:30  Stand-up\\x1b[2J\n"
      "  there:  14:00-15:00  (no description)\n"
      "\n"
      "Nothing to do; 1 day was left alone.\n");
}

TEST(SyncText, ReportsDrift) {
  auto drifted = example_day(DayState::synced, EntryState::posted);
  drifted.drift = {"web would now get 2 h"};
  const std::string text = shown(report_of({drifted}), ReportKind::sync);
  EXPECT_THAT(text, HasSubstr("\n  differs: web would now get 2 h\n"));
  EXPECT_THAT(text, Not(HasSubstr("resync")));
}

TEST(SyncText, NamesFinishedDaysThatDifferEvenInHistory) {
  auto drifted = day("2026-01-28", DayState::already_synced);
  drifted.drift = {"web would now get 2 h"};
  const auto report = report_of({day("2026-01-26", DayState::already_synced), day("2026-01-27", DayState::no_time),
                                 drifted, day("2026-01-29", DayState::already_synced)});
  libsync::Overrides overrides;
  overrides.config = "/etc/ct.toml";
  EXPECT_THAT(shown(report, ReportKind::status), Not(HasSubstr("differs"))) << "that is something that needs a person";
  EXPECT_EQ(shown(report, ReportKind::sync, {.overrides = overrides}),
            "since Mon 2026-01-26: 3 days synced before, 1 without tracked time\n"
            "Wed 2026-01-28  synced before\n"
            "  differs: web would now get 2 h\n"
            "  `claude-tracker --config /etc/ct.toml resync 2026-01-28` undoes the day and plans it afresh\n"
            "\n"
            "Nothing to do: everything up to Thu 2026-01-29 is in Clockify.\n");
}

TEST(SyncText, SaysHowMuchOfTheTimeAPersonAttended) {
  auto mixed = example_day(DayState::synced, EntryState::posted);
  mixed.attended = 2h;
  EXPECT_THAT(shown(report_of({mixed}), ReportKind::sync), HasSubstr("from 5 h tracked, 2 h attended\n"));
  mixed.attended = mixed.tracked - 10s;
  EXPECT_THAT(shown(report_of({mixed}), ReportKind::sync), HasSubstr("from 5 h tracked\n"));
  mixed.attended = 0h;
  EXPECT_THAT(shown(report_of({mixed}), ReportKind::sync), HasSubstr("from 5 h tracked, none of it attended\n"));
}

TEST(SyncText, ShowsWhatIgnoreProjectsLeavesOut) {
  auto report = report_of({});
  for (int i = 1; i <= 6; ++i) report.ignored.push_back({"/tmp/" + std::to_string(i), std::chrono::hours{i}});
  EXPECT_THAT(shown(report, ReportKind::sync),
              HasSubstr("Left out by `ignore_projects`: /tmp/6 (6 h), /tmp/5 (5 h), /tmp/4 (4 h), /tmp/3 (3 h) and 2 "
                        "more\n"));
  EXPECT_THAT(shown(report, ReportKind::sync, {.verbose = true}), HasSubstr("/tmp/1 (1 h)"));
}

TEST(DryRunText, IsAPlanInLocalTimeWithProjectPaths) {
  const auto report = report_of({example_day(DayState::planned, EntryState::planned)});
  EXPECT_EQ(shown(report, ReportKind::dry_run, {.other_project = samples::project('c')}),
            "Mon 2026-02-02  planned        8 h         3 entries   from 5 h tracked\n"
            "  09:00-13:48  4 h 48 min  /home/me/work/api\n"
            "  13:48-15:24  1 h 36 min  /home/me/work/web\n"
            "  15:24-17:00  1 h 36 min  other: /home/me/x, /home/me/y\n"
            "\n"
            "Dry run: 3 entries on 1 day would be posted, 8 h in all. Nothing was written or sent.\n");
}

TEST(DryRunText, ShowsSecondsWhereTheyMatter) {
  auto uneven = day("2026-02-02", DayState::planned, 1h,
                    {samples::entry('a', {"/a"}, "2026-02-02T08:00:00Z", "2026-02-02T10:40:00Z", EntryState::planned),
                     samples::entry('b', {"/b"}, "2026-02-02T10:40:00Z", "2026-02-02T10:40:20Z", EntryState::planned),
                     samples::entry('c', {"/c"}, "2026-02-02T10:40:20Z", "2026-02-02T16:00:00Z", EntryState::planned)});
  EXPECT_THAT(shown(report_of({uneven}), ReportKind::dry_run), HasSubstr("  09:00:00-11:40:00  2 h 40 min  /a\n"
                                                                         "  11:40:00-11:40:20        20 s  /b\n"
                                                                         "  11:40:20-17:00:00  5 h 20 min  /c\n"));
}

TEST(DryRunText, WithNothingToDoSaysSo) {
  EXPECT_THAT(shown(report_of({}), ReportKind::dry_run), HasSubstr("Nothing to do"));
}

TEST(StatusText, CountsWhatIsLeft) {
  const auto report =
      report_of({day("2026-01-30", DayState::already_synced), example_day(DayState::planned, EntryState::planned)});
  EXPECT_EQ(shown(report, ReportKind::status),
            "since Fri 2026-01-30: 1 day synced before\n"
            "Mon 2026-02-02  planned        8 h         3 entries   from 5 h tracked\n"
            "\n"
            "1 day to sync: 3 entries, 8 h.\n");
}

TEST(Unmapped, ComesWithTheLineToPaste) {
  auto report = report_of({example_day(DayState::synced, EntryState::posted)});
  report.unmapped = {{"/home/me/x", 5min}, {"/home/me/\"big\" one", 2h + 10min}};
  const std::string text = shown(report, ReportKind::sync);
  EXPECT_THAT(text, HasSubstr("Time without a project, left out. To give it one, add under [sync.project_mapping] in "
                              "/home/me/config.toml:\n"
                              "  \"/home/me/\\\"big\\\" one\" = \"<id>\"  # 2 h 10 min\n"
                              "  \"/home/me/x\" = \"<id>\"            # 5 min\n"
                              "`claude-tracker projects` lists the ids.\n"));
}

TEST(Unmapped, ShowsTheLargestAndCountsTheRest) {
  auto report = report_of({});
  for (int i = 1; i <= 10; ++i) report.unmapped.push_back({"/p" + std::to_string(i), std::chrono::minutes{i}});
  const std::string text = shown(report, ReportKind::sync);
  EXPECT_THAT(text, HasSubstr("\"/p10\""));
  EXPECT_THAT(text, Not(HasSubstr("\"/p2\"")));
  EXPECT_THAT(text, HasSubstr("and 2 more; --verbose lists them"));
  EXPECT_THAT(shown(report, ReportKind::sync, {.verbose = true}), HasSubstr("\"/p2\""));
}

TEST(Colour, ChangesNothingButColour) {
  auto report = report_of({example_day(DayState::partial, EntryState::posted), day("2026-02-03", DayState::no_time)});
  std::string coloured = shown(report, ReportKind::sync, {.colour = true});
  EXPECT_THAT(coloured, HasSubstr("\x1b["));
  for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, shown(report, ReportKind::sync));
}

TEST(FailureText, HasMessageAndHintOnLinesOfTheirOwn) {
  EXPECT_EQ(failure_text({libsync::FailureKind::offline, "cannot reach x: no\nroute", {}, {}}, "try later", false),
            "claude-tracker: error: cannot reach x: no\\x0aroute\nhint: try later\n");
  EXPECT_EQ(failure_text({libsync::FailureKind::offline, "cannot", {}, {}}, "", false),
            "claude-tracker: error: cannot\n");
}

TEST(ImportText, CountsWhatWasReadAndNamesTheRest) {
  using libsync::transcripts::ProblemKind;
  libsync::transcripts::ImportReport report;
  report.files = 12;
  report.files_read = 3;
  report.sessions = 9;
  EXPECT_EQ(import_text(report, false), "12 transcripts with 9 sessions: 3 new or changed.\n");
  report.project_time = {{"/work/api", 30min}, {"/work/web", 2h}};
  report.problems = {{.file = "/t/\x1b.jsonl", .kind = ProblemKind::bad_line, .count = 3, .first_line = 7, .cause = {}},
                     {.file = "/t/b.jsonl", .kind = ProblemKind::unreadable, .cause = "Permission denied"}};
  EXPECT_EQ(import_text(report, true),
            "12 transcripts with 9 sessions: 3 new or changed, 4 skipped.\n"
            "           2 h  /work/web\n"
            "        30 min  /work/api\n"
            "  skipped: /t/\\x1b.jsonl: " +
                libsync::transcripts::describe(ProblemKind::bad_line) +
                ", line 7 and 2 more\n"
                "  skipped: /t/b.jsonl: " +
                libsync::transcripts::describe(ProblemKind::unreadable) + " (Permission denied)\n");
  EXPECT_EQ(import_text(report, false), import_text(report, true));
}

TEST(ImportText, CountsManyProblemsByKind) {
  using libsync::transcripts::ProblemKind;
  libsync::transcripts::ImportReport report;
  for (int i = 0; i < 9; ++i)
    report.problems.push_back({.file = std::to_string(i), .kind = ProblemKind::bad_line, .cause = {}});
  EXPECT_EQ(import_text(report, false),
            "0 transcripts with 0 sessions: 0 new or changed, 9 skipped (--verbose would have named them).\n"
            "  skipped: a line that is no record (9)\n");
}

}  // namespace
}  // namespace cli
