// SPDX-License-Identifier: MIT
//
// `report` in its forms.
#include "render/tracked_json.hpp"
#include "render/tracked_table.hpp"
#include "render/tracked_text.hpp"
#include "render/words.hpp"
#include "sample_daybook.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

using samples::sample_week;
namespace report = libsync::report;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(TrackedText, HasABarForEachDayAndProject) {
  EXPECT_EQ(tracked_text(sample_week(), ReportBy::day, {.width = 72}),
            "Tracked beside billed, Mon 2026-02-02 to Sun 2026-02-08, Europe/Berlin\n"
            "\n"
            "day              tracked  attended    billed   planned\n"
            "Mon 2026-02-02      4:00      3:00      8:00         -  ████████████████\n"
            "Tue 2026-02-03      2:00      2:00         -      7:00  ░░░░░░░░░░░░░░\n"
            "Wed 2026-02-04      0:10         -         -         -\n"
            "\n"
            "project          tracked  attended    billed   planned\n"
            "API                 5:00      4:00      6:00      7:00  ███████░░░░░░░░░\n"
            "Website             1:00      1:00      2:00         -  ██\n"
            "no project          0:10         -         -         -\n"
            "total               6:10      5:00      8:00      7:00\n"
            "\n"
            "hours:minutes; █ billed: stands in Clockify; ░ planned: a run would post\n"
            "it\n"
            "\n"
            "Mon 2026-02-02  differs: 14:00-16:00 stays with Website as first\n"
            "planned; your config now says API\n"
            "Tue 2026-02-03  in doubt: a run will settle what became of it\n"
            "Tue 2026-02-03  gap: 1 h of the work hours go to entries of other making\n"
            "45 min tracked outside of the work hours weigh nothing\n"
            "unmapped: 10 min  /home/me/notes\n");
}

TEST(TrackedText, FitsWhateverTheWidthAndTheNames) {
  for (const char* name :
       {"API", "Ünïcödé ä̈ö̈ü̈", "請求書の自動化プロジェクト", "A project whose name nobody could ever fit"}) {
    for (const std::size_t width : {40U, 60U, 100U}) {
      for (const auto by : {ReportBy::day, ReportBy::week, ReportBy::month, ReportBy::project}) {
        std::istringstream lines{tracked_text(sample_week(name), by, {.width = width})};
        for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), width) << line;
      }
    }
  }
}

TEST(TrackedText, CutsNoNameAndShortensFoldersInTheMiddle) {
  auto book = sample_week("A project whose name nobody could ever fit");
  book.days[2].folders[0].folder = "/home/somebody/a-folder/that-lies-rather-deep/notes";
  const auto text = tracked_text(book, ReportBy::project, {.width = 40, .shorten_paths = true});
  EXPECT_THAT(text, HasSubstr("\nA project whose name nobody could ever\nfit\n"));
  EXPECT_THAT(text, HasSubstr("\nunmapped: 10 min\n/home/.../that-lies-rather-deep/notes\n"));
  EXPECT_THAT(tracked_text(book, ReportBy::project, {.width = 40}), HasSubstr(book.days[2].folders[0].folder));
}

// Of the days of the older tool it is known that they are done, and for Monday which entries they have.
report::Daybook days_of_the_older_tool() {
  auto book = sample_week();
  auto& monday = book.days[0];
  monday.drift.clear();
  for (auto& entry : monday.entries) entry.interval = {};
  book.days[1] = samples::sample_day("2026-02-03", report::DayState::done);
  book.days.pop_back();
  return book;
}

TEST(TrackedText, ShowsDaysOfTheOlderToolAsDone) {
  EXPECT_EQ(tracked_text(days_of_the_older_tool(), ReportBy::day, {.width = 72}),
            "Tracked beside billed, Mon 2026-02-02 to Sun 2026-02-08, Europe/Berlin\n"
            "\n"
            "day              tracked  attended    billed\n"
            "Mon 2026-02-02      4:00      3:00      done\n"
            "Tue 2026-02-03         -         -      done\n"
            "\n"
            "project          tracked  attended    billed\n"
            "API                 3:00      2:00      done\n"
            "Website             1:00      1:00      done\n"
            "total               4:00      3:00      done\n"
            "\n"
            "hours:minutes; █ billed: stands in Clockify; done and +: by the older\n"
            "tool, which kept no times\n"
            "\n"
            "2 entries of the older tool are in no sum: it kept no times of them\n");
}

TEST(TrackedCsv, CountsWhatTheOlderToolDid) {
  const auto csv = tracked_csv(days_of_the_older_tool(), ReportBy::day);
  EXPECT_THAT(csv, HasSubstr("day,2026-02-02,2026-02-02,API,aaaaaaaaaaaaaaaaaaaaaaaa,10800,7200,0,0,3.00,2.00,0.00,"
                             "0.00,1,0\r\n"));
  EXPECT_THAT(csv, HasSubstr("day,2026-02-02,2026-02-02,,,0,0,0,0,0.00,0.00,0.00,0.00,0,1\r\n"));
  EXPECT_THAT(csv, HasSubstr("day,2026-02-03,2026-02-03,,,0,0,0,0,0.00,0.00,0.00,0.00,0,1\r\n"));
  EXPECT_THAT(tracked_csv(days_of_the_older_tool(), ReportBy::project),
              testing::EndsWith(",1,0\r\nrange,2026-02-02,2026-02-08,,,0,0,0,0,0.00,0.00,0.00,0.00,0,2\r\n"))
      << "each once, whatever is summed up";
}

TEST(TrackedMarkdown, ShowsDaysOfTheOlderToolAsDone) {
  const auto text = tracked_markdown(days_of_the_older_tool(), ReportBy::day);
  EXPECT_THAT(text, HasSubstr("| Mon 2026-02-02 | API | 3:00 | 2:00 | done | - |\n"));
  EXPECT_THAT(text, HasSubstr("| Tue 2026-02-03 |  | - | - | done | - |\n"));
  EXPECT_THAT(text, HasSubstr("| **total** |  | **4:00** | **3:00** | **done** | **-** |\n"
                              "\n*done* and *+*: by the older tool, which kept no times.\n"));
}

TEST(TrackedJson, CountsWhatTheOlderToolDid) {
  const auto object = boost::json::parse(tracked_json(days_of_the_older_tool(), ReportBy::week)).as_object();
  EXPECT_EQ(object.at("total").at("entries_without_times"), 2);
  EXPECT_EQ(object.at("total").at("days_without_times"), 2);
  EXPECT_EQ(object.at("total").at("projects").at(0).at("entries_without_times"), 1);
  EXPECT_EQ(object.at("days").as_array().size(), 2U);
}

TEST(TrackedText, SaysWhenThereIsNothing) {
  auto book = sample_week();
  book.days.clear();
  EXPECT_THAT(tracked_text(book, ReportBy::day, {}),
              HasSubstr("Nothing was tracked and nothing is billed in these days.\n"));
}

TEST(TrackedText, NeverShowsWhatATerminalWouldActOn) {
  const auto text = tracked_text(sample_week("\x1b[2Jevil\xe2\x80\xae"), ReportBy::project, {});
  EXPECT_THAT(text, HasSubstr("evil"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
}

TEST(TrackedCsv, HasOneRecordForEachPeriodAndProject) {
  EXPECT_EQ(tracked_csv(sample_week(), ReportBy::day),
            "period,from,to,project,project_id,tracked_seconds,attended_seconds,billed_seconds,planned_seconds,"
            "tracked_hours,attended_hours,billed_hours,planned_hours,entries_without_times,days_without_times\r\n"
            "day,2026-02-02,2026-02-02,API,aaaaaaaaaaaaaaaaaaaaaaaa,10800,7200,21600,0,3.00,2.00,6.00,0.00,0,0\r\n"
            "day,2026-02-02,2026-02-02,Website,bbbbbbbbbbbbbbbbbbbbbbbb,3600,3600,7200,0,1.00,1.00,2.00,0.00,0,0\r\n"
            "day,2026-02-03,2026-02-03,API,aaaaaaaaaaaaaaaaaaaaaaaa,7200,7200,0,25200,2.00,2.00,0.00,7.00,0,0\r\n"
            "day,2026-02-04,2026-02-04,no project,,600,0,0,0,0.17,0.00,0.00,0.00,0,0\r\n");
  EXPECT_THAT(tracked_csv(sample_week(), ReportBy::project), HasSubstr("\r\nrange,2026-02-02,2026-02-08,API,"));
}

TEST(TrackedCsv, NoCellIsAFormulaOrBreaksARecord) {
  EXPECT_EQ(csv_cell("=HYPERLINK(\"http://evil\")"), "\"'=HYPERLINK(\"\"http://evil\"\")\"");
  EXPECT_EQ(csv_cell("+1"), "'+1");
  EXPECT_EQ(csv_cell("-1"), "'-1");
  EXPECT_EQ(csv_cell("@x"), "'@x");
  EXPECT_EQ(csv_cell("＝1"), "'＝1");
  EXPECT_EQ(csv_cell(" =1"), " '=1");
  EXPECT_EQ(csv_cell("\t=1"), "\\x09=1");
  EXPECT_EQ(csv_cell("a;b"), "\"a;b\"");
  EXPECT_EQ(csv_cell("a;=1;\"@x"), "\"a;'=1;\"\"'@x\"");
  EXPECT_EQ(csv_cell("well-known + 1"), "well-known + 1");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("two\nlines\t"), "two\\x0alines\\x09");
  EXPECT_EQ(csv_cell("plain"), "plain");
  EXPECT_EQ(csv_cell(""), "");
}

TEST(TrackedMarkdown, IsATableWithATotal) {
  EXPECT_EQ(tracked_markdown(sample_week(), ReportBy::month),
            "| month | project | tracked | attended | billed | planned |\n"
            "| --- | --- | ---: | ---: | ---: | ---: |\n"
            "| 2026-02 | API | 5:00 | 4:00 | 6:00 | 7:00 |\n"
            "| 2026-02 | Website | 1:00 | 1:00 | 2:00 | - |\n"
            "| 2026-02 | no project | 0:10 | - | - | - |\n"
            "| **total** |  | **6:10** | **5:00** | **8:00** | **7:00** |\n");
  EXPECT_THAT(tracked_markdown(sample_week(), ReportBy::project), StartsWith("| project | tracked |"));
}

TEST(TrackedMarkdown, ShowsNamesAsTheyAre) {
  EXPECT_EQ(markdown_cell("a|b"), "a\\|b");
  EXPECT_EQ(markdown_cell("<script>&[x](y)"), "&lt;script\\>&amp;\\[x\\](y)");
  EXPECT_EQ(markdown_cell("*_`~\\"), "\\*\\_\\`\\~\\\\");
  EXPECT_EQ(markdown_cell("@anna https://evil.example"), "&#64;anna https&#58;//evil\\.example");
}

TEST(TrackedJson, HasGroupsTotalAndDays) {
  const auto object = boost::json::parse(tracked_json(sample_week(), ReportBy::week)).as_object();
  EXPECT_EQ(object.at("by"), "week");
  EXPECT_EQ(object.at("groups").as_array().size(), 1U);
  EXPECT_EQ(object.at("total").at("billed_seconds").as_int64(), 8 * 3600);
  EXPECT_EQ(object.at("total").at("planned_seconds").as_int64(), 7 * 3600);
  const auto& days = object.at("days").as_array();
  ASSERT_EQ(days.size(), 3U);
  EXPECT_EQ(days[0].at("state"), "done");
  EXPECT_EQ(days[0].at("entries").at(0).at("origin"), "created");
  EXPECT_EQ(days[1].at("gaps").at(0).at("seconds").as_int64(), 3600);
  EXPECT_EQ(days[2].at("unmapped").at(0).at("project"), "/home/me/notes");
}

TEST(TrackedRows, HoursAreRounded) {
  using namespace std::chrono_literals;
  EXPECT_EQ(clock_hours(29s), "0:00");
  EXPECT_EQ(clock_hours(31s), "0:01");
  EXPECT_EQ(clock_hours(25h), "25:00");
  EXPECT_EQ(decimal_hours(90min), "1.50");
  EXPECT_EQ(decimal_hours(17s), "0.00");
  EXPECT_EQ(decimal_hours(18s), "0.01");
}

}  // namespace
}  // namespace cli
