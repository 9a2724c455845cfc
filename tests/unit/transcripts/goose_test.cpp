// SPDX-License-Identifier: MIT
//
// Sessions of Goose.
#include "agent_database.hpp"
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

using namespace support::goose;
using support::AgentDatabase;
using transcripts::ProblemKind;
using transcripts::Root;

constexpr const char* k_answer = R"([{"type":"toolResponse","id":"1","toolResult":{"value":[{"type":"text"}]}}])";
constexpr const char* k_created = "2026-02-02 08:00:00";
constexpr const char* k_said = R"([{"type":"text","text":"go"}])";
constexpr const char* k_unseen = R"({"userVisible":false,"agentVisible":true})";
constexpr const char* k_seen = R"({"userVisible":true,"agentVisible":true})";

// What counted as a session is told to be a helper's.
const std::string k_turn_out = "UPDATE sessions SET session_type = 'sub_agent' WHERE id = '20260202_2';";

std::string schema(int version) {
  return k_schema_before + upgrade(1, version);
}

class Goose : public TranscriptTree {
 protected:
  static std::int64_t seconds_at(double after_eight) {
    return floor_seconds(at(after_eight)).time_since_epoch().count();
  }

  [[nodiscard]] AgentDatabase database(const std::string& root = "goose") const {
    return AgentDatabase{folder() / root / "sessions.db"};
  }
  static std::string said(const std::string& id, double time, const std::string& session = "20260202_1") {
    return message(id, session, "user", seconds_at(time));
  }
  static std::string answered(const std::string& id, double time, const std::string& session = "20260202_1") {
    return message(id, session, "assistant", seconds_at(time));
  }

  transcripts::ImportReport read(const std::vector<std::string>& roots = {"goose"}) {
    transcripts::ImportOptions wanted;
    for (const auto& root : roots) wanted.roots.push_back({folder() / root, AgentKind::goose, Root::Origin::named});
    return import(wanted);
  }

  // A session of a minute, and `other` of ten, which have been read.
  AgentDatabase two_sessions(const std::string& schema, const std::string& other) {
    auto goose = database();
    goose.run(schema + session_ + said("msg_1", 0) + answered("gen-1", 60) + other + said("msg_2", 10, "20260202_2") +
              answered("gen-2", 700, "20260202_2"));
    read();
    return goose;
  }

  const std::string session_ = support::goose::session("20260202_1", "/work/api", k_created);
  const std::string helper_ = support::goose::session("20260202_2", "/work/api", "2026-02-02 08:00:10", "sub_agent");
  const std::string counted_ = support::goose::session("20260202_2", "/work/api", "2026-02-02 08:00:10");
  const std::string key_ = "goose/20260202_1@2026-02-02T08:00:00";
};

TEST_F(Goose, MessagesArePointsInTime) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 30) +
            message("msg_2", "20260202_1", "user", seconds_at(60), k_answer) + answered("gen-2", 90) +
            answered("gen-3", 2000));
  read();
  EXPECT_EQ(session(key_).agent, "goose");
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(90)}, "/work/api"}}));
}

TEST_F(Goose, TimesMayBeMilliseconds) {
  auto goose = database();
  goose.run(k_schema + session_ + message("1", "20260202_1", "user", seconds_at(0) * 1000) +
            message("2", "20260202_1", "assistant", seconds_at(0) * 1000 + 30'500));
  read();
  EXPECT_EQ(active_seconds(key_), 30.5);
}

TEST_F(Goose, MessagesOfOneAnswerHaveOneId) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 30) + answered("gen-1", 60) +
            answered("gen-1", 600));
  read();
  EXPECT_EQ(active_seconds(key_), 600);
}

TEST_F(Goose, ACopiedSessionCountsItsCopiesOnce) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 60) +
            support::goose::session("20260202_2", "/work/api", "2026-02-02 09:00:00") + said("msg_1", 0, "20260202_2") +
            answered("gen-1", 60, "20260202_2") + said("msg_9", 3600, "20260202_2") +
            answered("gen-9", 3610, "20260202_2"));
  read();
  EXPECT_EQ(total_seconds(), 70);
}

TEST_F(Goose, ASummaryThatReplacesAConversationLosesNothing) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 60) + answered("gen-2", 120));
  read();
  goose.run("BEGIN; DELETE FROM messages;" +
            message("msg_s", "20260202_1", "user", seconds_at(180), R"([{"type":"text","text":"Summary"}])",
                    R"({"userVisible":false,"agentVisible":true})") +
            answered("gen-3", 240) + "COMMIT;");
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(240)}, "/work/api"}}));
}

TEST_F(Goose, WhatItWroteForItselfIsNotTyped) {
  auto goose = database();
  goose.run(k_schema + session_ + answered("gen-0", 0) +
            message("msg_s", "20260202_1", "user", seconds_at(10), R"([{"type":"text","text":"Summary"}])",
                    R"({"userVisible":false})") +
            message("msg_t", "20260202_1", "user", seconds_at(20), k_answer) + answered("gen-1", 30));
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(30)}, "/work/api", false}}));
}

TEST_F(Goose, ScheduledAndHiddenSessionsAreNotAttended) {
  auto goose = database();
  goose.run(k_schema + support::goose::session("20260202_1", "/work/api", k_created, "scheduled") + said("msg_1", 0) +
            answered("gen-1", 60) +
            support::goose::session("20260202_2", "/work/api", "2026-02-02 09:00:00", "hidden") +
            said("msg_2", 3600, "20260202_2") + answered("gen-2", 3660, "20260202_2"));
  read();
  EXPECT_EQ(total_seconds(), 120);
  for (const auto& [key, one] : store_.sessions) EXPECT_FALSE(one.active.front().attended) << key;
}

TEST_F(Goose, AHelpersSessionCountsWithItsParent) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 10) +
            support::goose::session("20260202_2", "/work/api", "2026-02-02 08:00:12", "sub_agent", "20260202_1") +
            said("msg_2", 12, "20260202_2") + answered("gen-2", 700, "20260202_2") + answered("gen-3", 1300));
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(active_seconds(key_), 1300);
}

TEST_F(Goose, AHelperOfAParentThatNobodyNamesIsNoSession) {
  auto goose = database();
  goose.run(k_schema + support::goose::session("20260202_2", "/work/api", k_created, "sub_agent") +
            said("msg_2", 12, "20260202_2") + answered("gen-2", 700, "20260202_2"));
  read();
  EXPECT_TRUE(store_.sessions.empty());
  goose.run(session_ + "UPDATE sessions SET parent_session_id = '20260202_1' WHERE id = '20260202_2';" +
            said("msg_1", 0));
  read();
  EXPECT_EQ(active_seconds(key_), 700);
}

TEST_F(Goose, SessionsOfTwoMachinesAreTwoThoughTheyAreCalledTheSame) {
  auto mine = database();
  auto other = database("other");
  mine.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 60));
  other.run(k_schema + support::goose::session("20260202_1", "/work/api", "2026-02-02 08:00:01") + said("msg_a", 1) +
            answered("gen-a", 61));
  read({"goose", "other"});
  EXPECT_EQ(total_seconds(), 120);
}

// --- older schemas --------------------------------------------------------------------------------------------------

TEST_F(Goose, TheFirstSchemaIsRead) {
  auto goose = database();
  goose.run(schema(1) + session_ + message("", "20260202_1", "user", seconds_at(0), k_said, "") +
            message("", "20260202_1", "assistant", seconds_at(60), k_said, ""));
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api"}}));
}

TEST_F(Goose, BeforeMessagesHadIdsACopyCountsOnce) {
  for (const int version : {5, 6}) {
    auto goose = database("goose" + std::to_string(version));
    goose.run(schema(version) + session_ + said("", 0) + answered("", 60) +
              support::goose::session("20260202_2", "/work/api", "2026-02-02 09:00:00") + said("", 0, "20260202_2") +
              answered("", 60, "20260202_2") + said("", 3600, "20260202_2") + answered("", 3610, "20260202_2"));
    store_ = {};
    read({"goose" + std::to_string(version)});
    EXPECT_EQ(total_seconds(), 70) << version;
  }
}

TEST_F(Goose, BeforeHelpersNamedTheirParentsTheyAreNoSessions) {
  for (const int version : {5, 6, 7, 14}) {
    auto goose = database("goose" + std::to_string(version));
    goose.run(schema(version) + session_ + said("", 0) + answered("", 60) + helper_ + said("", 10, "20260202_2") +
              answered("", 700, "20260202_2"));
    store_ = {};
    read({"goose" + std::to_string(version)});
    EXPECT_EQ(store_.sessions.size(), 1) << version;
    EXPECT_EQ(active_seconds(key_), 60) << version;
  }
}

TEST_F(Goose, BeforeHelpersNamedTheirParentsNobodyTypedWhatNobodyTypes) {
  for (const int version : {5, 6, 7, 14}) {
    auto goose = database("goose" + std::to_string(version));
    goose.run(schema(version));
    double time = 0;
    for (const std::string type : {"scheduled", "hidden", "user"}) {
      goose.run(support::goose::session(type, "/work/api", k_created, type) +
                message("", type, "user", seconds_at(time), k_said, type == "user" ? k_unseen : k_seen) +
                answered("", time + 60, type));
      time += 1000;
    }
    store_ = {};
    read({"goose" + std::to_string(version)});
    EXPECT_EQ(store_.sessions.size(), 3) << version;
    for (const auto& [key, one] : store_.sessions) EXPECT_FALSE(one.active.front().attended) << version << key;
  }
}

TEST_F(Goose, AnUpgradeOfTheSchemaChangesNoTime) {
  auto goose = database();
  goose.run(schema(1) + session_);
  double wanted = 0;
  for (int version = 1; version < 17; ++version) {
    const std::string metadata = version < 3 ? "" : k_seen;
    goose.run(message("", "20260202_1", "user", seconds_at(wanted), k_said, metadata) +
              message("", "20260202_1", "assistant", seconds_at(wanted + 60), k_said, metadata));
    wanted += 60;
    read();
    EXPECT_EQ(active_seconds(key_), wanted) << version;
    goose.run(upgrade(version, version + 1));
    read();
    EXPECT_EQ(active_seconds(key_), wanted) << version;
    EXPECT_EQ(total_seconds(), wanted) << version;
  }
}

TEST_F(Goose, HelpersCountWithTheirParentsFromTheUpgradeOn) {
  auto goose = two_sessions(schema(14), helper_);
  goose.run(upgrade(14, 15));
  read();
  EXPECT_EQ(total_seconds(), 60);
  goose.run(support::goose::session("20260202_3", "/work/api", "2026-02-02 08:01:10", "sub_agent", "20260202_1") +
            said("msg_3", 70, "20260202_3") + answered("gen-3", 500, "20260202_3"));
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(total_seconds(), 500);
}

// --- sessions that turn out to be none ------------------------------------------------------------------------------

TEST_F(Goose, AHelperThatCountedAsASessionGoesWithTheUpgrade) {
  auto goose = two_sessions(schema(14), counted_);
  EXPECT_EQ(total_seconds(), 60 + 690);
  goose.run(upgrade(14, 15) + k_turn_out);
  const auto report = read();
  EXPECT_EQ(report.sessions, 1);
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(total_seconds(), 60);
  goose.run(answered("gen-3", 800, "20260202_2"));
  read();
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Goose, AHelperThatAnOlderVersionOfOursCountedGoes) {
  two_sessions(schema(14), helper_);
  const std::string counted = "goose/20260202_2@2026-02-02T08:00:10";
  store_.states.at(folder() / "goose/sessions.db/20260202_2").source_path = counted;
  store_.sessions[counted] = session(key_);
  store_.settings["rules_version"] = "3";
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Goose, AHelperThatWasAwayWhenOurRulesChangedGoesOnceItIsThere) {
  auto goose = database();
  goose.run(schema(14) + counted_ + said("msg_1", 0, "20260202_2") + answered("gen-1", 60, "20260202_2"));
  read();
  goose.run(k_turn_out);
  store_.settings["rules_version"] = "3";
  database("elsewhere").run(schema(14));
  read({"elsewhere"});
  EXPECT_EQ(total_seconds(), 60);
  read();
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(Goose, WhatAnOlderVersionTookForTypedIsNot) {
  auto goose = database();
  goose.run(schema(14) + session_ + said("msg_1", 0) + answered("gen-1", 60));
  read();
  EXPECT_TRUE(session(key_).active.front().attended);
  goose.run("UPDATE sessions SET session_type = 'scheduled'");
  store_.settings["rules_version"] = "3";
  read();
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api", false}}));
}

TEST_F(Goose, AHelperThatCountedAsASessionIsMergedWithItsParent) {
  auto goose = two_sessions(k_schema, counted_);
  goose.run("DELETE FROM messages WHERE message_id = 'gen-2'");  // its time stays
  read();
  EXPECT_EQ(total_seconds(), 60 + 690);
  goose.run(k_turn_out + "UPDATE sessions SET parent_session_id = '20260202_1' WHERE id = '20260202_2'");
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(session(key_).active, (std::vector{ActiveInterval{{at(0), at(700)}, "/work/api"}}));
}

TEST_F(Goose, WhatASessionThatIsNoneHadFirstCountsForTheOthers) {
  auto goose = database();
  goose.run(schema(14) + support::goose::session("20260202_2", "/work/api", k_created) +
            said("msg_1", 0, "20260202_2") + answered("gen-1", 60, "20260202_2") +
            support::goose::session("20260202_3", "/work/api", k_created) + said("msg_1", 0, "20260202_3") +
            answered("gen-1", 60, "20260202_3") + answered("gen-2", 90, "20260202_3"));
  read();
  EXPECT_EQ(active_seconds("goose/20260202_3@2026-02-02T08:00:00"), 30);
  goose.run(k_turn_out);
  const int batches = store_.batches;
  read();
  EXPECT_EQ(store_.batches, batches + 1);  // one transaction: a crash leaves both or neither
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(active_seconds("goose/20260202_3@2026-02-02T08:00:00"), 90);
}

TEST_F(Goose, ASessionThatAnotherDatabaseHasAsWellStays) {
  auto mine = database();
  auto other = database("other");
  const std::string rows =
      schema(14) + counted_ + said("msg_2", 10, "20260202_2") + answered("gen-2", 700, "20260202_2");
  mine.run(rows);
  other.run(rows);
  read({"goose", "other"});
  mine.run(k_turn_out);
  read({"goose", "other"});
  EXPECT_EQ(total_seconds(), 690);
  other.run(k_turn_out);
  read({"goose", "other"});
  EXPECT_EQ(total_seconds(), 0);
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(Goose, AnIdThatIsGivenAgainIsAnotherSession) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 600) + counted_ +
            said("msg_2", 10, "20260202_2") + answered("gen-2", 70, "20260202_2"));
  read();
  EXPECT_EQ(total_seconds(), 600 + 60);
  goose.run("DELETE FROM messages WHERE session_id = '20260202_2'; DELETE FROM sessions WHERE id = '20260202_2';" +
            support::goose::session("20260202_2", "/work/api", "2026-02-02 08:01:40", "sub_agent") +
            "UPDATE sessions SET parent_session_id = '20260202_1' WHERE id = '20260202_2';" +
            said("msg_3", 100, "20260202_2") + answered("gen-3", 500, "20260202_2"));
  read();
  EXPECT_EQ(total_seconds(), 600 + 60);
  goose.run(answered("gen-4", 720, "20260202_2"));
  read();
  EXPECT_EQ(total_seconds(), 720 + 60);
}

TEST_F(Goose, AHelperWhoseParentIsForgottenKeepsItsPlace) {
  auto goose = database();
  goose.run(k_schema + session_ + said("msg_1", 0) + answered("gen-1", 10) +
            support::goose::session("20260202_2", "/work/api", "2026-02-02 08:00:12", "sub_agent", "20260202_1") +
            said("msg_2", 12, "20260202_2") + answered("gen-2", 700, "20260202_2"));
  read();
  goose.run(
      "DELETE FROM messages WHERE session_id = '20260202_1'; DELETE FROM sessions WHERE id = '20260202_1';"
      "UPDATE sessions SET parent_session_id = NULL");
  read();
  EXPECT_EQ(store_.sessions.size(), 1);
  EXPECT_EQ(active_seconds(key_), 700);
}

TEST_F(Goose, ContentThatIsNoArrayIsCounted) {
  auto goose = database();
  goose.run(k_schema + session_ + message("1", "20260202_1", "user", seconds_at(0), "[{\"type\":") +
            answered("gen-1", 60));
  EXPECT_EQ(count_of(read(), ProblemKind::bad_row), 1);
  EXPECT_EQ(active_seconds(key_), 60);
}

}  // namespace
}  // namespace libsync::testing
