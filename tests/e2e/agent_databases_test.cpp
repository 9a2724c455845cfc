// SPDX-License-Identifier: MIT
//
// Agents whose sessions are rows of a database, in the places where they keep it, while they are at work.
#include "agent_database.hpp"
#include "agent_files.hpp"

#include <fmt/format.h>

namespace e2e {
namespace {

using libsync::support::AgentProcess;
using libsync::support::write_file;
using testing::HasSubstr;

class ADatabase : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path opencode() const { return place_.home() / ".local/share/opencode/opencode.db"; }
  [[nodiscard]] std::filesystem::path goose() const {
    return place_.home() / ".local/share/goose/sessions/sessions.db";
  }

  // Questions and answers every ten minutes for an hour.
  static std::string opencode_hour(UtcTime first) {
    namespace oc = libsync::support::opencode;
    std::string sql;
    for (const UtcTime time : every(std::chrono::minutes{10}, first, first + std::chrono::minutes{60})) {
      const std::string id = fmt::format("msg_{}", ms(time));
      sql += oc::message_1(id, "ses_1", "user", ms(time)) +
             oc::part_1("prt_" + id, id, "ses_1", ms(time), R"({"type":"text","text":"go on"})");
    }
    return sql;
  }
  static std::string goose_hour(UtcTime first) {
    std::string sql;
    for (const UtcTime time : every(std::chrono::minutes{10}, first, first + std::chrono::minutes{60})) {
      sql += libsync::support::goose::message(fmt::format("msg_{}", ms(time)), "20260202_1", "user", ms(time) / 1000);
    }
    return sql;
  }

  Workplace place_;
};

TEST_F(ADatabase, OfOpenCodeCountsWhileItIsWrittenTo) {
  namespace oc = libsync::support::opencode;
  AgentProcess agent{opencode()};
  agent.run(oc::k_schema_1 + oc::session_1({"ses_1", "/work/api", ms(at(0))}) + opencode_hour(at(0)));
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
  agent.run("BEGIN;" + opencode_hour(at(120)));
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
  agent.run("COMMIT");
  EXPECT_EQ(tracked_seconds(place_, k_monday), 2 * k_hour);
}

TEST_F(ADatabase, OfGooseCountsBesideOthers) {
  namespace gs = libsync::support::goose;
  AgentProcess agent{goose()};
  agent.run(gs::k_schema + gs::session("20260202_1", "/work/api", "2026-02-02 08:00:00") + goose_hour(at(0)));
  write_file(claude_file(place_, "1"), claude_session("1", "/work/web", at(120), at(180)));
  EXPECT_EQ(tracked_seconds(place_, k_monday), 2 * k_hour);
}

TEST_F(ADatabase, ThatIsNoneIsNamedAndTheOthersCount) {
  write_file(opencode(), "What is this?");
  write_file(claude_file(place_, "1"), claude_session("1", "/work/web", at(0), at(60)));
  const auto result = place_.run({"--verbose", "import"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, HasSubstr("opencode.db"));
  EXPECT_THAT(result.out + result.err, HasSubstr("it is no SQLite database, or an encrypted one"));
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
}

}  // namespace
}  // namespace e2e
