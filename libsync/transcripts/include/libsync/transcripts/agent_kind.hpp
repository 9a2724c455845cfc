// SPDX-License-Identifier: MIT
//
// The agents whose transcripts are read.
#pragma once

#include <string>

namespace libsync::transcripts {

// Whose transcripts lie below a root. docs/architecture.md says how to add one.
enum class AgentKind { claude_code, codex };

// "claude-code", "codex": the name that session rows carry.
[[nodiscard]] std::string agent_name(AgentKind kind);

}  // namespace libsync::transcripts
