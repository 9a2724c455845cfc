// SPDX-License-Identifier: MIT
#include "structure.hpp"

#include "structure_avx2.hpp"
#include "structure_loop.hpp"

namespace libsync::transcripts {
namespace {

struct PortableKernel {
  static BlockMasks masks(const char* text) {
    BlockMasks result{};
    for (unsigned i = 0; i < static_cast<unsigned>(k_block); ++i) {
      const char c = text[i];
      const auto bit = [i](bool is) { return static_cast<std::uint64_t>(is) << i; };
      result.quote |= bit(c == '"');
      result.backslash |= bit(c == '\\');
      result.open |= bit(c == '{' || c == '[');
      result.close |= bit(c == '}' || c == ']');
    }
    return result;
  }

  static std::uint64_t prefix_xor(std::uint64_t bits) {
    for (unsigned step = 1; step < 64; step *= 2) bits ^= bits << step;
    return bits;
  }
};

}  // namespace

const char* skip_container(const char* text, const char* end) {
  return have_avx2() ? skip_container_avx2(text, end) : skip_container_loop<PortableKernel>(text, end);
}

const char* skip_string(const char* text, const char* end) {
  return have_avx2() ? skip_string_avx2(text, end) : skip_string_loop<PortableKernel>(text, end);
}

}  // namespace libsync::transcripts
