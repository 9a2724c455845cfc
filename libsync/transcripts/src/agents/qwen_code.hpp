// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// Qwen Code: `<root>/<project>/chats/<session>.jsonl`, lines like those of Claude Code with messages like those of
// Gemini. A session that is taken up again may use a uuid twice, so a message is known by its uuid and its time. What
// sub-agents do in the background lies beside `chats` and is not read; what they do meanwhile stands among the lines.
class QwenCode : public Agent {
 public:
  // `projects` below `${QWEN_RUNTIME_DIR:-${QWEN_HOME:-~/.qwen}}`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {".qwen/projects"}; }
  [[nodiscard]] int depth() const override { return 3; }
  [[nodiscard]] bool enters(std::string_view relative) const override;
  [[nodiscard]] std::string_view layout() const override { return "<project>/chats/<session>.jsonl"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] std::string_view expected() const override { return "lines of type user, assistant or tool_result"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

}  // namespace libsync::transcripts
