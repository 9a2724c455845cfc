// SPDX-License-Identifier: MIT
#pragma once

#include "agents/agent.hpp"

namespace libsync::transcripts {

// Google's Gemini CLI: `<project>/chats/session-<time>-<id>.json`, a document with `messages`, and since 2026 `.jsonl`,
// a journal: a message on a line, each time it changes, or all of them in a `$set`. What is taken back (`$rewindTo`)
// was work all the same. A session that is resumed turns from the one into the other, beside it and with the same
// messages. A sub-agent's lies in `chats/<session>/` and counts with the session that it works for.
//
// The folder of a project is named by `.project_root` in it, or by `projects.json` two levels above, or its name is the
// SHA-256 of a folder that is listed there.
class GeminiCli : public Agent {
 public:
  // `.gemini/tmp` below `${GEMINI_CLI_HOME:-~}`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {".gemini/tmp"}; }
  [[nodiscard]] int depth() const override { return 4; }
  [[nodiscard]] bool enters(std::string_view relative) const override;
  [[nodiscard]] std::string_view layout() const override { return "<project>/chats/session-<time>-<id>.jsonl"; }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] const RecordArrays* records(std::string_view path) const override;
  [[nodiscard]] Background background(const std::string& path, const SmallFiles& files) const override;
  // None is written.
  [[nodiscard]] std::string_view version_member() const override { return ""; }
  [[nodiscard]] std::string_view expected() const override { return "messages of type user or gemini"; }
  [[nodiscard]] Record read(JsonCursor& cursor) const override;
};

}  // namespace libsync::transcripts
