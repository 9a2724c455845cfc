// SPDX-License-Identifier: MIT
//
// What a mapping that was changed or mistyped means for a day: where its rows go, and what is said of it.
#include "calendar.hpp"
#include "project_check.hpp"
#include "readdress.hpp"
#include "rules.hpp"
#include "shared_folders.hpp"

#include <libsync/loop/mapping_check.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using store::RowState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const LocalDate k_monday = date("2026-02-02");
const UtcTime k_start = utc("2026-02-02T08:00:00Z");

const std::vector<TrackedTime> k_day{{"s.jsonl", "/work/api", Instant{k_start}, 3h},
                                     {"s.jsonl", "/work/web", Instant{k_start + 3h}, 1h}};

// The first row stands in Clockify, the second was refused.
store::DayPlan begun_plan() {
  store::DayPlan plan{.timesheet = {*UserId::parse(std::string(24, '8')), "https://x", office_rules().workspace},
                      .date = k_monday,
                      .time_zone = "Europe/Berlin",
                      .work_hours = work_hours_of(k_monday, office_rules()),
                      .rows = {}};
  for (const auto& entry : draft_day(k_monday, k_day, office_rules()).entries) plan.rows.push_back({.entry = entry});
  plan.rows[0].state = RowState::posted;
  plan.rows[1].attempt = 1;
  return plan;
}

auto readdressed(const SyncRules& rules) {
  return readdress(begun_plan(), draft_day(k_monday, k_day, rules), rules);
}

TEST(Readdress, ChangesNothingWhileTheMappingIsTheSame) {
  EXPECT_THAT(*readdressed(office_rules()), IsEmpty());
}

TEST(Readdress, GivesARefusedRowWhatTheMappingSaysAndKeepsItsInterval) {
  auto rules = office_rules();
  rules.project_mapping.at("/work/web") = {project('c'), "Web", true};
  const auto changes = readdressed(rules);
  ASSERT_EQ(changes->size(), 1U);
  EXPECT_EQ(changes->front().row, 1U);
  EXPECT_EQ(changes->front().entry.project, project('c'));
  EXPECT_EQ(changes->front().entry.description, "Web");
  EXPECT_EQ(changes->front().entry.billable, true);
  EXPECT_EQ(changes->front().entry.interval, begun_plan().rows[1].entry.interval);
}

TEST(Readdress, LeavesWhatStandsInClockifyAsItIs) {
  auto rules = office_rules();
  rules.project_mapping.at("/work/api").project = project('c');
  EXPECT_THAT(*readdressed(rules), IsEmpty());
}

TEST(Readdress, StopsAtAProjectThatTheDayHasAlready) {
  auto rules = office_rules();
  rules.project_mapping.at("/work/web").project = project('a');
  EXPECT_THAT(readdressed(rules).error().why, HasSubstr("has already"));
}

TEST(Readdress, StopsWhereThereIsNoProjectAnyMore) {
  auto rules = office_rules();
  rules.project_mapping.erase("/work/web");
  EXPECT_THAT(readdressed(rules).error().why, HasSubstr("no project"));
  rules.other_project = project('d');
  EXPECT_EQ(readdressed(rules)->front().entry.project, project('d'));
}

TEST(NearestProject, IsTheOneWithTheIdThatWasMistyped) {
  const std::vector<store::RememberedProject> projects{{project('a'), "API", "", false, {}},
                                                       {project('b'), "Website", "", false, {}}};
  auto typed = std::string(24, 'b');
  typed[3] = 'd';
  EXPECT_EQ(nearest_project(*ProjectId::parse(typed), "/work/x", projects)->name, "Website");
}

TEST(NearestProject, IsElseTheOneNamedLikeTheFolderUnlessItIsArchived) {
  std::vector<store::RememberedProject> projects{{project('a'), "API", "", false, {}},
                                                 {project('b'), "Websites", "", false, {}}};
  EXPECT_EQ(nearest_project(project('0'), "/work/website/", projects)->name, "Websites");
  EXPECT_EQ(nearest_project(project('0'), "/work/otherwise", projects), nullptr);
  projects[1].archived = true;
  EXPECT_EQ(nearest_project(project('0'), "/work/website", projects), nullptr);
}

TEST(UnusedMapping, NamesTheLineAndTheFolderThatWasMeant) {
  auto rules = office_rules();
  rules.project_mapping.emplace("/work/clustr", ProjectTarget{project('c'), {}, {}, {}, {12, 1}});
  EXPECT_THAT(unused_mapping(rules, {"/work/api/server", "/work/cluster", "/work/web"}),
              ElementsAre("no session was in `/work/clustr`, which the mapping names in line 12; did you mean "
                          "`/work/cluster`?"));
  EXPECT_THAT(unused_mapping(rules, {}), IsEmpty());
}

TEST(UnusedMapping, NamesManyLinesByTheirNumbers) {
  auto rules = office_rules();
  for (const int line : {7, 8, 9, 12, 14, 15}) {
    rules.project_mapping.emplace("/old/" + std::string(8, static_cast<char>('a' + line)),
                                  ProjectTarget{project('c'), {}, {}, {}, {line, 1}});
  }
  rules.project_mapping.emplace("/work/clustr", ProjectTarget{project('c'), {}, {}, {}, {16, 1}});
  EXPECT_THAT(unused_mapping(rules, {"/work/api/server", "/work/cluster", "/work/web"}),
              ElementsAre(HasSubstr("did you mean `/work/cluster`?"),
                          "no session was in 6 folders that the mapping names in lines 7-9, 12, 14-15"));
}

TEST(SharedFolders, AreNotedWhereTheMappingDoesNotTellThemApart) {
  auto rules = office_rules();
  const std::vector<std::string> projects{"acme:/workspace", "bolt:/workspace", "acme:/alone", "/workspace"};
  EXPECT_THAT(shared_folders(rules, projects), IsEmpty()) << "they are unmapped, and shown as such";
  rules.project_mapping.emplace("/workspace", ProjectTarget{project('c'), {}, {}, {}, {}});
  EXPECT_THAT(
      shared_folders(rules, projects),
      ElementsAre("`/workspace` was seen under the labels acme, bolt, which the mapping takes for one folder; a "
                  "line for \"acme:/workspace\" tells them apart"));
  rules.project_mapping.emplace("acme:/workspace", ProjectTarget{project('a'), {}, {}, {}, {}});
  rules.project_mapping.emplace("bolt:/workspace", ProjectTarget{project('b'), {}, {}, {}, {}});
  EXPECT_THAT(shared_folders(rules, projects), IsEmpty());
}

}  // namespace
}  // namespace libsync::loop
