// SPDX-License-Identifier: MIT
//
// Sessions of Google's Gemini CLI, as its versions 0.5 to 0.61 write them.
#include "agents/sha256.hpp"
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;
using transcripts::Root;

std::string message(double time, const std::string& type, const std::string& id, const std::string& more = "") {
  return fmt::format(R"({{"id":"{}","timestamp":"{}","type":"{}","content":[{{"text":"x"}}]{}}})", id, stamp(time),
                     type, more);
}

std::string user(double time) {
  return message(time, "user", fmt::format("u{}", time));
}

std::string answer(double time, const std::string& more = "") {
  return message(time, "gemini", fmt::format("g{}", time), more);
}

std::string joined(const std::vector<std::string>& messages) {
  std::string list;
  for (const auto& one : messages) list += (list.empty() ? "" : ", ") + one;
  return list;
}

std::string document(const std::vector<std::string>& messages) {
  return fmt::format(
      "{{\n  \"sessionId\": \"3b44bc68-1\",\n  \"projectHash\": \"f00\",\n  \"startTime\": \"{}\",\n  \"messages\": [\n"
      "    {}\n  ],\n  \"lastUpdated\": \"{}\"\n}}",
      stamp(0), joined(messages), stamp(9));
}

std::string begun(const std::string& more = "") {
  return fmt::format(R"({{"sessionId":"3b44bc68-1","projectHash":"f00","startTime":"{0}","lastUpdated":"{0}"{1}}})",
                     stamp(-3600), more) +
         "\n";
}

std::string updated(double time) {
  return fmt::format(R"({{"$set":{{"lastUpdated":"{}"}}}})", stamp(time)) + "\n";
}

std::string checkpoint(const std::vector<std::string>& messages) {
  return fmt::format(R"({{"$set":{{"messages":[{}],"lastUpdated":"{}"}}}})", joined(messages), stamp(0)) + "\n";
}

// Of an answer: what the agent did for it, and thought before.
std::string worked(const std::vector<double>& tools, const std::vector<double>& thoughts = {}) {
  const auto list = [](const std::vector<double>& times, const char* one) {
    std::vector<std::string> objects;
    for (const double time : times) {
      objects.push_back(fmt::format(R"({{{},"timestamp":"{}"}})", one, stamp(time)));
    }
    return "[" + joined(objects) + "]";
  };
  return R"(,"toolCalls":)" + list(tools, R"("id":"t","result":[{"timestamp":"x"}],"status":"success")") +
         R"(,"thoughts":)" + list(thoughts, R"("subject":"x")");
}

class Gemini : public TranscriptTree {
 protected:
  Gemini() {
    write("api/.project_root", "/work/api");
    write("web/.project_root", "/work/web\n");
  }

  [[nodiscard]] transcripts::ImportOptions gemini() const {
    transcripts::ImportOptions result;
    result.roots = {{root(), AgentKind::gemini_cli, Root::Origin::named}};
    return result;
  }

  const std::string stem_ = "api/chats/session-2026-02-02T08-00-3b44bc68";
  const std::string key_ = "gemini/3b44bc68";
};

TEST_F(Gemini, ADocumentIsASession) {
  write(stem_ + ".json", document({user(0), answer(10), user(60), answer(600), answer(2000)}));
  const auto report = import(gemini());
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(session(key_).agent, "gemini-cli");
  EXPECT_EQ(session(key_).project, "/work/api");
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(session(key_).end, at(2000));
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(600)}, "/work/api"}}));
}

TEST_F(Gemini, AJournalIsASession) {
  write(stem_ + ".jsonl", begun(R"(,"kind":"main")") + user(0) + "\n" + updated(0) + answer(30) + "\n" +
                              answer(30, R"(,"toolCalls":[{"id":"t","timestamp":"2026-02-02T08:00:40Z"}])") + "\n" +
                              updated(40) + user(100) + "\n");
  const auto report = import(gemini());
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(active_seconds(key_), 100);
}

TEST_F(Gemini, ASessionThatTurnedFromADocumentIntoAJournalCountsOnce) {
  write(stem_ + ".json", document({user(0), answer(60)}));
  import(gemini());
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + answer(60) + "\n" + user(300) + "\n");
  EXPECT_EQ(import(gemini()).sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(total_seconds(), 300);
}

TEST_F(Gemini, MessagesAreReadOutOfCheckpoints) {
  write(stem_ + ".jsonl", begun() + checkpoint({user(0), answer(60)}) + updated(60) +
                              checkpoint({user(0), answer(60), user(200), answer(260)}));
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(active_seconds(key_), 260);
}

TEST_F(Gemini, WhatACheckpointLeavesOutWasWorkAllTheSame) {
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + answer(300) + "\n" + user(600) + "\n");
  import(gemini());
  append(stem_ + ".jsonl", checkpoint({user(700)}) + user(800) + "\n");
  import(gemini());
  EXPECT_EQ(active_seconds(key_), 800);
}

TEST_F(Gemini, WhatIsTakenBackWasWorkAllTheSame) {
  write(stem_ + ".jsonl",
        begun() + user(0) + "\n" + answer(300) + "\n" + R"({"$rewindTo":"u0"})" + "\n" + user(500) + "\n");
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(active_seconds(key_), 500);
}

TEST_F(Gemini, ADocumentThatIsWrittenAnewWithLessLosesNothing) {
  write(stem_ + ".json", document({user(0), answer(300), user(600)}));
  import(gemini());
  for (const auto& content : {document({user(700)}), document({}), std::string{}, std::string{"{"}}) {
    write(stem_ + ".json", content);
    import(gemini());
    EXPECT_EQ(session(key_).start, at(0)) << content;
    EXPECT_EQ(active_seconds(key_), 700) << content;
  }
}

TEST_F(Gemini, ADocumentThatIsHalfWrittenIsNamedAndReadAgain) {
  const std::string whole = document({user(0), answer(300), user(600)});
  for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{20}}) {
    write(stem_ + ".json", whole.substr(0, size));
    EXPECT_EQ(count_of(import(gemini()), ProblemKind::unfinished_line), 1) << size;
  }
  write(stem_ + ".json", whole);
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(active_seconds(key_), 600);
}

TEST_F(Gemini, ASubAgentCountsWithTheSessionThatItWorksFor) {
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + answer(10) + "\n" + answer(3600) + "\n");
  write("api/chats/3b44bc68-1/9f.jsonl", begun(R"(,"kind":"subagent")") + message(20, "user", "s1") + "\n" +
                                             message(800, "gemini", "s2") + "\n" + message(1600, "gemini", "s3") +
                                             "\n");
  EXPECT_EQ(import(gemini()).sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1U);
  EXPECT_EQ(active_seconds(key_), 1600);
}

TEST_F(Gemini, NobodyTypesIntoASubAgent) {
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + answer(600) + "\n" + answer(1200) + "\n" + answer(1800) + "\n" +
                              answer(2400) + "\n");
  write("api/chats/3b44bc68-1/9f.jsonl", begun(R"(,"kind":"subagent")") + message(1700, "user", "s1") + "\n");
  import(gemini());
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(1800)}, "/work/api", true},
                                               ActiveInterval{{at(1800), at(2400)}, "/work/api", false}}));
}

// Before they had folders of their own.
TEST_F(Gemini, ASubAgentBesideItsSessionIsNoSession) {
  write("api/chats/session-2026-02-02T08-00-9f44bc68.jsonl",
        begun(R"(,"kind":"subagent")") + message(20, "user", "s1") + "\n" + message(60, "gemini", "s2") + "\n");
  EXPECT_EQ(import(gemini()).sessions, 0);
}

TEST_F(Gemini, WhatTheAgentSaysForTheUserIsNotTyped) {
  const auto said_by_agent = [](double time, const std::string& content) {
    return fmt::format(R"({{"id":"a{}","timestamp":"{}","type":"user","content":[{}]}})", time, stamp(time), content);
  };
  write(stem_ + ".json", document({answer(0), said_by_agent(100, R"({"functionResponse":{"id":"t"}})"),
                                   said_by_agent(200, R"({"text":"<state_snapshot>..."})"), answer(300)}));
  import(gemini());
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(300)}, "/work/api", false}}));
}

TEST_F(Gemini, WhatTheProgramTellsIsNobodysWork) {
  write(stem_ + ".json", document({message(-600, "info", "i"), user(0), answer(60), message(500, "error", "e")}));
  import(gemini());
  EXPECT_EQ(session(key_).start, at(0));
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(Gemini, TokensOfAMessageCountOnceHoweverOftenItIsWritten) {
  const std::string tokens = R"(,"tokens":{"input":100,"output":10,"cached":40,"thoughts":5,"tool":0,"total":115})";
  write(stem_ + ".jsonl",
        begun() + answer(0) + "\n" + answer(0, tokens) + "\n" + answer(0, tokens) + "\n" + answer(60, tokens) + "\n");
  import(gemini());
  EXPECT_EQ(session(key_).tokens, (TokenCounts{120, 30, 0, 80}));
}

// An answer may take hours, and its own time is that of its beginning.
TEST_F(Gemini, WhatWasDoneInsideAnAnswerIsWork) {
  const std::string hour = worked({600, 1200, 1800, 2400}, {5});
  const std::vector<ActiveInterval> active{{{at(0), at(1800)}, "/work/api", true},
                                           {{at(1800), at(2400)}, "/work/api", false}};
  write(stem_ + ".json", document({user(0), answer(10, hour)}));
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(session(key_).active, active);
  EXPECT_EQ(session(key_).end, at(2400));
  store_ = {};
  std::filesystem::remove(root() / (stem_ + ".json"));
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + answer(10) + "\n" + answer(10, hour) + "\n" + updated(2400));
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(session(key_).active, active);
}

TEST_F(Gemini, WhatWasDoneCountsOnceHoweverOftenItsAnswerIsWritten) {
  const std::string whole = answer(10, worked({600, 1200}, {5}));
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + whole + "\n");
  import(gemini());
  const auto stored = [&] { return store_.states.at((root() / (stem_ + ".jsonl")).string()).points.size(); };
  const auto once = stored();
  EXPECT_EQ(active_seconds(key_), 1200);
  write(stem_ + ".jsonl", begun() + user(0) + "\n" + answer(10, worked({}, {5})) + "\n" +
                              answer(10, worked({600}, {5})) + "\n" + whole + "\n" + checkpoint({user(0), whole}) +
                              R"({"$rewindTo":"u0"})" + "\n" + user(0) + "\n" + whole + "\n");
  import(gemini());
  EXPECT_EQ(stored(), once);
  write(stem_ + ".json", document({user(0), whole}));
  import(gemini());
  EXPECT_EQ(active_seconds(key_), 1200);
  EXPECT_EQ(total_seconds(), 1200);
}

TEST_F(Gemini, WhatTellsNoTimeInsideAnAnswerIsPassedOver) {
  write(stem_ + ".json",
        document({user(0),
                  answer(10, R"(,"toolCalls":[{"id":"t"},{"timestamp":"soon"},7,{"timestamp":5}],"thoughts":{})"),
                  message(20, "info", "i", worked({600}))}));
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(active_seconds(key_), 10);
}

TEST_F(Gemini, TheFolderIsFoundInTheListOfProjects) {
  write("../projects.json", R"({"projects":{"/work/other":"other","/work/app":"app"}})");
  write("app/chats/session-2026-02-02T08-00-00000001.json", document({user(0), answer(60)}));
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(session("gemini/00000001").project, "/work/app");
}

TEST_F(Gemini, TheFolderIsFoundByItsHash) {
  write("../projects.json", R"({"projects":{"/work/app":"app"}})");
  write("../trustedFolders.json", R"({"/work/lib":"TRUST_FOLDER"})");
  for (const auto* folder : {"/work/app", "/work/lib"}) {
    write(transcripts::sha256_hex(folder) + "/chats/session-2025-09-18T02-45-" +
              (folder == std::string{"/work/app"} ? "00000001" : "00000002") + ".json",
          document({message(0, "user", folder), message(60, "gemini", std::string{folder} + "2")}));
  }
  EXPECT_TRUE(import(gemini()).problems.empty());
  EXPECT_EQ(session("gemini/00000001").project, "/work/app");
  EXPECT_EQ(session("gemini/00000002").project, "/work/lib");
}

TEST_F(Gemini, ASessionWhoseFolderCannotBeToldCountsAndIsNamed) {
  write("../projects.json", "{\"projects\":{\"/work/app\":3,");
  write(transcripts::sha256_hex("/gone") + "/chats/session-2025-09-18T02-45-00000001.json",
        document({user(0), answer(60)}));
  EXPECT_EQ(count_of(import(gemini()), ProblemKind::no_folder), 1);
  EXPECT_EQ(session("gemini/00000001").project, "");
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Gemini, OtherFilesThereAreNotLookedAt) {
  write("api/logs.json", document({user(0)}));
  write("api/checkpoint-x.json", document({user(0)}));
  write("api/chats/notes.json", document({user(0)}));
  write("api/chats/session-1.txt", document({user(0)}));
  write("api/chats/a/b/c.jsonl", begun() + user(0));
  write("api/shell/chats/session-2026-02-02T08-00-00000001.json", document({user(0)}));
  EXPECT_EQ(import(gemini()).files, 0);
}

TEST_F(Gemini, AFileInWhichNothingIsUnderstoodIsNamed) {
  for (const auto& content :
       {R"({"turns":[{"at":1}]})",
        R"({"sessionId":"x","messages":[{"id":"a","type":"human","timestamp":"2026-02-02T08:00:00Z"}]})"}) {
    write(stem_ + ".json", content);
    EXPECT_EQ(count_of(import(gemini()), ProblemKind::unknown_format), 1) << content;
  }
  write(stem_ + ".json", document({}));
  EXPECT_TRUE(import(gemini()).problems.empty());
}

TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(transcripts::sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(transcripts::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(transcripts::sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace libsync::testing
