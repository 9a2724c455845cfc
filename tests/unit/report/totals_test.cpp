// SPDX-License-Identifier: MIT
#include "office.hpp"

#include <libsync/report/totals.hpp>

#include <gmock/gmock.h>

namespace libsync::report {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class WeekTotalsOf : public Office {
 protected:
  [[nodiscard]] WeekTotals totals() {
    const LocalDate today = rules_.zone.date_of(now_);
    return week_totals(read_days(store_, rules_, two_weeks(today), now_), today);
  }
};

TEST_F(WeekTotalsOf, AWeekIsMondayToSunday) {
  EXPECT_EQ(two_weeks(date("2026-02-12")), (DateRange{date("2026-02-02"), date("2026-02-15")}));
  EXPECT_EQ(two_weeks(date("2026-02-09")), (DateRange{date("2026-02-02"), date("2026-02-15")}));
  EXPECT_EQ(two_weeks(date("2026-02-15")), (DateRange{date("2026-02-02"), date("2026-02-15")}));
  EXPECT_EQ(totals().this_week, (DateRange{date("2026-02-09"), date("2026-02-15")}));
  EXPECT_EQ(totals().last_week, (DateRange{date("2026-02-02"), date("2026-02-08")}));
}

TEST_F(WeekTotalsOf, TellsWhatStandsFromWhatIsStillToCome) {
  track("2026-02-06", "/work/api", 3h);
  track("2026-02-06", "/work/web", 1h, 3h);
  sync("2026-02-06");
  track("2026-02-10", "/work/web", 1h);
  begin("2026-02-10");
  track("2026-02-11", "/work/web", 1h);
  track("2026-02-12", "/work/web", 1h);  // not over
  EXPECT_THAT(totals().projects, ElementsAre(ProjectTotal{web(), "Website", {8h, 8h}, {2h, 0s}},
                                             ProjectTotal{api(), "API", {0s, 0s}, {6h, 0s}}));
}

TEST_F(WeekTotalsOf, ANameThatIsNotRememberedIsEmpty) {
  store_.remember_projects(timesheet(), {now_, {}});
  track("2026-02-10", "/work/api", 1h);
  EXPECT_THAT(totals().projects, ElementsAre(ProjectTotal{api(), "", {0s, 8h}, {}}));
}

TEST_F(WeekTotalsOf, EntriesOfTheOlderToolHaveNoTimes) {
  store_.add_synced_entry(rules_.workspace, date("2026-02-10"), api(), *EntryId::parse(std::string(24, 'c')));
  store_.add_synced_day(rules_.workspace, date("2026-02-10"));
  EXPECT_EQ(totals().entries_without_times, 1);
  EXPECT_THAT(totals().projects, IsEmpty());
}

TEST_F(WeekTotalsOf, DaysOutsideOfBothWeeksAreLeftOut) {
  track("2026-01-30", "/work/api", 1h);
  const auto today = rules_.zone.date_of(now_);
  EXPECT_THAT(week_totals(read("2026-01-01", "2026-02-28"), today).projects, IsEmpty());
}

}  // namespace
}  // namespace libsync::report
