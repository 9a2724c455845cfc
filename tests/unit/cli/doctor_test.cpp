// SPDX-License-Identifier: MIT
//
// What follows from what the doctor saw. The looking is tested with the program, tests/e2e/doctor_test.cpp.
#include "doctor_facts.hpp"
#include "render/doctor_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace libsync {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::HasSubstr;

constexpr UtcTime k_now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26}};
const ProjectId k_api = *ProjectId::parse("65b2d73e06de527a7ed67404");
const ProjectId k_web = *ProjectId::parse("65b2d73e06de527a7ed67405");

// A machine on which nothing is wrong.
DoctorFacts sound() {
  DoctorFacts facts{.now = k_now, .asked_at = k_now, .answered_at = k_now};
  facts.config_file = "/home/me/.config/claude-tracker/config.toml";
  facts.zone = *Zone::find("Europe/Berlin");
  facts.rules = loop::SyncRules{.workspace = *WorkspaceId::parse("5ff748b4abb0e16bed500885"),
                                .zone = *facts.zone,
                                .work_day_start = hours{9},
                                .work_day_end = hours{17},
                                .days_off = {},
                                .project_mapping = {{"/work/api", {.project = k_api, .place = {7, 1}}}},
                                .other_project = std::nullopt,
                                .ignore_projects = {},
                                .billable = std::nullopt,
                                .tags = {}};
  facts.database = "/home/me/sessions.db";
  facts.store = store::Inspection{.exists = true, .may_write = true};
  facts.transcripts = transcripts::Survey{.files = 3, .kept = days{30}};
  facts.session_folders = {"/work/api"};
  facts.scheduled = {"claude-tracker-sync.timer"};
  facts.key_source = credentials::KeySource::file;
  facts.user = clockify::User{*UserId::parse("5a0ab5acb07987125438b60f"), "Ann", "", "Europe/Berlin", {}, {}, k_now};
  facts.projects = std::vector<store::RememberedProject>{{k_api, "API", "", false, {}}};
  return facts;
}

std::vector<Finding> of(Check check, const DoctorFacts& facts) {
  auto findings = judge(facts);
  std::erase_if(findings, [&](const Finding& finding) { return finding.check != check; });
  return findings;
}

Finding only(Check check, const DoctorFacts& facts) {
  const auto findings = of(check, facts);
  EXPECT_EQ(findings.size(), 1U);
  return findings.empty() ? Finding{check, Verdict::pass, "nothing was found"} : findings.front();
}

TEST(Doctor, FindsNothingWhereNothingIsWrong) {
  const auto findings = judge(sound());
  EXPECT_EQ(findings.size(), 11U);
  for (const auto& finding : findings) EXPECT_EQ(finding.verdict, Verdict::pass) << finding.message;
  EXPECT_FALSE(worst_of({findings, 2}));
}

TEST(Doctor, GivesAHintWithEveryThingThatIsNotWell) {
  DoctorFacts facts = sound();
  facts.config_failure = Failure{FailureKind::config, "cannot use it", {Step::write_config}, {}};
  facts.store->network_file_system = "NFS";
  facts.transcripts->skipped = {{"/t/a.jsonl", transcripts::ProblemKind::not_text, 1, 0, "it is UTF-16"}};
  facts.scheduled.clear();
  facts.user->time_zone = "America/New_York";
  facts.profile_zone = *Zone::find("America/New_York");
  facts.user->server_date = k_now + hours{1};
  facts.session_folders = {"/work/apo"};
  for (const auto& finding : judge(facts)) {
    if (finding.verdict != Verdict::pass) {
      EXPECT_NE(finding.hint.step, Step::none) << finding.message;
    }
  }
}

TEST(Doctor, AConfigThatCannotBeUsedIsAFinding) {
  DoctorFacts facts = sound();
  facts.config_failure = Failure{FailureKind::config, "cannot use the configuration", {Step::write_config}, {}};
  facts.rules.reset();
  EXPECT_EQ(only(Check::config, facts).kind, FailureKind::config);
  EXPECT_TRUE(of(Check::mapping, facts).empty());
  EXPECT_EQ(only(Check::store, facts).verdict, Verdict::pass);
}

TEST(Doctor, ADamagedStoreFailsAndADiskOfTheNetworkWarns) {
  DoctorFacts facts = sound();
  facts.store->damage = "row 7 missing from index";
  EXPECT_EQ(only(Check::store, facts).kind, FailureKind::store);
  facts.store->damage.clear();
  facts.store->network_file_system = "NFS";
  EXPECT_EQ(of(Check::store, facts).front().verdict, Verdict::warn);
  facts.store->may_write = false;
  EXPECT_EQ(of(Check::store, facts).back().kind, FailureKind::store);
}

TEST(Doctor, ARunIsNoFaultUntilItLastsHalfADay) {
  DoctorFacts facts = sound();
  facts.store->run = store::RunHolder{4711, k_now - hours{1}};
  EXPECT_EQ(only(Check::run, facts).verdict, Verdict::pass);
  facts.store->run->since = k_now - hours{13};
  EXPECT_EQ(only(Check::run, facts).verdict, Verdict::warn);
}

TEST(Doctor, WarnsOfTranscriptsThatTheAgentDeletesSoon) {
  DoctorFacts facts = sound();
  const auto written = [](days ago) {
    return transcripts::WaitingFile{"/t/a.jsonl", k_now - ago, k_now - ago + days{30}};
  };
  facts.transcripts->waiting = {written(days{22})};
  EXPECT_EQ(only(Check::transcripts, facts).verdict, Verdict::pass);
  facts.transcripts->waiting = {written(days{23}), written(days{25})};
  const auto soon = only(Check::transcripts, facts);
  EXPECT_EQ(soon.verdict, Verdict::warn);
  EXPECT_THAT(soon.message, HasSubstr("2 of 3 transcripts, of work up to 2026-11-03"));
  EXPECT_THAT(soon.message, HasSubstr("from 2026-12-01 on"));
  facts.transcripts->waiting = {written(days{31})};
  EXPECT_THAT(only(Check::transcripts, facts).message, HasSubstr("any time"));
}

TEST(Doctor, WarnsOfAnAgentThatDeletesFastWhereNothingImportsByItself) {
  DoctorFacts facts = sound();
  facts.transcripts->kept = days{3};
  EXPECT_EQ(only(Check::transcripts, facts).verdict, Verdict::pass);
  facts.scheduled.clear();
  EXPECT_EQ(only(Check::transcripts, facts).verdict, Verdict::warn);
}

TEST(Doctor, NamesTenSkippedFilesAndCountsTheRest) {
  DoctorFacts facts = sound();
  for (int i = 0; i < 14; ++i) {
    facts.transcripts->skipped.push_back({std::to_string(i), transcripts::ProblemKind::not_text, 1, 0, ""});
  }
  const auto findings = of(Check::skipped, facts);
  EXPECT_EQ(findings.size(), 11U);
  EXPECT_EQ(findings.back().message, "and 4 more");
}

TEST(Doctor, ARefusedKeyIsAboutTheKeyAndNotAboutTheConnection) {
  DoctorFacts facts = sound();
  facts.user.reset();
  facts.projects.reset();
  facts.user_failure = Failure{FailureKind::key_refused, "the key was refused", {Step::renew_stored_key}, {}};
  EXPECT_EQ(only(Check::key, facts).kind, FailureKind::key_refused);
  EXPECT_EQ(only(Check::connection, facts).verdict, Verdict::pass);
  facts.user_failure->kind = FailureKind::offline;
  EXPECT_EQ(only(Check::key, facts).verdict, Verdict::pass);
  EXPECT_EQ(only(Check::connection, facts).kind, FailureKind::offline);
}

TEST(Doctor, TheClockMayBeHalfAMinuteOffBesidesTheTimeOfTheRequest) {
  DoctorFacts facts = sound();
  facts.answered_at = k_now + seconds{20};
  for (const seconds fine : {seconds{-30}, seconds{0}, seconds{50}}) {
    facts.user->server_date = k_now + fine;
    EXPECT_EQ(only(Check::clock, facts).verdict, Verdict::pass) << fine.count();
  }
  facts.user->server_date = k_now - seconds{31};
  EXPECT_THAT(only(Check::clock, facts).message, HasSubstr("31 s ahead of Clockify's"));
  facts.user->server_date = k_now + std::chrono::minutes{5} + seconds{20};
  EXPECT_THAT(only(Check::clock, facts).message, HasSubstr("5 min behind Clockify's"));
  facts.user->server_date.reset();
  EXPECT_TRUE(of(Check::clock, facts).empty());
}

TEST(Doctor, AZoneOfTheSameHoursIsAsGood) {
  DoctorFacts facts = sound();
  facts.user->time_zone = "Europe/Vienna";
  facts.profile_zone = *Zone::find("Europe/Vienna");
  EXPECT_EQ(only(Check::time_zone, facts).verdict, Verdict::pass);
  facts.user->time_zone = "Africa/Lagos";  // the same in winter alone
  facts.profile_zone = *Zone::find("Africa/Lagos");
  EXPECT_EQ(only(Check::time_zone, facts).verdict, Verdict::warn);
}

TEST(Doctor, AProjectThatIsUnknownOrArchivedFailsWithTheLineAndTheNearest) {
  DoctorFacts facts = sound();
  facts.projects = std::vector<store::RememberedProject>{{k_web, "Website", "", false, {}}};
  const auto unknown = only(Check::mapping, facts);
  EXPECT_EQ(unknown.kind, FailureKind::config);
  EXPECT_THAT(unknown.message, HasSubstr("line 7 of the configuration"));
  EXPECT_EQ(unknown.hint, (Hint{Step::correct_project, "Website (65b2d73e06de527a7ed67405)"}));
  facts.projects = std::vector<store::RememberedProject>{{k_api, "API", "", true, {}}};
  EXPECT_THAT(only(Check::mapping, facts).message, HasSubstr("API is archived"));
}

TEST(Doctor, ALineThatNoSessionMatchesWarns) {
  DoctorFacts facts = sound();
  facts.session_folders = {"/work/web"};
  EXPECT_EQ(only(Check::mapping, facts).verdict, Verdict::warn);
}

TEST(Doctor, TheConfigIsMendedBeforeTheKeyTheKeyBeforeTheStoreAndTheStoreBeforeTheNetwork) {
  std::vector<Finding> findings;
  for (const auto kind : {FailureKind::offline, FailureKind::store, FailureKind::no_key, FailureKind::config}) {
    findings.push_back({Check::config, Verdict::fail, "", {}, kind});
    EXPECT_EQ(worst_of({findings, 0}), kind);
  }
  std::ranges::reverse(findings);
  EXPECT_EQ(worst_of({findings, 0}), FailureKind::config);
}

TEST(DoctorText, BreaksNoWordAndStaysInItsColumns) {
  DoctorFacts facts = sound();
  facts.scheduled.clear();
  const Diagnosis diagnosis{judge(facts), 2};
  const cli::HintContext hints{.command = "doctor", .overrides = {}, .now = k_now, .zone = {}};
  for (const std::size_t width : {40U, 60U, 100U}) {
    std::istringstream lines{cli::doctor_text(diagnosis, hints, {.width = width})};
    for (std::string line; std::getline(lines, line);) {
      const bool is_one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
      if (!is_one_word) {
        EXPECT_LE(line.size(), width) << line;
      }
    }
  }
}

TEST(DoctorText, ShowsOnlyWhatIsWrongWhenAskedTo) {
  const cli::HintContext hints{.command = "doctor", .overrides = {}, .now = k_now, .zone = {}};
  EXPECT_EQ(cli::doctor_text({judge(sound()), 2}, hints, {.only_what_is_wrong = true}), "");
  EXPECT_THAT(cli::doctor_text({judge(sound()), 2}, hints, {}), testing::EndsWith("\nAll is well.\n"));
}

}  // namespace
}  // namespace libsync
