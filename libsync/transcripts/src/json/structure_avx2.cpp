// SPDX-License-Identifier: MIT
//
// The only file that is compiled for these instructions, so that the program still starts on an older processor.
#include "json/structure_avx2.hpp"

#if defined(__AVX2__) && defined(__PCLMUL__)

#include "json/structure_loop.hpp"

#include <immintrin.h>

namespace libsync::transcripts {
namespace {

struct Avx2Kernel {
  static std::uint64_t equal(const char* block, char c) { return compare(load(block), load(block + 32), c); }

  static std::uint64_t equal_folded(const char* block, char c) {
    const __m256i bit = _mm256_set1_epi8(0x20);
    return compare(_mm256_or_si256(load(block), bit), _mm256_or_si256(load(block + 32), bit), c);
  }

  static std::uint64_t prefix_xor(std::uint64_t bits) {
    const __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(bits)),
                                                 _mm_set1_epi8(static_cast<char>(0xFF)), 0);
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
  }

  static const char* pass_text(const char* text, const char* end) {
    while (end - text >= k_block) {
      const __m256i ends = _mm256_or_si256(possible_ends(text), possible_ends(text + 32));
      if (_mm256_testz_si256(ends, ends) == 0) break;
      text += k_block;
    }
    return text;
  }

 private:
  // A quote behind a single backslash is a part of the text. Behind more it may be, and is looked at more closely.
  static __m256i possible_ends(const char* text) {
    const __m256i backslash = _mm256_set1_epi8('\\');
    const __m256i quote = _mm256_cmpeq_epi8(load(text), _mm256_set1_epi8('"'));
    const __m256i one_before = _mm256_cmpeq_epi8(load(text - 1), backslash);
    const __m256i two_before = _mm256_cmpeq_epi8(load(text - 2), backslash);
    return _mm256_andnot_si256(_mm256_andnot_si256(two_before, one_before), quote);
  }

  static __m256i load(const char* bytes) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(bytes)));
  }

  static std::uint64_t compare(__m256i low, __m256i high, char c) {
    const __m256i wanted = _mm256_set1_epi8(c);
    const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
    const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
    return std::uint64_t{high_bits} << 32U | low_bits;
  }
};

}  // namespace

bool have_avx2() {
  static const bool have = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("pclmul") != 0 &&
                           __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("popcnt") != 0;
  return have;
}

const char* skip_container_avx2(const char* text, const char* end) {
  return skip_container_loop<Avx2Kernel>(text, end);
}

const char* skip_string_avx2(const char* text, const char* end) {
  return skip_string_loop<Avx2Kernel>(text, end);
}

}  // namespace libsync::transcripts

#else

namespace libsync::transcripts {

bool have_avx2() {
  return false;
}
const char* skip_container_avx2(const char* /*text*/, const char* /*end*/) {
  return nullptr;
}
const char* skip_string_avx2(const char* /*text*/, const char* /*end*/) {
  return nullptr;
}

}  // namespace libsync::transcripts

#endif
