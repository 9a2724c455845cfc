// SPDX-License-Identifier: MIT
//
// Somebody who works with several agents, which all leave their files at the usual places below the home.
#include "agent_files.hpp"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

namespace e2e {
namespace {

using libsync::support::write_file;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// 09:00 in Berlin, and so many hours later.
UtcTime nine(int hours = 0) {
  return utc("2026-02-02T08:00:00Z") + std::chrono::hours{hours};
}

// An hour with each of five agents, one after the other.
void work_with_all_agents(const Workplace& place) {
  write_file(claude_file(place, "1"), claude_session("1", "/work/api", nine(), nine(1)));
  write_file(codex_file(place, "2"), codex_meta("2", "/work/web", nine(1)) + codex_messages(nine(1), nine(2)));
  write_file(cowork_file(place, "3"), claude_session("3", "/sessions/oak", nine(2), nine(3)));
  write_file(qwen_file(place, "4"), qwen_session("4", "/work/api", nine(3), nine(4)));
  write_file(copilot_file(place, "5"), copilot_session("/work/web", nine(4), nine(5)));
}

std::string config_with(const std::string& top) {
  return top + "[sync]\nworkspace_id = \"" + known::workspace().str() +
         "\"\nwork_day_start = \"09:00\"\nwork_day_end = \"17:00\"\ntime_zone = \"Europe/Berlin\"\n"
         "[sync.project_mapping]\n\"/work/api\" = \"" +
         known::api().str() + "\"\n\"/work/web\" = \"" + known::web().str() + "\"\n\"cowork:/sessions\" = \"" +
         known::other().str() + "\"\n";
}

json::object json_of(Workplace& place, std::vector<std::string> words) {
  words.push_back("--json");
  const auto result = place.run(std::move(words));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return json::parse(result.out).as_object();
}

TEST(SeveralAgents, AreAllReadAtTheirUsualPlaces) {
  Workplace place;
  place.configure_text(config_with(""));
  work_with_all_agents(place);
  const auto imported = json_of(place, {"import"});
  EXPECT_EQ(imported.at("import").at("files"), 5);
  EXPECT_EQ(imported.at("import").at("sessions"), 5);
  EXPECT_EQ(imported.at("import").at("skipped"), 0);
  EXPECT_EQ(tracked_seconds(place, k_monday), 5 * k_hour);
}

TEST(SeveralAgents, AreToldApartInReports) {
  Workplace place;
  place.configure_text(config_with(""));
  work_with_all_agents(place);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  const auto total = json_of(place, {"report", k_monday}).at("total").as_object();
  std::map<std::string, std::int64_t> by_agent;
  for (const auto& agent : total.at("agents").as_array()) {
    by_agent[agent.at("agent").as_string().c_str()] = agent.at("tracked_seconds").as_int64();
  }
  EXPECT_EQ(by_agent, (std::map<std::string, std::int64_t>{{"claude-code", k_hour},
                                                           {"codex", k_hour},
                                                           {"copilot-cli", k_hour},
                                                           {"cowork", k_hour},
                                                           {"qwen-code", k_hour}}));
  EXPECT_THAT(place.run({"report", k_monday}).out,
              HasSubstr("tracked with claude-code 1 h, codex 1 h, copilot-cli 1 h, cowork 1 h, qwen-code 1 h"));
  const auto explained = place.run({"explain", k_monday}).out;
  for (const char* agent : {"claude-code", "codex", "cowork", "qwen-code", "copilot-cli"}) {
    EXPECT_THAT(explained, HasSubstr(agent));
  }
}

TEST(AnAgentThatDoesNotCount, IsListedAsIgnoredWithoutANewImport) {
  Workplace place;
  place.configure_text(config_with(""));
  work_with_all_agents(place);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  place.configure_text(config_with("agents = [\"claude-code\", \"cowork\", \"qwen-code\"]\n"));
  const auto answer = place.sync({"--no-import", "--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.day(k_monday).at("tracked_seconds"), 3 * k_hour);
  EXPECT_EQ(answer.object.at("ignored"),
            (json::value{{{"project", "/work/web"}, {"seconds", k_hour}, {"agent", "codex"}},
                         {{"project", "/work/web"}, {"seconds", k_hour}, {"agent", "copilot-cli"}}}));
  EXPECT_EQ(place.fake.entries().size(), 2U);
  for (const auto& entry : place.fake.entries()) EXPECT_NE(entry.project, known::web());
  EXPECT_THAT(place.run({"report", k_monday}).out, AllOf(HasSubstr("qwen-code"), Not(HasSubstr("codex"))));
}

TEST(AnAgentThatDoesNotCount, IsNamedWithItsHours) {
  Workplace place;
  place.configure_text(config_with("agents = [\"claude-code\"]\n"));
  write_file(claude_file(place, "1"), claude_session("1", "/work/api", nine(), nine(1)));
  write_file(codex_file(place, "2"), codex_meta("2", "/work/web", nine(1)) + codex_messages(nine(1), nine(3)));
  const auto plan = place.run({"sync", "--dry-run", "--until", k_monday});
  EXPECT_THAT(plan.out, HasSubstr("Left out by `agents`: /work/web (codex, 2 h)"));
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  EXPECT_THAT(place.run({"explain", k_monday}).out,
              AllOf(HasSubstr("agents that count: claude-code"), HasSubstr("ignored: weighs nothing")));
}

TEST(AnAgentThatDoesNotExist, IsAConfigErrorThatNamesTheNearest) {
  Workplace place;
  place.configure_text(config_with("agents = [\"claude-cod\"]\n"));
  const auto result = place.run({"sync"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_THAT(result.err, AllOf(HasSubstr("line 1"), HasSubstr("did you mean `claude-code`?")));
}

// A newer version may have left it there.
TEST(AnAgentThatIsNotKnownHere, CountsUnlessTheConfigSaysOtherwise) {
  Workplace place;
  place.configure_text(config_with(""));
  write_file(claude_file(place, "1"), claude_session("1", "/work/api", nine(), nine(1)));
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  SQLite::Database{place.database(), SQLite::OPEN_READWRITE}.exec("UPDATE session_details SET agent = 'of-tomorrow'");
  EXPECT_EQ(tracked_seconds(place, k_monday), k_hour);
  EXPECT_THAT(place.run({"explain", k_monday}).out, HasSubstr("of-tomorrow"));
  place.configure_text(config_with("agents = [\"claude-code\"]\n"));
  EXPECT_EQ(tracked_seconds(place, k_monday), 0);
}

TEST(ATranscriptInAFormatThatIsNotKnown, IsNamedWithTheVersionOfItsAgentAndStaysNamed) {
  Workplace place;
  place.configure_text(config_with(""));
  const auto file = copilot_file(place, "5");
  write_file(file, "{\"kind\":\"start\",\"copilotVersion\":\"7.0.0\"}\n");
  const auto imported = place.run({"--verbose", "import"});
  EXPECT_EQ(imported.exit_code, 0);
  EXPECT_THAT(imported.out, AllOf(HasSubstr(file.string()), HasSubstr("expected were events such as user.message"),
                                  HasSubstr("written by version 7.0.0")));
  const auto findings = place.run({"doctor"});
  EXPECT_THAT(findings.out, AllOf(HasSubstr("events.jsonl"), HasSubstr("7.0.0")));
}

}  // namespace
}  // namespace e2e
