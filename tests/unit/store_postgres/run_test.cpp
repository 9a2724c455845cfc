// SPDX-License-Identifier: MIT
//
// One run for each timesheet, whichever machine it is on, and whatever happens to its connection.
#include "postgres_fixture.hpp"
#include "postgres_proxy.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

namespace libsync::store {
namespace {

class PostgresRun : public PostgresTest {
 protected:
  void cut_connections() {
    (void)sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  static std::string why_not(TrackingStore& store) {
    return message_of([&] { (void)store.begin_send(intent(store, monday(), '1', 0)); });
  }
};

TEST_F(PostgresRun, IsTheOnlyOneOfItsTimesheet) {
  const auto laptop = run_on("laptop");
  const auto desktop = open("desktop");
  const std::string message = message_of([&] { desktop->register_timesheet(timesheet()); });
  EXPECT_THAT(message, HasSubstr("process " + std::to_string(getpid()) + " on laptop of Ann (since 20"));
  EXPECT_EQ(failure_of([&] { desktop->register_timesheet(timesheet()); }), StoreErrorKind::busy);
}

TEST_F(PostgresRun, IsNobodysBusinessOfAnotherTimesheet) {
  const auto laptop = run_on("laptop");
  const auto desktop = open("desktop");
  desktop->register_timesheet(timesheet('c'));
  desktop->freeze([] {
    auto other = plan(monday(), "12");
    other.timesheet = timesheet('c');
    return other;
  }());
}

TEST_F(PostgresRun, LeavesThoseAloneWhoOnlyLook) {
  const auto laptop = run_on("laptop");
  laptop->freeze(plan(monday(), "12"));
  EXPECT_EQ(open("desktop", As::look)->day_plan(day(monday())), plan(monday(), "12"));
}

TEST_F(PostgresRun, EndsWithItsStore) {
  { const auto laptop = run_on("laptop"); }
  EXPECT_EQ(message_of([&] { (void)run_on("desktop"); }), "");
}

TEST_F(PostgresRun, GoesOnAfterItsConnectionWasCut) {
  const auto laptop = run_on("laptop");
  laptop->freeze(plan(monday(), "12"));
  cut_connections();
  EXPECT_EQ(why_not(*laptop), "");
  EXPECT_EQ(failure_of([&] { (void)run_on("desktop"); }), StoreErrorKind::busy) << "and is still the only one";
}

// Its lock is then taken twice, once by what a new connection does first.
TEST_F(PostgresRun, BeginsAlthoughItsConnectionIsCutWhenItTakesTheLock) {
  for (const auto cut : {support::Cut::before, support::Cut::within, support::Cut::after}) {
    support::PostgresProxy proxy{address()};
    const auto laptop = open_postgres_store(proxy.address(), {.machine = {"laptop", "laptop"}, .is_run = true});
    proxy.cut_at("pg_try_advisory_lock", cut);
    EXPECT_EQ(message_of([&] { laptop->register_timesheet(timesheet()); }), "");
    EXPECT_TRUE(proxy.is_cut());
    EXPECT_EQ(failure_of([&] { (void)run_on("desktop"); }), StoreErrorKind::busy);
  }
}

TEST_F(PostgresRun, ChangesNothingOnceAnotherHasTakenOver) {
  const auto laptop = run_on("laptop");
  laptop->freeze(plan(monday(), "12"));
  cut_connections();
  { const auto desktop = run_on("desktop"); }
  EXPECT_THAT(why_not(*laptop), HasSubstr("on desktop of Ann"));
  EXPECT_EQ(laptop->day_plan(day(monday()))->rows[0].state, RowState::planned);
  EXPECT_EQ(failure_of([&] { laptop->discard_plan(day(monday())); }), StoreErrorKind::busy);
}

// That is what it is told, and not what the other has left no room for.
TEST_F(PostgresRun, IsToldThatAnotherHasTakenOverWhateverItWants) {
  const auto laptop = run_on("laptop");
  laptop->freeze(plan(monday(), "12"));
  cut_connections();
  {
    const auto desktop = run_on("desktop");
    ASSERT_TRUE(desktop->begin_send(intent(*desktop, monday(), '1', 0)));
  }
  EXPECT_EQ(failure_of([&] { laptop->freeze(plan(monday(), "21")); }), StoreErrorKind::busy);
  EXPECT_EQ(failure_of([&] { laptop->discard_plan(day(monday())); }), StoreErrorKind::busy);
  EXPECT_EQ(failure_of([&] { laptop->complete_day(day(monday())); }), StoreErrorKind::busy);
}

TEST_F(PostgresRun, ChangesNothingWhileAnotherIsAtIt) {
  const auto laptop = run_on("laptop");
  laptop->freeze(plan(monday(), "12"));
  cut_connections();
  const auto desktop = run_on("desktop");
  EXPECT_THAT(why_not(*laptop), HasSubstr("on desktop of Ann"));
}

// Its intent was committed and the answer lost; when it can ask again, another run has come and gone.
TEST_F(PostgresRun, WhoseCommitIsSettledAfterAnotherTookOverSendsNothing) {
  support::PostgresProxy proxy{address()};
  const auto laptop = open_postgres_store(proxy.address(), {.machine = {"laptop", "laptop"}, .is_run = true});
  laptop->register_timesheet(timesheet());
  laptop->freeze(plan(monday(), "12"));
  const auto wanted = intent(*laptop, monday(), '1', 0);
  proxy.cut_at(support::k_commit, support::Cut::after);
  proxy.stay_away(true);
  std::atomic<bool> is_over = false;
  std::thread other{[&] {
    while (!proxy.is_cut() && !is_over) std::this_thread::yield();
    { const auto desktop = run_on("desktop"); }
    proxy.stay_away(false);
  }};
  EXPECT_EQ(failure_of([&] { (void)laptop->begin_send(wanted); }), StoreErrorKind::busy);
  is_over = true;
  other.join();
}

// All that changes and all that has to be so, then the commit.
TEST_F(PostgresRun, AsksTheServerTwiceForEachEntry) {
  support::PostgresProxy proxy{address()};
  const auto laptop = open_postgres_store(proxy.address(), {.machine = {"laptop", "laptop"}, .is_run = true});
  laptop->register_timesheet(timesheet());
  laptop->freeze(plan(monday(), "12"));
  const std::vector<PlanStore::Intent> first{intent(*laptop, monday(), '1', 0)};
  const std::vector<PlanStore::Intent> second{intent(*laptop, monday(), '2', 0)};
  const auto [row, entry] = place(*laptop, monday(), '1');
  const std::vector<Posted> answer{{row, entry, id<EntryId>('7'), Origin::created, ""}};
  ASSERT_TRUE(laptop->begin_sends(first, {}));
  const int before = proxy.round_trips();
  ASSERT_TRUE(laptop->begin_sends(second, answer));
  EXPECT_EQ(proxy.round_trips() - before, 2);
}

// The lid of a laptop is closed between its lock and its first intent, and opened when all is done.
TEST_F(PostgresRun, ThatWasSuspendedAndLostItsLockSendsNothing) {
  int told[2];
  ASSERT_EQ(pipe(told), 0);
  const pid_t child = fork();
  if (child == 0) {
    char outcome = 'x';
    try {
      const auto laptop = run_on("laptop");
      laptop->freeze(plan(monday(), "12"));
      raise(SIGSTOP);
      outcome = laptop->begin_send(intent(*laptop, monday(), '2', 0)) ? 's' : 'n';
    } catch (const StoreError& error) {
      outcome = error.kind() == StoreErrorKind::busy ? 'b' : 'e';
    }
    _exit(write(told[1], &outcome, 1) == 1 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, WUNTRACED), child);
  ASSERT_TRUE(WIFSTOPPED(status));
  cut_connections();
  {
    const auto desktop = run_on("desktop");
    ASSERT_TRUE(desktop->begin_send(intent(*desktop, monday(), '1', 0)));
    const auto [row, planned] = place(*desktop, monday(), '1');
    desktop->write_posted({row, planned, id<EntryId>('7'), Origin::created, ""});
  }
  kill(child, SIGCONT);
  char outcome = 0;
  ASSERT_EQ(read(told[0], &outcome, 1), 1);
  EXPECT_EQ(outcome, 'b');
  waitpid(child, &status, 0);
  close(told[0]);
  close(told[1]);
  EXPECT_EQ(open("desktop", As::look)->day_plan(day(monday()))->rows[1].state, RowState::planned);
}

}  // namespace
}  // namespace libsync::store
