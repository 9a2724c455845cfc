// SPDX-License-Identifier: MIT
//
// Every call to the disk fails in turn, once or for good: the run ends with a report, posts nothing twice, and the next
// run on a sound disk ends right.
#include "failing_calls.hpp"

#include "fast_dir.hpp"
#include "judge.hpp"
#include "temp_dir.hpp"
#include "tracked_days.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;
using store::StoreErrorKind;
using Until = FailingCalls::Until;

struct Case {
  const char* scenario;
  Trouble trouble;
  bool write_ahead_log;
};

const char* words(Trouble trouble) {
  switch (trouble) {
    case Trouble::input_output:
      return "InputOutput";
    case Trouble::full:
      return "Full";
    case Trouble::short_write:
      return "ShortWrite";
    case Trouble::interrupted:
      return "Interrupted";
    case Trouble::denied:
      return "Denied";
  }
  return "";
}

constexpr std::int64_t k_never = std::numeric_limits<std::int64_t>::max();

bool exhaustive() {
  const char* value = std::getenv("LIBSYNC_EXHAUSTIVE");
  return value != nullptr && std::string{value} == "1";
}

class FailingCall : public testing::TestWithParam<Case> {
 protected:
  FailingCall() : scenario(*std::ranges::find(scenarios(), GetParam().scenario, &Scenario::name)) {
    fs::create_directory(folder / "template");
    scenario.prepare(world, folder / "template" / "sessions.db");
    if (!GetParam().write_ahead_log) keep_rollback_journal(world, folder / "template" / "sessions.db");
  }

  struct Ended {
    std::int64_t calls;  // that could have failed
    bool reported;
    std::int64_t posts;
  };

  // One run with that failure, its report, and what the runs after it come to.
  Ended run_failing_at(std::int64_t call, Until until) {
    const fs::path here = folder / "run";
    const fs::path file = here / "sessions.db";
    fs::remove_all(here);
    fs::copy(folder / "template", here);
    World copy{world};
    FailingCalls calls{GetParam().trouble, call, until};
    bool reported = false;
    try {
      const HookedSystemCalls hooked{calls};
      const WitnessedVfs vfs{calls};
      const auto lock = store::RunLock::acquire(file);
      const auto report = run_once(copy, *open_store(copy, file, vfs.name()));
      reported = report.failure.has_value();
      if (reported) {
        EXPECT_EQ(report.failure->kind, FailureKind::store) << report.failure->message;
        EXPECT_THAT(report.failure->message, testing::HasSubstr(file.string()));
      }
    } catch (const store::StoreError& error) {
      reported = true;
      EXPECT_THAT(std::string{error.what()}, testing::HasSubstr(file.string()));
    }
    EXPECT_EQ(come_to_an_end(copy, file, scenario.entries), "");
    return {calls.passed(), reported, copy.clockify.counts().posts};
  }

  support::FastDir folder;
  World world;
  Scenario scenario;
};

TEST_P(FailingCall, EndsTheRunWithAReportAndDoublesNothing) {
  const std::int64_t calls = run_failing_at(k_never, Until::once).calls;
  ASSERT_GT(calls, 0);
  // Short of the exhaustive run, steps that share no divisor with anything of a day's length.
  const std::int64_t by = exhaustive() || calls <= 30 ? 1 : calls / 30 | 1;
  for (const Until until : {Until::once, Until::for_good}) {
    std::int64_t failed = 0;
    std::int64_t reported = 0;
    for (std::int64_t call = 1; call <= calls; call += by) {
      SCOPED_TRACE(testing::Message() << "call " << call << (until == Until::once ? "" : " and all after it"));
      const Ended ended = run_failing_at(call, until);
      EXPECT_EQ(ended.posts, static_cast<std::int64_t>(scenario.entries)) << "each entry is sent once";
      if (HasFailure()) return;
      ++failed;
      reported += ended.reported ? 1 : 0;
    }
    EXPECT_GT(reported, 0);
    std::printf("%ld of %ld calls failed %s, %ld runs ended by it, 0 wrong\n", static_cast<long>(failed),
                static_cast<long>(calls), until == Until::once ? "once" : "for good", static_cast<long>(reported));
  }
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const char* scenario : {"FreshDay", "ThreeDays", "ThreeDaysTwoAtOnce", "EarlierTool"}) {
    for (const Trouble trouble : {Trouble::input_output, Trouble::full, Trouble::short_write}) {
      for (const bool write_ahead_log : {false, true}) all.push_back({scenario, trouble, write_ahead_log});
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Disk, FailingCall, testing::ValuesIn(cases()), [](const auto& test) {
  return std::string{test.param.scenario} + words(test.param.trouble) +
         (test.param.write_ahead_log ? "WithAWriteAheadLog" : "WithARollbackJournal");
});

// --- the files that the store makes itself --------------------------------------------------------------------------

struct Kinds {
  Trouble trouble;
  std::vector<StoreErrorKind> kinds;  // what may be said; none: nothing fails
};

class FailingFile : public testing::TestWithParam<Kinds> {
 protected:
  support::FastDir folder;
  fs::path file = folder / "sessions.db";

  // Does it with each call failing in turn, until none is left. How many failed.
  template <class Action>
  int each_call_fails(const Action& action) {
    for (int call = 1;; ++call) {
      SCOPED_TRACE(testing::Message() << "call " << call);
      FailingCalls calls{GetParam().trouble, call, Until::once};
      std::optional<StoreErrorKind> kind;
      try {
        const HookedSystemCalls hooked{calls};
        action();
      } catch (const store::StoreError& error) {
        kind = error.kind();
        EXPECT_THAT(std::string{error.what()}, testing::HasSubstr(folder.path().string()));
      }
      if (kind) {
        EXPECT_THAT(GetParam().kinds, testing::Contains(*kind));
      }
      if (calls.passed() < call) {
        EXPECT_FALSE(kind.has_value());
        return call - 1;
      }
      World world;
      EXPECT_EQ(come_to_an_end(world, file, 0), "");
    }
  }
};

TEST_P(FailingFile, OfTheLockStopsTheRunOrDoesNoHarm) {
  EXPECT_GT(each_call_fails([&] { (void)store::RunLock::acquire(file); }), 0);
  EXPECT_EQ(support::read_file(folder / "sessions.db.lock"), std::to_string(getpid()) + "\n");
}

TEST_P(FailingFile, OfANewStoreLeavesNoneOrAWholeOne) {
  EXPECT_GT(each_call_fails([&] {
              fs::remove(file);
              (void)store::open_sqlite_store(file);
            }),
            0);
  if (GetParam().trouble == Trouble::input_output) return;  // a draft stays when its removal fails
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    EXPECT_THAT(entry.path().filename().string(), testing::AnyOf("sessions.db", "sessions.db.lock"));
  }
}

INSTANTIATE_TEST_SUITE_P(Disk, FailingFile,
                         testing::Values(Kinds{Trouble::input_output, {StoreErrorKind::io}},
                                         Kinds{Trouble::full, {StoreErrorKind::full}},
                                         Kinds{Trouble::short_write, {StoreErrorKind::full}},
                                         Kinds{Trouble::interrupted, {}},
                                         Kinds{Trouble::denied, {StoreErrorKind::read_only}}),
                         [](const auto& test) { return std::string{words(test.param.trouble)}; });

// --- something else in the place of the lock ------------------------------------------------------------------------

class LockFile : public testing::Test {
 protected:
  // Nothing is said about a lock that another run holds, and nothing hangs.
  void expect_no_lock() {
    try {
      (void)store::RunLock::acquire(folder / "sessions.db");
      FAIL() << "it was locked";
    } catch (const store::StoreError& error) {
      EXPECT_EQ(error.kind(), StoreErrorKind::io);
      EXPECT_THAT(std::string{error.what()}, testing::HasSubstr(lock.string()));
    }
  }

  support::FastDir folder;
  fs::path lock = folder / "sessions.db.lock";
};

TEST_F(LockFile, CannotBeAPipe) {
  ASSERT_EQ(::mkfifo(lock.c_str(), 0600), 0);
  expect_no_lock();
}

TEST_F(LockFile, CannotBeAFolder) {
  fs::create_directory(lock);
  expect_no_lock();
}

TEST_F(LockFile, CannotBeALinkToADevice) {
  fs::create_symlink("/dev/full", lock);
  expect_no_lock();
}

}  // namespace
}  // namespace libsync::crash
