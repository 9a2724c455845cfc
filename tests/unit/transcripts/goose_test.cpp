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

  const std::string session_ = support::goose::session("20260202_1", "/work/api", k_created);
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

TEST_F(Goose, TheFirstSchemaIsRead) {
  auto goose = database();
  const auto message = [](const std::string& role, double time) {
    return fmt::format(
        "INSERT INTO messages (session_id, role, content_json, created_timestamp) VALUES"
        " ('20251010_090000', '{}', '[{{\"type\":\"text\",\"text\":\"go\"}}]', {});",
        role, seconds_at(time));
  };
  goose.run(std::string{k_schema_before} +
            "INSERT INTO sessions (id, working_dir, created_at) VALUES ('20251010_090000', '/work/api',"
            " '2026-02-02 08:00:00');" +
            message("user", 0) + message("assistant", 60));
  read();
  EXPECT_EQ(session("goose/20251010_090000@2026-02-02T08:00:00").active,
            (std::vector{ActiveInterval{{at(0), at(60)}, "/work/api"}}));
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
