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

}  // namespace
}  // namespace libsync::transform
