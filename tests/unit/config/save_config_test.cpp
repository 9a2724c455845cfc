// SPDX-License-Identifier: MIT
#include "temp_dir.hpp"

#include <libsync/config/edit.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace libsync::config {
namespace {

class SaveConfig : public testing::Test {
 protected:
  SaveConfig() { std::ofstream{file_} << "old"; }

  static std::string content(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
  }

  static unsigned mode(const std::filesystem::path& file) {
    struct stat properties {};
    EXPECT_EQ(stat(file.c_str(), &properties), 0);
    return properties.st_mode & 07777U;
  }

  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(std::filesystem::directory_iterator{folder_.path()}, std::filesystem::directory_iterator{});
  }

  support::TempDir folder_;
  std::filesystem::path file_ = folder_ / "config.toml";
};

TEST_F(SaveConfig, ReplacesTheTextAndKeepsTheMode) {
  std::filesystem::permissions(file_, std::filesystem::perms{0640});
  ASSERT_TRUE(save_config(file_, "old", "new"));
  EXPECT_EQ(content(file_), "new");
  EXPECT_EQ(mode(file_), 0640U);
  EXPECT_EQ(files(), 1);
}

TEST_F(SaveConfig, FollowsALink) {
  std::filesystem::create_directory(folder_ / "dotfiles");
  std::filesystem::rename(file_, folder_ / "dotfiles/real.toml");
  std::filesystem::create_symlink("dotfiles/real.toml", file_);
  ASSERT_TRUE(save_config(file_, "old", "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(file_));
  EXPECT_EQ(content(folder_ / "dotfiles/real.toml"), "new");
}

TEST_F(SaveConfig, OverwritesNothingThatSomebodyElseWrote) {
  const auto saved = save_config(file_, "older", "new");
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().cause, "it was changed in the meantime");
  EXPECT_EQ(saved.error().hint, Hint{Step::edit_again});
  EXPECT_EQ(content(file_), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(SaveConfig, SaysWhyAFileThatIsGoneCannotBeSaved) {
  std::filesystem::remove(file_);
  EXPECT_EQ(save_config(file_, "old", "new").error().cause, "No such file or directory");
  EXPECT_EQ(files(), 0);
}

TEST_F(SaveConfig, CreatesAFileForItsOwnerAlone) {
  const auto file = folder_ / "a/b/config.toml";
  ASSERT_TRUE(create_config(file, "new"));
  EXPECT_EQ(content(file), "new");
  EXPECT_EQ(mode(file), 0600U);
  EXPECT_EQ(mode(folder_ / "a/b"), 0700U);
}

TEST_F(SaveConfig, CreatesNothingInThePlaceOfAFile) {
  const auto created = create_config(file_, "new");
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().cause, "File exists");
  EXPECT_EQ(content(file_), "old");
  EXPECT_EQ(files(), 1);
}

}  // namespace
}  // namespace libsync::config
