// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace libsync::transcripts {

// A set of hashes that may claim to hold some it does not. Its size is bounded, and small for few keys.
class RoughSet {
 public:
  explicit RoughSet(std::uint64_t keys)
      : words_(std::bit_ceil(std::clamp(keys * k_bits_per_key, k_fewest_bits, k_most_bits)) / 64) {}

  // False when it seems to be there already.
  bool insert(std::uint64_t key) {
    std::uint64_t& word = words_[place_of(key)];
    const std::uint64_t bit = std::uint64_t{1} << (key % 64);
    const bool is_new = (word & bit) == 0;
    word |= bit;
    return is_new;
  }
  [[nodiscard]] bool may_hold(std::uint64_t key) const { return (words_[place_of(key)] >> (key % 64) & 1U) != 0; }

 private:
  static constexpr std::uint64_t k_bits_per_key = 16;
  static constexpr std::uint64_t k_fewest_bits = 1U << 10U;
  static constexpr std::uint64_t k_most_bits = 1U << 25U;

  [[nodiscard]] std::size_t place_of(std::uint64_t key) const { return key / 64 % words_.size(); }

  std::vector<std::uint64_t> words_;
};

}  // namespace libsync::transcripts
