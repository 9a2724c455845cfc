// SPDX-License-Identifier: MIT
//
// The points of a session in the order in which they were really written, whether they count in it or not.
#pragma once

#include "copies/true_times.hpp"
#include "packed/point_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace libsync::transcripts {

// By true time, and at one time by message: transcripts that hold the same messages have them in the same order, even
// under other keys.
class SessionStream {
 public:
  struct Item {
    PackedTranscript::Entry entry;  // at its true time; without tokens if it was moved there
    std::size_t source = 0;         // index of the file
    std::uint64_t message = 0;      // equal for copies
    bool moved = false;             // the file has it at a later time
  };

  // Borrows both.
  SessionStream(const std::vector<PackedTranscript>& files, const TrueTimes& truth);

  // The next one, until next() is called again. Null behind the last.
  [[nodiscard]] const Item* next();

 private:
  struct Moved {
    Point point;
    std::uint64_t message;
    std::uint32_t source;
  };

  void read_next_time();

  const TrueTimes& truth_;
  PointStream points_;
  PointStream::Item ahead_;
  bool has_ahead_ = false;
  std::deque<Moved> moved_;
  std::vector<Item> at_once_;  // all at one time
  std::size_t at_ = 0;         // the next of them
};

}  // namespace libsync::transcripts
