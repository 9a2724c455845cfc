// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// OpenAI's Codex CLI: `rollout-<time>-<uuid>.jsonl`, or `.jsonl.zst` when it was not used for some days, by date below
// `sessions` and flat below `archived_sessions`. Every line is {timestamp, type, payload}; the folder comes from
// `session_meta` and `turn_context` lines and holds until the next. A subagent's rollout repeats its parent's and is no
// session.
class Codex : public Agent {
 public:
  // `sessions` and `archived_sessions` below `${CODEX_HOME:-~/.codex}`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {"sessions", "archived_sessions"}; }
  [[nodiscard]] int depth() const override { return 4; }
  [[nodiscard]] std::string_view layout() const override { return "<year>/<month>/<day>/rollout-<session>.jsonl"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] std::string_view version_member() const override { return "cli_version"; }
  [[nodiscard]] std::string_view expected() const override { return "lines of type response_item or event_msg"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

}  // namespace libsync::transcripts
