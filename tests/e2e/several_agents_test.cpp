// SPDX-License-Identifier: MIT
//
// Somebody who works with several agents, which all leave their files at the usual places below the home.
#include "agent_database.hpp"
#include "agent_files.hpp"

#include <libsync/model/agent_kind.hpp>

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
void work_with_five_agents(const Workplace& place) {
  write_file(claude_file(place, "1"), claude_session("1", "/work/api", nine(), nine(1)));
  write_file(codex_file(place, "2"), codex_meta("2", "/work/web", nine(1)) + codex_messages(nine(1), nine(2)));
  write_file(cowork_file(place, "3"), claude_session("3", "/sessions/oak", nine(2), nine(3)));
  write_file(qwen_file(place, "4"), qwen_session("4", "/work/api", nine(3), nine(4)));
  write_file(copilot_file(place, "5"), copilot_session("/work/web", nine(4), nine(5)));
}

// And with each of the others.
void work_with_all_agents(const Workplace& place) {
  const auto an_hour = [](int after) {
    std::vector<int> minutes;
    for (int minute = 0; minute <= 60; minute += 10) minutes.push_back(60 * after + minute);
    return minutes;
  };
  work_with_five_agents(place);
  const auto gemini = place.home() / ".gemini/tmp/api";
  write_file(gemini / ".project_root", "/work/api");
  write_file(gemini / "chats/session-2026-02-02T08-00-00000006.json", gemini_document(an_hour(5)));
  write_file(place.home() / ".cline/data/tasks/7/ui_messages.json", cline_task(an_hour(6)));
  const auto editor = place.home() / ".config/Code/User";
  const auto roo_code = editor / "globalStorage/rooveterinaryinc.roo-cline/tasks/8";
  write_file(roo_code / "history_item.json", R"({"id":"8","workspace":"/work/api"})");
  write_file(roo_code / "ui_messages.json", cline_task(an_hour(7)));
  write_file(editor / "workspaceStorage/9/workspace.json", R"({"folder":"file:///work/api"})");
  write_file(editor / "workspaceStorage/9/chatSessions/9.json",
             R"({"version":3,"requests":[)" + copilot_requests(an_hour(8)) + "]}");

  namespace oc = libsync::support::opencode;
  namespace gs = libsync::support::goose;
  std::string opencode = oc::k_schema_1 + oc::session_1({"ses_10", "/work/api", ms(nine(9))});
  for (const int minute : an_hour(9)) {
    opencode += oc::message_1(fmt::format("msg_{}", minute), "ses_10", "assistant", ms(at(minute)));
  }
  std::string goose = gs::k_schema + gs::session("11", "/work/api", "2026-02-02 18:00:00");
  for (const int minute : an_hour(10)) {
    goose += gs::message(fmt::format("msg_{}", minute), "11", "user", ms(at(minute)));
  }
  const auto data = place.home() / ".local/share";
  libsync::support::AgentDatabase{data / "opencode/opencode.db"}.run(opencode);
  libsync::support::AgentDatabase{data / "goose/sessions/sessions.db"}.run(goose);
}

std::string config_with(const std::string& top) {
  return top + "[sync]\nworkspace_id = \"" + known::workspace().str() +
         "\"\nwork_day_start = \"09:00\"\nwork_day_end = \"20:00\"\ntime_zone = \"Europe/Berlin\"\n"
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
  EXPECT_EQ(imported.at("import").at("files"), 11);
  EXPECT_EQ(imported.at("import").at("sessions"), 11);
  EXPECT_EQ(imported.at("import").at("skipped"), 1);  // the task of Cline, which names no folder
  EXPECT_EQ(tracked_seconds(place, k_monday), 11 * k_hour);
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
  std::map<std::string, std::int64_t> an_hour_each;
  for (const auto& name : libsync::agent_names()) an_hour_each[std::string{name}] = k_hour;
  EXPECT_EQ(by_agent, an_hour_each);
  const auto report = place.run({"report", k_monday}).out;
  const auto explained = place.run({"explain", k_monday}).out;
  for (const auto& [agent, time] : an_hour_each) {
    EXPECT_THAT(report, HasSubstr(agent + " 1 h"));
    EXPECT_THAT(explained, HasSubstr(agent));
  }
}

TEST(AnAgentThatDoesNotCount, IsListedAsIgnoredWithoutANewImport) {
  Workplace place;
  place.configure_text(config_with(""));
  work_with_five_agents(place);
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
