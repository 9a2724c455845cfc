// SPDX-License-Identifier: MIT
#include "key_file.hpp"

#include "temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

namespace libsync::credentials {
namespace {

const std::string k_canary = "CANARY-api-key-0123456789";

unsigned mode_of(const std::filesystem::path& path) {
  struct stat properties {};
  EXPECT_EQ(lstat(path.c_str(), &properties), 0) << path;
  return properties.st_mode & 07777U;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) names.push_back(entry.path().filename());
  return names;
}

class KeyFile : public testing::Test {
 protected:
  void expect_refused(const std::filesystem::path& file, const std::string& cause) {
    const auto key = read_key_file(file);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().message, "cannot read the API key from " + file.string() + ": " + cause);
    EXPECT_EQ(key.error().hint.on.find(k_canary), std::string::npos);
  }

  TemporaryFolder folder_;
};

TEST_F(KeyFile, IsReadWithoutTheLineEnd) {
  EXPECT_EQ((*read_key_file(folder_.write("a", k_canary + " \r\n", 0600)))->reveal(), k_canary);
  EXPECT_EQ((*read_key_file(folder_.write("b", k_canary, 0400)))->reveal(), k_canary);
}

TEST_F(KeyFile, MayBeAbsent) {
  const auto key = read_key_file(folder_ / "credentials");
  ASSERT_TRUE(key);
  EXPECT_FALSE(*key);
}

TEST_F(KeyFile, IsRefusedWithAnyRightOfOthers) {
  for (int bit : {0040, 0020, 0010, 0004, 0002, 0001}) {
    const auto file = folder_.write("credentials", k_canary, 0600 | bit);
    const auto key = read_key_file(file);
    ASSERT_FALSE(key) << bit;
    EXPECT_NE(key.error().message.find(": others may use it (mode 06"), std::string::npos) << key.error().message;
    EXPECT_EQ(key.error().hint, (Hint{Step::protect_key_file, file.string()}));
  }
}

TEST_F(KeyFile, IsRefusedBehindASymbolicLink) {
  const auto file = folder_.write("real", k_canary, 0600);
  std::filesystem::create_symlink(file, folder_ / "credentials");
  expect_refused(folder_ / "credentials", "it is a symbolic link");
}

TEST_F(KeyFile, IsRefusedWhenItIsNoPlainFile) {
  std::filesystem::create_directory(folder_ / "folder");
  expect_refused(folder_ / "folder", "it is not a plain file");
  ASSERT_EQ(mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  expect_refused(folder_ / "fifo", "it is not a plain file");
}

TEST_F(KeyFile, IsRefusedWhenItBelongsToAnotherUser) {
  if (geteuid() == 0) {
    const auto file = folder_.write("credentials", k_canary, 0600);
    ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0);
    expect_refused(file, "it belongs to another user");
  } else {
    expect_refused("/etc/passwd", "it belongs to another user");
  }
}

TEST_F(KeyFile, IsStoredForItsOwnerAlone) {
  const mode_t mask = umask(0);
  const auto file = folder_ / "made/here/credentials";
  const auto stored = store_api_key(file, Secret{k_canary});
  umask(mask);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(content(file), k_canary + "\n");
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(mode_of(folder_ / "made/here"), 0700U);
  EXPECT_EQ(mode_of(folder_ / "made"), 0700U);
  EXPECT_EQ((*read_key_file(file))->reveal(), k_canary);
}

TEST_F(KeyFile, ReplacesAnOlderOneAndItsModeAndLeavesNothingElse) {
  const auto file = folder_.write("credentials", "an-older-and-much-longer-key-that-must-be-gone", 0644);
  ASSERT_TRUE(store_api_key(file, Secret{k_canary}));
  EXPECT_EQ(content(file), k_canary + "\n");
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(names_in(file.parent_path()), std::vector<std::string>{"credentials"});
}

TEST_F(KeyFile, IsStoredInPlaceOfALinkAndNotBehindIt) {
  const auto target = folder_.write("target", "untouched", 0600);
  std::filesystem::create_symlink(target, folder_ / "credentials");
  ASSERT_TRUE(store_api_key(folder_ / "credentials", Secret{k_canary}));
  EXPECT_EQ(content(target), "untouched");
  EXPECT_EQ((*read_key_file(folder_ / "credentials"))->reveal(), k_canary);
}

TEST_F(KeyFile, IsNotTouchedByWhatCannotBeAKey) {
  const auto file = folder_.write("credentials", k_canary, 0600);
  const auto stored = store_api_key(file, Secret{k_canary + "\nX: y"});
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().message, "cannot store the API key: what was given cannot be one");
  EXPECT_EQ(content(file), k_canary);
}

TEST_F(KeyFile, ThatCannotBeStoredSaysWhyAndLeavesNothing) {
  std::filesystem::create_directories(folder_ / "credentials/full");
  const auto over_a_folder = store_api_key(folder_ / "credentials", Secret{k_canary});
  ASSERT_FALSE(over_a_folder);
  EXPECT_EQ(over_a_folder.error().message,
            "cannot store the API key in " + (folder_ / "credentials").string() + ": Is a directory");
  EXPECT_EQ(names_in(folder_ / "."), std::vector<std::string>{"credentials"});

  const auto file = folder_.write("file", "", 0600);
  const auto below_a_file = store_api_key(file / "credentials", Secret{k_canary});
  ASSERT_FALSE(below_a_file);
  EXPECT_EQ(below_a_file.error().message,
            "cannot store the API key in " + (file / "credentials").string() + ": Not a directory");
}

}  // namespace
}  // namespace libsync::credentials
