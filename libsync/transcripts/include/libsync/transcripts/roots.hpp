// SPDX-License-Identifier: MIT
//
// Where the agents leave their transcripts. Pure: looks at the values it is given, not at the disk.
#pragma once

#include <libsync/transcripts/agent_kind.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::transcripts {

// A folder to look for transcripts in.
struct Root {
  enum class Origin {
    named,    // somebody asked for it: missing, it is an error
    assumed,  // a place where the agent puts them if it is used: missing, it is worth a note
  };

  std::filesystem::path folder;
  AgentKind agent = AgentKind::claude_code;
  Origin origin = Origin::named;
  // Whose transcripts these are, or of which machine, for folders that are called the same everywhere: the projects of
  // sessions below the root are "label:folder". Empty: just "folder".
  std::string label = "";

  friend bool operator==(const Root&, const Root&) = default;
};

// The values that decide; unset and empty are the same.
struct RootSettings {
  std::vector<std::filesystem::path> named;             // `--transcripts` or the config; Claude Code's layout
  std::map<std::filesystem::path, std::string> labels;  // of named folders, as they are spelled there
  std::string home;                                     // HOME
  std::string claude_config_dir;                        // CLAUDE_CONFIG_DIR
  std::string xdg_config_home;                          // XDG_CONFIG_HOME
  std::string codex_home;                               // CODEX_HOME
};

// The named folders alone, if there are any. Otherwise the places of every agent, each once, in a fixed order:
// Claude Code's `$CLAUDE_CONFIG_DIR/projects`, or else `~/.claude/projects` and
// `${XDG_CONFIG_HOME:-~/.config}/claude/projects`; then Codex's `sessions` and `archived_sessions` below
// `${CODEX_HOME:-~/.codex}`. A named folder is Codex's when its last part is one of these two names.
[[nodiscard]] std::vector<Root> find_roots(const RootSettings& settings);

}  // namespace libsync::transcripts
