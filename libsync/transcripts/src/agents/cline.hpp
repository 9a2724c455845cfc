// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// Cline, in an editor or on the command line: `tasks/<id>/ui_messages.json`, a list of messages with `ts`, written anew
// with each of them. A task is the same one wherever its folder lies. What the command line keeps since 2026 is
// `sessions/<id>/<id>.messages.json`, with the folder in `<id>.json` beside it; helpers' lie there too and count with
// it. A task's folder is told by the details of its environment that the model is given.
class Cline : public Agent {
 public:
  // `globalStorage/saoudrizwan.claude-dev` of the editors; `~/.cline/data`, or what CLINE_DATA_DIR or CLINE_DIR says;
  // the sessions alone may lie in CLINE_SESSION_DATA_DIR.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override {
    return {"saoudrizwan.claude-dev", ".cline/data"};
  }
  [[nodiscard]] int depth() const override { return 3; }
  [[nodiscard]] bool enters(std::string_view relative) const override;
  [[nodiscard]] std::string_view layout() const override { return "tasks/<id>/ui_messages.json"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] const RecordArrays* records(std::string_view path) const override;
  [[nodiscard]] Background background(const std::string& path, const SmallFiles& files) const override;
  [[nodiscard]] std::string_view version_member() const override { return "origin.version"; }
  [[nodiscard]] std::string_view expected() const override { return "messages with ts and say, ask or role"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

// Roo Code, which was made of Cline: the same messages, and `history_item.json` beside them with the folder and, for a
// task that another one began, the first of them, with which it counts.
class RooCode : public Cline {
 public:
  // `globalStorage/rooveterinaryinc.roo-cline` of the editors.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {"rooveterinaryinc.roo-cline"}; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] Background background(const std::string& path, const SmallFiles& files) const override;
  // None is written.
  [[nodiscard]] std::string_view version_member() const override { return ""; }
};

}  // namespace libsync::transcripts
