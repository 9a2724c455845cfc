// SPDX-License-Identifier: MIT
//
// The points of several packed transcripts one after the other, without holding more than one of each.
#pragma once

#include "packed/packed_format.hpp"

#include <cstddef>
#include <vector>

namespace libsync::transcripts {

// By time, then key, then in the order of the sources. Borrows what the sources refer to.
class PointStream {
 public:
  struct Item {
    PackedTranscript::Entry entry;
    std::size_t source = 0;  // index of the transcript
  };

  explicit PointStream(const std::vector<PackedTranscript>& sources);

  // False behind the last one. A source with broken bytes ends before them.
  [[nodiscard]] bool next(Item& item);

 private:
  std::vector<PackedTranscript::Reader> readers_;
  std::vector<Item> heads_;  // the next of each source, as a heap
};

}  // namespace libsync::transcripts
