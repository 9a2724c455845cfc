// SPDX-License-Identifier: MIT
//
// Signals, streams that are gone and limits: the run ends in a documented way, and the next one ends right.
#include "workplace.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace e2e {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

// Two entries on one day.
class Signals : public testing::Test {
 protected:
  Signals() {
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
  }

  void expect_the_next_run_to_complete() {
    place.fake.heal();
    const auto completed = place.sync({"--until", "2026-02-02"});
    EXPECT_EQ(completed.exit_code, 0) << completed.err;
    EXPECT_EQ(place.fake.entries().size(), 2U);
    EXPECT_EQ(place.fake.counts().posts, 2);
    place.expect_full("2026-02-02", {});
  }

  Workplace place;
};

// Whether or not the first one has already ended the request when the second comes.
TEST_F(Signals, TwoEndARunAtOnce) {
  place.fake.on_post(2, fault::silent());
  Workplace::Arrival second_post{place.fake, 4};
  const auto process = place.start({"sync", "--until", "2026-02-02"});
  ASSERT_TRUE(second_post.wait());
  process->send_signal(SIGTERM);
  process->send_signal(SIGHUP);
  EXPECT_EQ(process->wait().exit_code, 130);
  expect_the_next_run_to_complete();
}

TEST_F(Signals, AHangUpThatIsIgnoredStaysIgnored) {
  place.fake.on_post(2, fault::silent());
  Workplace::Arrival second_post{place.fake, 4};
  auto words = place.command_line({"sync", "--until", "2026-02-02"});
  words.insert(words.begin(), {"/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"});
  libsync::support::Process process{words, {.environment = place.environment, .input = {}, .directory = place.home()}};
  ASSERT_TRUE(second_post.wait());
  const std::string status = libsync::support::read_file("/proc/" + std::to_string(process.pid()) + "/status");
  const auto ignored = std::stoull(status.substr(status.find("SigIgn:") + 7), nullptr, 16);
  EXPECT_NE(ignored & 1U, 0U) << "SIGHUP is signal 1";
  process.send_signal(SIGTERM);
  EXPECT_EQ(process.wait().exit_code, 130);
  expect_the_next_run_to_complete();
}

class KeyCommand : public Signals, public testing::WithParamInterface<const char*> {};

// A program that asks for a passphrase, say: it must not stay behind when nobody waits for it any more.
TEST_P(KeyCommand, EndsWithTheRunThatASignalEnds) {
  const auto fifo = place.home() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const auto config = libsync::support::read_file(place.config_file());
  place.configure_text("api_key_command = 'exec 3>fifo; echo started >&3; sleep 120'\n" + config);
  place.environment.erase("CLOCKIFY_API_KEY");
  const int held = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(held, 0);
  const auto process = place.start({GetParam()});
  pollfd started{held, POLLIN, 0};
  ASSERT_EQ(::poll(&started, 1, 60'000), 1);
  process->send_signal(SIGINT);
  const auto result = process->wait();
  EXPECT_EQ(result.exit_code, 130) << result.err;
  char bytes[16];
  EXPECT_GT(::read(held, bytes, sizeof bytes), 0);
  pollfd ended{held, 0, 0};
  EXPECT_EQ(::poll(&ended, 1, 20'000), 1) << "the command still runs";
  ::close(held);

  EXPECT_EQ(place.fake.counts().connections, 0);
  place.environment["CLOCKIFY_API_KEY"] = known::k_key;
  expect_the_next_run_to_complete();
}

INSTANTIATE_TEST_SUITE_P(Of, KeyCommand, testing::Values("sync", "projects"),
                         [](const auto& test) { return std::string{test.param}; });

class Streams : public Signals, public testing::WithParamInterface<const char*> {};

// What nobody can read is not said, and that is all.
TEST_P(Streams, ThatAreGoneChangeNothingButWhatIsSaid) {
  const std::string redirected = std::string{"\"$@\" "} + GetParam();
  const auto result = place.run_by(redirected, {"sync", "--verbose", "--until", "2026-02-02"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 day synced"));
  place.fake.on_post(3, fault::refuse(400, 501, "no"));
  place.work("/work/web", "Europe/Berlin", "2026-02-03", "13:00", "14:00");
  EXPECT_EQ(place.run_by(redirected, {"sync", "--until", "2026-02-03"}).exit_code, 69);
  place.expect_full("2026-02-02", {});
}

INSTANTIATE_TEST_SUITE_P(Of, Streams, testing::Values("2>&-", "2>/dev/full", "<&-", "<&- 2>&-"),
                         [](const auto& test) { return "Case" + std::to_string(test.index); });

TEST_F(Signals, AReaderThatTakesOneLineLosesNothing) {
  for (const auto* on : {"2026-02-03", "2026-02-04", "2026-02-05"}) {
    place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  }
  const auto result =
      place.run_by("{ \"$@\"; echo \"ended with $?\" >&2; } | head -1", {"sync", "--until", "2026-02-05"});
  EXPECT_THAT(result.out, testing::StartsWith("Mon 2026-02-02  synced"));
  EXPECT_THAT(result.err, AnyOf(HasSubstr("ended with 0"), HasSubstr("ended with 1")));
  for (const auto* on : {"2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"}) place.expect_full(on, {});
}

// A file that may not grow any more is a full disk, wherever that begins: in the new store, a journal, or the store.
class FileLimit : public Signals, public testing::WithParamInterface<int> {};

TEST_P(FileLimit, EndsInTheCodeOfAStoreThatCannotBeUsed) {
  const auto limited = place.run_by("ulimit -f " + std::to_string(GetParam()) + "; exec \"$@\"",
                                    {"sync", "--json", "--until", "2026-02-02"});
  EXPECT_EQ(limited.signal, 0);
  EXPECT_THAT(limited.exit_code, AnyOf(0, 74)) << limited.err;
  EXPECT_EQ(json::parse(limited.out).at("command"), "sync");
  if (GetParam() == 0) {
    EXPECT_EQ(limited.exit_code, 74);
    EXPECT_EQ(place.fake.counts().connections, 0);
  }
  place.fake.advance(std::chrono::minutes{16});
  expect_the_next_run_to_complete();
}

INSTANTIATE_TEST_SUITE_P(Of, FileLimit, testing::Values(0, 1, 8, 32, 128, 200, 240, 256, 288, 320),
                         [](const auto& test) { return "Blocks" + std::to_string(test.param); });

}  // namespace
}  // namespace e2e
