// SPDX-License-Identifier: MIT
#pragma once

#include "agents/claude_code.hpp"

namespace libsync::transcripts {

// Claude Cowork, of the desktop application: a Claude Code in a virtual machine, with a configuration folder of its own
// for each session. There the folder is `/sessions/<name>`, which a label tells from one of this machine.
class Cowork : public ClaudeCode {
 public:
  // `~/.config/Claude/local-agent-mode-sessions`, on macOS below `~/Library/Application Support`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {"local-agent-mode-sessions"}; }
  [[nodiscard]] std::string_view usual_label() const override { return "cowork"; }
  [[nodiscard]] int depth() const override { return 8; }
  [[nodiscard]] bool enters(std::string_view relative) const override;
  [[nodiscard]] std::string_view layout() const override {
    return "<organisation>/<account>/local_<id>/.claude/projects/<folder>/<session>.jsonl";
  }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
};

}  // namespace libsync::transcripts
