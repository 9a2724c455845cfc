// SPDX-License-Identifier: MIT
//
// Puts together what a file says, however much that is: whenever many points have come together they are packed, and in
// the end the packed parts become one. So a message takes 15 bytes or so and not three times as much.
#pragma once

#include "packed/packed_format.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

class TranscriptBuilder {
 public:
  static constexpr std::size_t k_many = 50'000;

  // `many` is how many points are held before they are packed.
  explicit TranscriptBuilder(std::size_t many = k_many) : many_(many) {}

  // Goes on from what was packed before, which must stay as it is until finish(). False, and nothing happened, when it
  // cannot be read. `by_other_rules`: it is to be taken for that of an older version, whatever its format.
  [[nodiscard]] bool resume(std::string_view packed, bool by_other_rules = false);

  // Whether what was resumed is of an older version, which knew less of a message. The file is to be read from its
  // start: of the older points only those are kept at whose times it no longer has a message.
  [[nodiscard]] bool is_older() const { return older_.has_value(); }

  // Where points are added. Those that relieve() took are no longer there.
  [[nodiscard]] Transcript& transcript() { return open_; }

  // To be called now and then; packs the points if there are many.
  void relieve() {
    if (open_.points.size() >= many_) pack_open();
  }

  [[nodiscard]] bool has_points() const {
    return !open_.points.empty() || !packed_.empty() || (older_ && older_->size() > 0);
  }

  // Everything packed: by time and key, copies of a message as one.
  [[nodiscard]] std::string finish();

 private:
  void pack_open();
  void add_older();

  std::size_t many_;
  Transcript open_;
  std::optional<PackedTranscript> older_;
  std::vector<PackedTranscript> packed_;
  std::deque<std::string> parts_;  // what packed_ refers to, but for what was resumed; never moved
};

}  // namespace libsync::transcripts
