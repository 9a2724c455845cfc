// SPDX-License-Identifier: MIT
//
// The loops of structure.hpp over a Kernel that turns 64 bytes into bit masks; bit i stands for byte i.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace libsync::transcripts {

// Unnamed, so that every file has its own copy: they are compiled for different processors and must not be merged.
namespace {

constexpr std::ptrdiff_t k_block = 64;

struct BlockMasks {
  std::uint64_t quote;
  std::uint64_t backslash;
  std::uint64_t open;   // { and [
  std::uint64_t close;  // } and ]
};

// Tells which bytes are escaped by the backslash before them, from block to block.
class EscapeTracker {
 public:
  std::uint64_t escaped(std::uint64_t backslash) {
    if (backslash == 0) {
      const std::uint64_t first = carry_;
      carry_ = 0;
      return first;
    }
    // A run of backslashes escapes every second byte from its start on. Adding the starts of the runs that begin on
    // an odd place makes their carries leave the run behind; flipping the even places tells the two kinds apart.
    constexpr std::uint64_t k_even = 0x5555555555555555U;
    backslash &= ~carry_;
    const std::uint64_t follows = backslash << 1U | carry_;
    const std::uint64_t odd_starts = backslash & ~k_even & ~follows;
    const std::uint64_t sum = odd_starts + backslash;
    carry_ = sum < backslash ? 1 : 0;
    return (k_even ^ (sum << 1U)) & follows;
  }

 private:
  std::uint64_t carry_ = 0;  // 1 when the first byte of the next block is escaped
};

template <class Kernel>
BlockMasks masks_at(const char* text, const char* end) {
  if (end - text >= k_block) return Kernel::masks(text);
  char padded[k_block] = {};
  std::memcpy(padded, text, static_cast<std::size_t>(end - text));
  return Kernel::masks(padded);
}

template <class Kernel>
const char* skip_container_loop(const char* text, const char* end) {
  EscapeTracker escapes;
  std::uint64_t in_string = 0;  // all ones when the block begins inside a string
  std::int64_t depth = 0;
  for (; text < end; text += k_block) {
    const BlockMasks block = masks_at<Kernel>(text, end);
    const std::uint64_t quotes = block.quote & ~escapes.escaped(block.backslash);
    const std::uint64_t strings = Kernel::prefix_xor(quotes) ^ in_string;
    in_string = 0 - (strings >> 63U);
    const std::uint64_t open = block.open & ~strings;
    const std::uint64_t close = block.close & ~strings;
    if ((open | close) == 0) continue;
    if (std::popcount(close) < depth) {
      depth += std::popcount(open) - std::popcount(close);
      continue;
    }
    for (std::uint64_t rest = open | close; rest != 0; rest &= rest - 1) {
      if ((open & rest & (0 - rest)) != 0) {
        ++depth;
      } else if (--depth == 0) {
        return text + std::countr_zero(rest) + 1;
      }
    }
  }
  return nullptr;
}

template <class Kernel>
const char* skip_string_loop(const char* text, const char* end) {
  EscapeTracker escapes;
  for (; text < end; text += k_block) {
    const BlockMasks block = masks_at<Kernel>(text, end);
    const std::uint64_t quotes = block.quote & ~escapes.escaped(block.backslash);
    if (quotes != 0) return text + std::countr_zero(quotes) + 1;
  }
  return nullptr;
}

}  // namespace
}  // namespace libsync::transcripts
