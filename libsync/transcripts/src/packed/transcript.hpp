// SPDX-License-Identifier: MIT
//
// Everything that was ever read of one transcript file, reduced to what time is made of.
#pragma once

#include <libsync/model/agent_kind.hpp>
#include <libsync/model/session.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace libsync::transcripts {

// A message. Equal keys are copies of one message, and so are equal responses at equal times.
struct Point {
  std::uint64_t key = 0;
  Instant time;
  std::uint32_t response = 0;  // 0: not a part of an answer that has a name
  std::uint32_t project = 0;   // from 1, into Transcript::projects; 0: the transcript did not say
  std::uint32_t tokens = 0;    // from 1, into Transcript::tokens; 0: none here
  bool native = false;         // written for this very session, as far as the line tells
  bool typed = false;          // by a person, as far as the line tells

  friend bool operator==(const Point&, const Point&) = default;
};

// A session row of the older tool, kept for the time that the file no longer holds.
struct LegacyRow {
  std::string project;
  UtcTime start;
  UtcTime end;
  seconds duration{0};
  TokenCounts tokens;

  friend bool operator==(const LegacyRow&, const LegacyRow&) = default;
};

// TokenCounts in half the memory; what does not fit is cut.
struct SmallCounts {
  explicit SmallCounts(const TokenCounts& counts);
  [[nodiscard]] TokenCounts full() const { return {input, output, cache_creation, cache_read}; }

  std::uint32_t input;
  std::uint32_t output;
  std::uint32_t cache_creation;
  std::uint32_t cache_read;

  friend bool operator==(const SmallCounts&, const SmallCounts&) = default;
};

// Raises each count to that of `by` where it is below. Copies of a message differ by how far it was when they were
// made.
template <class Counts>
void raise_to(Counts& counts, const Counts& by) {
  counts.input = std::max(counts.input, by.input);
  counts.output = std::max(counts.output, by.output);
  counts.cache_creation = std::max(counts.cache_creation, by.cache_creation);
  counts.cache_read = std::max(counts.cache_read, by.cache_read);
}

// All but the messages.
struct TranscriptHead {
  AgentKind agent = AgentKind::claude_code;
  std::string label;                  // of the root; stands before the projects
  std::vector<std::string> projects;  // in order of first sight
  std::uint32_t last_project = 0;     // holds for lines that follow without one; as Point::project
  std::uint64_t last_message = 0;     // stands for the last one, in the order of the file; 0: there is none
  std::int64_t lines = 0;             // that were read, for naming them in reports
  bool has_origin = false;            // a line told whose file it is
  bool not_a_session = false;         // a helper's
  // Earliest and latest time on a conversation line, counted or not. Empty: no such line.
  std::optional<InstantInterval> span;
  std::optional<LegacyRow> legacy;

  // "label:folder", or the folder alone when there is no label.
  [[nodiscard]] std::string labelled(const std::string& folder) const;

  void widen_span(Instant time);

  // Forgets how far the file was read, so that it can be read again from its start.
  void start_over();

  friend bool operator==(const TranscriptHead&, const TranscriptHead&) = default;
};

// Deques, because a long transcript has so many points that a vector's move to twice the room would be the most memory
// that an import takes.
struct Transcript : TranscriptHead {
  std::deque<Point> points;  // after tidy(): by time, then key; keys are unique
  std::deque<SmallCounts> tokens;

  // Drops copies of a message inside this file, keeping the earliest, and sorts.
  void tidy();

  friend bool operator==(const Transcript&, const Transcript&) = default;

 private:
  void drop_copies();
};

}  // namespace libsync::transcripts
