// SPDX-License-Identifier: MIT
#include "agents/agent.hpp"

#include "agents/claude_code.hpp"
#include "agents/cline.hpp"
#include "agents/codex.hpp"
#include "agents/copilot_chat.hpp"
#include "agents/copilot_cli.hpp"
#include "agents/cowork.hpp"
#include "agents/gemini_cli.hpp"
#include "agents/goose.hpp"
#include "agents/opencode.hpp"
#include "agents/qwen_code.hpp"

#include <array>

namespace libsync::transcripts {

Background Agent::background(const std::string& path, const SmallFiles& /*files*/) const {
  std::string_view name = path;
  name.remove_prefix(name.rfind('/') + 1);
  return {.session_name = std::string{name.substr(0, name.rfind('.'))}};
}

const Agent& agent_of(AgentKind kind) {
  static const ClaudeCode claude_code;
  static const Codex codex;
  static const Cowork cowork;
  static const QwenCode qwen_code;
  static const CopilotCli copilot_cli;
  static const OpenCode opencode;
  static const Goose goose;
  static const GeminiCli gemini_cli;
  static const Cline cline;
  static const RooCode roo_code;
  static const CopilotChat copilot_chat;
  static const std::array<const Agent*, 11> by_number{
      &claude_code,   //
      &codex,         //
      &cowork,        //
      &qwen_code,     //
      &copilot_cli,   //
      &opencode,      //
      &goose,         //
      &gemini_cli,    //
      &cline,         //
      &roo_code,      //
      &copilot_chat,  //
  };
  return *by_number.at(static_cast<std::size_t>(kind));
}

}  // namespace libsync::transcripts
