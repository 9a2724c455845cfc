// SPDX-License-Identifier: MIT
//
// Where the agents leave their transcripts. Pure: looks at the values it is given, not at the disk.
#pragma once

#include <libsync/model/agent_kind.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace libsync::transcripts {

// A folder to look for transcripts in.
struct Root {
  enum class Origin {
    named,     // somebody asked for it: missing, it is an error
    assumed,   // a place where the agent puts them if it is used: missing, it is worth a note
    possible,  // one of many places of which most people have few: missing, it is worth nothing
  };

  std::filesystem::path folder;
  AgentKind agent = AgentKind::claude_code;
  Origin origin = Origin::named;
  // Whose transcripts these are, or of which machine, for folders that are called the same everywhere: the projects of
  // sessions below the root are "label:folder". Empty: just "folder".
  std::string label = "";

  friend bool operator==(const Root&, const Root&) = default;
};

// What tells where agents keep their files.
struct Surroundings {
  std::filesystem::path home;                    // empty: unknown
  std::map<std::string, std::string> variables;  // of the environment

  // Empty when it is unset.
  [[nodiscard]] std::string value_of(const std::string& variable) const;

  // The folder that the variable names, else the one below the home. Empty when that is no absolute path.
  [[nodiscard]] std::filesystem::path folder(const std::string& variable,
                                             const std::filesystem::path& below_home) const;
};

struct RootSettings {
  std::vector<std::filesystem::path> named;             // `--transcripts` or the config
  std::map<std::filesystem::path, std::string> labels;  // of named folders, as they are spelled there
  Surroundings surroundings;
};

// The named folders alone, if there are any; their path tells whose they are, and what it does not tell is Claude
// Code's. Otherwise the usual places of every agent, each once, in the order of agent_names().
[[nodiscard]] std::vector<Root> find_roots(const RootSettings& settings);

}  // namespace libsync::transcripts
