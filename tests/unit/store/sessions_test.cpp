// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

#include <fmt/format.h>

namespace libsync::store {
namespace {

ActiveInterval active(const std::string& from, const std::string& to, const std::string& project = "/work/api") {
  return {{instant(from), instant(to)}, project};
}

Session two_stretches() {
  return {.source_path = "/home/me/.claude/projects/x/1.jsonl",
          .agent = "claude-code",
          .project = "/work/api",
          .start = instant("2026-02-02T08:00:00.250Z"),
          .end = instant("2026-02-02T10:00:00.999Z"),
          .active = {active("2026-02-02T08:00:00.250Z", "2026-02-02T08:30:00Z"),
                     active("2026-02-02T08:30:00Z", "2026-02-02T08:40:00Z", "/work/web"),
                     active("2026-02-02T09:30:00Z", "2026-02-02T10:00:00.999Z")},
          .tokens = {1, 2, 3, 4}};
}

SourceState state_of(const std::string& file) {
  return {.source_path = file,
          .file = file,
          .device = 0xffff'ffff'ffff'ffffU,
          .inode = 42,
          .size = 5'000'000'000,
          .modified_ns = 1'770'000'000'123'456'789,
          .read_to = 4'999'999'999,
          .checksum = 0x8000'0000'0000'0001U,
          .points = std::string("packed\0bytes\xff", 13)};
}

class Sessions : public StoreTest {
 protected:
  // The store has the session, all of it.
  void expect_kept(const Session& session) {
    EXPECT_EQ(ask("SELECT source_path FROM sessions"), session.source_path);
    EXPECT_EQ(ask("SELECT agent || '|' || start_ms || '|' || end_ms FROM session_details"),
              session.agent + "|" + std::to_string(session.start.time_since_epoch().count()) + "|" +
                  std::to_string(session.end.time_since_epoch().count()));
    EXPECT_EQ(ask("SELECT project FROM sessions"), session.project);
    EXPECT_EQ(ask("SELECT input_tokens || '|' || output_tokens || '|' || cache_creation_input_tokens || '|' || "
                  "cache_read_input_tokens FROM sessions"),
              fmt::format("{}|{}|{}|{}", session.tokens.input, session.tokens.output, session.tokens.cache_creation,
                          session.tokens.cache_read));
    EXPECT_EQ(ask("SELECT count(*) FROM active_intervals"), std::to_string(session.active.size()));
    for (const auto& [span, project, attended] : session.active) {
      EXPECT_EQ(ask(fmt::format("SELECT path || '|' || end_ms || '|' || attended FROM active_intervals JOIN projects "
                                "ON projects.id = project_id WHERE start_ms = {}",
                                span.start.time_since_epoch().count())),
                fmt::format("{}|{}|{}", project, span.end.time_since_epoch().count(), attended ? 1 : 0));
    }
  }

  std::unique_ptr<TrackingStore> store = open();
};

TEST_F(Sessions, ComeBackAsTheyWent) {
  const Session session = two_stretches();
  store->apply({{}, {session}});
  expect_kept(session);
  EXPECT_TRUE(store->legacy_sessions().empty());
}

TEST_F(Sessions, ANewerReadingReplacesTheOlderOne) {
  Session session = two_stretches();
  store->apply({{}, {session}});
  session.active.erase(session.active.begin());
  session.active[0].attended = false;
  session.agent = "codex";
  session.tokens.output = 99;
  store->apply({{}, {session}});
  expect_kept(session);
}

TEST_F(Sessions, ALoneMessageIsASessionWithoutTime) {
  Session session = two_stretches();
  session.active.clear();
  session.end = session.start;
  store->apply({{}, {session}});
  expect_kept(session);
}

TEST_F(Sessions, TheOlderToolReadsThemInItsTable) {
  store->apply({{}, {two_stretches()}});
  EXPECT_EQ(ask("SELECT project || '|' || date || '|' || start_time || '|' || end_time || '|' || duration_seconds || "
                "'|' || input_tokens || output_tokens || cache_creation_input_tokens || cache_read_input_tokens "
                "FROM sessions"),
            "/work/api|2026-02-02|2026-02-02T08:00:00Z|2026-02-02T10:00:00Z|4200|1234");
}

TEST_F(Sessions, TheDateColumnIsLocal) {
  Session session = two_stretches();
  session.active.clear();
  session.start = instant("2026-02-03T00:30:00Z");
  session.end = session.start;
  store->apply({{}, {session}});
  EXPECT_EQ(ask("SELECT date FROM sessions"), "2026-02-03") << "UTC when no zone was given";
  const auto in_los_angeles = open({.vfs = {}, .zone = *Zone::find("America/Los_Angeles")});
  in_los_angeles->apply({{}, {session}});
  EXPECT_EQ(ask("SELECT date FROM sessions"), "2026-02-02");
}

TEST_F(Sessions, BytesThatAreNoUtf8Survive) {
  Session session = two_stretches();
  session.source_path = "/home/me/\xff\xfe.jsonl";
  session.project = "/work/\xc3";
  for (auto& interval : session.active) interval.project = session.project;
  store->apply({{}, {session}});
  expect_kept(session);
}

TEST_F(Sessions, AreRefusedWhenTheirIntervalsAreNot) {
  using Change = std::function<void(Session&)>;
  const std::map<std::string, Change> changes{
      {"end before start", [](Session& session) { session.end = session.start - 1ms; }},
      {"empty interval", [](Session& session) { session.active[0].span.end = session.active[0].span.start; }},
      {"overlap", [](Session& session) { session.active[1].span.start -= 1ms; }},
      {"before the session", [](Session& session) { session.active[0].span.start -= 1ms; }},
      {"after the session", [](Session& session) { session.active[2].span.end += 1ms; }},
  };
  for (const auto& [name, change] : changes) {
    Session session = two_stretches();
    change(session);
    EXPECT_EQ(kind_of_failure([&] { store->apply({{}, {session}}); }), StoreErrorKind::broken_rule) << name;
    EXPECT_EQ(ask("SELECT count(*) FROM sessions"), "0") << name;
  }
}

TEST_F(Sessions, ABatchIsAppliedAsAWholeOrNotAtAll) {
  Session bad = two_stretches();
  bad.source_path = "/bad.jsonl";
  bad.end = bad.start - 1s;
  EXPECT_EQ(kind_of_failure([&] {
              store->apply({{state_of("/a.jsonl")}, {two_stretches(), bad}});
            }),
            StoreErrorKind::broken_rule);
  EXPECT_TRUE(store->sources(SessionStore::Points::load).empty());
  EXPECT_EQ(ask("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM projects)"), "0");
}

// --- what was read of which file ------------------------------------------------------------------------------------

TEST_F(Sessions, SourceStatesComeBackAsTheyWentOrderedByFile) {
  store->apply({{state_of("/b.jsonl"), state_of("/a.jsonl")}, {}});
  EXPECT_EQ(store->sources(SessionStore::Points::load),
            (std::vector<SourceState>{state_of("/a.jsonl"), state_of("/b.jsonl")}));
}

TEST_F(Sessions, PointsAreLeftOutOnRequest) {
  store->apply({{state_of("/a.jsonl")}, {}});
  SourceState expected = state_of("/a.jsonl");
  expected.points.clear();
  EXPECT_EQ(store->sources(SessionStore::Points::leave_out), std::vector<SourceState>{expected});
}

TEST_F(Sessions, ASourceStateIsReplacedByFile) {
  store->apply({{state_of("/a.jsonl")}, {}});
  SourceState grown = state_of("/a.jsonl");
  grown.size += 1;
  grown.points = "";
  store->apply({{grown}, {}});
  EXPECT_EQ(store->sources(SessionStore::Points::load), std::vector<SourceState>{grown});
}

// These go into the store piece by piece.
TEST_F(Sessions, PointsOfManyMegabytesComeBackAsTheyWent) {
  SourceState long_one = state_of("/a.jsonl");
  for (const std::size_t size : {3'500'000U, 2'097'152U, 5U, 4'000'001U}) {
    long_one.points.resize(size);
    for (std::size_t i = 0; i < size; ++i) long_one.points[i] = static_cast<char>(i * 31 + size);
    store->apply({{state_of("/b.jsonl"), long_one}, {}});
    EXPECT_EQ(store->sources(SessionStore::Points::load), (std::vector<SourceState>{long_one, state_of("/b.jsonl")}));
  }
}

}  // namespace
}  // namespace libsync::store
