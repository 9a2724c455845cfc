// SPDX-License-Identifier: MIT
//
// The built program with calls that fail: for a disk exit code 74, what the person is told, nothing lost and nothing
// twice. tests/crash lets every call fail on the layers below.
#include "workplace.hpp"

#include <cerrno>

namespace e2e {
namespace {

using testing::HasSubstr;

class Disk : public testing::Test {
 protected:
  Disk() {
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
  }

  libsync::support::ProcessResult run_with(const std::string& faulty_calls, std::vector<std::string> words,
                                           const std::string& input = "") {
    place.environment["LD_PRELOAD"] = FAULTY_CALLS;
    place.environment["FAULTY_CALLS"] = faulty_calls;
    const auto result = place.run(std::move(words), input);
    place.environment.erase("LD_PRELOAD");
    return result;
  }

  libsync::support::ProcessResult sync_with(const std::string& faulty_calls) {
    return run_with(faulty_calls, {"sync", "--until", "2026-02-02"});
  }

  void expect_74(const libsync::support::ProcessResult& result, const std::string& words) {
    EXPECT_EQ(result.exit_code, 74) << result.err;
    EXPECT_THAT(result.err, testing::StartsWith("claude-tracker: error: cannot "));
    EXPECT_THAT(result.err, HasSubstr(place.database().string()));
    EXPECT_THAT(result.err, HasSubstr(words));
    EXPECT_THAT(result.err, HasSubstr("\nhint: "));
  }

  void expect_the_next_run_to_complete() {
    const auto completed = place.sync({"--until", "2026-02-02"});
    EXPECT_EQ(completed.exit_code, 0) << completed.err;
    EXPECT_EQ(place.fake.counts().posts, 2);
    place.expect_full("2026-02-02", {});
  }

  Workplace place;
};

TEST_F(Disk, WithoutLocksIsRefusedWithAWayOut) {
  for (const int error : {ENOLCK, EOPNOTSUPP}) {
    expect_74(sync_with("lock " + std::to_string(error) + " 1"), "no locks");
    EXPECT_EQ(place.fake.counts().connections, 0);
  }
  expect_the_next_run_to_complete();
}

TEST_F(Disk, WhoseWritesAreInterruptedAndTornIsSlowerAndNoMore) {
  EXPECT_EQ(sync_with("torn").exit_code, 0);
  EXPECT_EQ(place.fake.counts().posts, 2);
  place.expect_full("2026-02-02", {});
}

TEST_F(Disk, ThatIsFullKeepsTheKeyThatWasThere) {
  const auto folder = place.config_file().parent_path();
  ASSERT_EQ(run_with("torn", {"setup"}, known::k_key).exit_code, 0);
  EXPECT_EQ(libsync::support::read_file(folder / "credentials"), std::string{known::k_key} + "\n");
  for (const char* trouble : {"write 28 1", "sync 5 1"}) {
    const auto failed = run_with(trouble, {"setup"}, known::k_other_key);
    EXPECT_EQ(failed.exit_code, 77);
    EXPECT_THAT(failed.err, HasSubstr("cannot store the API key in "));
    EXPECT_EQ(libsync::support::read_file(folder / "credentials"), std::string{known::k_key} + "\n");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 2) << "a draft is left";
  }
}

struct Trouble {
  const char* name;
  const char* call;
  int error;
};

class ADisk : public Disk, public testing::WithParamInterface<std::tuple<Trouble, int>> {};

TEST_P(ADisk, ThatFailsEndsTheRunWith74AndTheNextOneCompletes) {
  const auto& [trouble, nth] = GetParam();
  const auto failed =
      sync_with(std::string{trouble.call} + " " + std::to_string(trouble.error) + " " + std::to_string(nth));
  if (failed.exit_code != 0) expect_74(failed, "");  // a run has only so many calls
  if (nth == 1) {
    EXPECT_EQ(failed.exit_code, 74);
    EXPECT_EQ(place.fake.counts().connections, 0);
  }
  place.fake.advance(std::chrono::minutes{16});
  expect_the_next_run_to_complete();
}

INSTANTIATE_TEST_SUITE_P(From, ADisk,
                         testing::Combine(testing::Values(Trouble{"IsFull", "write", ENOSPC},
                                                          Trouble{"Breaks", "write", EIO},
                                                          Trouble{"DoesNotSync", "sync", EIO}),
                                          testing::Values(1, 2, 5, 11, 23, 47)),
                         [](const auto& test) {
                           return std::string{std::get<0>(test.param).name} + "FromCall" +
                                  std::to_string(std::get<1>(test.param));
                         });

// --- memory ---------------------------------------------------------------------------------------------------------

class Shortage : public Disk, public testing::WithParamInterface<std::tuple<bool, int>> {};

TEST_P(Shortage, OfMemoryEndsTheRunInADocumentedWay) {
  const auto& [once, nth] = GetParam();
  const auto failed = sync_with("memory " + std::to_string(ENOMEM) + " " + std::to_string(nth) + (once ? " once" : ""));
  EXPECT_EQ(failed.signal, 0) << failed.err;
  EXPECT_THAT(failed.exit_code, testing::AnyOf(0, 1, 74, 75, 77, 78)) << failed.err;
  if (!once) {
    EXPECT_NE(failed.exit_code, 0);
  }
  place.fake.advance(std::chrono::minutes{16});
  const auto completed = place.sync({"--until", "2026-02-02"});
  EXPECT_EQ(completed.exit_code, 0) << completed.err;
  EXPECT_EQ(place.fake.entries().size(), 2U);
  place.expect_full("2026-02-02", {});
}

INSTANTIATE_TEST_SUITE_P(From, Shortage,
                         testing::Combine(testing::Bool(),
                                          testing::Values(1, 7, 40, 120, 400, 1'200, 4'000, 8'000, 12'000)),
                         [](const auto& test) {
                           return std::string{std::get<0>(test.param) ? "Once" : "ForGood"} + "FromCall" +
                                  std::to_string(std::get<1>(test.param));
                         });

// --- threads --------------------------------------------------------------------------------------------------------

class Threads : public Disk {};

TEST_F(Threads, AreNotNeededToReadTranscripts) {
  const auto imported = run_with("thread " + std::to_string(EAGAIN) + " 1", {"import", "--json"});
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("\"sessions\":2"));
}

TEST_F(Threads, ThatTheNameOfTheServerWouldNeedAreMissedWithoutHarm) {
  const auto failed = sync_with("thread " + std::to_string(EAGAIN) + " 1");
  EXPECT_EQ(failed.exit_code, 75);
  EXPECT_THAT(failed.err, testing::StartsWith("claude-tracker: error: cannot "));
  EXPECT_THAT(failed.err, HasSubstr("\nhint: "));
  EXPECT_EQ(place.fake.counts().connections, 0);
  expect_the_next_run_to_complete();
}

// --- what may not be written ----------------------------------------------------------------------------------------

TEST_F(Disk, ThatMayOnlyBeReadIs74AndNothingIsSent) {
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  place.hand_over();
  const auto folder = place.database().parent_path();
  using std::filesystem::perms;
  std::filesystem::permissions(place.database(), perms::owner_read);
  expect_74(place.run({"sync", "--until", "2026-02-02"}), "cannot be written");
  std::filesystem::permissions(place.database(), perms::owner_read | perms::owner_write);
  std::filesystem::permissions(folder, perms::owner_read | perms::owner_exec);
  expect_74(place.run({"sync", "--until", "2026-02-02"}), "permission is denied");
  EXPECT_EQ(place.fake.counts().connections, 0);

  // Looking is allowed.
  EXPECT_EQ(place.run({"status", "--until", "2026-02-02"}).exit_code, 0);
  EXPECT_EQ(place.run({"sync", "--dry-run", "--until", "2026-02-02"}).exit_code, 0);
  std::filesystem::permissions(folder, perms::owner_all);
  expect_the_next_run_to_complete();
}

}  // namespace
}  // namespace e2e
