// SPDX-License-Identifier: MIT
//
// A look at a few bytes at once, for strings too short to be worth a call.
#pragma once

#include <bit>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace libsync::transcripts {

inline constexpr std::ptrdiff_t k_short_step = 16;  // bytes

// Where the first `"` or backslash is among the next k_short_step bytes; k_short_step if there is none.
[[nodiscard]] inline unsigned find_quote_or_escape(const char* text) {
#if defined(__SSE2__)
  const __m128i bytes = _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(text)));
  const __m128i found =
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
  return static_cast<unsigned>(std::countr_zero(static_cast<unsigned>(_mm_movemask_epi8(found)) | 1U << k_short_step));
#else
  unsigned place = 0;
  while (place < k_short_step && text[place] != '"' && text[place] != '\\') ++place;
  return place;
#endif
}

}  // namespace libsync::transcripts
