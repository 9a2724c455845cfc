// SPDX-License-Identifier: MIT
//
// Any bytes as the lines of a transcript: what is found must be sound, the same when the bytes come in two parts, and
// survive being packed.
#pragma once

#include "agents/agent.hpp"
#include "read/condenser.hpp"
#include "read/file_scan.hpp"
#include "read/line_reader.hpp"
#include "transcript_checks.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fuzz {

using namespace libsync;
using namespace libsync::transcripts;

// Adds the lines of `text`, and returns how much of it is whole lines.
inline std::size_t add(Transcript& transcript, AgentKind agent, std::string_view text) {
  ProblemCounter problems;
  FileScan scan{agent_of(agent), {"s"}, transcript, problems};
  std::size_t whole = 0;
  while (whole < text.size()) {
    const auto end = text.find('\n', whole);
    scan.add({text.substr(whole, end - whole), 0, end != std::string_view::npos, false});
    if (end == std::string_view::npos) break;
    whole = end + 1;
  }
  transcript.tidy();
  return whole;
}

// `division`: of 256 parts of the text, after which of them it is cut in two.
inline void scan_records(AgentKind agent, std::string_view text, unsigned division) {
  Transcript whole;
  add(whole, agent, text);
  const std::string packed = checked(whole);

  Transcript parts;
  const auto cut = text.size() * division / 256;
  const auto read = add(parts, agent, text.substr(0, cut));
  add(parts, agent, text.substr(read));
  require(pack(parts) == packed);

  Condenser condenser;
  condenser.feed(text.substr(0, text.find('\n')));
  Transcript condensed;
  add(condensed, agent, condenser.text());
}

}  // namespace fuzz
