// SPDX-License-Identifier: MIT
//
// What every tracking store promises of tracked time.
#include "store_contract.hpp"

namespace libsync::store {
namespace {

TEST_P(StoreContract, GivesASessionBackAsItWas) {
  const auto written = session("a.jsonl", at("2026-02-02T08:00:00.123Z"),
                               {{{at("2026-02-02T08:00:00.123Z"), at("2026-02-02T09:00:00Z")}, "/work/a"},
                                {{at("2026-02-02T09:00:00Z"), at("2026-02-02T09:30:00.5Z")}, "/work/b"}});
  store().apply({{}, {written}});
  EXPECT_THAT(store().query_range(whole_day()),
              ElementsAre(TrackedTime{"a.jsonl", "/work/a", written.start, written.active[0].span.duration()},
                          TrackedTime{"a.jsonl", "/work/b", at("2026-02-02T09:00:00Z"), 30min + 500ms}));
}

TEST_P(StoreContract, ReplacesASession) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  store().apply({{}, {session("a.jsonl", nine, {{{nine, nine + 1h}, "/work/a"}})}});
  const auto longer = session("a.jsonl", nine, {{{nine, nine + 2h}, "/work/b"}});
  store().apply({{}, {longer}});
  EXPECT_THAT(store().query_range({second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}),
              ElementsAre(TrackedTime{"a.jsonl", "/work/b", nine, 2h}));
}

TEST_P(StoreContract, RemovesSessionsThatTurnedOutToBeNone) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  const auto with_an_hour = [&](const std::string& key) {
    return session(key, nine, {{{nine, nine + 1h}, "/work/a"}});
  };
  subject_->add_legacy("old.jsonl", "/old", floor_seconds(nine), floor_seconds(nine + 1h), 60s);
  store().apply({{}, {with_an_hour("a.jsonl"), with_an_hour("b.jsonl"), with_an_hour("c.jsonl")}});
  store().apply({{}, {with_an_hour("d.jsonl")}, {}, {"a.jsonl", "c.jsonl", "old.jsonl", "unknown.jsonl"}});
  EXPECT_THAT(store().query_range(whole_day()),
              ElementsAre(TrackedTime{"b.jsonl", "/work/a", nine, 1h}, TrackedTime{"d.jsonl", "/work/a", nine, 1h},
                          TrackedTime{"old.jsonl", "/old", nine, 1min}));
  store().apply({{}, {with_an_hour("a.jsonl")}});
  EXPECT_EQ(store().query_range(whole_day()).size(), 4U);
}

TEST_P(StoreContract, RefusesIntervalsThatAreNotSortedAndInside) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  auto overlapping = session("a.jsonl", nine, {{{nine, nine + 1h}, "/a"}, {{nine + 30min, nine + 2h}, "/a"}});
  auto outside = session("b.jsonl", nine, {{{nine - 1h, nine + 1h}, "/a"}});
  auto empty = session("c.jsonl", nine, {{{nine, nine}, "/a"}});
  for (const auto& bad : {overlapping, outside, empty}) {
    EXPECT_EQ(failure_of([&] {
                store().apply({{}, {session("good.jsonl", nine, {}), bad}});
              }),
              StoreErrorKind::broken_rule);
  }
  EXPECT_EQ(store().earliest_session_date(*Zone::find("UTC")), std::nullopt)
      << "a batch happens as a whole or not at all";
}

TEST_P(StoreContract, KeepsSourceStatesByFile) {
  const SourceState b{"b", "/t/b.jsonl", 1, 2, 3, 4, 5, 6, std::string("\0x", 2)};
  const SourceState a{"a", "/t/a.jsonl", ~std::uint64_t{0}, 2, 3, -4, 5, ~std::uint64_t{0}, "points"};
  store().apply({{b, a}, {}});
  EXPECT_THAT(store().sources(SessionStore::Points::load), ElementsAre(a, b));
  auto grown = b;
  grown.size = 99;
  grown.points = "more";
  store().apply({{grown}, {}});
  EXPECT_THAT(store().sources(SessionStore::Points::load), ElementsAre(a, grown));
  EXPECT_EQ(store().sources(SessionStore::Points::leave_out).front().points, "");
}

TEST_P(StoreContract, ClipsToTheRangeHalfOpen) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  store().apply({{},
                 {session("early.jsonl", nine - 1h, {{{nine - 1h, nine}, "/work/a"}}),
                  session("over.jsonl", nine - 1h, {{{nine - 1h, nine + 1h}, "/work/a"}}),
                  session("late.jsonl", nine + 8h, {{{nine + 8h, nine + 9h}, "/work/a"}})}});
  EXPECT_THAT(store().query_range({second("2026-02-02T09:00:00Z"), second("2026-02-02T17:00:00Z")}),
              ElementsAre(TrackedTime{"over.jsonl", "/work/a", nine, 1h}));
  EXPECT_THAT(store().query_range({second("2026-02-02T17:00:00Z"), second("2026-02-02T09:00:00Z")}), IsEmpty());
}

TEST_P(StoreContract, SumsASessionPerProjectInOrderOfFirstActivity) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  store().apply({{},
                 {session("s.jsonl", nine,
                          {{{nine, nine + 10min}, "/work/b"},
                           {{nine + 10min, nine + 30min}, "/work/a"},
                           {{nine + 40min, nine + 45min}, "/work/b"}}),
                  session("r.jsonl", nine, {{{nine, nine + 1min}, "/work/z"}})}});
  EXPECT_THAT(store().query_range({second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}),
              ElementsAre(TrackedTime{"r.jsonl", "/work/z", nine, 1min}, TrackedTime{"s.jsonl", "/work/b", nine, 15min},
                          TrackedTime{"s.jsonl", "/work/a", nine + 10min, 20min}));
}

TEST_P(StoreContract, TellsAttendedTimeFromTheRest) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  store().apply({{},
                 {session("s.jsonl", nine,
                          {{{nine, nine + 10min}, "/work/a", true},
                           {{nine + 10min, nine + 30min}, "/work/a", false},
                           {{nine + 30min, nine + 31min}, "/work/b", false}})}});
  EXPECT_THAT(store().query_range({second("2026-02-02T09:05:00Z"), second("2026-02-03T00:00:00Z")}),
              ElementsAre(TrackedTime{"s.jsonl", "/work/a", nine + 5min, 25min, 5min},
                          TrackedTime{"s.jsonl", "/work/b", nine + 30min, 1min, 0min}));
}

TEST_P(StoreContract, GivesTheSessionsOfARangeAsAWhole) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  const auto both = session("b.jsonl", nine - 1h,
                            {{{nine - 1h, nine - 30min}, "/work/a", true}, {{nine + 1h, nine + 2h}, "/work/b", false}});
  const auto over = session("a.jsonl", nine - 40 * 24h, {{{nine - 40 * 24h, nine + 1ms}, "/work/a"}});
  store().apply({{},
                 {both, over, session("early.jsonl", nine - 2h, {{{nine - 2h, nine}, "/work/a"}}),
                  session("lone.jsonl", nine + 1min, {})}});
  subject_->add_legacy("old.jsonl", "/old", floor_seconds(nine), floor_seconds(nine + 1h), 60s);
  EXPECT_THAT(store().sessions_in({second("2026-02-02T09:00:00Z"), second("2026-02-02T17:00:00Z")}),
              ElementsAre(over, both));
  EXPECT_THAT(store().sessions_in({second("2026-02-02T17:00:00Z"), second("2026-02-02T09:00:00Z")}), IsEmpty());
}

TEST_P(StoreContract, KnowsEveryProjectPath) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  store().apply(
      {{}, {session("s.jsonl", nine, {{{nine, nine + 1min}, "/work/b"}, {{nine + 1min, nine + 2min}, "/work/a"}})}});
  subject_->add_legacy("old.jsonl", "/old", floor_seconds(nine), floor_seconds(nine + 1h), 60s);
  EXPECT_THAT(store().projects(), ElementsAre("/old", "/work/a", "/work/b"));
}

TEST_P(StoreContract, KeepsTheSettingsOfTheImporterWithItsBatch) {
  EXPECT_THAT(store().importer_settings(), IsEmpty());
  store().apply({{}, {}, {{"idle", "15"}, {"rules", "2"}}});
  store().apply({{}, {}, {{"idle", "20"}}});
  EXPECT_THAT(store().importer_settings(), ElementsAre(testing::Pair("idle", "20"), testing::Pair("rules", "2")));
}

TEST_P(StoreContract, SharesOutRowsOfTheOlderToolProRata) {
  subject_->add_legacy("old.jsonl", "/work/a", second("2026-02-02T08:00:00Z"), second("2026-02-02T12:00:00Z"), 7201s);
  const Interval morning{second("2026-02-02T07:00:00Z"), second("2026-02-02T09:00:00Z")};
  const Interval rest{second("2026-02-02T09:00:00Z"), second("2026-02-02T20:00:00Z")};
  const auto first = store().query_range(morning);
  const auto second_part = store().query_range(rest);
  EXPECT_THAT(first,
              ElementsAre(TrackedTime{"old.jsonl", "/work/a", at("2026-02-02T08:00:00Z"), milliseconds{1'800'250}}));
  EXPECT_EQ(first[0].active + second_part[0].active, 7201s);
}

TEST_P(StoreContract, MakesSenseOfNonsenseOfTheOlderTool) {
  const Interval day{second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")};
  subject_->add_legacy("negative.jsonl", "/a", day.start + 1h, day.start + 2h, -5s);
  subject_->add_legacy("longer.jsonl", "/a", day.start + 3h, day.start + 4h, 9999999s);
  subject_->add_legacy("point.jsonl", "/a", day.start + 5h, day.start + 5h, 60s);
  EXPECT_THAT(store().query_range(day), ElementsAre(TrackedTime{"longer.jsonl", "/a", Instant{day.start + 3h}, 1h}));
}

TEST_P(StoreContract, AnImportedSessionTakesThePlaceOfTheOlderToolsRow) {
  const Instant nine = at("2026-02-02T09:00:00Z");
  subject_->add_legacy("a.jsonl", "/old", floor_seconds(nine), floor_seconds(nine + 1h), 3600s);
  ASSERT_EQ(store().legacy_sessions().size(), 1U);
  EXPECT_EQ(store().legacy_sessions()[0].duration, 3600s);
  EXPECT_EQ(store().legacy_sessions()[0].session.project, "/old");
  const auto imported = session("a.jsonl", nine, {{{nine, nine + 5min}, "/work/a"}});
  store().apply({{}, {imported}});
  EXPECT_THAT(store().legacy_sessions(), IsEmpty());
  EXPECT_THAT(store().query_range({second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}),
              ElementsAre(TrackedTime{"a.jsonl", "/work/a", nine, 5min}));
}

TEST_P(StoreContract, KnowsTheEarliestDayInAnyZone) {
  EXPECT_EQ(store().earliest_session_date(*Zone::find("UTC")), std::nullopt);
  store().apply({{}, {session("a.jsonl", at("2026-02-03T02:00:00Z"), {})}});
  EXPECT_EQ(store().earliest_session_date(*Zone::find("UTC")), parse_date("2026-02-03"));
  EXPECT_EQ(store().earliest_session_date(*Zone::find("America/New_York")), parse_date("2026-02-02"));
}

}  // namespace
}  // namespace libsync::store
