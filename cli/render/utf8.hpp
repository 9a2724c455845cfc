// SPDX-License-Identifier: MIT
//
// Walking through text that is known to be UTF-8.
#pragma once

#include <string_view>

namespace cli {

struct Character {
  std::string_view bytes;
  char32_t code;
};

// Takes the first character off `rest`, which is valid UTF-8 and not empty.
[[nodiscard]] inline Character take_character(std::string_view& rest) {
  const auto lead = static_cast<unsigned char>(rest.front());
  const std::size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const std::string_view bytes = rest.substr(0, length);
  char32_t code = length == 1 ? lead : static_cast<char32_t>(lead & (0xffU >> (length + 1)));
  for (const char next : bytes.substr(1)) code = (code << 6) | (static_cast<unsigned char>(next) & 0x3fU);
  rest.remove_prefix(bytes.size());
  return {bytes, code};
}

}  // namespace cli
