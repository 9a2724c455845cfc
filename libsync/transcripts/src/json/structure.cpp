// SPDX-License-Identifier: MIT
#include "json/structure.hpp"

#include "json/structure_avx2.hpp"
#include "json/structure_loop.hpp"

namespace libsync::transcripts {
namespace {

struct PortableKernel {
  static std::uint64_t equal(const char* block, char c) {
    return mask_of([&](unsigned i) { return block[i] == c; });
  }

  static std::uint64_t equal_folded(const char* block, char c) {
    return mask_of(
        [&](unsigned i) { return (static_cast<unsigned char>(block[i]) | 0x20U) == static_cast<unsigned char>(c); });
  }

  static std::uint64_t prefix_xor(std::uint64_t bits) {
    for (unsigned step = 1; step < 64; step *= 2) bits ^= bits << step;
    return bits;
  }

  static const char* pass_text(const char* text, const char* end) {
    while (end - text >= k_block && std::memchr(text, '"', static_cast<std::size_t>(k_block)) == nullptr)
      text += k_block;
    return text;
  }

 private:
  template <class Holds>
  static std::uint64_t mask_of(Holds&& holds) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < static_cast<unsigned>(k_block); ++i) bits |= std::uint64_t{holds(i)} << i;
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
