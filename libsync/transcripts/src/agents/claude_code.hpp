// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// `<root>/<dir>/<name>.jsonl`; a message is a `user` or `assistant` line that is not `isMeta`.
class ClaudeCode : public Agent {
 public:
  // `$CLAUDE_CONFIG_DIR/projects`, where that may be a list with commas; else `~/.claude/projects` and
  // `${XDG_CONFIG_HOME:-~/.config}/claude/projects`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] int depth() const override { return 2; }
  [[nodiscard]] std::string_view layout() const override { return "<folder>/<session>.jsonl"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] std::string_view expected() const override { return "lines of type user or assistant"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

}  // namespace libsync::transcripts
