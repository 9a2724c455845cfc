// SPDX-License-Identifier: MIT
//
// What fuzz targets share: the input as text, and a check that ends the process where it fails, as fuzzers want it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace fuzzing {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {static_cast<const char*>(static_cast<const void*>(data)), size};
}

// Cuts the first line off `text`, without its line feed, so that a seed with several parts can be written by hand.
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return line;
}

// An empty line stands for a header field that is not there.
inline std::optional<std::string_view> take_field(std::string_view& text) {
  const std::string_view line = take_line(text);
  if (line.empty()) return std::nullopt;
  return line;
}

}  // namespace fuzzing
