// SPDX-License-Identifier: MIT
//
// Nobody else gets at what the program knows: not from its memory, not from a core file, not from the files it makes.
#include "workplace.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

namespace e2e {
namespace {

using libsync::support::Process;
using testing::HasSubstr;

// Reads a file as that user would; 0 or an errno.
int errno_of_reading(const std::string& file, std::optional<uid_t> user) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (user && (::setgid(*user) != 0 || ::setuid(*user) != 0)) ::_exit(255);
    char byte = 0;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    ::_exit(descriptor >= 0 && ::read(descriptor, &byte, 1) >= 0 ? 0 : errno);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

std::string of_process(const Process& process, const std::string& file) {
  return "/proc/" + std::to_string(process.pid()) + "/" + file;
}

// The program in the middle of a run, at its first POST.
class Privacy : public testing::Test {
 protected:
  Privacy() {
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    place.fake.on_post(1, fault::silent());
  }

  std::unique_ptr<Process> start() {
    Workplace::Arrival first_post{place.fake, 3};
    auto process = place.start({"sync", "--until", "2026-02-02"});
    EXPECT_TRUE(first_post.wait());
    return process;
  }

  Workplace place;
};

TEST_F(Privacy, OtherProcessesOfTheUserReadNeitherItsEnvironmentNorItsMemory) {
  place.hand_over();
  const auto process = start();
  EXPECT_EQ(errno_of_reading(of_process(*process, "environ"), place.user()), EACCES);
  EXPECT_EQ(errno_of_reading(of_process(*process, "mem"), place.user()), EACCES);

  Process other{{"/bin/sh", "-c", "echo ready; exec sleep 60"},
                {.environment = {}, .input = {}, .directory = {}, .terminal = false, .user = place.user()}};
  ASSERT_TRUE(other.wait_for("ready"));
  EXPECT_EQ(errno_of_reading(of_process(other, "environ"), place.user()), 0) << "of another one it can";
}

class ACrash : public Privacy, public testing::WithParamInterface<int> {};

TEST_P(ACrash, LeavesNoCore) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_CORE, &limit), 0);
  limit.rlim_cur = limit.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_CORE, &limit), 0);
  place.environment["ASAN_OPTIONS"] = "handle_segv=0";  // a sanitizer would take the signal for itself
  const auto process = start();
  EXPECT_THAT(libsync::support::read_file(of_process(*process, "limits")),
              testing::ContainsRegex("Max core file size +0 +0 "));
  process->send_signal(GetParam());
  const auto result = process->wait();
  EXPECT_EQ(result.signal, GetParam());
  EXPECT_FALSE(result.dumped_core);
  for (const auto& entry : std::filesystem::directory_iterator{place.home()}) {
    EXPECT_THAT(entry.path().filename().string(), testing::Not(testing::StartsWith("core")));
  }
}

INSTANTIATE_TEST_SUITE_P(By, ACrash, testing::Values(SIGSEGV, SIGABRT, SIGQUIT),
                         [](const auto& test) { return "Signal" + std::to_string(test.param); });

TEST_F(Privacy, WhatItMakesIsForItsUserAloneWhateverTheUmask) {
  place.fake.heal();
  std::set<std::filesystem::path> given{place.home()};
  for (const auto& entry : std::filesystem::recursive_directory_iterator{place.home()}) given.insert(entry.path());
  EXPECT_EQ(place.run_by("umask 000; exec \"$@\"", {"sync", "--until", "2026-02-02"}).exit_code, 0);
  const auto key = std::string{known::k_key};
  EXPECT_EQ(place.run_by("umask 000; echo " + key + " | exec \"$@\"", {"setup"}).exit_code, 0);

  std::set<std::string> made;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{place.home()}) {
    if (given.contains(entry.path())) continue;
    struct stat facts {};
    ASSERT_EQ(::lstat(entry.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0077U, 0U) << entry.path();
    made.insert(entry.path().filename());
  }
  EXPECT_THAT(made, testing::IsSupersetOf({"share", "sessions.db", "sessions.db.lock", "credentials"}));
}

TEST_F(Privacy, ItDoesNotRunWithTheRightsOfSomebodyElse) {
  if (::geteuid() != 0) return;  // only root can give any away
  const auto result = place.run_by("exec setpriv --ruid 65534 -- \"$@\"", {"sync", "--until", "2026-02-02"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot run with the rights of somebody else\nhint: "));
  EXPECT_EQ(place.fake.counts().connections, 0);
  EXPECT_FALSE(std::filesystem::exists(place.database()));
}

TEST_F(Privacy, FoldersThatAreNotAbsoluteAreNotUsed) {
  place.environment["HOME"] = "relative";
  EXPECT_EQ(place.run({"sync", "--until", "2026-02-02"}).exit_code, 78);
  place.environment["HOME"] = place.home();
  place.environment["XDG_DATA_HOME"] = "relative";
  place.environment["XDG_CONFIG_HOME"] = "../relative";
  place.fake.heal();
  EXPECT_EQ(place.run({"sync", "--until", "2026-02-02"}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(place.database()));
  EXPECT_FALSE(std::filesystem::exists(place.home() / "relative"));
}

}  // namespace
}  // namespace e2e
