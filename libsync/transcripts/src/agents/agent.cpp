// SPDX-License-Identifier: MIT
#include "agents/agent.hpp"

#include "agents/claude_code.hpp"
#include "agents/codex.hpp"
#include "agents/copilot_cli.hpp"
#include "agents/cowork.hpp"
#include "agents/goose.hpp"
#include "agents/opencode.hpp"
#include "agents/qwen_code.hpp"

#include <array>

namespace libsync::transcripts {

const Agent& agent_of(AgentKind kind) {
  static const ClaudeCode claude_code;
  static const Codex codex;
  static const Cowork cowork;
  static const QwenCode qwen_code;
  static const CopilotCli copilot_cli;
  static const OpenCode opencode;
  static const Goose goose;
  static const std::array<const Agent*, 7> by_number{
      &claude_code,  //
      &codex,        //
      &cowork,       //
      &qwen_code,    //
      &copilot_cli,  //
      &opencode,     //
      &goose,
  };
  return *by_number.at(static_cast<std::size_t>(kind));
}

}  // namespace libsync::transcripts
