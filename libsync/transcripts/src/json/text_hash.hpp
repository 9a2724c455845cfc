// SPDX-License-Identifier: MIT
//
// The hash that stands for ids, for what messages say and for bytes of a file in the store. Values are stored, so it
// must never change, nor depend on the order of bytes in the processor.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace libsync::transcripts {

[[nodiscard]] inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ 0x9E3779B97F4A7C15U) * (b ^ 0xD1B54A32D192ED03U);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

[[nodiscard]] inline std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0) {
  std::uint64_t hash = mix(seed, text.size());
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t count = text.size() < sizeof word ? text.size() : sizeof word;
    std::memcpy(&word, text.data(), count);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    hash = mix(hash, word);
    text.remove_prefix(count);
  }
  return mix(hash, seed);
}

// Stands for a text that may be long: its ends and its size.
[[nodiscard]] inline std::uint64_t hash_of_ends(std::string_view text) {
  constexpr std::size_t k_end = 128;
  if (text.size() <= 2 * k_end) return hash_of(text);
  return mix(hash_of(text.substr(0, k_end)), hash_of(text.substr(text.size() - k_end), text.size()));
}

}  // namespace libsync::transcripts
