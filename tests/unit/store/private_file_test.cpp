// SPDX-License-Identifier: MIT
#include "private_file.hpp"

#include "store_fixture.hpp"

#include <fcntl.h>
#include <rapidcheck/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace libsync::store {
namespace {

PrivateFile over(const std::filesystem::path& file) {
  FileDescriptor beneath{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  const FileStamp stamp = stamp_of(beneath.get());
  return {std::move(beneath), stamp};
}

// What stands there, with the outcome before it.
std::pair<int, std::string> read(const PrivateFile& file, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '?');
  const int outcome = file.read(offset, bytes);
  return {outcome, bytes};
}

std::string noise(std::size_t size, unsigned seed) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>('a' + (seed = seed * 1103515245U + 12345U) / 65536U % 26);
  return bytes;
}

class PrivateFileTest : public StoreTest {
 protected:
  [[nodiscard]] PrivateFile over_file(const std::string& content) const {
    write_file(file(), content);
    return over(file());
  }
};

TEST_F(PrivateFileTest, IsTheFileBeneathUntilItIsWritten) {
  const std::string content = noise(200'000, 1);
  PrivateFile own = over_file(content);
  EXPECT_EQ(own.size(), content.size());
  EXPECT_EQ(read(own, 65'000, 100'000), std::pair(SQLITE_OK, content.substr(65'000, 100'000)));
  ASSERT_EQ(own.write(131'000, std::string{"changed"}), SQLITE_OK);
  EXPECT_EQ(read(own, 130'998, 11),
            std::pair(SQLITE_OK, content.substr(130'998, 2) + "changed" + content.substr(131'007, 2)));
  EXPECT_EQ(read_file(file()), content);
}

TEST_F(PrivateFileTest, HasZerosBehindItsEnd) {
  PrivateFile own = over_file("abc");
  EXPECT_EQ(read(own, 1, 4), std::pair(SQLITE_IOERR_SHORT_READ, std::string("bc\0\0", 4)));
  EXPECT_EQ(read(own, 10, 2), std::pair(SQLITE_IOERR_SHORT_READ, std::string("\0\0", 2)));
}

TEST_F(PrivateFileTest, SaysThatTheFileBeneathWasWritten) {
  const std::string content = noise(200'000, 2);
  PrivateFile own = over_file(content);
  ASSERT_EQ(own.write(0, std::string{"own"}), SQLITE_OK);
  write_file(file(), noise(200'001, 3));
  EXPECT_EQ(read(own, 150'000, 10).first, SQLITE_BUSY);
  EXPECT_EQ(own.write(150'000, std::string{"x"}), SQLITE_BUSY);
  EXPECT_EQ(read(own, 0, 10), std::pair(SQLITE_OK, "own" + content.substr(3, 7))) << "its own blocks are as they were";
}

TEST_F(PrivateFileTest, SaysSoAsWellWhenAnotherFileTookItsPlace) {
  PrivateFile own = over_file("before");
  write_file(folder() / "new", "after!");
  std::filesystem::rename(folder() / "new", file());
  EXPECT_NE(read(own, 0, 6), std::pair(SQLITE_OK, std::string{"after!"}));
}

TEST_F(PrivateFileTest, NeedsTheFileNoMoreOnceAllOfItIsTaken) {
  const std::string content = noise(150'000, 4);
  PrivateFile own = over_file(content);
  ASSERT_TRUE(own.take_all());
  write_file(file(), "");
  EXPECT_EQ(read(own, 0, content.size()), std::pair(SQLITE_OK, content));
}

// Any reads, writes and cuts, over any file, do what they would do to bytes in one piece.
RC_GTEST_FIXTURE_PROP(PrivateFileTest, DoesWhatAFileDoes, ()) {
  std::string expected = noise(*rc::gen::inRange<std::size_t>(0, 300'000), *rc::gen::arbitrary<unsigned>());
  PrivateFile own = over_file(expected);
  if (*rc::gen::arbitrary<bool>()) RC_ASSERT(own.take_all());
  const int steps = *rc::gen::inRange(1, 12);
  for (int i = 0; i < steps; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, 400'000);
    const auto size = *rc::gen::inRange<std::size_t>(0, 150'000);
    switch (*rc::gen::inRange(0, 3)) {
      case 0: {
        const std::string bytes = noise(size, static_cast<unsigned>(i));
        RC_ASSERT(own.write(at, bytes) == SQLITE_OK);
        if (size > 0) expected.resize(std::max(expected.size(), at + size), '\0');
        std::ranges::copy(bytes, expected.begin() + static_cast<std::ptrdiff_t>(size > 0 ? at : 0));
        break;
      }
      case 1:
        own.truncate(at);
        expected.resize(std::min(expected.size(), at));
        break;
      default: {
        std::string there = at < expected.size() ? expected.substr(at, size) : "";
        const int outcome = there.size() == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
        there.resize(size, '\0');
        RC_ASSERT(read(own, at, size) == std::pair(outcome, there));
      }
    }
    RC_ASSERT(own.size() == expected.size());
  }
}

}  // namespace
}  // namespace libsync::store
