// SPDX-License-Identifier: MIT
//
// 16 MiB of made transcript in memory, and what every benchmark over it does.
#pragma once

#include "made_lines.hpp"

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <string_view>

namespace libsync::bench {

inline const std::string& text() {
  static const std::string made = [] {
    LineMaker lines{1};
    std::string result;
    while (result.size() < std::size_t{16} << 20U) result += lines.next();
    return result;
  }();
  return made;
}

template <class Visit>
std::size_t for_each_line(std::string_view rest, Visit&& visit) {
  std::size_t count = 0;
  while (const void* end = std::memchr(rest.data(), '\n', rest.size())) {
    const auto size = static_cast<std::size_t>(static_cast<const char*>(end) - rest.data());
    visit(rest.substr(0, size));
    rest.remove_prefix(size + 1);
    ++count;
  }
  return count;
}

inline void report(benchmark::State& state, std::size_t lines) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(text().size()));
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(lines));
}

}  // namespace libsync::bench
