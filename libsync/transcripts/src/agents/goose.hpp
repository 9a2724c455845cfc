// SPDX-License-Identifier: MIT
#pragma once

#include "agents/database_agent.hpp"

namespace libsync::transcripts {

// Goose: `sessions.db`, into which it took what earlier versions had written to files of their own.
class Goose : public DatabaseAgent {
 public:
  // `$GOOSE_PATH_ROOT/data/sessions`, else `${XDG_DATA_HOME:-~/.local/share}/goose/sessions`.
  [[nodiscard]] std::vector<Root> usual_roots(const Surroundings& surroundings) const override;
  [[nodiscard]] std::vector<std::string_view> root_names() const override { return {"goose/sessions", "sessions.db"}; }
  [[nodiscard]] std::string_view layout() const override { return "sessions.db"; }
  [[nodiscard]] std::string_view expected() const override {
    return "the tables `sessions` and `messages`, with numbers in `created_timestamp`";
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> versions() const override {
    return {{"schema_version", "version"}};
  }
  [[nodiscard]] std::optional<std::string> session_key(std::string_view relative) const override;
  [[nodiscard]] std::span<const Tables> tables() const override;
  [[nodiscard]] MessageRow read_row(std::size_t set, std::span<const std::string_view> row) const override;
};

}  // namespace libsync::transcripts
