// SPDX-License-Identifier: MIT
#include "render/layout.hpp"

#include "render/backlog_text.hpp"
#include "render/report_text.hpp"
#include "sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const Palette k_plain{false};

std::string laid_out(std::size_t width, const std::vector<std::string>& pieces) {
  FlowingLine line{{.width = width}, k_plain};
  for (const auto& piece : pieces) line.add(piece);
  return line.str();
}

TEST(FlowingLine, GoesOnBelowWhereItDoesNotFit) {
  EXPECT_EQ(laid_out(0, {"one", "two", "three"}), "one  two  three\n");
  EXPECT_EQ(laid_out(10, {"one", "two", "three"}), "one  two\n    three\n");
  EXPECT_EQ(laid_out(0, {}), "");
  EXPECT_EQ(laid_out(0, {"", "one"}), "one\n");
}

TEST(FlowingLine, BreaksAPieceBetweenItsWordsOnly) {
  EXPECT_EQ(laid_out(12, {"date", "a sentence of words"}), "date  a\n    sentence\n    of words\n");
  EXPECT_EQ(laid_out(8, {"/unbreakable/path", "x"}), "/unbreakable/path\n    x\n");
  EXPECT_EQ(laid_out(9, {"\u65e5\u672c\u8a9e", "x"}), "\u65e5\u672c\u8a9e  x\n");
  EXPECT_EQ(laid_out(8, {"\u65e5\u672c\u8a9e", "x"}), "\u65e5\u672c\u8a9e\n    x\n");
}

TEST(FlowingLine, HasColumnsOnlyWhereThereIsRoomForThem) {
  for (const auto& [width, expected] :
       {std::pair{std::size_t{0}, "a      b\n"}, std::pair{std::size_t{100}, "a      b\n"},
        std::pair{std::size_t{60}, "a  b\n"}}) {
    FlowingLine line{{.width = width}, k_plain};
    line.add("a", Tone::plain, 5);
    line.add("b");
    EXPECT_EQ(line.str(), expected);
  }
}

TEST(ShortenedPath, LeavesOutWholeComponentsInTheMiddle) {
  EXPECT_EQ(shortened_path("/home/me/work/deep/api", 22), "/home/me/work/deep/api");
  EXPECT_EQ(shortened_path("/home/me/work/deep/api", 21), "/home/.../deep/api");
  EXPECT_EQ(shortened_path("/home/me/work/deep/api", 14), "/home/.../api");
  EXPECT_EQ(shortened_path("/home/me/work/deep/api", 12), ".../deep/api");
  EXPECT_EQ(shortened_path("/home/me/work/deep/api", 3), ".../api");
  EXPECT_EQ(shortened_path("D:\\me\\work\\api", 12), "D:\\...\\api");
  EXPECT_EQ(shortened_path("folder/0123456789.jsonl", 20), ".../0123456789.jsonl");
  EXPECT_EQ(shortened_path("single", 3), "single");
  EXPECT_EQ(shortened_path("", 0), "");
}

// --- what a person sees at the usual widths
// ---------------------------------------------------------------------------

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
  return widest;
}

loop::SyncReport everything() {
  auto partial = samples::example_day(loop::DayState::partial, loop::EntryState::posted);
  partial.entries[1].state = loop::EntryState::in_doubt;
  partial.entries[2].description = "A description of several words";
  partial.drift = {"14:48-17:00 stays with Website as first planned; your config now says API"};
  auto occupied = samples::example_day(loop::DayState::occupied, loop::EntryState::planned);
  occupied.foreign = {{samples::entry_id('e'),
                       {samples::utc("2026-02-02T09:00:00Z"), samples::utc("2026-02-02T09:30:00Z")},
                       "\u4f1a\u8b70\u306e\u6642\u9593 with everybody of the office in it"}};
  auto attended = samples::example_day(loop::DayState::planned, loop::EntryState::planned);
  attended.attended = std::chrono::hours{2};
  auto report = samples::report_of({partial, occupied, attended});
  for (const auto* date : {"2026-02-03", "2026-02-04", "2026-02-05"}) {
    auto day = samples::example_day(loop::DayState::not_reached, loop::EntryState::planned);
    day.date = samples::date(date);
    report.days.push_back(day);
  }
  report.ignored = {{"/tmp/scratch", std::chrono::hours{3}}};
  report.unmapped = {{"/home/me/somewhere/below/a/long/path", std::chrono::hours{3}}};
  return report;
}

TEST(Layout, FitsEveryUsualWidth) {
  const auto zone = samples::berlin();
  for (const std::size_t width : {40U, 60U, 100U}) {
    for (const auto kind : {ReportKind::sync, ReportKind::dry_run, ReportKind::status}) {
      const std::string text = report_text(everything(), kind,
                                           {.zone = zone,
                                            .config_file = "/home/me/config.toml",
                                            .overrides = {},
                                            .other_project = {},
                                            .usual_description = "Development",
                                            .project_names = {{samples::project('a'), "A project with a long name"}},
                                            .width = width});
      EXPECT_LE(widest_line(text), width) << text;
    }
    EXPECT_LE(
        widest_line(failure_text({libsync::FailureKind::offline, "cannot reach the server at its address", {}, {}},
                                 "try again when there is a network", false, width)),
        width);
  }
}

TEST(Layout, TellsDaysThatWereNotReachedInOneLine) {
  const auto zone = samples::berlin();
  const TextContext context{
      .zone = zone, .config_file = {}, .overrides = {}, .other_project = {}, .usual_description = "Development"};
  EXPECT_THAT(report_text(everything(), ReportKind::sync, context),
              HasSubstr("Tue 2026-02-03  not reached    3 workdays, to Thu 2026-02-05, 9 entries\n"));
  auto one = samples::example_day(loop::DayState::not_reached, loop::EntryState::planned);
  EXPECT_EQ(report_text(samples::report_of({one}), ReportKind::plan, context),
            "Mon 2026-02-02  not reached    1 workday, 3 entries\n");
  auto last = one;
  last.entries.front().state = loop::EntryState::already_posted;
  last.date = samples::date("2026-02-05");
  EXPECT_EQ(report_text(samples::report_of({one, samples::day("2026-02-03", loop::DayState::no_time),
                                            samples::day("2026-02-04", loop::DayState::day_off), last,
                                            samples::day("2026-02-06", loop::DayState::no_time)}),
                        ReportKind::plan, context),
            "Mon 2026-02-02  not reached    2 workdays, to Thu 2026-02-05, 5 entries\n"
            "Fri 2026-02-06  no time\n")
      << "idle days between them";
  TextContext narrow = context;
  narrow.width = 40;
  EXPECT_THAT(report_text(everything(), ReportKind::sync, narrow),
              HasSubstr("not reached  3 workdays,\n    to Thu 2026-02-05, 9 entries\n"));
}

TEST(Layout, NamesAProjectBeforeItsFolders) {
  const auto zone = samples::berlin();
  TextContext context{.zone = zone,
                      .config_file = {},
                      .overrides = {},
                      .other_project = {},
                      .usual_description = "Development",
                      .project_names = {{samples::project('a'), "API\x1b"}}};
  const auto report = samples::report_of({samples::example_day(loop::DayState::planned, loop::EntryState::planned)});
  EXPECT_THAT(report_text(report, ReportKind::dry_run, context),
              HasSubstr("  09:00-13:48  4 h 48 min  API\\x1b  /home/me/work/api\n"));
  context.width = 60;
  EXPECT_THAT(report_text(report, ReportKind::dry_run, context), Not(HasSubstr("/home/me/work/api")));
}

TEST(Backlog, IsTotalsAndWhereTheyGo) {
  const auto zone = samples::berlin();
  libsync::Settings settings{.config_file = {},
                             .config_exists = true,
                             .config = {},
                             .database = {},
                             .transcripts = {},
                             .base_url = "https://api.clockify.me/api/v1",
                             .ca_file = {},
                             .zone = zone,
                             .key_places = {},
                             .proxy = libsync::Secret{""},
                             .no_proxy = {}};
  settings.config.sync.workspace = libsync::WorkspaceId::parse(std::string(24, '5'));
  auto report = everything();
  for (auto& day : report.days) {
    if (day.state == loop::DayState::partial || day.state == loop::DayState::occupied) day.entries.clear();
  }
  report.days.erase(report.days.begin(), report.days.begin() + 2);
  const TextContext context{.zone = zone,
                            .config_file = {},
                            .overrides = {},
                            .other_project = {},
                            .usual_description = {},
                            .project_names = {{samples::project('a'), "API"}}};
  EXPECT_EQ(backlog_text(report, settings, std::nullopt, context),
            "Mon 2026-02-02 to Thu 2026-02-05: 4 workdays, 12 entries, 32 h\n"
            "  19 h 12 min  API\n"
            "   6 h 24 min  /home/me/work/web\n"
            "   6 h 24 min  /home/me/x\n"
            "into the workspace 555555555555555555555555 at https://api.clockify.me/api/v1\n"
            "`claude-tracker sync --dry-run` lists every entry\n");

  const libsync::Acquaintance ann{
      {*libsync::UserId::parse(std::string(24, '7')), "Ann Example", "ann@example.com", "UTC", {}, {}},
      {{*settings.config.sync.workspace, "Acme"}}};
  EXPECT_THAT(backlog_text(report, settings, ann, context),
              testing::HasSubstr("into the workspace Acme at https://api.clockify.me/api/v1\n"
                                 "for Ann Example (ann@example.com)\n"));
}

TEST(Backlog, SaysHowLongItTakesUnderTheLimit) {
  EXPECT_EQ(time_under_the_limit(29), "");
  EXPECT_EQ(time_under_the_limit(270), "about 9 h at 30 requests an hour, as Clockify's free plan allows");
}

}  // namespace
}  // namespace cli
