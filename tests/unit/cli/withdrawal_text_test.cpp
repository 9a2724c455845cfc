// SPDX-License-Identifier: MIT
#include "render/withdrawal_text.hpp"

#include "render/withdrawal_json.hpp"
#include "render/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

namespace loop = libsync::loop;
using loop::EntryCheck;
using loop::WithdrawalDayState;
using loop::WithdrawalEntryState;
using testing::HasSubstr;
using testing::Not;

libsync::UtcTime utc(const char* text) {
  return libsync::floor_seconds(*libsync::parse_rfc3339(text));
}

libsync::ProjectId project(char digit) {
  return *libsync::ProjectId::parse(std::string(24, digit));
}

// A Monday of two entries, one of which stays.
loop::WithdrawalReport a_resync() {
  loop::WithdrawalReport report{};
  report.what = loop::Withdrawing::resync;
  report.time_zone = "UTC";
  report.project_names = {{project('a'), "API of the customer in Düsseldorf"}};
  const libsync::Interval morning{utc("2026-02-02T09:00:00Z"), utc("2026-02-02T13:48:00Z")};
  const libsync::Interval afternoon{utc("2026-02-02T13:48:00Z"), utc("2026-02-02T17:00:00Z")};
  const auto id = libsync::EntryId::parse(std::string(24, '1'));
  report.days = {{*libsync::parse_date("2026-02-02"),
                  WithdrawalDayState::planned,
                  {{project('a'), {"/work/api"}, morning, "Development", WithdrawalEntryState::kept, id},
                   {project('b'), {"/work/web"}, afternoon, "Development", WithdrawalEntryState::to_delete, id},
                   {project('c'), {"/work/web"}, afternoon, "Development", WithdrawalEntryState::planned, {}}}}};
  report.dry_run = true;
  return report;
}

TEST(WithdrawalText, ShowsEachEntryInLocalTimeWithItsProject) {
  const auto zone = *libsync::Zone::find("UTC");
  const std::string text = withdrawal_text(a_resync(), {.zone = zone});
  EXPECT_THAT(text, HasSubstr("Mon 2026-02-02  planned"));
  EXPECT_THAT(text, HasSubstr("09:00-13:48  kept"));
  EXPECT_THAT(text, HasSubstr("API of the customer"));
  EXPECT_THAT(text, HasSubstr("13:48-17:00  to delete"));
  EXPECT_THAT(text, HasSubstr("Would delete 1 entry and post 1 entry."));
}

TEST(WithdrawalText, FitsTheTerminal) {
  const auto zone = *libsync::Zone::find("UTC");
  for (const std::size_t width : {40U, 60U, 100U}) {
    std::istringstream lines{withdrawal_text(a_resync(), {.zone = zone, .width = width})};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), width) << line;
  }
}

TEST(WithdrawalText, AsksWithTheNumbers) {
  EXPECT_EQ(withdrawal_question(a_resync()), "Delete 1 entry of 1 day in Clockify and post 1 entry?");
  auto undo = a_resync();
  undo.what = loop::Withdrawing::undo;
  EXPECT_EQ(withdrawal_question(undo), "Delete 1 entry of 1 day in Clockify?");
}

TEST(WithdrawalText, PrintsNothingFromOutsideRaw) {
  const auto zone = *libsync::Zone::find("UTC");
  auto report = a_resync();
  report.project_names[project('a')] = "\x1b[31mred";
  EXPECT_THAT(withdrawal_text(report, {.zone = zone}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(withdrawal_json(report, ""), Not(HasSubstr("\x1b")));
}

TEST(VerifyText, NamesWhatIsNotWell) {
  const auto zone = *libsync::Zone::find("UTC");
  loop::VerifyReport report;
  loop::VerifiedDay well{.date = *libsync::parse_date("2026-02-02"), .is_done = true};
  loop::VerifiedDay bad{.date = *libsync::parse_date("2026-02-03"), .is_done = true};
  bad.entries.push_back({project('a'),
                         {"/work/api"},
                         libsync::Interval{utc("2026-02-03T09:00:00Z"), utc("2026-02-03T17:00:00Z")},
                         "Development",
                         EntryCheck::edited,
                         "it lasts longer",
                         {}});
  auto entry = bad.entries.front();
  entry.state = EntryCheck::ok;
  well.entries = {entry};
  report.days = {well, bad};
  const std::string text = verify_text(report, {.zone = zone});
  EXPECT_THAT(text, Not(HasSubstr("2026-02-02")));
  EXPECT_THAT(text, HasSubstr("Tue 2026-02-03  not well"));
  EXPECT_THAT(text, HasSubstr("it lasts longer"));
  EXPECT_THAT(text, HasSubstr("1 of 2 days in Clockify as posted."));
}

TEST(VerifyText, DoesNotVouchForDaysWithoutRecordedEntries) {
  const auto zone = *libsync::Zone::find("UTC");
  loop::VerifyReport report;
  report.days = {{.date = *libsync::parse_date("2026-02-02"), .is_done = true}};
  EXPECT_EQ(verify_text(report, {.zone = zone}),
            "1 day of the older tool cannot be compared: it did not record the entries.\n");
  EXPECT_THAT(verify_json(report, ""), HasSubstr("\"well\":null"));
}

}  // namespace
}  // namespace cli
