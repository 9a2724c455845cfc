// SPDX-License-Identifier: MIT
#include "postgres_fixture.hpp"
#include "tables.hpp"

namespace libsync::store {
namespace {

class PostgresSchema : public PostgresTest {
 protected:
  void SetUp() override { (void)run_on("laptop"); }
  [[nodiscard]] std::string refusal() const {
    return message_of([&] { (void)open("laptop", As::look); });
  }
  [[nodiscard]] std::string sql_failure(const std::string& statement) const {
    try {
      (void)sql(statement);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(PostgresSchema, OfANewerVersionIsRefused) {
  (void)sql("UPDATE store_version SET version = 2");
  EXPECT_THAT(refusal(), HasSubstr("it was written by a newer version (format 2, this one knows up to 1)"));
}

TEST_F(PostgresSchema, WithoutAPartOfItIsRefused) {
  for (const char* loss : {"DROP TRIGGER rows_do_not_overlap ON outbox", "DROP INDEX older_rows_have_one_owner",
                           "ALTER TABLE outbox DROP CONSTRAINT outbox_attempt_check",
                           "ALTER TABLE outbox DISABLE TRIGGER USER", "ALTER TABLE withdrawals SET UNLOGGED"}) {
    const auto address = PostgresServer::shared().new_database();
    (void)open_postgres_store(address, {.machine = {"laptop", "laptop"}});
    PostgresServer::shared().run(address, std::string{"SET search_path = claude_tracker; "} + loss);
    EXPECT_THAT(message_of([&] {
                  (void)open_postgres_store(address, {.machine = {"laptop", "laptop"}});
                }),
                HasSubstr("a part of its schema is missing"))
        << loss;
  }
}

TEST_F(PostgresSchema, WithARuleOfSomebodyElseIsRefused) {
  (void)sql(
      "CREATE OR REPLACE FUNCTION row_goes_its_way() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
  EXPECT_THAT(refusal(), HasSubstr("its rule `row_goes_its_way` is not ours"));
}

TEST_F(PostgresSchema, HasTheRulesThatNoStatementGetsAround) {
  run_on("laptop")->freeze(plan(monday(), "12"));
  for (const auto& [statement, refusal] : std::vector<std::pair<const char*, const char*>>{
           {"UPDATE outbox SET start_s = start_s + 1 WHERE slot = 0", "a frozen entry cannot move"},
           {"UPDATE outbox SET state = 'posted', entry_id = repeat('7', 24), origin = 'created' WHERE slot = 0",
            "an entry cannot go from this state to that one"},
           {"DELETE FROM outbox WHERE slot = 0", "a plan of which something may stand in Clockify cannot go"},
           {"UPDATE day_plans SET tracked_s = 1", "a day plan is frozen"},
           {"DELETE FROM timesheets", "a timesheet stays"},
           {"INSERT INTO synced_days SELECT date, workspace_id FROM day_plans JOIN timesheets ON id = timesheet_id",
            "the entries of the day are not all posted as planned"},
           {"UPDATE runs SET fence = fence", "a run takes a later number than the one before"},
           {"UPDATE outbox SET project_id = 'x'", "violates check constraint"},
       }) {
    EXPECT_THAT(sql_failure(statement), HasSubstr(refusal)) << statement;
  }
}

// The rules of the SQLite store are in its own files; what they say is the same.
TEST(PostgresRules, SayWhatThoseOfSqliteSay) {
  std::set<std::string> ours;
  for (const Rule& rule : rules_of_version_1()) ours.insert(rule.refusal);
  std::set<std::string> theirs;
  for (const char* file : {"rules_of_version_2.cpp", "tables_of_version_3.cpp"}) {
    std::string text = support::read_file(std::filesystem::path{SQLITE_RULES} / file);
    const std::string mark = "RAISE(ABORT, '";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      const auto start = at + mark.size();
      theirs.insert(text.substr(start, text.find('\'', start) - start));
    }
  }
  EXPECT_GT(theirs.size(), 20U);
  for (const auto& refusal : theirs) EXPECT_TRUE(ours.contains(refusal)) << refusal;
}

}  // namespace
}  // namespace libsync::store
