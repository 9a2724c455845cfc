// SPDX-License-Identifier: MIT
//
// The loops of structure.hpp over a Kernel that turns 64 bytes into bit masks; bit i stands for byte i:
//   equal(block, c)         the bytes that are `c`
//   equal_folded(block, c)  the bytes that are `c` when bit 5 is set in both: `[` like `{`, `]` like `}`
//   prefix_xor(bits)        bit i is the parity of the bits 0 to i
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace libsync::transcripts {

// Unnamed, so that every file has its own copy: they are compiled for different processors and must not be merged.
namespace {

constexpr std::ptrdiff_t k_block = 64;

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

  // A block was passed over that does not end in a backslash.
  void forget() { carry_ = 0; }

 private:
  std::uint64_t carry_ = 0;  // 1 when the first byte of the next block is escaped
};

// Calls `visit(block, text)` for each 64 bytes up to `end`, until it returns a place. The last block may be padded with
// NULs in a place of its own; what counts for results is `text`.
template <class Visit>
const char* for_each_block(const char* text, const char* end, Visit&& visit) {
  for (; end - text >= k_block; text += k_block) {
    if (const char* const found = visit(text, text)) return found;
  }
  if (text == end) return nullptr;
  char padded[k_block] = {};
  std::memcpy(padded, text, static_cast<std::size_t>(end - text));
  return visit(static_cast<const char*>(padded), text);
}

template <class Kernel>
const char* skip_container_loop(const char* text, const char* end) {
  EscapeTracker escapes;
  std::uint64_t in_string = 0;  // all ones when the block begins inside a string
  std::int64_t depth = 0;
  return for_each_block(text, end, [&](const char* block, const char* place) -> const char* {
    const std::uint64_t any_quotes = Kernel::equal(block, '"');
    // Most of a transcript is the inside of long strings.
    if (in_string != 0 && any_quotes == 0 && block[k_block - 1] != '\\') {
      escapes.forget();
      return nullptr;
    }
    const std::uint64_t quotes = any_quotes & ~escapes.escaped(Kernel::equal(block, '\\'));
    const std::uint64_t strings = Kernel::prefix_xor(quotes) ^ in_string;
    in_string = 0 - (strings >> 63U);
    if (~strings == 0) return nullptr;
    const std::uint64_t open = Kernel::equal_folded(block, '{') & ~strings;
    const std::uint64_t close = Kernel::equal_folded(block, '}') & ~strings;
    if ((open | close) == 0) return nullptr;
    if (std::popcount(close) < depth) {
      depth += std::popcount(open) - std::popcount(close);
      return nullptr;
    }
    for (std::uint64_t rest = open | close; rest != 0; rest &= rest - 1) {
      if ((open & rest & (0 - rest)) != 0) {
        ++depth;
      } else if (--depth == 0) {
        return place + std::countr_zero(rest) + 1;
      }
    }
    return nullptr;
  });
}

template <class Kernel>
const char* skip_string_loop(const char* text, const char* end) {
  EscapeTracker escapes;
  return for_each_block(text, end, [&](const char* block, const char* place) -> const char* {
    const std::uint64_t any_quotes = Kernel::equal(block, '"');
    if (any_quotes == 0 && block[k_block - 1] != '\\') {
      escapes.forget();
      return nullptr;
    }
    const std::uint64_t quotes = any_quotes & ~escapes.escaped(Kernel::equal(block, '\\'));
    return quotes != 0 ? place + std::countr_zero(quotes) + 1 : nullptr;
  });
}

}  // namespace
}  // namespace libsync::transcripts
