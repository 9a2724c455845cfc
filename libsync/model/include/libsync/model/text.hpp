// SPDX-License-Identifier: MIT
//
// Text from outside (paths, project names, answers of a server) made fit to be shown, and what there is to know of its
// characters. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace libsync {

// `text` with everything a terminal could act on spelled out: C0 and C1 controls and DEL as `\x1b`, bidi marks and
// zero-width characters as `\u{202e}`, bytes that are not UTF-8 as `\xff`. A backslash stays as it is. Line feeds and
// tabs are spelled out too, so a message stays on its line. The result is valid UTF-8.
[[nodiscard]] std::string printable(std::string_view text);

// `text` as valid UTF-8, every byte that does not belong to a character replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

// A character of UTF-8, and the bytes it is made of.
struct Character {
  std::string_view bytes;
  char32_t code;
};

// Takes the first character off `rest`, which is not empty. A byte that does not belong to one counts as U+FFFD.
[[nodiscard]] Character take_character(std::string_view& rest);

// How many characters `utf8` has.
[[nodiscard]] std::size_t count_characters(std::string_view utf8);

// Whether `utf8` holds a line feed or anything else of C0, C1 and DEL.
[[nodiscard]] bool has_control_character(std::string_view utf8);

// At most the first `size` bytes of `utf8`, and no part of a character at their end.
[[nodiscard]] std::string_view cut_at_character(std::string_view utf8, std::size_t size);

// A to Z as a to z, whatever the locale; every other byte as it is.
[[nodiscard]] std::string ascii_lower(std::string_view text);

// A URL fit to be quoted: whatever may be a user name or a password in it, which is all up to the last `@`, as `***`.
[[nodiscard]] std::string without_credentials(std::string_view url);

// The candidate closest to `word` by edit distance, when it is close enough to be a misspelling; empty otherwise.
template <class Range>
[[nodiscard]] std::string nearest(std::string_view word, const Range& candidates);

// Number of single-character insertions, deletions, replacements and swaps of neighbours from one text to the other.
[[nodiscard]] std::size_t edit_distance(std::string_view from, std::string_view to);

template <class Range>
std::string nearest(std::string_view word, const Range& candidates) {
  std::string best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance || (distance == best_distance && best.empty() && distance <= 2)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace libsync
