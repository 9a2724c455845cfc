// SPDX-License-Identifier: MIT
//
// Databases of agents, as files: read beside the agent, without a trace, and whatever is wrong with them.
#include "sqlite/database.hpp"

#include "agent_database.hpp"
#include "ordinary_user.hpp"
#include "temp_dir.hpp"
#include "transcript_tree.hpp"

#include <libsync/transcripts/survey.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <map>

namespace libsync::testing {
namespace {

namespace fs = std::filesystem;
using namespace support::opencode;
using support::AgentDatabase;
using support::AgentProcess;
using ::testing::HasSubstr;
using transcripts::Problem;
using transcripts::ProblemKind;
using transcripts::Root;

// Where locks matter the agent is another process.
class ADatabase : public TranscriptTree {
 protected:
  [[nodiscard]] fs::path file() const { return folder() / "opencode/opencode.db"; }

  static std::string session_row(const std::string& id, const std::string& in = "/work/api") {
    return session_1({id, in, ms(0)});
  }
  // A minute of work in the session.
  static std::string minute(const std::string& session, double from) {
    const std::string id = fmt::format("msg_{}_{}", session, from);
    return message_1(id, session, "assistant", ms(from), ms(from + 60));
  }
  // As many sessions of a minute each.
  static std::string sessions(int count) {
    std::string sql = k_schema_1;
    for (int i = 0; i < count; ++i) {
      sql += session_row(fmt::format("ses_{}", i)) + minute(fmt::format("ses_{}", i), i * 100);
    }
    return sql;
  }

  [[nodiscard]] transcripts::ImportOptions wanted() const {
    transcripts::ImportOptions result;
    result.roots = {{folder() / "opencode", AgentKind::opencode, Root::Origin::named}};
    return result;
  }
  transcripts::ImportReport read() { return import(wanted()); }

  void damage(std::size_t from, std::size_t size) {
    std::string bytes = support::read_file(file());
    for (std::size_t i = from; i < std::min(from + size, bytes.size()); ++i) bytes[i] = static_cast<char>(i * 7);
    support::write_file(file(), bytes);
  }

  // All that stat tells of the files in the folder, and what is in them.
  struct Trace {
    timespec changed;
    timespec modified;
    std::string bytes;
    friend bool operator==(const Trace& a, const Trace& b) {
      const auto same = [](const timespec& x, const timespec& y) {
        return x.tv_sec == y.tv_sec && x.tv_nsec == y.tv_nsec;
      };
      return same(a.changed, b.changed) && same(a.modified, b.modified) && a.bytes == b.bytes;
    }
  };
  [[nodiscard]] std::map<std::string, Trace> traces() const {
    std::map<std::string, Trace> result;
    struct stat status {};
    for (const auto& entry : fs::directory_iterator{file().parent_path()}) {
      if (stat(entry.path().c_str(), &status) != 0) continue;
      result[entry.path().filename()] = {status.st_ctim, status.st_mtim, support::read_file(entry.path())};
    }
    stat(file().parent_path().c_str(), &status);
    result["."] = {status.st_ctim, status.st_mtim, ""};
    return result;
  }
};

TEST_F(ADatabase, IsReadBesideItsAgentWithoutATrace) {
  AgentProcess agent{file()};
  agent.run(sessions(1));
  const auto before = traces();
  ASSERT_TRUE(before.contains("opencode.db-wal"));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  EXPECT_EQ(traces(), before);
}

TEST_F(ADatabase, IsReadWithoutATraceWhenItsAgentIsGone) {
  AgentDatabase{file()}.run(sessions(1));
  const auto before = traces();
  ASSERT_FALSE(before.contains("opencode.db-wal"));
  ASSERT_FALSE(before.contains("opencode.db-shm"));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  EXPECT_EQ(traces(), before);
}

TEST_F(ADatabase, IsReadInAFolderThatCannotBeWrittenTo) {
  AgentDatabase agent{file()};
  agent.run(sessions(1));
  EXPECT_TRUE(support::as_an_ordinary_user(folder(), [this] {
    fs::permissions(file(), fs::perms::owner_read);
    fs::permissions(file().string() + "-wal", fs::perms::owner_read);
    fs::permissions(file().string() + "-shm", fs::perms::none);
    fs::permissions(file().parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
    read();
    const bool was_read = active_seconds("opencode/ses_0") == 60;
    fs::permissions(file().parent_path(), fs::perms::owner_all);
    return was_read;
  }));
}

TEST_F(ADatabase, IsWhatWasCommitted) {
  AgentProcess agent{file()};
  agent.run(sessions(1));
  agent.run("PRAGMA cache_size = 2; BEGIN");
  for (int i = 1; i < 200; ++i) agent.run(minute("ses_0", i * 100));  // more than the cache holds
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  agent.run("COMMIT");
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 199 * 100 + 60);
}

TEST_F(ADatabase, HindersNobody) {
  AgentProcess agent{file()};
  agent.run(sessions(1) + "PRAGMA busy_timeout = 0");
  transcripts::Snapshot snapshot{file()};
  transcripts::Database database{snapshot};
  int rows = 0;
  database.query("SELECT id FROM message", "", [&](const transcripts::Row&) {
    ++rows;
    agent.run("BEGIN EXCLUSIVE;" + minute("ses_0", 1000) + "COMMIT; PRAGMA wal_checkpoint(TRUNCATE); VACUUM");
    agent.run("PRAGMA journal_mode = DELETE; PRAGMA journal_mode = WAL");
  });
  EXPECT_EQ(rows, 1);
  EXPECT_FALSE(snapshot.still_holds());
}

TEST_F(ADatabase, HoldsAsLongAsNobodyCommits) {
  AgentProcess agent{file()};
  agent.run(sessions(3));
  transcripts::Snapshot snapshot{file()};
  agent.run("PRAGMA wal_checkpoint(PASSIVE)");  // what is written into the file stood in the log
  EXPECT_TRUE(snapshot.still_holds());
  AgentProcess second{file()};
  second.run("BEGIN IMMEDIATE;" + minute("ses_0", 1000));
  EXPECT_TRUE(snapshot.still_holds());
  second.run("COMMIT");
  EXPECT_FALSE(snapshot.still_holds());
}

TEST_F(ADatabase, WithARollbackJournalIsReadBetweenTransactions) {
  AgentDatabase agent{file(), "DELETE"};
  agent.run(sessions(1));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  agent.run("PRAGMA cache_size = 2; BEGIN");
  for (int i = 1; i < 200; ++i) agent.run(minute("ses_0", i * 100));
  const auto report = read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  ASSERT_EQ(report.problems.size(), 1);
  EXPECT_THAT(report.problems[0].cause, HasSubstr("is writing to it"));
  agent.run("COMMIT");
  EXPECT_TRUE(read().problems.empty());
  EXPECT_EQ(active_seconds("opencode/ses_0"), 199 * 100 + 60);
}

TEST_F(ADatabase, OnlySessionsWithNewRowsAreReadAgain) {
  AgentDatabase agent{file()};
  agent.run(sessions(50));
  EXPECT_EQ(read().sessions_updated, 50);
  EXPECT_EQ(read().files_read, 0);
  agent.run(minute("ses_7", 5000));
  const auto report = read();
  EXPECT_EQ(report.sessions_updated, 1);
  EXPECT_EQ(report.sessions, 50);
  EXPECT_EQ(active_seconds("opencode/ses_7"), 120);
}

TEST_F(ADatabase, ThatLostRowsLosesNoTime) {
  AgentDatabase agent{file()};
  agent.run(sessions(2));
  read();
  agent.run("DELETE FROM session WHERE id = 'ses_0'; DELETE FROM message; VACUUM");
  agent.run(minute("ses_1", 500));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  EXPECT_EQ(active_seconds("opencode/ses_1"), 120 + 340);  // from 100 to 160 and from 500 to 560, and between
}

TEST_F(ADatabase, ThatWasMadeAnewLosesNoTime) {
  AgentDatabase{file()}.run(sessions(2));
  read();
  fs::remove(file());
  AgentDatabase{file()}.run(k_schema_1 + session_row("ses_9") + minute("ses_9", 1000));
  read();
  EXPECT_EQ(total_seconds(), 180);
}

TEST_F(ADatabase, ALabelIsAppliedToSessionsThatDidNotChange) {
  AgentDatabase{file()}.run(sessions(1));
  read();
  auto labelled = wanted();
  labelled.roots[0].label = "acme";
  import(labelled);
  EXPECT_EQ(session("opencode/ses_0").project, "acme:/work/api");
}

TEST_F(ADatabase, IsReadThroughALink) {
  AgentDatabase agent{folder() / "elsewhere/data.db"};
  agent.run(sessions(1));
  fs::create_directories(file().parent_path());
  fs::create_symlink(folder() / "elsewhere/data.db", file());
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
  agent.run(minute("ses_0", 200));
  read();
  EXPECT_EQ(active_seconds("opencode/ses_0"), 260);
}

TEST_F(ADatabase, MayBeTheRootItself) {
  AgentDatabase{folder() / "mine.db"}.run(sessions(1));
  auto named = wanted();
  named.roots[0].folder = folder() / "mine.db";
  import(named);
  EXPECT_EQ(active_seconds("opencode/ses_0"), 60);
}

TEST_F(ADatabase, OfPagesOfAnySizeIsRead) {
  for (const int size : {512, 65'536}) {
    fs::remove(file());
    AgentDatabase agent{file(), fmt::format("DELETE; PRAGMA page_size = {}; VACUUM; PRAGMA journal_mode = WAL", size)};
    agent.run(sessions(5) + "PRAGMA wal_checkpoint(TRUNCATE);" + minute("ses_0", 1000));
    read();
    EXPECT_EQ(total_seconds(), 6 * 60) << size;
    store_ = {};
  }
}

// --- what is wrong with them ----------------------------------------------------------------------------------------

TEST_F(ADatabase, ThatIsNoneIsNamed) {
  for (const auto& [bytes, cause] : {std::pair{std::string{}, "empty"}, std::pair{std::string(5000, 'x'), "encrypted"},
                                     std::pair{std::string{"SQLite format 3"}, "encrypted"}}) {
    support::write_file(file(), bytes);
    const auto report = read();
    ASSERT_EQ(report.problems.size(), 1) << cause;
    EXPECT_EQ(report.problems[0].file, file());
    EXPECT_EQ(report.problems[0].kind, ProblemKind::unreadable);
    EXPECT_THAT(report.problems[0].cause, HasSubstr(cause));
  }
}

TEST_F(ADatabase, OfAnotherSchemaIsNamedWithWhatWasExpected) {
  AgentDatabase agent{file()};
  agent.run(
      "CREATE TABLE session (id, version); INSERT INTO session VALUES (1, '3.0.1');"
      "CREATE TABLE message (id, session_id)");
  const Problem problem{file(), ProblemKind::unknown_format, 1, 0,
                        "expected were the tables `session`, `message` and `part`, or `session_v2` and "
                        "`session_message`, with the role and time of each message, written by version 3.0.1"};
  EXPECT_EQ(read().problems, std::vector{problem});
  EXPECT_EQ(transcripts::survey(wanted().roots, store_)->skipped.size(), 1);
  agent.run("DROP TABLE session; DROP TABLE message;" + sessions(1));
  EXPECT_TRUE(read().problems.empty());
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(ADatabase, ThatIsDamagedCountsAsFarAsItCanBeRead) {
  AgentDatabase{file()}.run(sessions(400));
  const auto size = fs::file_size(file());
  damage(size / 2, 16'384);
  const auto report = read();
  ASSERT_FALSE(report.problems.empty());
  EXPECT_EQ(report.problems[0].file, file());
  EXPECT_THAT(report.problems[0].cause, HasSubstr("damaged"));
}

TEST_F(ADatabase, ThatIsDamagedKeepsWhatItHad) {
  AgentDatabase{file()}.run(sessions(400));
  read();
  const double before = total_seconds();
  for (std::size_t at = 0; at < fs::file_size(file()); at += 20'480) {
    damage(at, 4096);
    read();
    EXPECT_EQ(total_seconds(), before) << at;
  }
}

TEST_F(ADatabase, ThatIsCutOffIsNamed) {
  AgentDatabase{file()}.run(sessions(400));
  fs::resize_file(file(), fs::file_size(file()) / 3);
  EXPECT_FALSE(read().problems.empty());
}

TEST_F(ADatabase, RunsNothingThatStandsInIt) {
  AgentDatabase agent{file()};
  agent.run(
      "CREATE TABLE part (id, message_id, session_id, time_updated, data);"
      "CREATE TABLE session (id, parent_id, directory, time_created);"
      "INSERT INTO session VALUES ('ses_0', NULL, '/work/api', 1);"
      "CREATE VIEW message AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
      " SELECT x AS id, 'ses_0' AS session_id, x AS time_created, x AS time_updated, '{}' AS data FROM n");
  EXPECT_THAT(read().problems.at(0).cause, HasSubstr("expected were the tables"));
}

TEST_F(ADatabase, WithARowThatIsTooLongCountsTheOthers) {
  AgentDatabase agent{file()};
  agent.run(sessions(3));
  agent.run(fmt::format("INSERT INTO message VALUES ('msg_x', 'ses_1', {0}, {0}, CAST(zeroblob(70000000) AS TEXT))",
                        ms(9000)));
  const auto report = read();
  ASSERT_EQ(report.problems.size(), 1);
  EXPECT_THAT(report.problems[0].cause, HasSubstr("too long"));
  EXPECT_EQ(total_seconds(), 180);
}

TEST_F(ADatabase, WhoseIdsAreNoneCountsTheOthers) {
  AgentDatabase agent{file()};
  agent.run(sessions(1) + session_row("") + session_row(std::string(1000, 'x')));
  EXPECT_EQ(read().problems.size(), 1);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(ADatabase, ThatIsNewOrUnreadableIsSeenByASurvey) {
  AgentDatabase agent{file()};
  agent.run(sessions(1));
  EXPECT_EQ(transcripts::survey(wanted().roots, store_)->waiting.size(), 1);
  read();
  EXPECT_TRUE(transcripts::survey(wanted().roots, store_)->waiting.empty());
  agent.run(minute("ses_0", 500));
  EXPECT_EQ(transcripts::survey(wanted().roots, store_)->waiting.size(), 1);
}

}  // namespace
}  // namespace libsync::testing
