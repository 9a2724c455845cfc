// SPDX-License-Identifier: MIT
//
// The loops of structure.hpp over a Kernel that turns 64 bytes into bit masks; bit i stands for byte i:
//   equal(block, c)         the bytes that are `c`
//   equal_folded(block, c)  the bytes that are `c` when bit 5 is set in both: `[` like `{`, `]` like `}`
//   prefix_xor(bits)        bit i is the parity of the bits 0 to i
//   pass_text(text, end)    where to go on, from a place inside a string: the same place or one that lies whole blocks
//                           behind it, with no end of the string between. At least two bytes stand before `text`.
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

  // Goes on at a place further on in the same string.
  void jump_to(const char* text) {
    carry_ = 0;
    while (*--text == '\\') carry_ ^= 1U;  // the opening quote ends this
  }

 private:
  std::uint64_t carry_ = 0;  // 1 when the first byte of the next block is escaped
};

// Looks for the bracket that closes the first one.
template <class Kernel>
class ContainerScan {
 public:
  // The place behind what is looked for, if that is among the 64 bytes of `block`, which stand for those at `place`.
  const char* find(const char* block, const char* place) {
    const std::uint64_t quotes = Kernel::equal(block, '"') & ~escapes_.escaped(Kernel::equal(block, '\\'));
    const std::uint64_t strings = Kernel::prefix_xor(quotes) ^ in_string_;
    in_string_ = 0 - (strings >> 63U);
    const std::uint64_t open = Kernel::equal_folded(block, '{') & ~strings;
    const std::uint64_t close = Kernel::equal_folded(block, '}') & ~strings;
    if (std::popcount(close) < depth_) {
      depth_ += std::popcount(open) - std::popcount(close);
      return nullptr;
    }
    for (std::uint64_t rest = open | close; rest != 0; rest &= rest - 1) {
      if ((open & rest & (0 - rest)) != 0) {
        ++depth_;
      } else if (--depth_ == 0) {
        return place + std::countr_zero(rest) + 1;
      }
    }
    return nullptr;
  }

  [[nodiscard]] bool in_string() const { return in_string_ != 0; }
  void jump_to(const char* text) { escapes_.jump_to(text); }

 private:
  EscapeTracker escapes_;
  std::uint64_t in_string_ = 0;  // all ones when the next block begins inside a string
  std::int64_t depth_ = 0;
};

// Looks for the quote that ends the string.
template <class Kernel>
class StringScan {
 public:
  const char* find(const char* block, const char* place) {
    const std::uint64_t quotes = Kernel::equal(block, '"') & ~escapes_.escaped(Kernel::equal(block, '\\'));
    return quotes != 0 ? place + std::countr_zero(quotes) + 1 : nullptr;
  }

  [[nodiscard]] static constexpr bool in_string() { return true; }
  void jump_to(const char* text) { escapes_.jump_to(text); }

 private:
  EscapeTracker escapes_;
};

// Runs a scan over 64 bytes after the other. The last ones may be padded with NULs in a place of their own.
template <class Kernel, class Scan>
const char* run(Scan scan, const char* text, const char* end) {
  while (end - text >= k_block) {
    if (const char* const found = scan.find(text, text)) return found;
    text += k_block;
    // Most of a transcript is the inside of long strings.
    if (!scan.in_string()) continue;
    const char* const next = Kernel::pass_text(text, end);
    if (next != text) scan.jump_to(next);
    text = next;
  }
  if (text == end) return nullptr;
  char padded[k_block] = {};
  std::memcpy(padded, text, static_cast<std::size_t>(end - text));
  return scan.find(padded, text);
}

template <class Kernel>
const char* skip_container_loop(const char* text, const char* end) {
  return run<Kernel>(ContainerScan<Kernel>{}, text, end);
}

template <class Kernel>
const char* skip_string_loop(const char* text, const char* end) {
  return run<Kernel>(StringScan<Kernel>{}, text, end);
}

}  // namespace
}  // namespace libsync::transcripts
