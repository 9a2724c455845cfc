// SPDX-License-Identifier: MIT
//
// From lines to points: finds the records in a line, broken lines included, and adds what they say to a transcript.
#pragma once

#include "agents/agent.hpp"
#include "packed/transcript.hpp"
#include "read/line_reader.hpp"
#include "read/point_writer.hpp"
#include "read/problem_counter.hpp"

#include <cstddef>
#include <string_view>

namespace libsync::transcripts {

// Adds the lines of one file to its transcript, one by one.
//
// Whatever is found in the beginning of a line is found in the whole line as well, so reading a file while it is
// written never takes for a message what later turns out to be none. A line above LineReader::k_longest_line that goes
// on behind a torn record is the exception.
class FileScan {
 public:
  // `background` is that of this file. Everything else is borrowed.
  FileScan(const Agent& agent, const Background& background, Transcript& transcript, ProblemCounter& problems);

  // A line that is not terminated is the last one; it is to be read again once it is.
  void add(const LineReader::Line& line);

  // What the records are given to.
  [[nodiscard]] PointWriter& points() { return points_; }

 private:
  enum class Trust { whole_line, part_of_a_torn_line };
  enum class Found { nothing, record, part_of_a_record };
  Found take_record(std::string_view& text, Trust trust);
  void add_records(const LineReader::Line& line);
  bool resync(std::string_view text);

  const Agent& agent_;
  Transcript& transcript_;
  ProblemCounter& problems_;
  PointWriter points_;
  std::size_t looked_at_ = 0;  // bytes that turned out to be no record
};

}  // namespace libsync::transcripts
