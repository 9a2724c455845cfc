// SPDX-License-Identifier: MIT
#include "spelling.hpp"

#include <algorithm>
#include <cstdint>

namespace libsync::store {
namespace {

using Byte = unsigned char;

// U+10FF00 to U+10FFFF stand for the bytes 0 to 255: f4 8f bc 80 to f4 8f bf bf.
std::string stand_in(Byte byte) {
  return {'\xf4', '\x8f', static_cast<char>(0xbcU + (byte >> 6U)), static_cast<char>(0x80U + (byte & 0x3fU))};
}

bool is_stand_in(std::string_view text) {
  return text.size() >= 4 && text[0] == '\xf4' && text[1] == '\x8f' && static_cast<Byte>(text[2]) >= 0xbcU &&
         static_cast<Byte>(text[2]) <= 0xbfU && (static_cast<Byte>(text[3]) & 0xc0U) == 0x80U;
}

// The length of the UTF-8 character at the start of `text`; 0 when there is none. Shortest forms, no surrogates.
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t place) { return place < text.size() ? static_cast<Byte>(text[place]) : Byte{0}; };
  const auto follows = [&](std::size_t place, unsigned low = 0x80U, unsigned high = 0xbfU) {
    return at(place) >= low && at(place) <= high;
  };
  const Byte first = at(0);
  if (first < 0x80U) return 1;
  if (first >= 0xc2U && first <= 0xdfU) return follows(1) ? 2 : 0;
  if (first >= 0xe0U && first <= 0xefU) {
    const unsigned low = first == 0xe0U ? 0xa0U : 0x80U;
    const unsigned high = first == 0xedU ? 0x9fU : 0xbfU;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0U && first <= 0xf4U) {
    const unsigned low = first == 0xf0U ? 0x90U : 0x80U;
    const unsigned high = first == 0xf4U ? 0x8fU : 0xbfU;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string spelling_of(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = bytes.front() == '\0' || is_stand_in(bytes) ? 0 : character(bytes);
    if (length == 0) {
      text += stand_in(static_cast<Byte>(bytes.front()));
    } else {
      text += bytes.substr(0, length);
    }
    bytes.remove_prefix(std::max(length, std::size_t{1}));
  }
  return text;
}

std::string bytes_of(std::string_view spelling) {
  std::string bytes;
  bytes.reserve(spelling.size());
  while (!spelling.empty()) {
    if (is_stand_in(spelling)) {
      const unsigned high = static_cast<Byte>(spelling[2]) - 0xbcU;
      bytes += static_cast<char>((high << 6U) | (static_cast<Byte>(spelling[3]) & 0x3fU));
      spelling.remove_prefix(4);
    } else {
      bytes += spelling.front();
      spelling.remove_prefix(1);
    }
  }
  return bytes;
}

}  // namespace libsync::store
