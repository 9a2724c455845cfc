// SPDX-License-Identifier: MIT
//
// The agents whose transcripts are read, and their names. docs/architecture.md says how to add one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync {

// Whose transcripts lie below a root. The numbers are kept in stores: a new one goes to the end.
enum class AgentKind {
  claude_code,
  codex,
  cowork,
  qwen_code,
  copilot_cli,
  opencode,
  goose,
  gemini_cli,
  cline,
  roo_code,
  copilot_chat,
};

// "claude-code", "codex": the name in session rows and in the config. "unknown" for what a newer version numbered.
[[nodiscard]] std::string agent_name(AgentKind kind);

// Nothing for a name that is none of these.
[[nodiscard]] std::optional<AgentKind> agent_named(std::string_view name);

// Of all of them, in the order of their numbers.
[[nodiscard]] std::vector<std::string> agent_names();

}  // namespace libsync
