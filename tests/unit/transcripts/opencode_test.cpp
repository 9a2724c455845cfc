// SPDX-License-Identifier: MIT
//
// Sessions of OpenCode, whose database both of its versions write to.
#include "agent_database.hpp"
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using namespace support::opencode;
using support::AgentDatabase;
using transcripts::ProblemKind;
using transcripts::Root;

constexpr const char* k_text = R"({"type":"text","text":"go on"})";

class OpenCode : public TranscriptTree {
 protected:
  // Milliseconds since 1970, as OpenCode has them.

  [[nodiscard]] AgentDatabase database(const std::string& name = "opencode.db") const {
    return AgentDatabase{folder() / "opencode" / name};
  }

  // What a person typed, with its part.
  static std::string typed(const std::string& id, const std::string& session, double time) {
    return message_1(id, session, "user", ms(time)) + part_1("prt_" + id, id, session, ms(time), k_text);
  }
  static std::string answer(const std::string& id, const std::string& session, double from, double to) {
    return message_1(id, session, "assistant", ms(from), to == 0 ? 0 : ms(to),
                     R"(,"tokens":{"total":64,"input":10,"output":4,"reasoning":2,"cache":{"read":40,"write":8}})");
  }
  static std::string tool(double from, double to) {
    return fmt::format(
        R"({{"type":"tool","tool":"bash","callID":"call_1","state":{{"status":"completed","input":{{"time":1}},)"
        R"("output":"{{","time":{{"start":{},"end":{}}}}}}})",
        ms(from), ms(to));
  }

  transcripts::ImportReport read() {
    transcripts::ImportOptions wanted;
    wanted.roots = {{folder() / "opencode", AgentKind::opencode, Root::Origin::named}};
    return import(wanted);
  }

  const SessionRow row_{"ses_1", "/work/api", ms(0)};
  const std::string key_ = "opencode/ses_1";
};

TEST_F(OpenCode, AMessageIsWorkFromWhenItWasCreatedUntilItWasCompleted) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 2.5, 100.25));
  read();
  EXPECT_EQ(session(key_).agent, "opencode");
  EXPECT_EQ(session(key_).project, "/work/api");
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(100.25)}, "/work/api"}}));
  EXPECT_EQ(session(key_).tokens, (TokenCounts{10, 6, 8, 40}));
}

TEST_F(OpenCode, AToolThatRunsLongerThanTheIdleTimeoutIsFollowedByIdleTime) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 2000));
  read();
  EXPECT_EQ(active_seconds(key_), 10);
}

TEST_F(OpenCode, ThePartsOfALongMessageFillIt) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 2000) +
               part_1("prt_1", "msg_2", "ses_1", ms(5000), tool(600, 800)) +
               part_1("prt_2", "msg_2", "ses_1", ms(5000), tool(1200, 1300)));
  read();
  EXPECT_EQ(active_seconds(key_), 2000);
}

TEST_F(OpenCode, RowsThatWereWrittenAgainLaterTellTheTimeInTheirJson) {
  auto opencode = database();
  // As the first start of 1.2 left what it had in files before: all parts were written at that moment.
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 60) +
               part_1("prt_1", "msg_2", "ses_1", ms(9000), R"({"type":"step-start"})") +
               part_1("prt_2", "msg_2", "ses_1", ms(9000), tool(20, 30)));
  read();
  EXPECT_EQ(session(key_).end, at(60));
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(OpenCode, TimeBehindAPersonsMessageIsAttended) {
  auto opencode = database();
  const auto synthetic = R"({"type":"text","text":"Continue","synthetic":true})";
  opencode.run(k_schema_1 + session_1(row_) + message_1("msg_1", "ses_1", "user", ms(0)) +
               part_1("prt_1", "msg_1", "ses_1", ms(0), synthetic) + answer("msg_2", "ses_1", 10, 60) +
               typed("msg_3", "ses_1", 100) + answer("msg_4", "ses_1", 110, 160));
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(100)}, "/work/api", false},
                                               ActiveInterval{{at(100), at(160)}, "/work/api", true}}));
}

TEST_F(OpenCode, AMessageWhosePartsAreNotThereYetIsTypedOnceAnotherFollows) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + answer("msg_0", "ses_1", 0, 10) +
               message_1("msg_1", "ses_1", "user", ms(20)));
  read();
  EXPECT_FALSE(session(key_).active.back().attended);
  opencode.run(answer("msg_2", "ses_1", 30, 60));
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(20)}, "/work/api", false},
                                               ActiveInterval{{at(20), at(60)}, "/work/api", true}}));
}

TEST_F(OpenCode, AChildSessionCountsOnceWithItsParent) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 2400) +
               session_1({"ses_2", "/work/api", ms(20), "ses_1"}) + typed("msg_3", "ses_2", 20) +
               answer("msg_4", "ses_2", 30, 900) + session_1({"ses_3", "/work/api", ms(700), "ses_2"}) +
               typed("msg_5", "ses_3", 700) + answer("msg_6", "ses_3", 710, 1550));
  const auto report = read();
  EXPECT_EQ(report.sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(session(key_).end, at(2400));
  EXPECT_EQ(active_seconds(key_), 2400);
  EXPECT_EQ(session(key_).active.front().span, (InstantInterval{at(0), at(1800)}));  // attended; a child's is not typed
}

TEST_F(OpenCode, AChildKeepsItsPlaceWhenItsParentIsDeleted) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) +
               session_1({"ses_2", "/work/api", ms(20), "ses_1"}) + answer("msg_4", "ses_2", 30, 900));
  read();
  opencode.run("DELETE FROM session WHERE id = 'ses_1'; DELETE FROM message WHERE session_id = 'ses_1';" +
               answer("msg_5", "ses_2", 1000, 1100));
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(active_seconds(key_), 1100);
}

TEST_F(OpenCode, ASessionThatTurnsOutToBeAChildIsMergedWithItsParent) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 60) +
               session_1({"ses_2", "/work/api", ms(20)}) + answer("msg_4", "ses_2", 30, 900));
  read();
  EXPECT_EQ(total_seconds(), 60 + 870);
  opencode.run("UPDATE session SET parent_id = 'ses_1' WHERE id = 'ses_2'");
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(active_seconds(key_), 900);
}

TEST_F(OpenCode, ParentsInACircleAreNoProblem) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1({"ses_1", "/work/api", ms(0), "ses_2"}) +
               session_1({"ses_2", "/work/api", ms(0), "ses_1"}) + answer("msg_1", "ses_1", 0, 60));
  read();
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(OpenCode, AForkCountsWhatItCopiedOnce) {
  auto opencode = database();
  const auto conversation = [](const std::string& session, const std::string& mark) {
    return typed("msg_" + mark + "1", session, 0) + answer("msg_" + mark + "2", session, 10, 300) +
           typed("msg_" + mark + "3", session, 600) + answer("msg_" + mark + "4", session, 610, 700);
  };
  opencode.run(k_schema_1 + session_1(row_) + conversation("ses_1", "a") + session_1({"ses_0", "/work/api", ms(5000)}) +
               conversation("ses_0", "b") + typed("msg_b5", "ses_0", 5000) + answer("msg_b6", "ses_0", 5010, 5060));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_1"), 700);
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
}

TEST_F(OpenCode, ThatIsContinuedInVersion2CountsNothingTwice) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 60) +
               part_1("prt_2", "msg_2", "ses_1", ms(30), tool(20, 30)));
  read();
  // What 2.0 makes of it has the same ids, and completed may differ in the last digit.
  opencode.run(
      k_schema_2 + session_2(row_) + message_2("msg_1", "ses_1", "user", 0, ms(0), 0, R"(,"text":"go on","files":[])") +
      message_2("msg_2", "ses_1", "assistant", 1, ms(10), ms(60) + 1,
                fmt::format(R"(,"tokens":{{"input":10,"output":4,"reasoning":2,"cache":{{"read":40,"write":8}})"
                            R"(}},"content":[{{"type":"tool","id":"call_1","state":{{"status":"completed"}},)"
                            R"("time":{{"created":{},"completed":{}}}}}])",
                            ms(20), ms(30))) +
      message_2("msg_3", "ses_1", "system", 2, ms(60), 0, R"(,"text":"The tools have changed.")") +
      message_2("msg_4", "ses_1", "user", 3, ms(200), 0, R"(,"text":"and now")") +
      message_2("msg_5", "ses_1", "assistant", 4, ms(210), ms(300)) +
      message_2("msg_6", "ses_1", "idle", 5, ms(700), 0, R"(,"outcome":"succeeded")"));
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(300)}, "/work/api"}}));
  EXPECT_EQ(session(key_).tokens, (TokenCounts{10, 6, 8, 40}));
}

TEST_F(OpenCode, OfVersion2AloneIsRead) {
  auto opencode = database();
  opencode.run(
      k_schema_2 + session_2(row_) + message_2("msg_1", "ses_1", "user", 0, ms(0), 0, R"(,"text":"go")") +
      message_2("msg_2", "ses_1", "assistant", 1, ms(10), ms(1000),
                fmt::format(R"(,"content":[{{"type":"text","text":"[{{"}},{{"type":"reasoning","time":)"
                            R"({{"created":{},"completed":{}}}}},{{"type":"tool","time":{{"created":{},"ran":{},)"
                            R"("completed":{},"pruned":{}}}}}])",
                            ms(20), ms(30), ms(40), ms(500), ms(990), ms(90000))));
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(1000)}, "/work/api"}}));
}

TEST_F(OpenCode, AForkOfVersion2CountsWhatItCopiedOnce) {
  auto opencode = database();
  const auto conversation = [](const std::string& session, const std::string& mark) {
    return message_2(mark + "_0", session, "user", 0, ms(0)) +
           message_2(mark + "_1", session, "assistant", 1, ms(10), ms(300)) +
           message_2(mark + "_9", session, "user", 9, ms(600)) +
           message_2(mark + "_10", session, "assistant", 10, ms(610), ms(700));
  };
  opencode.run(k_schema_2 + session_2(row_) + conversation("ses_1", "msg_a") +
               session_2({"ses_0", "/work/api", ms(5000)}) + conversation("ses_0", "msg_b") +
               message_2("msg_c", "ses_0", "user", 11, ms(5000)) +
               message_2("msg_d", "ses_0", "assistant", 12, ms(5010), ms(5060)));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_1"), 700);
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
}

TEST_F(OpenCode, ASessionThatWasMovedHasTheTimeBeforeInTheFolderBefore) {
  auto opencode = database();
  opencode.run(k_schema_2 + session_2({"ses_1", "/work/new", ms(0)}) + message_2("msg_1", "ses_1", "user", 0, ms(0)) +
               message_2("msg_2", "ses_1", "assistant", 1, ms(10), ms(60)) +
               message_2("msg_3", "ses_1", "location-switched", 2, ms(70), 0,
                         R"(,"location":{"directory":"/work/new"},"previous":{"directory":"/work/old"})") +
               message_2("msg_4", "ses_1", "user", 3, ms(80)));
  read();
  EXPECT_EQ(session(key_).active,
            (std::vector{ActiveInterval{{at(0), at(60)}, "/work/old"}, ActiveInterval{{at(60), at(80)}, "/work/new"}}));
}

TEST_F(OpenCode, OfAPreviewWithoutTablesForSessionsIsRead) {
  auto opencode = database();
  const std::string schema_2 = k_schema_2;
  opencode.run(k_schema_1 + schema_2.substr(schema_2.find("CREATE TABLE `session_message`")) + session_1(row_) +
               message_2("msg_1", "ses_1", "user", 0, ms(0)) +
               message_2("msg_2", "ses_1", "assistant", 1, ms(10), ms(60)));
  read();
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(OpenCode, ChannelsHaveDatabasesOfTheirOwn) {
  auto latest = database();
  auto dev = database("opencode-dev.db");
  latest.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 60));
  dev.run(k_schema_2 + session_2({"ses_2", "/work/web", ms(0)}) + message_2("msg_3", "ses_2", "user", 0, ms(0)) +
          message_2("msg_4", "ses_2", "assistant", 1, ms(10), ms(90)));
  // A copy of the first says the same.
  auto copy = database("opencode-copy.db");
  copy.run(k_schema_1 + session_1(row_) + typed("msg_1", "ses_1", 0) + answer("msg_2", "ses_1", 10, 60));
  const auto report = read();
  EXPECT_EQ(report.files, 3);
  EXPECT_EQ(report.sessions, 2);
  EXPECT_EQ(total_seconds(), 150);
}

TEST_F(OpenCode, AFolderOfWindowsIsSpelledAsItIs) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1({"ses_1", R"(C:\new\api)", ms(0)}) + answer("msg_2", "ses_1", 10, 60));
  read();
  EXPECT_EQ(session(key_).project, R"(C:\new\api)");
}

TEST_F(OpenCode, ARowThatIsNoRecordIsCounted) {
  auto opencode = database();
  opencode.run(k_schema_1 + session_1(row_) + answer("msg_1", "ses_1", 10, 60) +
               "INSERT INTO message VALUES ('msg_2'," +
               fmt::format("'ses_1', {0}, {0}, '{{\"role\":\"assistant\",\"time\":');", ms(90)));
  EXPECT_EQ(count_of(read(), ProblemKind::bad_row), 1);
  EXPECT_EQ(active_seconds(key_), 80);  // what was said there was said
}

}  // namespace
}  // namespace libsync::testing
