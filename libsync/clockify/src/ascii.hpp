// SPDX-License-Identifier: MIT
//
// Letter case as protocols see it, whatever the locale. Pure.
#pragma once

#include <string>
#include <string_view>

namespace libsync::clockify {

[[nodiscard]] inline std::string ascii_lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace libsync::clockify
