// SPDX-License-Identifier: MIT
//
// Real transcripts, published by others, against what an independent reader found in them: per file, the sum of the
// sorted gaps below 15 minutes. Registered only where these files are.
#include "transcript_tree.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace libsync::testing {
namespace {

namespace fs = std::filesystem;

struct Reference {
  std::string set;
  std::string key;
  std::string kind;
  int messages = 0;
  double sorted_active = 0;  // seconds
};

std::vector<Reference> read_reference() {
  std::vector<Reference> rows;
  std::ifstream in{fs::path{LIBSYNC_SHARED} / "transcripts/reference.csv"};
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::stringstream cell_reader{line};
    for (std::string cell; std::getline(cell_reader, cell, ',');) cells.push_back(cell);
    if (cells.size() < 16) continue;
    rows.push_back({cells[0], cells[1], cells[2], std::stoi(cells[6]), cells[15].empty() ? 0 : std::stod(cells[15])});
  }
  return rows;
}

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

// Quotes inside strings are escaped, so this is a member and never a text that somebody wrote.
std::string with_meta_lines_as_messages(std::string content) {
  const std::string from = "\"isMeta\":true";
  for (auto at = content.find(from); at != std::string::npos; at = content.find(from, at)) {
    content.replace(at, from.size(), "\"isMeta\":false");
  }
  return content;
}

class ReferenceParity : public TranscriptTree {
 protected:
  // The active seconds of the session in a file with this content, alone in the world.
  double seconds_of(const std::string& key, const std::string& content) {
    store_ = MemoryStore{};
    write(key, content);
    import();
    const double result = store_.sessions.empty() ? 0 : active_seconds(key);
    fs::remove(root() / key);
    return result;
  }
};

// Each file by itself, so that copies in other files do not matter. The reader of the reference took isMeta lines for
// messages; where that moves a boundary the sums differ, and in the number of files that it says nowhere else.
TEST_F(ReferenceParity, ActiveSecondsEqualTheSumOfSortedGaps) {
  int sessions = 0;
  std::vector<std::string> moved_by_meta;
  for (const auto& row : read_reference()) {
    if (row.kind != "main") continue;
    SCOPED_TRACE(row.key);
    const auto content = content_of(fs::path{LIBSYNC_SHARED} / "transcripts" / row.set / "projects" / row.key);
    EXPECT_NEAR(seconds_of(row.key, with_meta_lines_as_messages(content)), row.sorted_active, 0.0005);
    EXPECT_EQ(store_.sessions.size(), row.messages > 0 ? 1U : 0U);
    if (row.messages > 0) ++sessions;
    if (std::abs(seconds_of(row.key, content) - row.sorted_active) > 0.0005)
      moved_by_meta.push_back(row.key.substr(row.key.rfind('/') + 1, 8));
  }
  EXPECT_EQ(sessions, 34);
  EXPECT_EQ(moved_by_meta, (std::vector<std::string>{"0d3a8e6f", "326189cf", "fe869ecb", "3680252d", "4379d1bf"}));
}

// The only message with copies in other files here is a prompt days before the work, which bounds no active gap.
TEST_F(ReferenceParity, AllFilesTogetherAreTheSumOfEach) {
  double alone = 0;
  for (const auto& row : read_reference()) {
    if (row.kind != "main") continue;
    alone += seconds_of(row.key, content_of(fs::path{LIBSYNC_SHARED} / "transcripts" / row.set / "projects" / row.key));
  }
  store_ = MemoryStore{};
  auto wanted = options();
  wanted.roots.clear();
  for (const char* set : {"daaain+claude-code-log", "moredip+session-share"}) {
    wanted.roots.push_back({fs::path{LIBSYNC_SHARED} / "transcripts" / set / "projects", AgentKind::claude_code,
                            transcripts::Root::Origin::named});
  }
  const auto report = import(wanted);
  EXPECT_EQ(report.files, 53);
  EXPECT_EQ(report.sessions, 34);
  EXPECT_EQ(count_of(report, transcripts::ProblemKind::bad_line), 10);
  EXPECT_NEAR(total_seconds(), alone, 0.0005);
}

}  // namespace
}  // namespace libsync::testing
