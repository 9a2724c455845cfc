// SPDX-License-Identifier: MIT
//
// Text from outside (paths, project names, answers of a server) made fit to be shown, and what there is to know of its
// characters. Pure.
#pragma once

#include <string>
#include <string_view>

namespace libsync {

// `text` with everything a terminal could act on spelled out: C0 and C1 controls and DEL as `\x1b`, bidi marks and
// zero-width characters as `\u{202e}`, bytes that are not UTF-8 as `\xff`. A backslash stays as it is. Line feeds and
// tabs are spelled out too, so a message stays on its line. The result is valid UTF-8.
[[nodiscard]] std::string printable(std::string_view text);

// `text` as valid UTF-8, every byte that does not belong to a character replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

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
