// SPDX-License-Identifier: MIT
#include "agents/agent.hpp"

#include "agents/claude_code.hpp"
#include "agents/codex.hpp"

namespace libsync::transcripts {

std::string agent_name(AgentKind kind) {
  return kind == AgentKind::codex ? "codex" : "claude-code";
}

const Agent& agent_of(AgentKind kind) {
  static const ClaudeCode claude_code;
  static const Codex codex;
  if (kind == AgentKind::codex) return codex;
  return claude_code;
}

}  // namespace libsync::transcripts
