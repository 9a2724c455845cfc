// SPDX-License-Identifier: MIT
#include <libsync/transform/buckets.hpp>

#include <gtest/gtest.h>

#include <string>

namespace libsync::transform {
namespace {

ProjectMapping mapping_of(std::initializer_list<const char*> folders) {
  ProjectMapping mapping;
  for (const char* folder : folders)
    mapping.emplace(folder, ProjectTarget{*ProjectId::parse(std::string(24, 'a')), {}, {}});
  return mapping;
}

std::string found(std::string_view project, const ProjectMapping& mapping) {
  const auto* folder = find_folder(project, mapping);
  return folder == nullptr ? "" : folder->first;
}

TEST(FindFolder, PrefersTheExactPathThenTheLongestFolder) {
  const auto mapping = mapping_of({"/work", "/work/foo", "/work/foo/bar"});
  EXPECT_EQ(found("/work/foo/bar", mapping), "/work/foo/bar");
  EXPECT_EQ(found("/work/foo/baz/deep", mapping), "/work/foo");
  EXPECT_EQ(found("/work/other", mapping), "/work");
}

TEST(FindFolder, StopsAtPathBoundaries) {
  const auto mapping = mapping_of({"/work/foo"});
  EXPECT_EQ(found("/work/foobar", mapping), "");
  EXPECT_EQ(found("/work", mapping), "");
  EXPECT_EQ(found("/work/foo/", mapping), "/work/foo");
}

TEST(FindFolder, KnowsTheRootAndRelativePaths) {
  EXPECT_EQ(found("/anything/at/all", mapping_of({"/"})), "/");
  EXPECT_EQ(found("-experiments/worktrees", mapping_of({"-experiments"})), "-experiments");
  EXPECT_EQ(found("", mapping_of({"/"})), "");
}

TEST(Covers, MatchesTheFolderAndWhatIsInIt) {
  EXPECT_TRUE(covers("/tmp/**", "/tmp/x/y"));
  EXPECT_TRUE(covers("/tmp/**", "/tmp"));
  EXPECT_TRUE(covers("/tmp/", "/tmp/x"));
  EXPECT_TRUE(covers("/", "/home/me"));
  EXPECT_FALSE(covers("/tmp", "/tmpfiles"));
  EXPECT_FALSE(covers("/tmp", "/home/tmp"));
  EXPECT_FALSE(covers("tmp", "/tmp"));
  EXPECT_FALSE(covers("", "/tmp"));
}

TEST(Covers, KeepsStarsInsideOneComponent) {
  EXPECT_TRUE(covers("/home/*/scratch", "/home/me/scratch/1"));
  EXPECT_FALSE(covers("/home/*/scratch", "/home/me/deep/scratch"));
  EXPECT_TRUE(covers("/work/tmp-?", "/work/tmp-1"));
  EXPECT_FALSE(covers("/work/tmp-?", "/work/tmp-12"));
  EXPECT_TRUE(covers("/work/*a*b*", "/work/xxaxxabx"));
}

TEST(Covers, LetsTwoStarsStandForAnyDepth) {
  EXPECT_TRUE(covers("**/node_modules", "/home/me/web/node_modules/left-pad"));
  EXPECT_TRUE(covers("/home/**/scratch-*/x", "/home/a/scratch-1/y/scratch-2/x"));
  EXPECT_TRUE(covers("/home/**/x", "/home/x"));
  EXPECT_FALSE(covers("/home/**/scratch-*/x", "/home/a/scratch-1/y"));
}

TEST(FindFolder, ComparesByComponentWhateverSystemWroteThePath) {
  for (const char* key : {"D:\\x", "d:\\x", "D:/x", "D:\\x\\", "D:\\.\\x"}) {
    EXPECT_EQ(found("D:\\x\\api", mapping_of({key})), key);
    EXPECT_EQ(found("d:/x", mapping_of({key})), key);
    EXPECT_EQ(found("/mnt/d/x/api", mapping_of({key})), "") << key;
    EXPECT_EQ(found("D:\\X\\api", mapping_of({key})), "") << key;
  }
  const auto wsl = mapping_of({"\\\\wsl.localhost\\Ubuntu\\home\\u\\x"});
  EXPECT_NE(found("\\\\wsl.localhost\\Ubuntu\\home\\u\\x\\api", wsl), "");
  EXPECT_NE(found("//WSL.LocalHost/Ubuntu/home/u/x", wsl), "");
  EXPECT_EQ(found("\\\\wsl.localhost\\ubuntu\\home\\u\\x", wsl), "");
  EXPECT_EQ(found("/w//a/./b", mapping_of({"/w/a"})), "/w/a");
  EXPECT_EQ(found("//w/a", mapping_of({"/w"})), "/w");
  EXPECT_EQ(found("\\\\server\\share\\x", mapping_of({"/server"})), "");
}

TEST(FindFolder, PrefersTheFolderOfTheLabel) {
  const auto mapping = mapping_of({"/workspace", "/workspace/api", "acme:/workspace"});
  EXPECT_EQ(found("acme:/workspace", mapping), "acme:/workspace");
  EXPECT_EQ(found("acme:/workspace/api", mapping), "acme:/workspace");
  EXPECT_EQ(found("other:/workspace/api", mapping), "/workspace/api");
  EXPECT_EQ(found("/workspace", mapping), "/workspace");
  EXPECT_EQ(found("acme:C:\\w", mapping_of({"acme:c:/w"})), "acme:c:/w");
}

TEST(Covers, ComparesByComponentWhateverSystemWroteThePath) {
  EXPECT_TRUE(covers("C:\\T", "C:\\T\\q"));
  EXPECT_TRUE(covers("c:/T/*", "C:\\T\\q\\r"));
  EXPECT_FALSE(covers("C:\\T", "C:\\Temp"));
  EXPECT_FALSE(covers("*", "C:\\T"));
  EXPECT_TRUE(covers("**\\T", "C:\\T\\q"));
  EXPECT_TRUE(covers("/tmp/**", "//tmp/./x"));
}

TEST(Covers, IsAboutAnyLabelUnlessItNamesOne) {
  EXPECT_TRUE(covers("/tmp", "acme:/tmp/x"));
  EXPECT_TRUE(covers("acme:/tmp", "acme:/tmp/x"));
  EXPECT_FALSE(covers("acme:/tmp", "/tmp/x"));
  EXPECT_FALSE(covers("acme:/tmp", "other:/tmp/x"));
}

TEST(IsIgnored, ByDefaultNotWhereTheMappingPointsIntoTheIgnoredFolder) {
  const auto mapping = mapping_of({"/tmp/wt/feature", "/"});
  const auto ignored = [&](std::string_view project, bool by_default) {
    return is_ignored(project, find_folder(project, mapping), {{"/tmp/**"}, by_default});
  };
  EXPECT_FALSE(ignored("/tmp/wt/feature", true));
  EXPECT_FALSE(ignored("/tmp/wt/feature/x", true));
  EXPECT_TRUE(ignored("/tmp/wt", true));  // in a mapped folder, but that is not a temporary one
  EXPECT_TRUE(ignored("/tmp/wt/feature", false));
  EXPECT_FALSE(ignored("/work", false));
}

}  // namespace
}  // namespace libsync::transform
