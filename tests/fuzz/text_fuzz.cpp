// SPDX-License-Identifier: MIT
//
// Any bytes as text from outside: what is shown holds nothing that a terminal acts on, what is stored is UTF-8, and
// text that was harmless is not touched.
#include "fuzzing.hpp"

#include <libsync/model/text.hpp>

#include <algorithm>
#include <string>

namespace {

using fuzzing::require;

// The grammar of RFC 3629, section 4: the length of the character at the front of `text`, 0 when there is none.
std::size_t character(std::string_view text) {
  struct Form {
    unsigned char first_low, first_high, second_low, second_high;
    std::size_t length;
  };
  constexpr Form k_forms[] = {{0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                              {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
                              {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (const Form& form : k_forms) {
    if (byte(0) < form.first_low || byte(0) > form.first_high || text.size() < form.length) continue;
    bool fits = form.length == 1 || (byte(1) >= form.second_low && byte(1) <= form.second_high);
    for (std::size_t i = 2; i < form.length; ++i) fits = fits && byte(i) >= 0x80 && byte(i) <= 0xbf;
    return fits ? form.length : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Of valid UTF-8: C0, DEL, C1, bidi marks and zero-width characters, by their bytes.
bool is_harmless(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; })) return false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\xc2' && static_cast<unsigned char>(text[i + 1]) < 0xa0) return false;
  }
  for (const char* mark : {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028",     "\u2029",
                           "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060",     "\u2066",
                           "\u2067", "\u2068", "\u2069", "\u061c", "\ufeff", "\U000e0001", "\U000e007f"}) {
    if (text.find(mark) != std::string_view::npos) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzzing::text_of(data, size);

  const std::string shown = libsync::printable(text);
  require(is_utf8(shown) && is_harmless(shown));
  require(libsync::printable(shown) == shown);
  if (is_utf8(text) && std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; })) {
    require(shown == text);
  }

  const std::string stored = libsync::valid_utf8(text);
  require(is_utf8(stored));
  require((stored == text) == is_utf8(text));

  const std::string_view left = text.substr(0, std::min<std::size_t>(size / 2, 24));
  const std::string_view right = text.substr(size / 2, 24);
  const std::size_t distance = libsync::edit_distance(left, right);
  require(distance == libsync::edit_distance(right, left));
  require((distance == 0) == (left == right));
  require(distance <= std::max(left.size(), right.size()));
  return 0;
}
