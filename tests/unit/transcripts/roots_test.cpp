// SPDX-License-Identifier: MIT
#include <libsync/transcripts/roots.hpp>

#include <gtest/gtest.h>

namespace libsync::transcripts {
namespace {

using Origin = Root::Origin;

TEST(FindRoots, TakesTheNamedFoldersAlone) {
  RootSettings settings;
  settings.named = {"/a", "/b/sessions", "/a"};
  settings.home = "/home/me";
  settings.claude_config_dir = "/cfg";
  EXPECT_EQ(find_roots(settings), (std::vector<Root>{{"/a", AgentKind::claude_code, Origin::named},
                                                     {"/b/sessions", AgentKind::codex, Origin::named}}));
}

TEST(FindRoots, LooksInTheUsualPlacesOfEveryAgent) {
  RootSettings settings;
  settings.home = "/home/me";
  EXPECT_EQ(find_roots(settings),
            (std::vector<Root>{{"/home/me/.claude/projects", AgentKind::claude_code, Origin::assumed},
                               {"/home/me/.config/claude/projects", AgentKind::claude_code, Origin::assumed},
                               {"/home/me/.codex/sessions", AgentKind::codex, Origin::assumed},
                               {"/home/me/.codex/archived_sessions", AgentKind::codex, Origin::assumed}}));
}

TEST(FindRoots, FollowsTheEnvironment) {
  RootSettings settings;
  settings.home = "/home/me";
  settings.xdg_config_home = "/xdg";
  settings.codex_home = "/codex";
  EXPECT_EQ(find_roots(settings),
            (std::vector<Root>{{"/home/me/.claude/projects", AgentKind::claude_code, Origin::assumed},
                               {"/xdg/claude/projects", AgentKind::claude_code, Origin::assumed},
                               {"/codex/sessions", AgentKind::codex, Origin::assumed},
                               {"/codex/archived_sessions", AgentKind::codex, Origin::assumed}}));
}

TEST(FindRoots, ReadsClaudeCodeWhereItWasToldToKeepItsFiles) {
  RootSettings settings;
  settings.home = "/home/me";
  settings.claude_config_dir = "/cfg";
  const auto roots = find_roots(settings);
  ASSERT_EQ(roots.size(), 3U);
  EXPECT_EQ(roots[0], (Root{"/cfg/projects", AgentKind::claude_code, Origin::named}));
  EXPECT_EQ(roots[1].agent, AgentKind::codex);
}

TEST(FindRoots, TakesAListOfFolders) {
  RootSettings settings;
  settings.home = "/home/me";
  settings.claude_config_dir = "/a,,/b,";
  const auto roots = find_roots(settings);
  ASSERT_EQ(roots.size(), 4U);
  EXPECT_EQ(roots[0].folder, "/a/projects");
  EXPECT_EQ(roots[1].folder, "/b/projects");
}

TEST(FindRoots, FindsNothingWithoutAHome) {
  EXPECT_TRUE(find_roots({}).empty());
}

}  // namespace
}  // namespace libsync::transcripts
