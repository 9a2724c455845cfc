// SPDX-License-Identifier: MIT
#include <libsync/model/file_descriptor.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync {
namespace {

bool is_open(int number) {
  return fcntl(number, F_GETFD) != -1;
}

TEST(FileDescriptor, ClosesTheFileAtTheEndAndOnlyOnce) {
  int number = -1;
  {
    FileDescriptor first{open("/dev/null", O_RDONLY | O_CLOEXEC)};
    ASSERT_TRUE(first.is_open());
    number = first.get();
    const FileDescriptor second{std::move(first)};
    EXPECT_FALSE(first.is_open());  // NOLINT(bugprone-use-after-move): what is left is the subject
    EXPECT_EQ(second.get(), number);
    EXPECT_TRUE(is_open(number));
  }
  EXPECT_FALSE(is_open(number));
}

TEST(FileDescriptor, GivesAwayWhatItIsAskedToRelease) {
  FileDescriptor file{open("/dev/null", O_RDONLY | O_CLOEXEC)};
  const FileDescriptor taken{file.release()};
  EXPECT_FALSE(file.is_open());
  EXPECT_TRUE(is_open(taken.get()));
}

}  // namespace
}  // namespace libsync
