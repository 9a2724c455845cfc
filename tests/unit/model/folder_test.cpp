// SPDX-License-Identifier: MIT
#include <libsync/model/folder.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace libsync {
namespace {

bool same(std::string_view left, std::string_view right) {
  return !FolderLess{}(left, right) && !FolderLess{}(right, left);
}

std::vector<std::string> parents(std::string_view folder) {
  std::vector<std::string> all;
  while (!(folder = parent_folder(folder)).empty()) all.emplace_back(folder);
  return all;
}

TEST(FolderLess, TakesSpellingsOfOneFolderForOne) {
  for (const char* spelling : {"D:\\x", "d:\\x", "D:/x", "D:\\x\\", "D:\\\\x", "D:\\.\\x\\.", "d:/./x//"}) {
    EXPECT_TRUE(same(spelling, "D:\\x")) << spelling;
  }
  EXPECT_TRUE(same("\\\\wsl.localhost\\Ubuntu\\x", "//WSL.localhost/Ubuntu//x"));
  EXPECT_TRUE(same("\\\\wsl$\\Ubuntu", "\\\\WSL$\\Ubuntu\\"));
  EXPECT_TRUE(same("/w//a", "/w/a/"));
  EXPECT_TRUE(same("\\w\\a", "/w/a"));
  EXPECT_TRUE(same("acme:D:\\x", "acme:d:/x"));
}

TEST(FolderLess, TellsOtherFoldersApart) {
  const std::vector<std::string> all{"",
                                     "/",
                                     "/w",
                                     "w",
                                     "/W",
                                     "/w/a",
                                     "/wa",
                                     "D:",
                                     "D:\\x",
                                     "D:\\X",
                                     "/mnt/d/x",
                                     "\\\\server\\x",
                                     "\\\\SERVER\\x",
                                     "/server/x",
                                     "acme:/w",
                                     "Acme:/w",
                                     "acme:w",
                                     "\\\\wsl.localhost\\Ubuntu",
                                     "\\\\wsl.localhost\\ubuntu"};
  for (const auto& left : all) {
    for (const auto& right : all) {
      EXPECT_EQ(same(left, right), left == right) << left << " and " << right;
      EXPECT_FALSE(FolderLess{}(left, right) && FolderLess{}(right, left)) << left << " and " << right;
    }
  }
}

std::vector<std::string> components(std::string_view folder) {
  std::vector<std::string> all;
  FolderReader reader{folder};
  FolderReader::Component component;
  while (reader.next(component)) all.emplace_back(component.is_root ? "/" : component.text);
  return all;
}

TEST(FolderLess, OrdersByComponent) {
  std::vector<std::string> folders{"/"};
  for (std::size_t i = 0; folders[i].size() < 5; ++i) {
    for (const char c : {'/', '\\', '.', 'a', 'b'}) folders.push_back(folders[i] + c);
  }
  std::erase_if(folders, [](const std::string& folder) { return folder.starts_with("/\\") || folder.ends_with("\\"); });
  std::vector<std::vector<std::string>> expected;
  for (const auto& folder : folders) expected.push_back(components(folder));
  for (std::size_t i = 0; i < folders.size(); ++i) {
    for (std::size_t j = 0; j < folders.size(); ++j) {
      ASSERT_EQ(FolderLess{}(folders[i], folders[j]), expected[i] < expected[j]) << folders[i] << " and " << folders[j];
    }
  }
}

TEST(ParentFolder, GoesUpToTheRoot) {
  using Folders = std::vector<std::string>;
  EXPECT_EQ(parents("/w/a/b"), (Folders{"/w/a", "/w", "/"}));
  EXPECT_EQ(parents("D:\\x\\api\\"), (Folders{"D:\\x", "D:"}));
  EXPECT_EQ(parents("\\\\wsl.localhost\\Ubuntu\\x"), (Folders{"\\\\wsl.localhost\\Ubuntu", "\\\\wsl.localhost"}));
  EXPECT_EQ(parents("acme:/w/a"), (Folders{"acme:/w", "acme:/"}));
  EXPECT_EQ(parents("-experiments/worktrees"), (Folders{"-experiments"}));
  EXPECT_EQ(parents("/"), Folders{});
}

TEST(Labels, AreInFrontOfARoot) {
  EXPECT_EQ(label_of("acme:/workspace"), "acme");
  EXPECT_EQ(without_label("acme:/workspace"), "/workspace");
  EXPECT_EQ(label_of("d:/workspace"), "");
  EXPECT_EQ(label_of("acme:workspace"), "");
  EXPECT_EQ(label_of("/a:/b"), "");
  EXPECT_EQ(without_label("/workspace"), "/workspace");
  EXPECT_TRUE(is_label("dev-box.2"));
  for (const char* text : {"", "d", "a b", "a/b", "a:b"}) EXPECT_FALSE(is_label(text)) << text;
}

}  // namespace
}  // namespace libsync
