// SPDX-License-Identifier: MIT
#include "store_fixture.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

class Lock : public StoreTest {
 protected:
  [[nodiscard]] fs::path lock_file() const { return folder() / "sessions.db.lock"; }
};

TEST_F(Lock, OneRunPerStore) {
  const RunLock held = RunLock::acquire(file());
  EXPECT_EQ(kind_of_failure([&] { (void)RunLock::acquire(file()); }), StoreErrorKind::busy);
}

TEST_F(Lock, SaysWhoHoldsItAndSinceWhen) {
  const RunLock held = RunLock::acquire(file());
  const std::string message = message_of_failure([&] { (void)RunLock::acquire(file()); });
  EXPECT_NE(message.find(file().string()), std::string::npos) << message;
  EXPECT_NE(message.find("process " + std::to_string(getpid()) + " (since 20"), std::string::npos) << message;
}

TEST_F(Lock, IsFreeAgainAfterTheRun) {
  { const RunLock held = RunLock::acquire(file()); }
  const RunLock again = RunLock::acquire(file());
  EXPECT_TRUE(fs::exists(lock_file()));
}

TEST_F(Lock, MovesWithItsOwner) {
  RunLock first = RunLock::acquire(file());
  RunLock second = std::move(first);
  first = RunLock::acquire(folder() / "other.db");
  EXPECT_EQ(kind_of_failure([&] { (void)RunLock::acquire(file()); }), StoreErrorKind::busy);
  first = std::move(second);
  EXPECT_EQ(kind_of_failure([&] { (void)RunLock::acquire(file()); }), StoreErrorKind::busy);
}

TEST_F(Lock, DiesWithItsProcess) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const RunLock held = RunLock::acquire(file());
    const char locked = 'x';
    if (write(ready[1], &locked, 1) == 1) pause();
    _exit(0);
  }
  char locked = 0;
  ASSERT_EQ(read(ready[0], &locked, 1), 1);
  const std::string message = message_of_failure([&] { (void)RunLock::acquire(file()); });
  EXPECT_NE(message.find("process " + std::to_string(child) + " "), std::string::npos) << message;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  const RunLock held = RunLock::acquire(file());
  close(ready[0]);
  close(ready[1]);
}

TEST_F(Lock, IsTheSameThroughASymbolicLink) {
  (void)open();
  fs::create_symlink(file(), folder() / "link.db");
  const RunLock held = RunLock::acquire(folder() / "link.db");
  EXPECT_EQ(kind_of_failure([&] { (void)RunLock::acquire(file()); }), StoreErrorKind::busy);
}

TEST_F(Lock, DoesNotFollowALinkInItsPlace) {
  write_file(folder() / "precious", "content");
  fs::create_symlink(folder() / "precious", lock_file());
  EXPECT_EQ(kind_of_failure([&] { (void)RunLock::acquire(file()); }), StoreErrorKind::io);
  EXPECT_EQ(read_file(folder() / "precious"), "content");
}

TEST_F(Lock, IsPrivateAndMakesItsFolderWhenItMay) {
  const fs::path nested = folder() / "data" / "sessions.db";
  EXPECT_EQ(kind_of_failure([&] { (void)RunLock::acquire(nested, Folder::must_exist); }),
            StoreErrorKind::missing_folder);
  EXPECT_FALSE(fs::exists(nested.parent_path()));
  const RunLock held = RunLock::acquire(nested);
  struct stat info {};
  ASSERT_EQ(stat((nested.string() + ".lock").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  ASSERT_EQ(stat(nested.parent_path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

}  // namespace
}  // namespace libsync::store
