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
  virtual void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) = 0;
  virtual void add_synced_day(LocalDate date) = 0;
};

class InMemorySubject final : public Subject {
 public:
  TrackingStore& store() override { return store_; }
  void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                  seconds duration) override {
    store_.add_legacy({{path, "claude-code", project, start, end, {}, {}}, duration});
  }
  void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) override {
    store_.add_synced_entry(workspace(), date, project, entry);
  }
  void add_synced_day(LocalDate date) override { store_.add_synced_day(workspace(), date); }

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
  void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) override {
    run("INSERT INTO synced_entries VALUES (?, ?, ?, ?)",
        {format_date(date), workspace().str(), project.str(), entry.str()});
  }
  void add_synced_day(LocalDate date) override {
    run("INSERT INTO synced_days VALUES (?, ?)", {format_date(date), workspace().str()});
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
    ASSERT_TRUE(store().begin_send(intent(store(), monday(), project, 0)));
    record(monday(), project, entry, Origin::created);
  }

  void record(LocalDate date, char project, char entry, Origin origin, const std::string& mismatch = "") {
    const auto [row, planned] = place(store(), date, project);
    store().write_posted({row, planned, id<EntryId>(entry), origin, mismatch});
  }

  static Interval whole_day() { return {second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}; }

  // Whether the store refuses `act` as against its rules, and keeps the plan of Monday as it is.
  bool refuses(const std::function<void()>& act) {
    const auto before = store().day_plan(day(monday()));
    const auto failure = failure_of(act);
    return failure == StoreErrorKind::broken_rule && store().day_plan(day(monday())) == before;
  }

  void SetUp() override { ASSERT_TRUE(store().register_timesheet(timesheet())) << "the first has the older rows"; }

  static EntryId entry(char digit) { return id<EntryId>(digit); }

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

// --- what is done ---------------------------------------------------------------------------------------------------

TEST_P(StoreContract, KnowsWhatTheOlderToolRecorded) {
  const Timesheet other{id<UserId>('b'), timesheet().base_url, id<WorkspaceId>('f')};
  subject_->add_synced_entry(monday(), id<ProjectId>('1'), id<EntryId>('7'));
  subject_->add_synced_day(monday());
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), id<EntryId>('7')}));
  EXPECT_THAT(store().synced_entries({other, monday()}), IsEmpty());
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(id<EntryId>('7')));
  EXPECT_THAT(store().claimed_entries(other), IsEmpty());
  EXPECT_THAT(store().synced_days(timesheet()), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(other), IsEmpty());
}

// --- T1 -------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, FreezesAPlanAsItIs) {
  const auto frozen = plan(monday(), "123");
  store().freeze(frozen);
  EXPECT_EQ(planned(), frozen);
  EXPECT_THAT(store().open_plans(timesheet()), ElementsAre(frozen));
  EXPECT_THAT(store().open_plans({id<UserId>('b'), timesheet().base_url, id<WorkspaceId>('f')}), IsEmpty());
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
  auto covered = plan(monday(), "12");
  covered.gaps = {covered.rows[1].entry.interval};
  auto outside = plan(monday(), "12");
  outside.gaps = {{outside.work_hours.end, outside.work_hours.end + 1s}};
  auto nothing = plan(monday(), "12");
  nothing.gaps = {{nothing.rows[1].entry.interval.start, nothing.rows[1].entry.interval.start}};
  for (const auto& bad : {gap, short_day, overlap, empty, covered, outside, nothing}) {
    EXPECT_TRUE(refuses([&] { store().freeze(bad); }));
  }
}

TEST_P(StoreContract, TilesTheDayWithRowsAndGaps) {
  const auto filled = plan_around_a_gap(monday(), "121");
  store().freeze(filled);
  EXPECT_EQ(planned(), filled);
  auto all_day = plan(monday(), "1");
  all_day.rows[0].entry.interval.start += 1h;
  all_day.gaps = {{all_day.work_hours.start, all_day.work_hours.start + 1h}};
  store().freeze(all_day);
  EXPECT_EQ(planned(), all_day);
}

TEST_P(StoreContract, APlanIsLawForWhatMayStandInClockify) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "in flight";
  EXPECT_TRUE(refuses([&] { store().discard_plan(day(monday())); })) << "in flight";
  ASSERT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  store().freeze(plan(monday(), "21"));
  EXPECT_EQ(planned(), plan(monday(), "21")) << "refused: nothing of it can stand there";
  store().discard_plan(day(monday()));
  store().discard_plan(day(monday()));
  EXPECT_EQ(store().day_plan(day(monday())), std::nullopt);
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "posted";
  EXPECT_TRUE(refuses([&] { store().discard_plan(day(monday())); })) << "posted";
}

TEST_P(StoreContract, GivesAPlannedRowOtherContentInItsPlace) {
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  const auto [row, seen] = place(store(), monday(), '2');
  auto mended = seen;
  mended.project = id<ProjectId>('3');
  mended.task = id<TaskId>('4');
  mended.description = "Mended";
  mended.billable = std::nullopt;
  mended.tags = {};
  mended.sources = {"/work/c"};
  EXPECT_FALSE(store().readdress(row, 1, seen, mended)) << "another attempt was seen";
  EXPECT_FALSE(store().readdress(row, 0, mended, mended)) << "other content was seen";
  EXPECT_FALSE(store().readdress({row.day, 9}, 0, seen, mended)) << "no such row";
  const auto first = planned().rows[0].entry;
  auto renamed = first;
  renamed.description = "Mended";
  EXPECT_FALSE(store().readdress({row.day, 0}, 1, first, renamed)) << "it is posted";
  auto moved = mended;
  moved.interval.end -= 1s;
  EXPECT_TRUE(refuses([&] { (void)store().readdress(row, 0, seen, moved); }));
  EXPECT_TRUE(store().readdress(row, 0, seen, mended));
  EXPECT_EQ(planned().rows[1].entry, mended);
  EXPECT_EQ(planned().rows[1].attempt, 0);
  EXPECT_EQ(planned().rows[0].entry, plan(monday(), "12").rows[0].entry);

  auto stale = intent(store(), monday(), '3', 0);
  stale.seen.entry = seen;
  EXPECT_FALSE(store().begin_send(stale)) << "what was seen is not what would be sent";
  EXPECT_TRUE(refuses([&] { store().write_posted({row, seen, entry('8'), Origin::adopted, ""}); }));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '3', 0)));
  EXPECT_FALSE(store().readdress(row, 1, mended, seen)) << "it is in flight";
}

TEST_P(StoreContract, ChangesNothingOfADayWhileARowOfItIsInFlight) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto [row, seen] = place(store(), monday(), '2');
  auto mended = seen;
  mended.project = id<ProjectId>('3');
  EXPECT_FALSE(store().readdress(row, 0, seen, mended));
  EXPECT_EQ(planned().rows[1].entry, seen);
}

TEST_P(StoreContract, RecordsOnePieceOfAProjectForTheOlderTool) {
  store().freeze(plan_around_a_gap(monday(), "121"));
  const auto frozen = planned();
  const auto adopt = [&](std::size_t slot, char digit) {
    store().write_posted(
        {frozen.key_of(frozen.rows[slot]), frozen.rows[slot].entry, entry(digit), Origin::adopted, ""});
  };
  adopt(0, '6');
  adopt(2, '8');
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), entry('6')}));
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); }));
  adopt(1, '7');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(entry('6'), entry('7'), entry('8')));
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
  subject_->add_synced_entry(monday(), id<ProjectId>('1'), id<EntryId>('7'));
  auto continued = plan(monday(), "12");
  continued.rows[0].state = RowState::posted;
  continued.rows[0].entry_id = id<EntryId>('7');
  continued.rows[0].origin = Origin::earlier;
  store().freeze(continued);
  EXPECT_EQ(planned(), continued);
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); })) << "what is posted is never planned again";
}

TEST_P(StoreContract, RefusesToPlanADayThatIsDone) {
  subject_->add_synced_day(monday());
  EXPECT_TRUE(refuses([&] { store().freeze(plan(monday(), "12")); }));
}

// --- T2, T3, T4 -----------------------------------------------------------------------------------------------------

TEST_P(StoreContract, AnIntentOfAPlanThatWasReplacedIsRefused) {
  store().freeze(plan(monday(), "12"));
  auto stale = intent(store(), monday(), '1', 0);
  store().freeze(plan(monday(), "21"));
  EXPECT_FALSE(store().begin_send(stale));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
}

// Its attempts count from 0 again, so that the second plan's first is the number that was seen of the first plan.
TEST_P(StoreContract, AnIntentOfARefusedPlanIsNoneOfAnotherPlanThatIsUnderWay) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  ASSERT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  const auto stale = intent(store(), monday(), '1', 1);
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_FALSE(store().begin_send(stale));
  EXPECT_EQ(planned().rows[0].attempt, 1);
}

TEST_P(StoreContract, AnIntentIsForTheSendThatWasSeenInDoubt) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto stale = intent(store(), monday(), '1', 1);
  ASSERT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  store().freeze(plan(monday(), "12"));
  auto later = intent(store(), monday(), '1', 0);
  later.sent_at += 1h;
  ASSERT_TRUE(store().begin_send(later));
  EXPECT_FALSE(store().begin_send(stale));
}

TEST_P(StoreContract, WritesAnIntentOnceForEachAttempt) {
  store().freeze(plan(monday(), "12"));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '1', 0))) << "somebody else got there first";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  EXPECT_EQ(planned().rows[0].attempt, 1);
  EXPECT_EQ(planned().rows[0].sent_at, intent(store(), monday(), '1', 0).sent_at);
  EXPECT_EQ(planned().rows[0].baseline, intent(store(), monday(), '1', 0).baseline);
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 1)));
  EXPECT_EQ(planned().rows[0].attempt, 2);
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '9', 0))) << "no such row";
  EXPECT_FALSE(store().begin_send(intent(store(), next_day(monday()), '1', 0))) << "no such plan";
}

TEST_P(StoreContract, RecordsAPostInBothTablesAtOnce) {
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_EQ(planned().rows[0].state, RowState::posted);
  EXPECT_EQ(planned().rows[0].entry_id, id<EntryId>('7'));
  EXPECT_EQ(planned().rows[0].origin, Origin::created);
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), id<EntryId>('7')}));
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '1', 1)));
}

TEST_P(StoreContract, AdoptsWithoutASend) {
  store().freeze(plan(monday(), "12"));
  record(monday(), '2', '8', Origin::adopted);
  EXPECT_EQ(planned().rows[1].attempt, 0);
  EXPECT_EQ(planned().rows[1].origin, Origin::adopted);
}

TEST_P(StoreContract, RefusesWhatCannotBeRecorded) {
  store().freeze(plan(monday(), "123"));
  EXPECT_TRUE(refuses([&] { record(monday(), '1', '7', Origin::created); })) << "never sent";
  EXPECT_TRUE(refuses([&] { record(monday(), '9', '7', Origin::adopted); })) << "no such row";
  post('1', '7');
  EXPECT_TRUE(refuses([&] { record(monday(), '1', '8', Origin::found); })) << "posted already";
  EXPECT_TRUE(refuses([&] { record(monday(), '2', '7', Origin::adopted); })) << "the entry has an owner";
  store().freeze(plan(next_day(monday()), "1"));
  EXPECT_TRUE(refuses([&] { record(next_day(monday()), '1', '7', Origin::adopted); }))
      << "the entry has an owner on another day";
  EXPECT_FALSE(store().write_refused(place(store(), monday(), '2').row, 0)) << "not in flight";
  EXPECT_TRUE(refuses([&] { store().write_mismatch(place(store(), monday(), '2').row, "x"); }));
}

TEST_P(StoreContract, CountsARefusedAttempt) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_TRUE(store().write_refused(place(store(), monday(), '1').row, 1));
  EXPECT_EQ(planned().rows[0].state, RowState::planned);
  EXPECT_EQ(planned().rows[0].attempt, 1);
  EXPECT_TRUE(planned().ever_sent());
  EXPECT_FALSE(store().begin_send(intent(store(), monday(), '1', 0)));
  EXPECT_TRUE(store().begin_send(intent(store(), monday(), '1', 1)));
}

TEST_P(StoreContract, TakesTheAnswerBeforeAnIntentAlong) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto [row, planned_entry] = place(store(), monday(), '1');
  auto next = intent(store(), monday(), '2', 0);
  next.before = Posted{row, planned_entry, entry('7'), Origin::created, ""};
  EXPECT_TRUE(store().begin_send(next));
  EXPECT_EQ(planned().rows[0].entry_id, entry('7'));
  EXPECT_EQ(planned().rows[1].state, RowState::in_flight);
}

TEST_P(StoreContract, TakesTheAnswerBeforeAnIntentThatComesTooLateAlong) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  const auto [row, planned_entry] = place(store(), monday(), '1');
  auto next = intent(store(), monday(), '2', 3);
  next.before = Posted{row, planned_entry, entry('7'), Origin::created, ""};
  EXPECT_FALSE(store().begin_send(next));
  EXPECT_EQ(planned().rows[0].entry_id, entry('7'));
  EXPECT_EQ(planned().rows[1].state, RowState::planned);
}

TEST_P(StoreContract, WritesNoIntentWithAnAnswerThatDoesNotFit) {
  store().freeze(plan(monday(), "12"));
  const auto [row, planned_entry] = place(store(), monday(), '1');
  auto next = intent(store(), monday(), '2', 0);
  next.before = Posted{row, planned_entry, entry('7'), Origin::created, ""};
  EXPECT_TRUE(refuses([&] { (void)store().begin_send(next); })) << "it was never sent";
  EXPECT_EQ(planned().rows[1].state, RowState::planned);
}

TEST_P(StoreContract, TakesBackNoIntentOfAnotherRun) {
  store().freeze(plan(monday(), "12"));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 0)));
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '1', 1)));
  EXPECT_FALSE(store().write_refused(place(store(), monday(), '1').row, 1)) << "the second is under way";
  EXPECT_EQ(planned().rows[0].state, RowState::in_flight);
  EXPECT_TRUE(store().write_refused(place(store(), monday(), '1').row, 2));
}

// --- T5 -------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, CompletesADayWhenAllOfItIsPostedAsPlanned) {
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "no plan";
  store().freeze(plan(monday(), "12"));
  post('1', '7');
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "one is missing";
  ASSERT_TRUE(store().begin_send(intent(store(), monday(), '2', 0)));
  record(monday(), '2', '8', Origin::found, "shorter");
  EXPECT_TRUE(refuses([&] { store().complete_day(day(monday())); })) << "one differs";
  store().write_mismatch(place(store(), monday(), '2').row, "");
  store().complete_day(day(monday()));
  EXPECT_THAT(store().synced_days(timesheet()), ElementsAre(monday()));
  EXPECT_THAT(store().open_plans(timesheet()), IsEmpty());
  EXPECT_TRUE(refuses([&] { store().write_mismatch(place(store(), monday(), '2').row, "shorter"); }))
      << "a synced day stays as it is";
  EXPECT_EQ(planned().rows[1].mismatch, "");
}

TEST_P(StoreContract, GivesOpenPlansOldestFirst) {
  const auto tuesday = next_day(monday());
  store().freeze(plan(tuesday, "1"));
  store().freeze(plan(monday(), "1"));
  EXPECT_THAT(store().open_plans(timesheet()), ElementsAre(plan(monday(), "1"), plan(tuesday, "1")));
}

// --- what was refused, what is in the way ---------------------------------------------------------------------------

TEST_P(StoreContract, RemembersWhatWasRefusedUntilTheDayIsDone) {
  store().freeze(plan(monday(), "12"));
  const auto first = intent(store(), monday(), '2', 0);
  ASSERT_TRUE(store().begin_send(first));
  ASSERT_TRUE(store().write_refused(first.row, 1));
  const auto again = intent(store(), monday(), '2', 1);
  ASSERT_TRUE(store().begin_send(again));
  ASSERT_TRUE(store().write_refused(again.row, 2));
  const auto refused = [](const PlanStore::Intent& of, int attempt) {
    return RefusedAttempt{of.row,    of.seen.entry.project, of.seen.entry.interval, of.seen.entry.description, attempt,
                          of.sent_at};
  };
  const auto both = ElementsAre(refused(first, 1), refused(again, 2));
  EXPECT_THAT(store().refused_attempts(timesheet()), both);
  EXPECT_THAT(store().refused_attempts(timesheet('c')), IsEmpty());
  store().freeze(plan(monday(), "34"));
  EXPECT_THAT(store().refused_attempts(timesheet()), both) << "it outlives the plan";
  store().discard_plan(day(monday()));
  EXPECT_THAT(store().refused_attempts(timesheet()), both);
  store().freeze(plan(monday(), "1"));
  post('1', '7');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().refused_attempts(timesheet()), IsEmpty());
}

TEST_P(StoreContract, RemembersWhatIsInTheWayOfADay) {
  const UtcTime nine = plan(monday(), "1").work_hours.start;
  const EntryInTheWay standup{entry('9'), {nine, nine + 15min}, "Stand-up"};
  const EntryInTheWay lunch{entry('8'), {nine + 3h, nine + 4h}, ""};
  store().remember_occupied(day(monday()), {lunch, standup});
  EXPECT_THAT(store().occupied_days(timesheet()), ElementsAre(testing::Pair(monday(), ElementsAre(standup, lunch))));
  store().remember_occupied(day(monday()), {lunch});
  store().remember_occupied(day(next_day(monday())), {standup});
  EXPECT_EQ(store().occupied_days(timesheet()).at(monday()), std::vector{lunch});
  EXPECT_TRUE(refuses([&] { store().remember_occupied(day(monday()), {lunch, lunch}); }));
  store().remember_occupied(day(next_day(monday())), {});
  EXPECT_EQ(store().occupied_days(timesheet()).size(), 1U);
  store().freeze(plan(monday(), "1"));
  post('1', '7');
  store().complete_day(day(monday()));
  EXPECT_THAT(store().occupied_days(timesheet()), IsEmpty()) << "a day that is done has nothing in its way";
}

TEST_P(StoreContract, FindsEntriesOfItsOwnByTime) {
  store().freeze(plan(monday(), "12"));
  post('2', '8');
  post('1', '7');
  const auto [hours, rows] = std::pair{planned().work_hours, planned().rows};
  const auto posted = [&](std::size_t slot, char digit) {
    const auto& planned = rows[slot].entry;
    return PostedEntry{
        {day(monday()), static_cast<int>(slot)}, planned.project, planned.interval, planned.description, entry(digit)};
  };
  EXPECT_THAT(store().posted_in(timesheet(), hours), ElementsAre(posted(0, '7'), posted(1, '8')));
  EXPECT_THAT(store().posted_in(timesheet(), {hours.end - 1s, hours.end + 1h}), ElementsAre(posted(1, '8')));
  EXPECT_THAT(store().posted_in(timesheet(), {hours.end, hours.end + 1h}), IsEmpty());
  EXPECT_THAT(store().posted_in(timesheet(), {hours.start, hours.start}), IsEmpty());
  EXPECT_THAT(store().posted_in(timesheet('c'), hours), IsEmpty());
}

// --- whose ----------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, TheOlderToolsRowsBelongToTheFirstTimesheetOfAWorkspace) {
  const auto second_user = timesheet('c');
  Timesheet other_server = timesheet();
  other_server.base_url = "https://elsewhere.invalid";
  Timesheet elsewhere = second_user;
  elsewhere.workspace = id<WorkspaceId>('f');
  EXPECT_FALSE(store().register_timesheet(second_user));
  EXPECT_FALSE(store().register_timesheet(other_server));
  EXPECT_TRUE(store().register_timesheet(elsewhere));
  EXPECT_TRUE(store().register_timesheet(timesheet())) << "again";
  EXPECT_THAT(store().timesheets(timesheet().base_url, workspace()), ElementsAre(timesheet(), second_user));
  EXPECT_THAT(store().timesheets("https://nowhere.invalid", workspace()), IsEmpty());

  subject_->add_synced_entry(monday(), id<ProjectId>('1'), entry('7'));
  subject_->add_synced_day(monday());
  EXPECT_THAT(store().older_synced_days(workspace()), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(second_user), IsEmpty());
  EXPECT_THAT(store().synced_entries({second_user, monday()}), IsEmpty());
  EXPECT_THAT(store().claimed_entries(second_user), IsEmpty());
}

TEST_P(StoreContract, WhatOneUserHasDoneIsNotDoneForAnother) {
  const auto theirs = timesheet('c');
  store().register_timesheet(theirs);
  auto their_plan = plan(monday(), "12");
  their_plan.timesheet = theirs;
  store().freeze(plan(monday(), "12"));
  store().freeze(their_plan);
  post('1', '7');
  for (const auto& [slot, digit] : {std::pair{0U, '8'}, std::pair{1U, '9'}}) {
    const auto& row = their_plan.rows[slot];
    store().write_posted({their_plan.key_of(row), row.entry, entry(digit), Origin::adopted, ""});
  }
  EXPECT_TRUE(refuses([&] { record(monday(), '2', '8', Origin::adopted); })) << "the entry is theirs";
  store().complete_day(their_plan.key());
  EXPECT_THAT(store().synced_days(theirs), ElementsAre(monday()));
  EXPECT_THAT(store().synced_days(timesheet()), IsEmpty());
  EXPECT_THAT(store().open_plans(theirs), IsEmpty());
  EXPECT_EQ(store().open_plans(timesheet()).size(), 1U);
  EXPECT_THAT(store().claimed_entries(theirs), ElementsAre(entry('8'), entry('9')));
  EXPECT_THAT(store().claimed_entries(timesheet()), ElementsAre(entry('7')));
  EXPECT_THAT(store().synced_entries(day(monday())),
              ElementsAre(TrackingStore::SyncedEntry{id<ProjectId>('1'), entry('7')}));
  EXPECT_EQ(failure_of([&] { store().freeze(their_plan); }), StoreErrorKind::broken_rule) << "done is done";
}

TEST_P(StoreContract, ATimesheetThatIsNotRegisteredHasNothingAndTakesNothing) {
  const auto unknown = timesheet('c');
  auto their_plan = plan(monday(), "1");
  their_plan.timesheet = unknown;
  EXPECT_EQ(store().day_plan(their_plan.key()), std::nullopt);
  EXPECT_EQ(store().remembered_projects(unknown), std::nullopt);
  EXPECT_TRUE(refuses([&] { store().freeze(their_plan); }));
  EXPECT_TRUE(refuses([&] { store().discard_plan(their_plan.key()); }));
  EXPECT_TRUE(refuses([&] { store().complete_day(their_plan.key()); }));
  EXPECT_TRUE(refuses([&] { store().remember_occupied(their_plan.key(), {}); }));
  EXPECT_TRUE(refuses([&] { store().remember_projects(unknown, {}); }));
}

TEST_P(StoreContract, RemembersProjectsAndTheirTasks) {
  EXPECT_EQ(store().remembered_projects(timesheet()), std::nullopt);
  const RememberedProjects seen{second("2026-02-07T08:00:00Z"),
                                {{id<ProjectId>('2'), "Website", "Acme", true, std::nullopt},
                                 {id<ProjectId>('1'), "API", "", false,
                                  std::vector<RememberedTask>{{id<TaskId>('5'), "Review"}, {id<TaskId>('4'), "Build"}}},
                                 {id<ProjectId>('3'), "Other", "", false, std::vector<RememberedTask>{}}}};
  store().remember_projects(timesheet(), seen);
  EXPECT_EQ(store().remembered_projects(timesheet()), seen);
  auto twice = seen;
  twice.projects.push_back(seen.projects[0]);
  EXPECT_TRUE(refuses([&] { store().remember_projects(timesheet(), twice); }));
  EXPECT_EQ(store().remembered_projects(timesheet()), seen);
  const RememberedProjects later{seen.seen_at + 24h, {seen.projects[1]}};
  store().remember_projects(timesheet(), later);
  EXPECT_EQ(store().remembered_projects(timesheet()), later);
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
