// SPDX-License-Identifier: MIT
#include "temp_dir.hpp"

#include <libsync/config/config.hpp>

#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace libsync::config {
namespace {

class LoadConfig : public testing::Test {
 protected:
  std::filesystem::path write(std::string_view text) {
    const auto file = folder_ / "config.toml";
    std::ofstream{file, std::ios::binary} << text;
    return file;
  }

  support::TempDir folder_;
};

TEST_F(LoadConfig, ReadsTheFile) {
  const auto config = load_config(write("idle_timeout_minutes = 7\ndatabase = 'x.db'"), "/home/me");
  ASSERT_TRUE(config);
  ASSERT_TRUE(*config);
  EXPECT_EQ((*config)->idle_timeout, std::chrono::minutes{7});
  EXPECT_EQ((*config)->database, folder_ / "x.db");
}

TEST_F(LoadConfig, HasNothingWhenThereIsNoFile) {
  const auto config = load_config(folder_ / "config.toml", "/home/me");
  ASSERT_TRUE(config);
  EXPECT_FALSE(*config);
}

TEST_F(LoadConfig, NamesTheFileInAnErrorOfItsContent) {
  const auto file = write("\nbroken = ");
  const auto config = load_config(file, "/home/me");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().file, file);
  EXPECT_EQ(config.error().line, 2);
}

TEST_F(LoadConfig, RefusesAFolder) {
  const auto config = load_config(folder_.path(), "/home/me");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().cause, "it is a folder");
  EXPECT_EQ(config.error().line, 0);
}

TEST_F(LoadConfig, TellsAnUnreadableFileFromAnAbsentOne) {
  const auto config = load_config(write("") / "config.toml", "/home/me");  // below a file
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().cause, "Not a directory");
}

TEST_F(LoadConfig, SaysThatPermissionIsDenied) {
  const auto file = write("idle_timeout_minutes = 7");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  const int owner = setfsuid(65534);  // root may read everything; nobody may not. Has no effect for others.
  const auto config = load_config(file, "/home/me");
  setfsuid(static_cast<uid_t>(owner));
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().cause, "Permission denied");
}

TEST_F(LoadConfig, RefusesAFileThatIsNoConfigByItsSize) {
  const auto config = load_config(write(std::string(4 * 1024 * 1024 + 1, '#')), "/home/me");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().cause, "it is larger than 4 MiB");
}

}  // namespace
}  // namespace libsync::config
