// SPDX-License-Identifier: MIT
//
// Any bytes as a file of an agent whose records are elements of lists, and as what lies beside it: the lines that are
// made of it must be the same in whatever pieces it comes, what is found in them must be sound, and what is found in a
// beginning of it must be found in the whole.
#pragma once

#include "agents/agent.hpp"
#include "json/splitter.hpp"
#include "read/file_scan.hpp"
#include "read/line_reader.hpp"
#include "transcript_checks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fuzz {

using namespace libsync;
using namespace libsync::transcripts;

inline std::string split(const RecordArrays& records, std::string_view text, std::size_t at_a_time) {
  Splitter splitter{records};
  std::string lines;
  for (; !text.empty(); text.remove_prefix(std::min(at_a_time, text.size()))) {
    splitter.feed(text.substr(0, at_a_time), lines);
  }
  splitter.finish(lines);
  return lines;
}

inline Transcript scan(AgentKind agent, std::string_view lines) {
  Transcript transcript;
  ProblemCounter problems;
  FileScan scan{agent_of(agent), {"s"}, transcript, problems};
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    scan.add({lines.substr(0, end), 0, end != std::string_view::npos, false});
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  transcript.tidy();
  return transcript;
}

// `path` chooses between the forms of a file that the agent has. `division`: of 256 parts of the text, how many are the
// beginning.
inline void scan_document(AgentKind agent, const std::string& path, std::string_view text, unsigned division) {
  const RecordArrays& records = *agent_of(agent).records(path);
  const std::string lines = split(records, text, 16 * 1024);
  require(split(records, text, 1) == lines && split(records, text, 1 + division) == lines);

  checked(scan(agent, lines));

  const std::string beginning = split(records, text.substr(0, text.size() * division / 256), 16 * 1024);
  const auto complete = beginning.rfind('\n') + 1;  // npos + 1 is 0
  require(lines.compare(0, complete, beginning, 0, complete) == 0);

  const auto known = agent_of(agent).background(path, [&](const std::string& /*beside*/) { return std::string{text}; });
  require(known.folder.size() <= text.size() + path.size() && !known.session_name.empty());
}

}  // namespace fuzz
