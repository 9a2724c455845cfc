// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// GitHub Copilot CLI: `<root>/<session>/events.jsonl`, in its first versions `<root>/<session>.jsonl`. Every line is an
// event {type, data, id, timestamp}. The folder comes from `session.start`, `session.resume` and
// `session.context_changed` and holds until the next; where no event has one, from `workspace.yaml` beside. Sub-agents
// write into the file of their session. A session that was spawned when another one was shut down is no session.
class CopilotCli : public Agent {
 public:
  // `session-state` below `${COPILOT_HOME:-~/.copilot}`, and of older versions below `$XDG_STATE_HOME/.copilot`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {"session-state"}; }
  [[nodiscard]] int depth() const override { return 2; }
  [[nodiscard]] std::string_view layout() const override { return "<session>/events.jsonl"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] Background background(const std::string& path, const SmallFiles& files) const override;
  [[nodiscard]] std::string_view version_member() const override { return "copilotVersion"; }
  [[nodiscard]] std::string_view expected() const override { return "events such as user.message"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

// The folder that the text of a `workspace.yaml` names; empty: none.
[[nodiscard]] std::string folder_in_yaml(std::string_view text);

}  // namespace libsync::transcripts
