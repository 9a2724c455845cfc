// SPDX-License-Identifier: MIT
//
// Rows 16 to 20, 56 and 57: the store cannot be used, is taken away while a run is on its way, or is somebody else's.
#include "kernel.hpp"
#include "ordinary_user.hpp"
#include "row.hpp"
#include "temp_dir.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace libsync::faults {
namespace {

namespace fs = std::filesystem;
namespace fault = support::fault;
using namespace std::chrono_literals;

const std::vector<int> k_whole_run{0};

void expect_nothing_was_asked(const Workday& day) {
  EXPECT_EQ(day.server.counts().connections, 0);
}

// --- unusable from the start ----------------------------------------------------------------------------------------

Row read_only_row(std::string name, std::function<fs::path(const Workday&)> what) {
  return {16, std::move(name),
          [what = std::move(what)](Workday& day, int) {
            const fs::path path = what(day);
            const fs::perms before = fs::status(path).permissions();
            fs::permissions(path, fs::perms::owner_write, fs::perm_options::remove);
            EXPECT_TRUE(support::as_an_ordinary_user(day.folder.path(), [&] {
              const auto report = day.run();
              return report.failure && report.failure->kind == FailureKind::store;
            }));
            fs::permissions(path, before);
            expect_nothing_was_asked(day);
            return End{};
          },
          k_whole_run};
}

// The file is left as it was found, and the person puts a good copy back.
Row damaged_row(std::string name, std::function<void(const fs::path& file)> damage) {
  return {17, std::move(name),
          [damage = std::move(damage)](Workday& day, int) {
            const std::string good = support::read_file(day.file);
            damage(day.file);
            const std::string bad = support::read_file(day.file);
            expect_stopped(day, FailureKind::store);
            expect_nothing_was_asked(day);
            EXPECT_TRUE(support::read_file(day.file) == bad) << "the file was touched";
            support::write_file(day.file, good);
            return End{};
          },
          k_whole_run};
}

// Whether the loop reads that table or not: the pages are looked through before the first freeze.
Row damaged_page_row(std::string name, std::string table) {
  return {17, std::move(name),
          [table = std::move(table)](Workday& day, int) {
            const std::string good = support::read_file(day.file);
            std::size_t page = 0;
            {
              SQLite::Database database{day.file.string(), SQLite::OPEN_READONLY};
              page = database.execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'").getUInt();
            }
            std::string bad = good;
            bad.replace((page - 1) * 4096, 16, std::string(16, '\x5a'));
            support::write_file(day.file, bad);
            expect_stopped(day, FailureKind::store);
            EXPECT_EQ(day.server.counts().posts, 0);
            support::write_file(day.file, good);
            return End{};
          },
          k_whole_run};
}

std::vector<Row> unusable() {
  return {
      read_only_row("TheFileIsReadOnly", [](const Workday& day) { return day.file; }),
      read_only_row("TheFolderIsReadOnly", [](const Workday& day) { return day.folder.path(); }),
      damaged_row("EmptyFile", [](const fs::path& file) { support::write_file(file, ""); }),
      damaged_row("NoDatabase", [](const fs::path& file) { support::write_file(file, std::string(8192, 'x')); }),
      damaged_page_row("ADamagedPage", "remembered_users"),
      damaged_page_row("ADamagedPageThatNobodyReads", "source_states"),
      damaged_row("OfANewerVersion",
                  [](const fs::path& file) {
                    SQLite::Database{file.string(), SQLite::OPEN_READWRITE}.exec("PRAGMA user_version = 999");
                  }),
  };
}

// --- another process writes -----------------------------------------------------------------------------------------

// Holds the database while the server answers request `request`, and until the run is over.
class Writer {
 public:
  Writer(Workday& day, std::int64_t request) {
    day.store_options.busy_timeout = 1ms;
    day.server.before_request(request, [this, &day] { lock(day); });
  }
  explicit Writer(Workday& day) {
    day.store_options.busy_timeout = 1ms;
    lock(day);
  }

 private:
  void lock(const Workday& day) {
    database_.emplace(day.file.string(), SQLite::OPEN_READWRITE);
    database_->exec("BEGIN EXCLUSIVE");
  }

  std::optional<SQLite::Database> database_;
};

End locked_from_the_start(Workday& day, int) {
  {
    const Writer writer{day};
    expect_stopped(day, FailureKind::locked);
  }
  expect_nothing_was_asked(day);
  return {};
}

End locked_before_the_plan(Workday& day, int) {
  {
    const Writer writer{day, 2};
    expect_stopped(day, FailureKind::locked);
  }
  EXPECT_FALSE(day.plan(day.tuesday));
  return {};
}

// The entry is made, and cannot be recorded.
End locked_at_the_answer(Workday& day, int nth) {
  std::optional<Failure> failure;
  {
    const Writer writer{day, Workday::request_of(nth)};
    failure = day.run().failure;
  }
  EXPECT_EQ(failure.value().kind, FailureKind::locked);
  EXPECT_THAT(failure->message, testing::HasSubstr("the next run will find it there"));
  EXPECT_EQ(day.row(nth).state, store::RowState::in_flight);
  EXPECT_EQ(day.server.counts().posts, nth);
  return {};
}

// --- taken away -----------------------------------------------------------------------------------------------------

fs::path aside(const Workday& day) {
  return day.folder / "aside.db";
}

// A run whose store is taken away while the n-th POST is at the server.
void run_while(Workday& day, int nth, std::function<void()> act) {
  day.server.before_request(Workday::request_of(nth), std::move(act));
  const auto report = day.run();
  EXPECT_TRUE(report.failure && report.failure->kind == FailureKind::store);
  EXPECT_EQ(day.server.counts().posts, nth);
}

// And put back before the next run.
End moved(Workday& day, int nth) {
  run_while(day, nth, [&] { fs::rename(day.file, aside(day)); });
  fs::rename(aside(day), day.file);
  EXPECT_EQ(day.row(nth).state, store::RowState::in_flight);
  return {};
}

// By a store without the plan. What stands in Clockify is adopted.
End replaced(Workday& day, int nth) {
  fs::copy_file(day.file, aside(day));
  run_while(day, nth, [&] { fs::rename(aside(day), day.file); });
  EXPECT_FALSE(day.plan(day.tuesday)) << "it was written to the file that took its place";
  return {};
}

End unlinked(Workday& day, int nth) {
  run_while(day, nth, [&] { fs::remove(day.file); });
  day.track_both_days();
  return {};
}

// --- lost and restored ----------------------------------------------------------------------------------------------

End lost_in_doubt(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied());
  const End end = run_into(day, nth, Fate::found, FailureKind::in_doubt);
  fs::remove(day.file);
  day.track_both_days();
  return end;
}

End restored_in_doubt(Workday& day, int nth) {
  fs::copy_file(day.file, aside(day));
  day.server.on_post(nth, fault::drop().applied());
  const End end = run_into(day, nth, Fate::found, FailureKind::in_doubt);
  fs::rename(aside(day), day.file);
  return end;
}

End lost_when_all_was_done(Workday& day, int) {
  expect_through(day);
  fs::remove(day.file);
  day.track_both_days();
  EXPECT_EQ(expect_through(day).summary.entries_adopted, 4);
  return {};
}

// --- two runs -------------------------------------------------------------------------------------------------------

End a_second_run(Workday& day, int nth) {
  std::optional<loop::SyncReport> second;
  day.server.before_request(Workday::request_of(nth), [&] { second = day.run(); });
  expect_through(day);
  EXPECT_EQ(second.value().failure.value().kind, FailureKind::locked);
  EXPECT_EQ(day.server.counts().connections, 1);
  return {};
}

// Without the lock there is no telling who else is at it, so there is no run.
End no_file_locks(Workday& day, int) {
  kernel::no_file_locks();
  expect_stopped(day, FailureKind::store);
  expect_nothing_was_asked(day);
  return {};
}

}  // namespace

std::vector<Row> rows_of_the_store() {
  std::vector<Row> rows = unusable();
  const std::vector<Row> more{
      {18, "AnotherProcessWritesFromTheStart", locked_from_the_start, k_whole_run},
      {18, "AnotherProcessWritesBeforeThePlan", locked_before_the_plan, k_whole_run},
      {18, "AnotherProcessWritesAtTheAnswer", locked_at_the_answer},
      {19, "MovedWhileRunning", moved},
      {19, "ReplacedWhileRunning", replaced},
      {19, "UnlinkedWhileRunning", unlinked},
      {20, "LostWithAnEntryInDoubt", lost_in_doubt},
      {20, "RestoredFromAnOlderCopy", restored_in_doubt},
      {20, "LostWhenAllWasDone", lost_when_all_was_done, k_whole_run},
      {56, "ASecondRunWhileTheFirstSends", a_second_run},
      {57, "NoLocksOnThisFileSystem", no_file_locks, k_whole_run},
  };
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace libsync::faults
