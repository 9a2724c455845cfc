// SPDX-License-Identifier: MIT
#include "office.hpp"

#include <gmock/gmock.h>

namespace libsync::report {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class DaybookOf : public Office {};

TEST_F(DaybookOf, ADayThatIsDoneHasTheEntriesThatStandThere) {
  track("2026-02-02", "/work/api", 3h);
  track("2026-02-02", "/work/web", 1h, 3h, false);
  sync("2026-02-02");
  const Day day = read("2026-02-02");
  EXPECT_EQ(day.state, DayState::done);
  EXPECT_EQ(day.tracked, 4h);
  EXPECT_EQ(day.attended, 3h);
  EXPECT_EQ(day.billed(), 8h);
  EXPECT_EQ(day.planned(), 0s);
  ASSERT_THAT(day.entries, SizeIs(2));
  EXPECT_EQ(day.entries[0].project, api());
  EXPECT_EQ(day.entries[0].interval->duration(), 6h);
  EXPECT_TRUE(day.entries[0].id);
  EXPECT_THAT(day.entries[0].sources, ElementsAre("/work/api"));
  EXPECT_THAT(day.drift, IsEmpty());
}

TEST_F(DaybookOf, ADayOfTheOlderToolHasItsEntriesWithoutTimes) {
  track("2026-02-02", "/work/api", 3h);
  const auto entry = *EntryId::parse(std::string(24, 'c'));
  store_.add_synced_entry(rules_.workspace, date("2026-02-02"), api(), entry);
  store_.add_synced_day(rules_.workspace, date("2026-02-02"));
  const Day day = read("2026-02-02");
  EXPECT_EQ(day.state, DayState::done);
  ASSERT_THAT(day.entries, SizeIs(1));
  EXPECT_EQ(day.entries[0].id, entry);
  EXPECT_EQ(day.entries[0].origin, store::Origin::earlier);
  EXPECT_FALSE(day.entries[0].interval);
  EXPECT_EQ(day.billed(), 0s);
}

TEST_F(DaybookOf, ABegunDayHasWhatStandsAndWhatIsStillToCome) {
  track("2026-02-02", "/work/api", 3h);
  track("2026-02-02", "/work/web", 1h, 3h);
  begin("2026-02-02");
  const Day day = read("2026-02-02");
  EXPECT_EQ(day.state, DayState::begun);
  EXPECT_EQ(day.billed(), 6h);
  EXPECT_EQ(day.planned(), 2h);
}

TEST_F(DaybookOf, APlannedDayHasWhatARunWouldPost) {
  track("2026-02-02", "/work/api", 30min);
  const Day day = read("2026-02-02");
  EXPECT_EQ(day.state, DayState::planned);
  EXPECT_EQ(day.billed(), 0s);
  EXPECT_EQ(day.planned(), 8h);
}

TEST_F(DaybookOf, SaysWhyADayIsNotBilled) {
  rules_.days_off = {date("2026-02-04")};
  rules_.min_tracked = 10min;
  rules_.first_day = date("2026-02-02");
  track("2026-02-03", "/home/me/notes", 1h);
  track("2026-02-04", "/work/api", 1h);
  track("2026-02-05", "/work/api", 5min);
  track("2026-02-07", "/work/api", 1h);
  track("2026-02-12", "/work/api", 1h);
  const auto book = read("2026-02-01", "2026-02-12");
  std::vector<DayState> states;
  for (const Day& day : book.days) states.push_back(day.state);
  using enum DayState;
  EXPECT_THAT(states, ElementsAre(not_billed, no_time, unmapped, day_off, too_little, no_time, not_billed, not_billed,
                                  no_time, no_time, no_time, not_over));
  for (const Day& day : book.days) EXPECT_EQ(day.planned(), 0s) << format_date(day.date);
}

TEST_F(DaybookOf, AnOccupiedDayNamesWhatIsInItsWay) {
  track("2026-02-02", "/work/api", 1h);
  const Interval nine{utc("2026-02-02T08:00:00Z"), utc("2026-02-02T09:00:00Z")};
  store_.remember_occupied({timesheet(), date("2026-02-02")},
                           {{*EntryId::parse(std::string(24, 'd')), nine, "Stand-up"}});
  const Day day = read("2026-02-02");
  EXPECT_EQ(day.state, DayState::occupied);
  EXPECT_EQ(day.planned(), 0s);
  EXPECT_THAT(day.in_the_way,
              ElementsAre(workday::ForeignEntry{EntryId::parse(std::string(24, 'd')), nine, "Stand-up", false}));

  rules_.on_existing = OnExisting::fill;
  const Day filled = read("2026-02-02");
  EXPECT_EQ(filled.state, DayState::planned);
  EXPECT_EQ(filled.planned(), 7h);
  EXPECT_THAT(filled.gaps, ElementsAre(nine));
}

TEST_F(DaybookOf, TellsFolderByFolderWhereTimeGoes) {
  track("2026-02-02", "/work/api/src", 1h);
  track("2026-02-02", "/home/me/notes", 30min, 1h, false);
  track("2026-02-02", "/tmp/x", 10min, 2h);
  const Day day = read("2026-02-02");
  ASSERT_THAT(day.folders, SizeIs(3));
  EXPECT_EQ(day.folders[0].folder, "/home/me/notes");
  EXPECT_FALSE(day.folders[0].project);
  EXPECT_FALSE(day.folders[0].ignored);
  EXPECT_EQ(day.folders[0].attended, 0s);
  EXPECT_TRUE(day.folders[1].ignored);
  EXPECT_EQ(day.folders[2].project, api());
  EXPECT_EQ(day.tracked, 90min);
}

TEST_F(DaybookOf, TellsAgentByAgentWhatWasTracked) {
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-02", "/work/api", 2h, 1h, false, "codex");
  track("2026-02-02", "/tmp/x", 1h, 3h, true, "codex");
  track("2026-02-02", "/work/web", 30min, 4h, true, "one-of-a-newer-version");
  const Day day = read("2026-02-02");
  EXPECT_THAT(day.agents, ElementsAre(AgentTime{"claude-code", 1h, 1h}, AgentTime{"codex", 2h, 0h},
                                      AgentTime{"one-of-a-newer-version", 30min, 30min}));
}

TEST_F(DaybookOf, HasTheTimeOfAnAgentThatDoesNotCountApart) {
  rules_.agents = {"claude-code"};
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-02", "/work/api", 2h, 1h, true, "codex");
  const Day day = read("2026-02-02");
  ASSERT_THAT(day.folders, SizeIs(2));
  EXPECT_EQ(day.folders[0].agent, "");
  EXPECT_EQ(day.folders[0].tracked, 1h);
  EXPECT_EQ(day.folders[0].project, api());
  EXPECT_EQ(day.folders[1].agent, "codex");
  EXPECT_TRUE(day.folders[1].ignored);
  EXPECT_FALSE(day.folders[1].project);
  EXPECT_EQ(day.folders[1].tracked, 2h);
  EXPECT_EQ(day.tracked, 1h);
  EXPECT_THAT(day.agents, ElementsAre(AgentTime{"claude-code", 1h, 1h}));
}

TEST_F(DaybookOf, TellsTimeOutsideOfTheWorkHoursFromTheRest) {
  track("2026-02-02", "/work/api", 1h, 7h + 30min);  // 16:30 to 17:30
  track("2026-02-02", "/work/api", 2h, -3h);         // 06:00 to 08:00
  EXPECT_EQ(read("2026-02-02").tracked, 30min);
  EXPECT_EQ(read("2026-02-02").outside, 2h + 30min);
  rules_.session_window = SessionWindow::calendar_day;
  EXPECT_EQ(read("2026-02-02").tracked, 3h);
  EXPECT_EQ(read("2026-02-02").outside, 0s);
}

TEST_F(DaybookOf, TheSmallHoursBelongToTheNightShiftBeforeThem) {
  rules_.work_day_start = 22h;
  rules_.work_day_end = 6h;
  track("2026-02-02", "/work/api", 2h, 3h);  // 01:00 to 03:00 on the 3rd
  EXPECT_EQ(read("2026-02-02").tracked, 2h);
  EXPECT_EQ(read("2026-02-03").outside, 0s);
}

TEST_F(DaybookOf, ADayThatIsDoneKeepsTheHoursItWasMadeFor) {
  track("2026-02-02", "/work/api", 3h);
  sync("2026-02-02");
  const auto frozen = workday::work_hours_of(date("2026-02-02"), rules_);
  rules_.work_day_start = 11h;
  rules_.work_day_end = 19h;
  const Day day = read("2026-02-02");
  EXPECT_EQ(day.work_hours, frozen);
  EXPECT_EQ(day.session_window, frozen);
  EXPECT_EQ(day.tracked, 3h);
  EXPECT_EQ(day.outside, 0s);
  EXPECT_THAT(day.drift, ElementsAre("the work hours would now be 11:00-19:00"));
}

TEST_F(DaybookOf, ADayThatDiffersSaysHow) {
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-02", "/work/web", 1h, 1h);
  sync("2026-02-02");
  track("2026-02-02", "/work/web", 2h, 2h);
  EXPECT_THAT(read("2026-02-02").drift,
              ElementsAre("by the sessions as they are now, API would get 2 h 00 min instead of 4 h 00 min, Website "
                          "would get 6 h 00 min instead of 4 h 00 min"));
}

TEST_F(DaybookOf, LeavesOutADateThatTheZoneNeverHad) {
  rules_.zone = *Zone::find("Pacific/Apia");
  EXPECT_THAT(read("2011-12-29", "2011-12-31").days, SizeIs(2));
}

TEST_F(DaybookOf, AStoreThatKnowsNobodyHasWhatTheOlderToolMarked) {
  support::InMemoryStore empty;
  empty.add_synced_day(rules_.workspace, date("2026-02-02"));
  const auto book = read_days(empty, rules_, {date("2026-02-02"), date("2026-02-03")}, now_);
  EXPECT_FALSE(book.timesheet);
  EXPECT_EQ(book.days[0].state, DayState::done);
  EXPECT_EQ(book.days[1].state, DayState::no_time);
}

}  // namespace
}  // namespace libsync::report
