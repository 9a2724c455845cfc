// SPDX-License-Identifier: MIT
//
// Tasks of Cline and of Roo Code, as Cline 3 and Roo Code 3 write them, and sessions of Cline's command line of 2026.
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;
using transcripts::Root;

std::string says(double time, const std::string& what, const std::string& text = "x", const std::string& more = "") {
  return fmt::format(R"({{"ts":{},"type":"say","say":"{}","text":"{}"{}}})", ms(time), what, text, more);
}

std::string asks(double time, const std::string& what) {
  return fmt::format(R"({{"ts":{},"type":"ask","ask":"{}","text":""}})", ms(time), what);
}

std::string request(double time, const std::string& folder) {
  return says(time, "api_req_started",
              R"({\"request\":\"<task>x</task>\\n<environment_details>\\n# Current Working Directory ()" + folder +
                  R"() Files\\na.cpp\\n</environment_details>\",\"tokensIn\":12})");
}

std::string list(const std::vector<std::string>& messages) {
  std::string text;
  for (const auto& one : messages) text += (text.empty() ? "" : ",") + one;
  return "[" + text + "]";
}

class Cline : public TranscriptTree {
 protected:
  [[nodiscard]] transcripts::ImportOptions of(AgentKind agent) const {
    transcripts::ImportOptions result;
    result.roots = {{root(), agent, Root::Origin::named}};
    return result;
  }
  transcripts::ImportReport import_cline() { return import(of(AgentKind::cline)); }
  transcripts::ImportReport import_roo() { return import(of(AgentKind::roo_code)); }

  const std::string task_ = "tasks/1770019200000/ui_messages.json";
  const std::string key_ = "cline/1770019200000";
};

TEST_F(Cline, ATaskIsASession) {
  write(task_, list({says(0, "task"), request(1, "/work/api"), says(30, "text"), asks(60, "completion_result"),
                     says(3600, "user_feedback")}));
  EXPECT_TRUE(import_cline().problems.empty());
  EXPECT_EQ(session(key_).agent, "cline");
  EXPECT_EQ(session(key_).project, "/work/api");
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(session(key_).end, at(3600));
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api"}}));
}

TEST_F(Cline, AMessageThatIsStillBeingWrittenCountsOnce) {
  write(task_, list({says(0, "task"), request(1, "/a"), says(30, "text", "beg", R"(,"partial":true)")}));
  import_cline();
  write(task_, list({says(0, "task"), request(1, "/a"), says(30, "text", "beginning", R"(,"partial":false)"),
                     says(90, "text", "more")}));
  import_cline();
  EXPECT_EQ(active_seconds(key_), 90);
}

TEST_F(Cline, ATaskUnderTwoRootsCountsOnce) {
  const std::string whole = list({says(0, "task"), request(1, "/a"), says(300, "text")});
  write(task_, list({says(0, "task"), request(1, "/a")}));
  write("../data/" + task_, whole);
  auto wanted = of(AgentKind::cline);
  wanted.roots.push_back({folder() / "data", AgentKind::cline, Root::Origin::named});
  EXPECT_EQ(import(wanted).sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(total_seconds(), 300);
}

TEST_F(Cline, TasksAtTheSameTimeAreTwo) {
  for (const auto* task : {"1", "2"}) {
    write(fmt::format("tasks/{}/ui_messages.json", task), list({says(0, "task"), request(0, "/a"), says(300, "text")}));
  }
  EXPECT_EQ(import_cline().sessions, 2);
  EXPECT_EQ(total_seconds(), 600);
}

TEST_F(Cline, ATaskThatIsWrittenAnewWithLessLosesNothing) {
  const std::string whole = list({says(0, "task"), request(1, "/a"), says(300, "text"), says(600, "text")});
  write(task_, whole);
  import_cline();
  for (const auto& content : {std::string{"[]"}, std::string{}, whole.substr(0, whole.size() / 2)}) {
    write(task_, content);
    import_cline();
    EXPECT_EQ(active_seconds(key_), 600) << content;
  }
}

TEST_F(Cline, OnlyWhatAPersonSaidIsTyped) {
  write(task_, list({says(0, "task"), request(1, "/a"), says(600, "text"), asks(1200, "tool"), says(1800, "text"),
                     says(2400, "user_feedback"), says(2500, "text")}));
  import_cline();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(1800)}, "/a", true},
                                               ActiveInterval{{at(1800), at(2400)}, "/a", false},
                                               ActiveInterval{{at(2400), at(2500)}, "/a", true}}));
}

TEST_F(Cline, ATaskWithoutDetailsCountsAndIsNamed) {
  write(task_, list({says(0, "task"), says(300, "text")}));
  EXPECT_EQ(count_of(import_cline(), ProblemKind::no_folder), 1);
  EXPECT_EQ(total_seconds(), 300);
}

TEST_F(Cline, DetailsThatEndTooEarlyTellNoFolder) {
  write(task_, list({says(0, "task"), says(1, "api_req_started", "# Current Working Directory (/work/api and more"),
                     says(2, "api_req_started", R"(# Current Working Directory (/work\n) Files)"), says(300, "text")}));
  EXPECT_EQ(count_of(import_cline(), ProblemKind::no_folder), 1);
  EXPECT_EQ(session(key_).project, "");
}

TEST_F(Cline, AMessageWithoutATimeIsNamed) {
  write(task_, list({says(0, "task"), R"({"type":"say","say":"text"})", R"({"ts":12,"type":"say","say":"text"})"}));
  EXPECT_EQ(count_of(import_cline(), ProblemKind::bad_time), 2);
}

TEST_F(Cline, ASessionOfTheCommandLineHasItsFolderBesideIt) {
  const auto message = [](double time, const std::string& role, const std::string& type) {
    return fmt::format(R"({{"id":"m{0}","role":"{1}","content":[{{"type":"{2}","text":"x"}}],"ts":{0}}})", ms(time),
                       role, type);
  };
  write("sessions/s1/s1.json", R"({"session_id":"s1","cwd":"/work/api","workspace_root":"/work"})");
  write(
      "sessions/s1/s1.messages.json",
      R"({"version":1,"sessionId":"s1","messages":)" +
          list({message(0, "user", "text"), message(600, "assistant", "tool_use"), message(1200, "user", "tool_result"),
                message(1800, "assistant", "text"), message(2000, "assistant", "text")}) +
          "}");
  write("sessions/s1/helper.messages.json",
        R"({"messages":)" + list({message(610, "user", "text"), message(900, "assistant", "text")}) + "}");
  EXPECT_TRUE(import_cline().problems.empty());
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(session("cline/s1").active, (std::vector{ActiveInterval{{at(0), at(1800)}, "/work/api", true},
                                                     ActiveInterval{{at(1800), at(2000)}, "/work/api", false}}));
}

// As CLINE_SESSION_DATA_DIR may name it.
TEST_F(Cline, TheFolderOfTheSessionsMayBeTheRoot) {
  write("s1/s1.json", R"({"session_id":"s1","cwd":"/work/api"})");
  write("s1/s1.messages.json",
        fmt::format(R"({{"messages":[{{"role":"user","ts":{}}},{{"role":"user","ts":{}}}]}})", ms(0), ms(60)));
  write("s1/deeper/s1.messages.json", "{}");
  write("s1.messages.json", "{}");
  const auto report = import_cline();
  EXPECT_EQ(report.files, 1);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(session("cline/s1").project, "/work/api");
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Cline, AFileInWhichNothingIsUnderstoodIsNamed) {
  write(task_, R"([{"at":1770019200000,"what":"task"}])");
  EXPECT_EQ(count_of(import_cline(), ProblemKind::unknown_format), 1);
  write(task_, "[]");
  EXPECT_TRUE(import_cline().problems.empty());
}

TEST_F(Cline, OtherFilesThereAreNotLookedAt) {
  write("tasks/1/api_conversation_history.json", list({says(0, "task")}));
  write("tasks/ui_messages.json", list({says(0, "task")}));
  write("state/1/ui_messages.json", list({says(0, "task")}));
  write("sessions/s1/s1.compaction.json", list({says(0, "task")}));
  EXPECT_EQ(import_cline().files, 0);
}

TEST_F(Cline, ATaskOfRooCodeHasItsFolderBesideIt) {
  write("tasks/a/history_item.json", R"({"id":"a","number":1,"ts":1,"task":"x","workspace":"C:\\work\\api"})");
  write("tasks/a/ui_messages.json", list({says(0, "text"), says(1, "api_req_started"), says(60, "text")}));
  EXPECT_TRUE(import_roo().problems.empty());
  EXPECT_EQ(session("roo-code/a").agent, "roo-code");
  EXPECT_EQ(session("roo-code/a").active, (std::vector{ActiveInterval{{at(0), at(60)}, "C:\\work\\api", true}}));
}

TEST_F(Cline, ATaskOfRooCodeFromBeforeThatTellsItsFolderItself) {
  auto details = request(1, "/work/api");
  details.replace(details.find("Working"), 7, "Workspace");
  write("tasks/a/ui_messages.json", list({says(0, "text"), details, says(60, "text")}));
  EXPECT_TRUE(import_roo().problems.empty());
  EXPECT_EQ(session("roo-code/a").active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api", true}}));
}

TEST_F(Cline, ATaskThatAnotherOneBeganCountsWithTheFirst) {
  const auto item = [](const char* id, const char* more) {
    return fmt::format(R"({{"id":"{}"{},"workspace":"/a"}})", id, more);
  };
  write("tasks/p/history_item.json", item("p", ""));
  write("tasks/p/ui_messages.json", list({says(0, "text"), says(10, "text"), says(2400, "text")}));
  write("tasks/c/history_item.json", item("c", R"(,"rootTaskId":"p","parentTaskId":"p")"));
  write("tasks/c/ui_messages.json",
        list({says(20, "text"), says(800, "text"), says(1600, "text"), says(2300, "text")}));
  EXPECT_EQ(import_roo().sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(session("roo-code/p").active, (std::vector{ActiveInterval{{at(0), at(1800)}, "/a", true},
                                                       ActiveInterval{{at(1800), at(2400)}, "/a", false}}));
}

// What was stored under the one name would count twice under the other.
TEST_F(Cline, ATaskStaysTheSessionThatItWasFirstKnownFor) {
  write("tasks/c/ui_messages.json", list({says(0, "text"), says(60, "text")}));
  import_roo();
  write("tasks/c/history_item.json", R"({"id":"c","rootTaskId":"p","workspace":"/a"})");
  write("tasks/c/ui_messages.json", list({says(0, "text"), says(60, "text"), says(90, "text")}));
  import_roo();
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(total_seconds(), 90);
}

}  // namespace
}  // namespace libsync::testing
