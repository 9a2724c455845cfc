// SPDX-License-Identifier: MIT
//
// A first look at all messages, which tells which may have copies, so that the others, most of them, need not be held.
#pragma once

#include "json/text_hash.hpp"
#include "packed/packed_format.hpp"
#include "packed/rough_set.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

// One session's files: more than one when the same name lies below several roots.
struct SessionFiles {
  std::string_view key;  // borrowed
  std::vector<PackedTranscript> files;
};

// Messages with equal responses at equal times are copies: as a key beside Point::key.
[[nodiscard]] inline std::uint64_t response_key(std::uint32_t response, Instant time) {
  return mix(response, static_cast<std::uint64_t>(time.time_since_epoch().count()));
}

class Repeats {
 public:
  // Of the messages of the `wanted` sessions, in all of them.
  Repeats(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted);

  [[nodiscard]] bool none() const { return count_ == 0; }

  // Whether there may be a copy. True for every message that has one.
  [[nodiscard]] bool may_hold(const Point& point) const {
    return keys_.may_hold(point.key) ||
           (point.response != 0 && keys_.may_hold(response_key(point.response, point.time)));
  }

  // Calls `visit(first, last)` for ranges that together are all hashes; the repeats in one of them are a bounded
  // number, which is what is compared with one another at a time.
  template <class Visit>
  void for_each_range(Visit&& visit) const {
    constexpr std::uint64_t k_at_a_time = 200'000;
    constexpr std::uint64_t k_most = ~std::uint64_t{0};
    const std::uint64_t parts = 2 * count_ / k_at_a_time + 1;  // the first of each key is not among the repeats
    const std::uint64_t step = k_most / parts;
    for (std::uint64_t part = 0; part < parts; ++part) {
      visit(part * step, part + 1 == parts ? k_most : (part + 1) * step - 1);
    }
  }

 private:
  RoughSet keys_;
  std::uint64_t count_ = 0;
};

}  // namespace libsync::transcripts
