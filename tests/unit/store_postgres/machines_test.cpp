// SPDX-License-Identifier: MIT
//
// Sessions that several machines have read.
#include "postgres_fixture.hpp"
#include "server_session.hpp"

namespace libsync::store {
namespace {

using namespace std::chrono_literals;

class PostgresMachines : public PostgresTest {
 protected:
  static Interval whole_day() { return {second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}; }
  static Session from_nine(const char* path, milliseconds length, const char* project = "/work/a") {
    const Instant nine = at("2026-02-02T09:00:00Z");
    return session(path, nine, {{{nine, nine + length}, project}});
  }

  std::unique_ptr<TrackingStore> laptop_ = open("laptop", As::look);
  std::unique_ptr<TrackingStore> desktop_ = open("desktop", As::look);
};

TEST_F(PostgresMachines, SeeWhatAllOfThemHaveRead) {
  laptop_->apply({{}, {from_nine("a.jsonl", 1h)}});
  desktop_->apply({{}, {from_nine("b.jsonl", 2h, "/work/b")}});
  for (const auto* store : {&laptop_, &desktop_}) {
    const auto tracked = (*store)->query_range(whole_day());
    ASSERT_EQ(tracked.size(), 2U);
    EXPECT_EQ(tracked[0].active + tracked[1].active, 3h);
    EXPECT_THAT((*store)->projects(), ElementsAre("/work/a", "/work/b"));
    EXPECT_EQ((*store)->sessions_in(whole_day()).size(), 2U);
  }
}

TEST_F(PostgresMachines, KeepTheirOwnFilesAndSettings) {
  laptop_->apply({{{"a", "/t/a.jsonl", 1, 2, 3, 4, 5, 6, "points"}}, {}, {{"rules", "1"}}});
  EXPECT_THAT(desktop_->sources(SessionStore::Points::load), IsEmpty());
  EXPECT_THAT(desktop_->importer_settings(), IsEmpty());
  EXPECT_EQ(laptop_->sources(SessionStore::Points::load).size(), 1U);
}

// A home folder that is synced is on both.
TEST_F(PostgresMachines, CountACopyOnceAndAsFarAsItWasRead) {
  laptop_->apply({{}, {from_nine("a.jsonl", 1h)}});
  desktop_->apply({{}, {from_nine("a.jsonl", 2h)}});
  EXPECT_EQ(laptop_->query_range(whole_day()).front().active, 2h) << "the desktop has read further";
  EXPECT_EQ(laptop_->sessions_in(whole_day()).size(), 1U);
  laptop_->apply({{}, {from_nine("a.jsonl", 3h)}});
  EXPECT_EQ(desktop_->query_range(whole_day()).front().active, 3h);
  desktop_->apply({{}, {from_nine("a.jsonl", 3h)}});
  EXPECT_EQ(desktop_->query_range(whole_day()).size(), 1U) << "two that are alike";
}

TEST_F(PostgresMachines, KeepPathsThatAreNoText) {
  laptop_->apply({{}, {from_nine("a\xff\"\\.jsonl", 1h, "/work/{\"\\\xfe,\n}")}});
  EXPECT_THAT(laptop_->projects(), ElementsAre("/work/{\"\\\xfe,\n}"));
  EXPECT_EQ(laptop_->query_range(whole_day()).front().source_path, "a\xff\"\\.jsonl");
}

TEST_F(PostgresMachines, WhatIsThereTwiceInABatchIsWrittenLastOfAll) {
  laptop_->apply({{}, {from_nine("a.jsonl", 1h), from_nine("a.jsonl", 2h)}});
  EXPECT_EQ(laptop_->query_range(whole_day()).front().active, 2h);
}

// Nor does it wait for who writes, and nobody for it.
TEST_F(PostgresMachines, DoNotWaitForALook) {
  laptop_->apply({{}, {from_nine("a.jsonl", 1h)}});
  ServerSession writer{{.url = address()}};
  const Transaction transaction{writer};
  (void)writer.value("SELECT 1");
  const auto look = open_postgres_store(address(), {.machine = {"laptop", "laptop"}, .is_look = true});
  look->apply({{}, {from_nine("b.jsonl", 1h)}});
  EXPECT_EQ(look->query_range(whole_day()).size(), 2U);
}

TEST_F(PostgresMachines, AreNotMadeByALookAtAnEmptyServer) {
  const auto empty = PostgresServer::shared().new_database();
  const auto look = open_postgres_store(empty, {.machine = {"", ""}, .is_look = true});
  EXPECT_THAT(look->machines(), IsEmpty());
  EXPECT_THAT(look->open_plans(timesheet()), IsEmpty());
  look->apply({{{"b", "/t/b.jsonl", 1, 2, 3, 4, 5, 6, "points"}}, {from_nine("b.jsonl", 1h)}, {{"rules", "1"}}});
  EXPECT_TRUE(look->register_timesheet(timesheet()));
  EXPECT_EQ(look->query_range(whole_day()).size(), 1U);
  EXPECT_EQ(PostgresServer::shared().run(empty, "SELECT to_regnamespace('claude_tracker') IS NULL"), "t");
}

// A look has tables of its own for what it imports; they go with its connection.
TEST_F(PostgresMachines, AreNotChangedByALookWhoseConnectionWasCut) {
  laptop_->apply({{}, {from_nine("a.jsonl", 1h)}});
  const auto look = open_postgres_store(address(), {.machine = {"laptop", "laptop"}, .is_look = true});
  look->apply({{}, {from_nine("b.jsonl", 1h)}});
  EXPECT_EQ(look->query_range(whole_day()).size(), 2U);
  (void)sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(failure_of([&] { look->apply({{}, {from_nine("c.jsonl", 1h)}}); }), StoreErrorKind::io);
  }
  EXPECT_EQ(sql("SELECT count(*) FROM sessions"), "1");
}

}  // namespace
}  // namespace libsync::store
