// SPDX-License-Identifier: MIT
#include "render/status_text.hpp"

#include "sample_report.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

namespace report = libsync::report;
using loop::DayState;
using loop::EntryState;
using samples::date;
using samples::project;
using samples::utc;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Status : public testing::Test {
 protected:
  report::Day& add(std::string_view on, report::DayState state) {
    report::Day day;
    day.date = date(on);
    day.state = state;
    book.days.push_back(std::move(day));
    return book.days.back();
  }

  static report::DayEntry entry(report::EntryState state) {
    report::DayEntry entry{.project = project('a'),
                           .interval = libsync::Interval{utc("2026-02-02T08:00:00Z"), utc("2026-02-02T16:00:00Z")},
                           .description = "Development",
                           .sources = {"/home/me/work/api"},
                           .state = state,
                           .id = {},
                           .origin = {},
                           .mismatch = {}};
    if (state == report::EntryState::posted) entry.id = samples::entry_id('e');
    return entry;
  }

  static libsync::store::RefusedAttempt not_taken(libsync::LocalDate on, std::string_view sent_at) {
    const libsync::store::Timesheet timesheet{libsync::UserId::parse(std::string(24, 'd')).value(),
                                              libsync::k_clockify_url,
                                              libsync::WorkspaceId::parse(std::string(24, '5')).value()};
    return {.row = {{timesheet, on}, 0},
            .project = project('a'),
            .interval = {},
            .description = {},
            .attempt = 1,
            .sent_at = utc(sent_at)};
  }

  [[nodiscard]] std::vector<std::string> needs() const {
    std::vector<std::string> lines;
    for (const auto& need : needs_of(run, book, context)) {
      lines.push_back(need.about + " | " + need.what + " | " + need.way_out);
    }
    return lines;
  }

  libsync::Zone zone = samples::berlin();
  TextContext context{
      .zone = zone, .config_file = {}, .overrides = {}, .other_project = {}, .usual_description = "Development"};
  loop::SyncReport run = samples::report_of({samples::day("2026-02-02", DayState::already_synced),
                                             samples::example_day(DayState::planned, EntryState::planned)});
  report::Daybook book;
};

TEST_F(Status, NamesWhatNeedsAPersonAndWhatToDo) {
  run.until = date("2026-02-06");
  add("2026-02-02", report::DayState::occupied);
  add("2026-02-03", report::DayState::begun).entries = {entry(report::EntryState::in_doubt)};
  auto& conflict = add("2026-02-04", report::DayState::begun);
  conflict.entries = {entry(report::EntryState::posted)};
  conflict.entries.front().mismatch = "it lasts an hour less";
  auto& refused = add("2026-02-05", report::DayState::planned);
  refused.entries = {entry(report::EntryState::planned)};
  refused.refused = {not_taken(refused.date, "2026-02-06T08:59:30Z")};
  add("2026-02-06", report::DayState::unmapped);
  add("2026-02-09", report::DayState::occupied);  // not asked for
  run.unmapped = {{"/home/me/x", std::chrono::hours{2}}, {"/home/me/y", std::chrono::hours{1}}};
  context.now = utc("2026-02-06T09:59:30Z");
  EXPECT_THAT(
      needs(),
      testing::ElementsAre(
          "Mon 2026-02-02 | occupied | move or delete in Clockify what is in the way, or set `on_existing`",
          "Tue 2026-02-03 | in doubt | `claude-tracker sync` settles it",
          "Wed 2026-02-04 | conflict | Clockify stored an entry otherwise: `claude-tracker resync 2026-02-04` makes "
          "the "
          "day anew",
          "Thu 2026-02-05 | not taken | Clockify took no entry: `claude-tracker sync` tries again and says what to "
          "mend; `claude-tracker off 2026-02-05` leaves the day out",
          "Fri 2026-02-06 | unmapped | give its folders a project: `claude-tracker map`",
          "2 folders | unmapped | 3 h without a project: `claude-tracker map`"));
}

TEST_F(Status, SaysWhenThereAreRequestsAgain) {
  run.until = date("2026-02-05");
  auto& day = add("2026-02-05", report::DayState::planned);
  day.entries = {entry(report::EntryState::planned)};
  day.refused = {not_taken(day.date, "2026-02-06T08:30:00Z"), not_taken(day.date, "2026-02-06T08:59:30Z")};
  context.now = utc("2026-02-06T09:59:29Z");
  EXPECT_THAT(needs(),
              testing::ElementsAre("Thu 2026-02-05 | not taken | out of requests until 11:00, or an entry was refused: "
                                   "`claude-tracker sync` then goes on, or says what to mend"));
}

TEST_F(Status, NamesDaysThatNeedTheSameByStretch) {
  run.until = date("2026-02-16");
  const auto differing = [&](std::string_view on) {
    auto& day = add(on, report::DayState::done);
    day.entries = {entry(report::EntryState::posted)};
    day.drift = {"web would now get 2 h"};
  };
  differing("2026-02-05");
  differing("2026-02-06");
  add("2026-02-07", report::DayState::not_billed);
  differing("2026-02-09");
  add("2026-02-10", report::DayState::done).entries = {entry(report::EntryState::posted)};
  differing("2026-02-11");
  add("2026-02-12", report::DayState::done);  // by the older tool, without an entry: `resync` refuses it
  differing("2026-02-13");
  add("2026-02-16", report::DayState::occupied);
  EXPECT_THAT(needs(),
              testing::ElementsAre(
                  "3 days, Thu 2026-02-05 to Mon 2026-02-09 | differs | from what the config says now: `claude-tracker "
                  "resync 2026-02-05..2026-02-09`; `claude-tracker explain 2026-02-05` says how",
                  "Wed 2026-02-11 | differs | from what the config says now: `claude-tracker resync 2026-02-11`; "
                  "`claude-tracker explain 2026-02-11` says how",
                  "Fri 2026-02-13 | differs | from what the config says now: `claude-tracker resync 2026-02-13`; "
                  "`claude-tracker explain 2026-02-13` says how",
                  "Mon 2026-02-16 | occupied | move or delete in Clockify what is in the way, or set `on_existing`"));
}

TEST_F(Status, NeedsNobodyWhereAllIsWell) {
  run.until = date("2026-02-06");
  add("2026-02-02", report::DayState::done).entries = {entry(report::EntryState::posted)};
  add("2026-02-03", report::DayState::planned).entries = {entry(report::EntryState::planned)};
  EXPECT_THAT(needs(), IsEmpty());
  EXPECT_THAT(status_text(run, book, {}, context), Not(HasSubstr("Needs you")));
}

TEST_F(Status, EndsWithTheHoursOfTwoWeeksAndTheNextCommand) {
  report::WeekTotals totals;
  totals.projects = {{project('a'), "API", {std::chrono::hours{12}, {}}, {std::chrono::hours{20}, {}}},
                     {project('b'), "", {}, {std::chrono::minutes{90}, {}}},
                     {project('c'), "Only planned", {{}, std::chrono::hours{8}}, {}}};
  EXPECT_THAT(status_text(run, book, totals, context),
              testing::EndsWith("1 day to sync: 3 entries, 8 h.\n"
                                "\n"
                                "this week  last week\n"
                                "    12:00      20:00  API\n"
                                "        -       1:30  project bbbbbbbbbbbbbbbbbbbbbbbb\n"
                                "\n"
                                "Next: `claude-tracker sync` posts 3 entries with about 5 requests\n"));
}

TEST_F(Status, CountsTheEntriesOfTheOlderTool) {
  report::WeekTotals totals;
  totals.entries_without_times = 2;
  EXPECT_THAT(status_text(run, book, totals, context),
              HasSubstr("\n2 entries of the older tool in these weeks are in no sum: it kept no times of them\n"));
  EXPECT_EQ(boost::json::parse(status_json(run, book, totals)).at("entries_without_times"), 2);
}

TEST_F(Status, AsJsonCarriesTheEntriesOfDoneDaysTheTotalsAndTheNextRun) {
  add("2026-02-02", report::DayState::done).entries = {entry(report::EntryState::posted)};
  report::WeekTotals totals;
  totals.projects = {{project('a'), "API", {std::chrono::hours{12}, {}}, {std::chrono::hours{20}, {}}}};
  run.days[0].date = date("2026-02-02");
  const auto object = boost::json::parse(status_json(run, book, totals)).as_object();
  const auto& done = object.at("days").at(0);
  EXPECT_EQ(done.at("state"), "already_synced");
  EXPECT_EQ(done.at("entries").at(0).at("state"), "already_posted");
  EXPECT_EQ(done.at("entries").at(0).at("seconds"), 28800);
  EXPECT_EQ(object.at("totals").at(0).at("seconds").at("this_week"), 43200);
  EXPECT_EQ(object.at("totals").at(0).at("seconds").at("last_week"), 72000);
  EXPECT_EQ(object.at("next").at("command"), "sync");
  EXPECT_EQ(object.at("next").at("entries"), 3);
  EXPECT_EQ(object.at("next").at("requests"), 5);
}

}  // namespace
}  // namespace cli
