// SPDX-License-Identifier: MIT
//
// Finds the session files below a root, with one stat each and nothing opened but folders.
#pragma once

#include "agents/agent.hpp"

#include <libsync/transcripts/problem.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace libsync::transcripts {

struct FoundFile {
  std::string path;  // absolute if the root is
  std::string session_key;
  AgentKind agent = AgentKind::claude_code;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;         // bytes; of a database with its write-ahead log, and so the times
  std::int64_t modified_ns = 0;  // since the epoch
  std::int64_t changed_ns = 0;   // of the inode; with the label, since under another one the file is to be read again
  bool by_link = false;          // a symbolic link is a part of the path below the root
  std::string label = "";        // of the root; who walked it knows it
};

// Walks one root after the other, roots in the order of the calls, names without symbolic links before those with, then
// by name. A folder is visited once for each depth below a root, so a file may be found more than once.
class Walk {
 public:
  enum class Outcome { walked, walked_before, missing, unreadable };

  // What is wrong below the root becomes a problem; only the root itself decides the outcome. `cause` is the system's
  // words for unreadable. The root may be a database itself, of an agent that has such.
  Outcome add(const std::filesystem::path& root, AgentKind kind, std::string& cause);

  [[nodiscard]] std::vector<FoundFile>& files() { return files_; }
  [[nodiscard]] std::vector<Problem>& problems() { return problems_; }

 private:
  void add_file(const std::string& path, const std::string& session, AgentKind kind, const struct stat& status,
                bool by_link);
  Outcome add_database(const std::string& path, AgentKind kind, std::string& cause);

  // False, with the descriptor closed, when the folder was walked before.
  bool walk_folder(int descriptor, const std::string& path, std::size_t root_length, int levels, bool by_link,
                   const Agent& agent, AgentKind kind);

  // Device, inode, levels below that are looked at, agent: what a file in it is depends on where the root was.
  std::set<std::tuple<std::uint64_t, std::uint64_t, int, AgentKind>> folders_seen_;
  std::vector<FoundFile> files_;
  std::vector<Problem> problems_;
};

}  // namespace libsync::transcripts
