// SPDX-License-Identifier: MIT
//
// Sessions of GitHub Copilot Chat, as Visual Studio Code 1.90 to 1.140 writes them.
#include "agents/editors.hpp"
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;
using transcripts::Root;

std::string request(double time, const std::string& more = "") {
  return fmt::format(
      R"({{"requestId":"request_{0}","message":{{"text":"x","parts":[{{"text":"x"}}]}},"variableData":{{}},)"
      R"("response":[{{"value":"y"}},{{"kind":"inlineReference","requestId":"z"}}],"timestamp":{0}{1}}})",
      ms(time), more);
}

std::string completed(double time) {
  return fmt::format(R"(,"modelState":{{"value":1,"completedAt":{}}})", ms(time));
}

std::string took(int milliseconds) {
  return fmt::format(R"(,"result":{{"timings":{{"firstProgress":1,"totalElapsed":{}}},"metadata":{{}}}})",
                     milliseconds);
}

std::string session_of(const std::vector<std::string>& requests) {
  std::string text;
  for (const auto& one : requests) text += (text.empty() ? "" : ",") + one;
  return R"({"version":3,"responderUsername":"GitHub Copilot","requests":[)" + text +
         R"(],"sessionId":"s","creationDate":1,"inputState":{"attachments":[]}})";
}

std::string whole(const std::vector<std::string>& requests) {
  return R"({"kind":0,"v":)" + session_of(requests) + "}\n";
}

std::string pushed(const std::string& one) {
  return R"({"kind":2,"k":["requests"],"v":[)" + one + "]}\n";
}

std::string set(const std::string& name, const std::string& value) {
  return fmt::format(R"({{"kind":1,"k":["requests",0,"{}"],"v":{}}})", name, value) + "\n";
}

class Copilot : public TranscriptTree {
 protected:
  Copilot() { write("w1/workspace.json", R"({"folder":"file:///work/my%20api"})"); }

  [[nodiscard]] transcripts::ImportOptions copilot() const {
    transcripts::ImportOptions result;
    result.roots = {{root(), AgentKind::copilot_chat, Root::Origin::named}};
    return result;
  }

  const std::string stem_ = "w1/chatSessions/0198-a";
  const std::string key_ = "copilot-chat/0198-a";
};

TEST_F(Copilot, ADocumentIsASession) {
  write(stem_ + ".json", session_of({request(0, completed(60)), request(300, took(40'500)), request(5000)}));
  EXPECT_TRUE(import(copilot()).problems.empty());
  EXPECT_EQ(session(key_).agent, "copilot-chat");
  EXPECT_EQ(session(key_).project, "/work/my api");
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(session(key_).end, at(5000));
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(340.5)}, "/work/my api"}}));
}

TEST_F(Copilot, AJournalIsASession) {
  write(stem_ + ".jsonl",
        whole({}) + pushed(request(0)) +
            R"({"kind":2,"k":["requests",0,"response"],"v":[{"value":"z"},{"kind":"x","requestId":"r"}],"i":1})" +
            "\n" + set("modelState", fmt::format(R"({{"value":1,"completedAt":{}}})", ms(60))) +
            set("result", R"({"timings":{"totalElapsed":60000}})") + set("customTitle", R"("a title")") +
            pushed(request(300)));
  EXPECT_TRUE(import(copilot()).problems.empty());
  EXPECT_EQ(active_seconds(key_), 300);
}

// An answer may take hours, with many calls of tools.
TEST_F(Copilot, TheCallsOfToolsInsideAnAnswerAreWork) {
  std::string rounds;
  for (const double time : {600.0, 1200.0, 1800.0}) {
    rounds += fmt::format(R"({}{{"id":"r","response":"x","toolCalls":[{{"timestamp":1}}],"timestamp":{}}})",
                          rounds.empty() ? "" : ",", ms(time));
  }
  const std::string result =
      R"({"timings":{"totalElapsed":2400000},"metadata":{"toolCallRounds":[)" + rounds + R"(,{"id":"s"}]}})";
  const std::vector<ActiveInterval> active{{{at(0), at(1800)}, "/work/my api", true},
                                           {{at(1800), at(2400)}, "/work/my api", false}};
  write(stem_ + ".json", session_of({request(0, ",\"result\":" + result)}));
  EXPECT_TRUE(import(copilot()).problems.empty());
  EXPECT_EQ(session(key_).active, active);
  write("w1/chatSessions/0198-b.jsonl",
        whole({request(10000)}) + set("result", result) +
            set("modelState", fmt::format(R"({{"value":1,"completedAt":{}}})", ms(2400))));
  EXPECT_TRUE(import(copilot()).problems.empty());
  EXPECT_EQ(total_seconds(), 2400);
}

TEST_F(Copilot, AJournalThatIsMadeShortAgainCountsOnce) {
  write(stem_ + ".jsonl",
        whole({request(0)}) + set("modelState", fmt::format(R"({{"value":1,"completedAt":{}}})", ms(60))));
  import(copilot());
  EXPECT_EQ(active_seconds(key_), 60);
  const auto before = store_.states.begin()->second.points;
  write(stem_ + ".jsonl", whole({request(0, completed(60))}));
  import(copilot());
  EXPECT_EQ(store_.states.at((root() / (stem_ + ".jsonl")).string()).points.size(), before.size());
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(Copilot, ASessionInBothFormsCountsOnce) {
  write(stem_ + ".json", session_of({request(0, completed(60))}));
  write(stem_ + ".jsonl", whole({request(0, completed(60))}) + pushed(request(100)));
  EXPECT_EQ(import(copilot()).sessions, 1);
  EXPECT_EQ(total_seconds(), 100);
}

// As when a window without a folder is given one.
TEST_F(Copilot, ASessionThatWasCopiedToAnotherWorkspaceCountsOnce) {
  write(stem_ + ".json", session_of({request(0, completed(60))}));
  write("w2/workspace.json", R"({"folder":"vscode-remote://ssh-remote%2Bbox/work/api"})");
  write("w2/chatSessions/0198-a.json", session_of({request(0, completed(60)), request(100)}));
  EXPECT_EQ(import(copilot()).sessions, 1);
  EXPECT_EQ(total_seconds(), 100);
}

TEST_F(Copilot, ARequestThatIsPartOfTwoSessionsCountsOnce) {
  write(stem_ + ".json", session_of({request(0, completed(60))}));
  write("w1/chatSessions/0198-b.json", session_of({request(0, completed(60)), request(100)}));
  import(copilot());
  EXPECT_EQ(total_seconds(), 100);
}

TEST_F(Copilot, ARequestThatIsTakenBackWasWorkAllTheSame) {
  write(stem_ + ".jsonl", whole({request(0, completed(60)), request(100, completed(200))}));
  import(copilot());
  append(stem_ + ".jsonl", R"({"kind":2,"k":["requests"],"i":1})"
                           "\n" +
                               pushed(request(400)));
  import(copilot());
  EXPECT_EQ(active_seconds(key_), 400);
}

TEST_F(Copilot, ARequestThatIsSetAnewIsRead) {
  write(stem_ + ".jsonl", whole({}) + R"({"kind":1,"k":["requests",0],"v":)" + request(0, completed(60)) + "}\n" +
                              R"({"kind":1,"k":["requests"],"v":[)" + request(100) + "]}\n");
  import(copilot());
  EXPECT_EQ(active_seconds(key_), 100);
}

TEST_F(Copilot, ATornLineDoesNotTakeTheNextOneWithIt) {
  const std::string torn = pushed(request(30));
  write(stem_ + ".jsonl", whole({request(0)}) + torn.substr(0, torn.size() / 2) + "\n" + pushed(request(60)));
  EXPECT_EQ(count_of(import(copilot()), ProblemKind::bad_line), 1);
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(Copilot, ARequestOfAVersionWithoutTimesIsNamed) {
  write(stem_ + ".json", R"({"version":2,"requests":[{"requestId":"request_0","message":"x","response":[]}]})");
  EXPECT_EQ(count_of(import(copilot()), ProblemKind::untimed_line), 1);
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(Copilot, ASessionWithoutAFolderCountsAndIsNamed) {
  write("w2/chatSessions/1.json", session_of({request(0, completed(60))}));
  write("2.json", session_of({request(1000, completed(1060))}));
  write("w3/workspace.json", R"({"workspace":"file:///home/me/.config/Code/Workspaces/1/workspace.json"})");
  write("w3/chatSessions/3.json", session_of({request(2000, completed(2060))}));
  EXPECT_EQ(count_of(import(copilot()), ProblemKind::no_folder), 3);
  EXPECT_EQ(total_seconds(), 180);
}

TEST_F(Copilot, AWorkspaceOfSeveralFoldersIsWhereItsFileLies) {
  write("w2/workspace.json", R"({"workspace":"file:///work/all/all.code-workspace"})");
  write("w2/chatSessions/1.json", session_of({request(0, completed(60))}));
  import(copilot());
  EXPECT_EQ(session("copilot-chat/1").project, "/work/all");
}

TEST_F(Copilot, AClockThatWasSetBackMakesNoTime) {
  write(stem_ + ".json", session_of({request(100, completed(0)), request(200, took(2'000'000'000)), request(260)}));
  import(copilot());
  EXPECT_EQ(active_seconds(key_), 160);
}

TEST_F(Copilot, AFileInWhichNothingIsUnderstoodIsNamed) {
  write(stem_ + ".json", R"({"turns":[{"at":1}],"id":"x"})");
  EXPECT_EQ(count_of(import(copilot()), ProblemKind::unknown_format), 1);
  write(stem_ + ".json", session_of({}));
  EXPECT_TRUE(import(copilot()).problems.empty());
  write(stem_ + ".jsonl", whole({}) + set("customTitle", R"("a title")"));
  EXPECT_TRUE(import(copilot()).problems.empty());
}

TEST_F(Copilot, OtherFilesThereAreNotLookedAt) {
  write("w1/state.json", session_of({request(0)}));
  write("w1/chatEditingSessions/a/state.json", session_of({request(0)}));
  write("w1/chatSessions/a/b.json", session_of({request(0)}));
  EXPECT_EQ(import(copilot()).files, 0);
}

TEST(FolderOfUri, IsThePathThatItNames) {
  using transcripts::folder_of_uri;
  EXPECT_EQ(folder_of_uri("file:///home/me/a%20b%C3%BC"), "/home/me/a b\xC3\xBC");
  EXPECT_EQ(folder_of_uri("file:///c%3A/Users/me/x"), "c:/Users/me/x");
  EXPECT_EQ(folder_of_uri("file://server/share/x"), "//server/share/x");
  EXPECT_EQ(folder_of_uri("vscode-remote://wsl%2Bubuntu/home/me/x"), "/home/me/x");
  EXPECT_EQ(folder_of_uri("file:///100%/%zz%4"), "/100%/%zz%4");
  EXPECT_EQ(folder_of_uri("untitled:Untitled-1"), "");
  EXPECT_EQ(folder_of_uri("https://example.com/x"), "");
}

}  // namespace
}  // namespace libsync::testing
