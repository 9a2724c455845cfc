// SPDX-License-Identifier: MIT
#include <libsync/transcripts/roots.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync::transcripts {
namespace {

using Origin = Root::Origin;
using ::testing::Contains;
using ::testing::ElementsAre;

RootSettings at_home(std::map<std::string, std::string> variables = {}) {
  RootSettings settings;
  settings.surroundings = {"/home/me", std::move(variables)};
  return settings;
}

std::vector<std::filesystem::path> folders_of(AgentKind agent, const RootSettings& settings) {
  std::vector<std::filesystem::path> folders;
  for (const auto& root : find_roots(settings)) {
    if (root.agent == agent) folders.push_back(root.folder);
  }
  return folders;
}

TEST(FindRoots, TakesTheNamedFoldersAlone) {
  auto settings = at_home({{"CLAUDE_CONFIG_DIR", "/cfg"}});
  settings.named = {"/a", "/b/sessions", "/a"};
  EXPECT_EQ(find_roots(settings), (std::vector<Root>{{"/a", AgentKind::claude_code, Origin::named},
                                                     {"/b/sessions", AgentKind::codex, Origin::named}}));
}

TEST(FindRoots, TellWhoseANamedFolderIsByTheEndOfItsPath) {
  const auto agent_of_folder = [](const char* folder) {
    RootSettings settings;
    settings.named = {folder};
    return find_roots(settings).at(0).agent;
  };
  EXPECT_EQ(agent_of_folder("/srv/.claude/projects"), AgentKind::claude_code);
  EXPECT_EQ(agent_of_folder("/srv/archived_sessions/"), AgentKind::codex);
  EXPECT_EQ(agent_of_folder("/srv/x/../sessions"), AgentKind::codex);
  EXPECT_EQ(agent_of_folder("/srv/sessions/x"), AgentKind::claude_code);
  EXPECT_EQ(agent_of_folder("/srv/old_sessions"), AgentKind::claude_code);
  EXPECT_EQ(agent_of_folder("/srv/local-agent-mode-sessions"), AgentKind::cowork);
  EXPECT_EQ(agent_of_folder("/srv/.qwen/projects"), AgentKind::qwen_code);
  EXPECT_EQ(agent_of_folder("/srv/x.qwen/projects"), AgentKind::claude_code);
  EXPECT_EQ(agent_of_folder("/srv/.copilot/session-state"), AgentKind::copilot_cli);
  EXPECT_EQ(agent_of_folder("/srv/.gemini/tmp"), AgentKind::gemini_cli);
  EXPECT_EQ(agent_of_folder("/srv/tmp"), AgentKind::claude_code);
  EXPECT_EQ(agent_of_folder("/srv/.cline/data"), AgentKind::cline);
  EXPECT_EQ(agent_of_folder("/srv/globalStorage/saoudrizwan.claude-dev"), AgentKind::cline);
  EXPECT_EQ(agent_of_folder("/srv/globalStorage/rooveterinaryinc.roo-cline"), AgentKind::roo_code);
  EXPECT_EQ(agent_of_folder("/srv/User/workspaceStorage"), AgentKind::copilot_chat);
  EXPECT_EQ(agent_of_folder("/srv/globalStorage/transferredChatSessions"), AgentKind::copilot_chat);
}

TEST(FindRoots, LooksInTheUsualPlacesOfEveryAgent) {
  EXPECT_THAT(folders_of(AgentKind::claude_code, at_home()),
              ElementsAre("/home/me/.claude/projects", "/home/me/.config/claude/projects"));
  EXPECT_THAT(folders_of(AgentKind::codex, at_home()),
              ElementsAre("/home/me/.codex/sessions", "/home/me/.codex/archived_sessions"));
  EXPECT_THAT(folders_of(AgentKind::cowork, at_home()),
              ElementsAre("/home/me/.config/Claude/local-agent-mode-sessions",
                          "/home/me/Library/Application Support/Claude/local-agent-mode-sessions"));
  EXPECT_THAT(folders_of(AgentKind::qwen_code, at_home()), ElementsAre("/home/me/.qwen/projects"));
  EXPECT_THAT(folders_of(AgentKind::copilot_cli, at_home()), ElementsAre("/home/me/.copilot/session-state"));
  for (const auto& root : find_roots(at_home())) EXPECT_NE(root.origin, Origin::named) << root.folder;
}

TEST(FindRoots, LooksInEveryEditorForTheAgentsOfSome) {
  EXPECT_THAT(folders_of(AgentKind::gemini_cli, at_home()), ElementsAre("/home/me/.gemini/tmp"));
  EXPECT_THAT(folders_of(AgentKind::gemini_cli, at_home({{"GEMINI_CLI_HOME", "/g"}})), ElementsAre("/g/.gemini/tmp"));
  const auto cline = folders_of(AgentKind::cline, at_home());
  EXPECT_THAT(cline, Contains("/home/me/.config/Code/User/globalStorage/saoudrizwan.claude-dev"));
  EXPECT_THAT(cline, Contains("/home/me/.vscode-server/data/User/globalStorage/saoudrizwan.claude-dev"));
  EXPECT_EQ(cline.back(), "/home/me/.cline/data");
  EXPECT_EQ(folders_of(AgentKind::cline, at_home({{"CLINE_DIR", "/c"}})).back(), "/c/data");
  EXPECT_EQ(folders_of(AgentKind::cline, at_home({{"CLINE_DATA_DIR", "/d"}})).back(), "/d");
  EXPECT_EQ(folders_of(AgentKind::cline, at_home({{"CLINE_SESSION_DATA_DIR", "/s/sessions/"}})).back(), "/s/sessions");
  EXPECT_THAT(folders_of(AgentKind::cline, at_home({{"CLINE_SESSION_DATA_DIR", "/s/all"}})),
              Contains("/home/me/.cline/data"));
  EXPECT_THAT(folders_of(AgentKind::roo_code, at_home({{"XDG_CONFIG_HOME", "/xdg"}})),
              Contains("/xdg/Cursor/User/globalStorage/rooveterinaryinc.roo-cline"));
  const auto chats = folders_of(AgentKind::copilot_chat, at_home());
  EXPECT_THAT(chats, Contains("/home/me/.config/Code - Insiders/User/workspaceStorage"));
  EXPECT_THAT(chats, Contains("/home/me/Library/Application Support/VSCodium/User/workspaceStorage"));
  EXPECT_THAT(chats, Contains("/home/me/.local/share/code-server/User/globalStorage/emptyWindowChatSessions"));
  EXPECT_THAT(chats, Contains("/home/me/.config/Cursor/User/globalStorage/transferredChatSessions"));
}

// As it sets the variables itself when it is told to keep everything apart.
TEST(FindRoots, LooksOnceInAFolderOfSessionsThatLiesInTheFolderOfData) {
  for (const auto* sessions : {"/d/sessions", "/d/sessions/"}) {
    const auto folders =
        folders_of(AgentKind::cline, at_home({{"CLINE_DATA_DIR", "/d"}, {"CLINE_SESSION_DATA_DIR", sessions}}));
    EXPECT_EQ(folders.back(), "/d");
    EXPECT_EQ(folders.size(), folders_of(AgentKind::cline, at_home()).size());
  }
  EXPECT_EQ(folders_of(AgentKind::cline, at_home({{"CLINE_SESSION_DATA_DIR", "relative/sessions"}})).back(),
            "/home/me/.cline/data");
}

TEST(FindRoots, HasSomeForEveryAgent) {
  for (const auto& name : agent_names()) EXPECT_FALSE(folders_of(*agent_named(name), at_home()).empty()) << name;
}

TEST(FindRoots, LabelWhatLiesInAVirtualMachine) {
  for (const auto& root : find_roots(at_home())) EXPECT_EQ(root.label, root.agent == AgentKind::cowork ? "cowork" : "");
  RootSettings settings;
  settings.named = {"/a/local-agent-mode-sessions", "/b/local-agent-mode-sessions"};
  settings.labels = {{"/b/local-agent-mode-sessions", "acme"}};
  const auto roots = find_roots(settings);
  EXPECT_EQ(roots.at(0).label, "cowork");
  EXPECT_EQ(roots.at(1).label, "acme");
}

TEST(FindRoots, FollowsTheEnvironment) {
  const auto settings = at_home({{"XDG_CONFIG_HOME", "/xdg"}, {"CODEX_HOME", "/codex"}});
  EXPECT_THAT(folders_of(AgentKind::claude_code, settings),
              ElementsAre("/home/me/.claude/projects", "/xdg/claude/projects"));
  EXPECT_THAT(folders_of(AgentKind::codex, settings), ElementsAre("/codex/sessions", "/codex/archived_sessions"));
  EXPECT_THAT(folders_of(AgentKind::cowork, settings),
              ElementsAre("/xdg/Claude/local-agent-mode-sessions",
                          "/home/me/Library/Application Support/Claude/local-agent-mode-sessions"));
}

TEST(FindRoots, FollowsTheEnvironmentOfEachAgent) {
  EXPECT_THAT(folders_of(AgentKind::qwen_code, at_home({{"QWEN_HOME", "/qwen"}})), ElementsAre("/qwen/projects"));
  EXPECT_THAT(folders_of(AgentKind::qwen_code, at_home({{"QWEN_HOME", "/qwen"}, {"QWEN_RUNTIME_DIR", "/run/qwen"}})),
              ElementsAre("/run/qwen/projects"));
  EXPECT_THAT(folders_of(AgentKind::copilot_cli, at_home({{"COPILOT_HOME", "/copilot"}, {"XDG_STATE_HOME", "/state"}})),
              ElementsAre("/copilot/session-state", "/state/.copilot/session-state"));
}

TEST(FindRoots, LeavesOutRelativeFoldersOfTheEnvironment) {
  const auto settings = at_home({{"XDG_CONFIG_HOME", "xdg"}, {"CODEX_HOME", "codex"}});
  EXPECT_THAT(folders_of(AgentKind::claude_code, settings), ElementsAre("/home/me/.claude/projects"));
  EXPECT_TRUE(folders_of(AgentKind::codex, settings).empty());
}

TEST(FindRoots, ReadsClaudeCodeWhereItWasToldToKeepItsFiles) {
  const auto roots = find_roots(at_home({{"CLAUDE_CONFIG_DIR", "/cfg"}}));
  EXPECT_EQ(roots[0], (Root{"/cfg/projects", AgentKind::claude_code, Origin::named}));
  EXPECT_EQ(roots[1].agent, AgentKind::codex);
}

TEST(FindRoots, TakesAListOfFolders) {
  EXPECT_THAT(folders_of(AgentKind::claude_code, at_home({{"CLAUDE_CONFIG_DIR", "/a,,/b,"}})),
              ElementsAre("/a/projects", "/b/projects"));
}

TEST(FindRoots, FindsNothingWithoutAHome) {
  EXPECT_TRUE(find_roots({}).empty());
}

}  // namespace
}  // namespace libsync::transcripts
