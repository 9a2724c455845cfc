// SPDX-License-Identifier: MIT
#include <libsync/model/agent_kind.hpp>

#include <gmock/gmock.h>

#include <set>

namespace libsync {
namespace {

TEST(AgentKind, HasANameOfItsOwnAndIsFoundByIt) {
  std::set<AgentKind> found;
  for (const auto& name : agent_names()) {
    const auto agent = agent_named(name);
    ASSERT_TRUE(agent.has_value()) << name;
    EXPECT_EQ(agent_name(*agent), name);
    EXPECT_TRUE(found.insert(*agent).second) << name;
  }
}

// Stores have them.
TEST(AgentKind, KeepsItsNumber) {
  EXPECT_THAT(agent_names(), testing::Contains("claude-code"));
  EXPECT_EQ(agent_names().at(static_cast<std::size_t>(AgentKind::claude_code)), "claude-code");
  EXPECT_EQ(static_cast<int>(AgentKind::claude_code), 0);
  EXPECT_EQ(static_cast<int>(AgentKind::codex), 1);
}

TEST(AgentKind, IsNotKnownByANumberOfANewerVersionOrAnotherName) {
  EXPECT_EQ(agent_name(static_cast<AgentKind>(1000)), "unknown");
  EXPECT_FALSE(agent_named("unknown"));
  EXPECT_FALSE(agent_named(""));
  EXPECT_FALSE(agent_named("Codex"));
}

}  // namespace
}  // namespace libsync
