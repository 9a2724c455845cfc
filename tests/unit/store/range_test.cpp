// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

#include <fmt/format.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace libsync::store {
namespace {

class Range : public StoreTest {
 protected:
  std::unique_ptr<TrackingStore> store = open();

  // A session of one project that is active all the time.
  static Session session(const std::string& name, const std::string& from, const std::string& to,
                         const std::string& project = "/work/api") {
    return {.source_path = name,
            .agent = "claude-code",
            .project = project,
            .start = instant(from),
            .end = instant(to),
            .active = {{{instant(from), instant(to)}, project}},
            .tokens = {}};
  }

  void legacy(const std::string& name, const std::string& from, const std::string& to, std::int64_t duration) const {
    sql(fmt::format("INSERT INTO sessions VALUES ('{}', '/work/old', '2026-02-02', '{}', '{}', {}, 0, 0, 0, 0)", name,
                    from, to, duration));
  }

  [[nodiscard]] std::vector<TrackedTime> between(const std::string& from, const std::string& to) {
    return store->query_range({utc(from), utc(to)});
  }
};

TEST_F(Range, ClipsASessionToTheRange) {
  store->apply({{}, {session("night", "2026-02-02T22:00:00.500Z", "2026-02-03T01:30:00Z")}});
  EXPECT_EQ(between("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"),
            (std::vector<TrackedTime>{{"night", "/work/api", instant("2026-02-02T22:00:00.500Z"), 7'199'500ms}}));
  EXPECT_EQ(between("2026-02-03T00:00:00Z", "2026-02-04T00:00:00Z"),
            (std::vector<TrackedTime>{{"night", "/work/api", instant("2026-02-03T00:00:00Z"), 90min}}));
}

TEST_F(Range, GivesNothingToARangeThatASessionOnlyTouches) {
  store->apply({{}, {session("morning", "2026-02-02T08:00:00Z", "2026-02-02T09:00:00Z")}});
  EXPECT_TRUE(between("2026-02-02T09:00:00Z", "2026-02-02T17:00:00Z").empty());
  EXPECT_TRUE(between("2026-02-02T07:00:00Z", "2026-02-02T08:00:00Z").empty());
  EXPECT_TRUE(between("2026-02-02T08:30:00Z", "2026-02-02T08:30:00Z").empty());
  EXPECT_TRUE(between("2026-02-02T09:00:00Z", "2026-02-02T08:00:00Z").empty());
}

TEST_F(Range, CountsActiveTimeOnly) {
  Session pause = session("pause", "2026-02-02T08:00:00Z", "2026-02-02T12:00:00Z");
  pause.active = {{{instant("2026-02-02T08:00:00Z"), instant("2026-02-02T08:10:00Z")}, "/work/api"},
                  {{instant("2026-02-02T11:00:00Z"), instant("2026-02-02T12:00:00Z")}, "/work/api"}};
  store->apply({{}, {pause}});
  EXPECT_EQ(between("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z").at(0).active, 70min);
  EXPECT_TRUE(between("2026-02-02T09:00:00Z", "2026-02-02T10:00:00Z").empty());
}

TEST_F(Range, GivesOneElementPerSessionAndProjectInOrderOfActivity) {
  Session mixed = session("mixed", "2026-02-02T08:00:00Z", "2026-02-02T12:00:00Z");
  mixed.active = {{{instant("2026-02-02T08:00:00Z"), instant("2026-02-02T09:00:00Z")}, "/work/web"},
                  {{instant("2026-02-02T09:00:00Z"), instant("2026-02-02T10:00:00Z")}, "/work/api"},
                  {{instant("2026-02-02T10:00:00Z"), instant("2026-02-02T12:00:00Z")}, "/work/web"}};
  store->apply({{},
                {mixed, session("b", "2026-02-02T08:00:00Z", "2026-02-02T08:20:00Z"),
                 session("a", "2026-02-02T08:00:00Z", "2026-02-02T08:20:00Z")}});
  EXPECT_EQ(between("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"),
            (std::vector<TrackedTime>{{"a", "/work/api", instant("2026-02-02T08:00:00Z"), 20min},
                                      {"b", "/work/api", instant("2026-02-02T08:00:00Z"), 20min},
                                      {"mixed", "/work/web", instant("2026-02-02T08:00:00Z"), 3h},
                                      {"mixed", "/work/api", instant("2026-02-02T09:00:00Z"), 1h}}));
}

TEST_F(Range, FindsAnIntervalThatBeganLongBefore) {
  store->apply({{}, {session("loop", "2026-01-01T00:00:00Z", "2026-02-10T00:00:00Z")}});
  EXPECT_EQ(between("2026-02-02T09:00:00Z", "2026-02-02T17:00:00Z"),
            (std::vector<TrackedTime>{{"loop", "/work/api", instant("2026-02-02T09:00:00Z"), 8h}}));
}

TEST_F(Range, SharesARowOfTheOlderToolOutProRata) {
  legacy("old", "2026-02-02T23:00:00Z", "2026-02-03T01:00:00Z", 3600);
  EXPECT_EQ(between("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"),
            (std::vector<TrackedTime>{{"old", "/work/old", instant("2026-02-02T23:00:00Z"), 30min}}));
  EXPECT_EQ(between("2026-02-03T00:00:00Z", "2026-02-04T00:00:00Z"),
            (std::vector<TrackedTime>{{"old", "/work/old", instant("2026-02-03T00:00:00Z"), 30min}}));
}

TEST_F(Range, NonsenseOfTheOlderToolIsNoTime) {
  legacy("backwards", "2026-02-02T12:00:00Z", "2026-02-02T11:00:00Z", 600);
  legacy("negative", "2026-02-02T11:00:00Z", "2026-02-02T12:00:00Z", -600);
  legacy("empty", "2026-02-02T11:00:00Z", "2026-02-02T11:00:00Z", 600);
  legacy("no time", "now", "then", 600);
  legacy("no date", "2026-99-99T99:99:99Z", "2026-02-02T12:00:00Z", 600);
  EXPECT_TRUE(between("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").empty());
  legacy("too long", "2026-02-02T11:00:00Z", "2026-02-02T12:00:00Z", 999'999'999'999);
  EXPECT_EQ(between("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").at(0).active, 1h);
}

TEST_F(Range, ARowOfTheOlderToolIsReplacedByOurOwnReading) {
  legacy("same", "2026-02-02T08:00:00Z", "2026-02-02T12:00:00Z", 600);
  ASSERT_EQ(store->legacy_sessions().size(), 1U);
  EXPECT_EQ(store->legacy_sessions().at(0).duration, 600s);
  store->apply({{}, {session("same", "2026-02-02T08:00:00Z", "2026-02-02T09:00:00Z")}});
  EXPECT_TRUE(store->legacy_sessions().empty());
  EXPECT_EQ(between("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z").at(0).active, 1h);
}

TEST_F(Range, TheOlderToolWritingARowAgainTakesNoTimeAway) {
  store->apply({{}, {session("same", "2026-02-02T08:00:00Z", "2026-02-02T09:00:00Z")}});
  sql("PRAGMA foreign_keys = ON; INSERT OR REPLACE INTO sessions VALUES ('same', '/x', '2026-02-02', "
      "'2026-02-02T08:00:00Z', '2026-02-02T08:30:00Z', 60, 0, 0, 0, 0)");
  EXPECT_EQ(between("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z").at(0).active, 1h);
  EXPECT_TRUE(store->legacy_sessions().empty());
}

TEST_F(Range, TheEarliestSessionHasALocalDate) {
  const Zone los_angeles = *Zone::find("America/Los_Angeles");
  EXPECT_EQ(store->earliest_session_date(los_angeles), std::nullopt);
  store->apply({{}, {session("tuesday", "2026-02-04T00:30:00Z", "2026-02-04T01:00:00Z")}});
  EXPECT_EQ(store->earliest_session_date(los_angeles), date("2026-02-03"));
  EXPECT_EQ(store->earliest_session_date(*Zone::find("UTC")), date("2026-02-04"));
  legacy("older", "2026-01-15T12:00:00Z", "2026-01-15T13:00:00Z", 60);
  EXPECT_EQ(store->earliest_session_date(los_angeles), date("2026-01-15"));
}

// --- properties -----------------------------------------------------------------------------------------------------

using Totals = std::map<std::pair<std::string, std::string>, milliseconds>;

void add(Totals& totals, const std::vector<TrackedTime>& tracked) {
  for (const auto& time : tracked) totals[{time.source_path, time.project}] += time.active;
}

constexpr UtcTime k_epoch = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2};
constexpr int k_days = 5;

Session random_session(int number) {
  const auto offset = *rc::gen::inRange(0, 3 * 86'400'000);
  Session session{.source_path = fmt::format("s{}", number),
                  .agent = "claude-code",
                  .project = "/p0",
                  .start = Instant{k_epoch} + milliseconds{offset},
                  .end = {},
                  .active = {},
                  .tokens = {}};
  Instant reached = session.start;
  const auto count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) {
    reached += milliseconds{*rc::gen::inRange(0, 5'000'000)};
    const Instant end = reached + milliseconds{*rc::gen::element(1, 999, 60'000, 3'599'999, 100'000'000)};
    session.active.push_back({{reached, end}, fmt::format("/p{}", *rc::gen::inRange(0, 3))});
    reached = end;
  }
  session.end = reached;
  return session;
}

RC_GTEST_FIXTURE_PROP(Range, ThePartsOfAPartitionSumToTheWhole, ()) {
  ImportBatch batch;
  const int sessions = *rc::gen::inRange(0, 5);
  for (int i = 0; i < sessions; ++i) batch.sessions.push_back(random_session(i));
  store->apply(batch);
  const int legacy_sessions = *rc::gen::inRange(0, 4);
  for (int i = 0; i < legacy_sessions; ++i) {
    const UtcTime start = k_epoch + seconds{*rc::gen::inRange(0, 86'400)};
    legacy(fmt::format("l{}", i), format_utc(start), format_utc(start + seconds{*rc::gen::inRange(-10, 400'000)}),
           *rc::gen::inRange(-5, 300'000));
  }

  std::vector<int> cuts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, k_days * 86'400));
  cuts.push_back(0);
  cuts.push_back(k_days * 86'400);
  std::ranges::sort(cuts);
  Totals parts;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const Interval part{k_epoch + seconds{cuts[i]}, k_epoch + seconds{cuts[i + 1]}};
    for (const auto& time : store->query_range(part)) {
      RC_ASSERT(time.active > 0ms);
      RC_ASSERT(time.active <= part.duration());
      RC_ASSERT((InstantInterval{part.start, part.end}.contains(time.first_activity)));
      parts[{time.source_path, time.project}] += time.active;
    }
  }
  Totals whole;
  add(whole, store->query_range({k_epoch, k_epoch + seconds{k_days * 86'400}}));
  RC_ASSERT(parts == whole);
}

RC_GTEST_FIXTURE_PROP(Range, AWholeSessionHasItsActiveTime, ()) {
  const Session session = random_session(0);
  store->apply({{}, {session}});
  milliseconds sum{0};
  for (const auto& time : store->query_range({k_epoch - 24h, k_epoch + 24h * 30})) sum += time.active;
  RC_ASSERT(sum == session.active_time());
}

}  // namespace
}  // namespace libsync::store
