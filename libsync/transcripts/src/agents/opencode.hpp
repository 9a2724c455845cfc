// SPDX-License-Identifier: MIT
#pragma once

#include "agents/database_agent.hpp"

namespace libsync::transcripts {

// OpenCode: `opencode.db` and, of other channels than the latest, `opencode-<channel>.db`.
//
// Version 1 has a row for each message and one for each part of it, version 2 one row with everything. The first start
// of version 2 copies what there is into its own tables, under the same ids, and leaves the others alone from then on.
class OpenCode : public DatabaseAgent {
 public:
  // `${XDG_DATA_HOME:-~/.local/share}/opencode`, and the file that `$OPENCODE_DB` names if it lies elsewhere.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {"opencode", "opencode.db"}; }
  [[nodiscard]] std::string_view layout() const override { return "opencode.db"; }
  [[nodiscard]] std::string_view expected() const override {
    return "the tables `session`, `message` and `part`, or `session_v2` and `session_message`, "
           "with the role and time of each message";
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> versions() const override {
    return {{"session", "version"}, {"session_v2", "version"}};
  }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] std::span<const Tables> tables() const override;
  [[nodiscard]] MessageRow read_row(std::size_t set, std::span<const std::string_view> row) const override;
};

}  // namespace libsync::transcripts
