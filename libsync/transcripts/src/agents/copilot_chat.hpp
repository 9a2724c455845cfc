// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// GitHub Copilot Chat in Visual Studio Code and its kin: `<workspace>/chatSessions/<id>.json`, a document with
// `requests`, and since 2026 `.jsonl`, a journal of changes to it: the whole (kind 0), one value (1), elements at the
// end of a list (2). A request tells when it was made, when its answer was complete, and when tools were called for it.
//
// `workspace.json` beside `chatSessions` tells the folder; windows without one keep their sessions apart, and so do
// sessions that are on their way to another window.
class CopilotChat : public Agent {
 public:
  // `workspaceStorage`, `globalStorage/emptyWindowChatSessions` and `globalStorage/transferredChatSessions` of the
  // editors.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override {
    return {"workspaceStorage", "emptyWindowChatSessions", "transferredChatSessions"};
  }
  [[nodiscard]] int depth() const override { return 3; }
  [[nodiscard]] bool enters(std::string_view relative) const override;
  [[nodiscard]] std::string_view layout() const override { return "<workspace>/chatSessions/<session>.jsonl"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] const RecordArrays* records(std::string_view path) const override;
  [[nodiscard]] Background background(const std::string& path, const SmallFiles& files) const override;
  [[nodiscard]] std::string_view version_member() const override { return "extensionVersion"; }
  [[nodiscard]] std::string_view expected() const override { return "requests with requestId and timestamp"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

}  // namespace libsync::transcripts
