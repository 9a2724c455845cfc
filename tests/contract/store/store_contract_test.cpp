// SPDX-License-Identifier: MIT
//
// What every tracking store promises.
#include "in_memory_store.hpp"
#include "values.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace libsync::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// A store, and the older tool that writes beside us.
class Subject {
 public:
  virtual ~Subject() = default;
  [[nodiscard]] virtual TrackingStore& store() = 0;
  virtual void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                          seconds duration) = 0;
  virtual void add_synced_entry(const RowKey& row, const EntryId& entry) = 0;
  virtual void add_synced_day(const DayKey& day) = 0;
};

class InMemorySubject final : public Subject {
 public:
  TrackingStore& store() override { return store_; }
  void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                  seconds duration) override {
    store_.add_legacy({{path, "claude-code", project, start, end, {}, {}}, duration});
  }
  void add_synced_entry(const RowKey& row, const EntryId& entry) override { store_.add_synced_entry(row, entry); }
  void add_synced_day(const DayKey& day) override { store_.add_synced_day(day); }

 private:
  support::InMemoryStore store_;
};

class SqliteSubject final : public Subject {
 public:
  SqliteSubject() {
    std::string pattern = (std::filesystem::temp_directory_path() / "store-contract-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    folder_ = pattern;
    store_ = open_sqlite_store(file());
  }
  ~SqliteSubject() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  SqliteSubject(const SqliteSubject&) = delete;
  SqliteSubject& operator=(const SqliteSubject&) = delete;

  TrackingStore& store() override { return *store_; }
  void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                  seconds duration) override {
    SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
    SQLite::Statement insert{database,
                             "INSERT INTO sessions(source_path, project, date, start_time, end_time, duration_seconds) "
                             "VALUES (?, ?, ?, ?, ?, ?)"};
    insert.bind(1, path);
    insert.bind(2, project);
    insert.bind(3, format_utc(start).substr(0, 10));
    insert.bind(4, format_utc(start));
    insert.bind(5, format_utc(end));
    insert.bind(6, duration.count());
    insert.exec();
  }
  void add_synced_entry(const RowKey& row, const EntryId& entry) override {
    run("INSERT INTO synced_entries VALUES (?, ?, ?, ?)",
        {format_date(row.day.date), row.day.workspace.str(), row.project.str(), entry.str()});
  }
  void add_synced_day(const DayKey& day) override {
    run("INSERT INTO synced_days VALUES (?, ?)", {format_date(day.date), day.workspace.str()});
  }

 private:
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "sessions.db"; }
  void run(const std::string& sql, const std::vector<std::string>& values) const {
    SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
    SQLite::Statement statement{database, sql};
    int index = 0;
    for (const auto& value : values) statement.bind(++index, value);
    statement.exec();
  }

  std::filesystem::path folder_;
  std::unique_ptr<TrackingStore> store_;
};

struct Kind {
  const char* name;
  std::unique_ptr<Subject> (*make)();
};

class StoreContract : public testing::TestWithParam<Kind> {
 protected:
  TrackingStore& store() { return subject_->store(); }
  DayPlan planned() { return store().day_plan(day(monday())).value(); }

  void post(char project, char entry) {
    ASSERT_TRUE(store().begin_send(intent(monday(), project, 0)));
    store().write_posted(row_key(monday(), project), id<EntryId>(entry), Origin::created, "");
  }

  static Interval whole_day() { return {second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}; }

  // Whether the store refuses `act` as against its rules, and keeps the plan of Monday as it is.
  bool refuses(const std::function<void()>& act) {
    const auto before = store().day_plan(day(monday()));
    const auto failure = failure_of(act);
    return failure == StoreErrorKind::broken_rule && store().day_plan(day(monday())) == before;
  }

  std::unique_ptr<Subject> subject_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(
    Each, StoreContract,
    testing::Values(Kind{"InMemory", []() -> std::unique_ptr<Subject> { return std::make_unique<InMemorySubject>(); }},
                    Kind{"Sqlite", []() -> std::unique_ptr<Subject> { return std::make_unique<SqliteSubject>(); }}),
    [](const auto& kind) { return kind.param.name; });

// --- tracked time ---------------------------------------------------------------------------------------------------

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

// --- what is done ---------------------------------------------------------------------------------------------------

TEST_P(StoreContract, KnowsWhatTheOlderToolRecorded) {
  const auto other = id<WorkspaceId>('f');
  subject_->add_synced_entry(row_key(monday(), '1'), id<EntryId>('7'));
  subject_->add_synced_day(day(monday()));
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), id<EntryId>('7')}));
  EXPECT_THAT(store().synced_entries({other, monday()}), IsEmpty());
  EXPECT_THAT(store().claimed_entries(workspace()), ElementsAre(id<EntryId>('7')));
  EXPECT_THAT(store().claimed_entries(other), IsEmpty());
  EXPECT_THAT(store().synced_days(workspace()), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(other), IsEmpty());
}

// --- T1 -------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, FreezesAPlanAsItIs) {
  const auto frozen = plan(monday(), "123");
  store().freeze(frozen);
  EXPECT_EQ(planned(), frozen);
  EXPECT_THAT(store().open_plans(workspace()), ElementsAre(frozen));
  EXPECT_THAT(store().open_plans(id<WorkspaceId>('f')), IsEmpty());
}

TEST_P(StoreContract, ReplacesAPlanThatWasNeverSent) {
  store().freeze(plan(monday(), "12"));
  store().freeze(plan(monday(), "34"));
  EXPECT_EQ(planned(), plan(monday(), "34"));
}

TEST_P(StoreContract, RefusesAPlanThatDoesNotTileTheDay) {
  auto gap = plan(monday(), "123");
  gap.rows.erase(gap.rows.begin() + 1);
  auto short_day = plan(monday(), "123");
  short_day.rows.pop_back();
  auto overlap = plan(monday(), "12");
  overlap.rows[1].entry.interval.start -= 1s;
  auto empty = plan(monday(), "12");
  empty.rows.clear();
  const auto twice = plan(monday(), "11");
  for (const auto& bad : {gap, short_day, overlap, empty, twice}) {
    EXPECT_TRUE(refuses([&] { store().freeze(bad); }));
  }
}

TEST_P(StoreContract, RefusesToReplaceAPlanThatWasEverSent) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(monday(), '1', 0)));
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); }));
  ASSERT_TRUE(store().write_refused(row_key(monday(), '1'), 1));
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "refused counts as sent";
}

TEST_P(StoreContract, RefusesRowsThatClaimToHaveBeenSent) {
  auto sent = plan(monday(), "12");
  sent.rows[0].attempt = 1;
  sent.rows[0].sent_at = second("2026-02-03T00:00:00Z");
  auto in_flight = sent;
  in_flight.rows[0].state = RowState::in_flight;
  auto created = plan(monday(), "12");
  created.rows[0].state = RowState::posted;
  created.rows[0].entry_id = id<EntryId>('7');
  created.rows[0].origin = Origin::created;
  for (const auto& bad : {sent, in_flight, created}) EXPECT_TRUE(refuses([&] { store().freeze(bad); }));
}

TEST_P(StoreContract, TakesOverEntriesOfAnEarlierTool) {
  subject_->add_synced_entry(row_key(monday(), '1'), id<EntryId>('7'));
  auto continued = plan(monday(), "12");
  continued.rows[0].state = RowState::posted;
  continued.rows[0].entry_id = id<EntryId>('7');
  continued.rows[0].origin = Origin::earlier;
  store().freeze(continued);
  EXPECT_EQ(planned(), continued);
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "what is posted is never planned again";
}

TEST_P(StoreContract, RefusesToPlanASyncedDay) {
  subject_->add_synced_day(day(monday()));
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); }));
}

// --- T2, T3, T4 -----------------------------------------------------------------------------------------------------

TEST_P(StoreContract, AnIntentOfAPlanThatWasReplacedIsRefused) {
  store().freeze(plan(monday(), "12"));
  auto stale = intent(monday(), '1', 0);
  stale.seen_interval = plan(monday(), "12").rows[0].entry.interval;
  store().freeze(plan(monday(), "21"));
  EXPECT_FALSE(store().begin_send(stale));
  stale.seen_interval = plan(monday(), "21").rows[1].entry.interval;
  EXPECT_TRUE(store().begin_send(stale));
}

TEST_P(StoreContract, WritesAnIntentOnceForEachAttempt) {
  store().freeze(plan(monday(), "12"));
  EXPECT_TRUE(store().begin_send(intent(monday(), '1', 0)));
  EXPECT_FALSE(store().begin_send(intent(monday(), '1', 0))) << "somebody else got there first";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  EXPECT_EQ(planned().rows[0].attempt, 1);
  EXPECT_EQ(planned().rows[0].sent_at, intent(monday(), '1', 0).sent_at);
  EXPECT_EQ(planned().rows[0].baseline, intent(monday(), '1', 0).baseline);
  EXPECT_TRUE(store().begin_send(intent(monday(), '1', 1)));
  EXPECT_EQ(planned().rows[0].attempt, 2);
  EXPECT_FALSE(store().begin_send(intent(monday(), '9', 0))) << "no such row";
  EXPECT_FALSE(store().begin_send(intent(next_day(monday()), '1', 0))) << "no such plan";
}

TEST_P(StoreContract, RecordsAPostInBothTablesAtOnce) {
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_EQ(planned().rows[0].state, RowState::posted);
  EXPECT_EQ(planned().rows[0].entry_id, id<EntryId>('7'));
  EXPECT_EQ(planned().rows[0].origin, Origin::created);
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), id<EntryId>('7')}));
  EXPECT_FALSE(store().begin_send(intent(monday(), '1', 1)));
}

TEST_P(StoreContract, AdoptsWithoutASend) {
  store().freeze(plan(monday(), "12"));
  store().write_posted(row_key(monday(), '2'), id<EntryId>('8'), Origin::adopted, "");
  EXPECT_EQ(planned().rows[1].attempt, 0);
  EXPECT_EQ(planned().rows[1].origin, Origin::adopted);
}

TEST_P(StoreContract, RefusesWhatCannotBeRecorded) {
  store().freeze(plan(monday(), "123"));
  const auto record = [&](char project, char entry, Origin origin) {
    store().write_posted(row_key(monday(), project), id<EntryId>(entry), origin, "");
  };
  EXPECT_TRUE(refuses([&] { record('1', '7', Origin::created); })) << "never sent";
  EXPECT_TRUE(refuses([&] { record('9', '7', Origin::adopted); })) << "no such row";
  post('1', '7');
  EXPECT_TRUE(refuses([&] { record('1', '8', Origin::found); })) << "posted already";
  EXPECT_TRUE(refuses([&] { record('2', '7', Origin::adopted); })) << "the entry has an owner";
  store().freeze(plan(next_day(monday()), "1"));
  EXPECT_TRUE(refuses([&] {
    store().write_posted(row_key(next_day(monday()), '1'), id<EntryId>('7'), Origin::adopted, "");
  })) << "the entry has an owner on another day";
  EXPECT_FALSE(store().write_refused(row_key(monday(), '2'), 0)) << "not in flight";
  EXPECT_TRUE(refuses([&] { store().write_mismatch(row_key(monday(), '2'), "x"); }));
}

TEST_P(StoreContract, CountsARefusedAttempt) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(monday(), '1', 0)));
  EXPECT_TRUE(store().write_refused(row_key(monday(), '1'), 1));
  EXPECT_EQ(planned().rows[0].state, RowState::planned);
  EXPECT_EQ(planned().rows[0].attempt, 1);
  EXPECT_TRUE(planned().ever_sent());
  EXPECT_FALSE(store().begin_send(intent(monday(), '1', 0)));
  EXPECT_TRUE(store().begin_send(intent(monday(), '1', 1)));
}

TEST_P(StoreContract, TakesBackNoIntentOfAnotherRun) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(monday(), '1', 0)));
  ASSERT_TRUE(store().begin_send(intent(monday(), '1', 1)));
  EXPECT_FALSE(store().write_refused(row_key(monday(), '1'), 1)) << "the second is under way";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  EXPECT_TRUE(store().write_refused(row_key(monday(), '1'), 2));
}

// --- T5 -------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, CompletesADayWhenAllOfItIsPostedAsPlanned) {
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "no plan";
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "one is missing";
  ASSERT_TRUE(store().begin_send(intent(monday(), '2', 0)));
  store().write_posted(row_key(monday(), '2'), id<EntryId>('8'), Origin::found, "shorter");
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "one differs";
  store().write_mismatch(row_key(monday(), '2'), "");
  store().complete_day(day(monday()));
  EXPECT_THAT(store().synced_days(workspace()), ElementsAre(monday()));
  EXPECT_THAT(store().open_plans(workspace()), IsEmpty());
  EXPECT_TRUE(refuses([&] { store().write_mismatch(row_key(monday(), '2'), "shorter"); }))
      << "a synced day stays as it is";
  EXPECT_EQ(planned().rows[1].mismatch, "");
}

TEST_P(StoreContract, GivesOpenPlansOldestFirst) {
  const auto tuesday = next_day(monday());
  store().freeze(plan(tuesday, "1"));
  store().freeze(plan(monday(), "1"));
  EXPECT_THAT(store().open_plans(workspace()), ElementsAre(plan(monday(), "1"), plan(tuesday, "1")));
}

// --- who ------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, RemembersTheUserOfAnAccount) {
  EXPECT_EQ(store().remembered_user("hash"), std::nullopt);
  store().remember_user("hash", id<UserId>('b'));
  store().remember_user("hash", id<UserId>('c'));
  EXPECT_EQ(store().remembered_user("hash"), id<UserId>('c'));
  EXPECT_EQ(store().remembered_user("other"), std::nullopt);
}

}  // namespace
}  // namespace libsync::store
