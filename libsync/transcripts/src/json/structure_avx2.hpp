// SPDX-License-Identifier: MIT
//
// structure.hpp for processors with AVX2 and carry-less multiplication. Call only when have_avx2().
#pragma once

namespace libsync::transcripts {

[[nodiscard]] bool have_avx2();
[[nodiscard]] const char* skip_container_avx2(const char* text, const char* end);
[[nodiscard]] const char* skip_string_avx2(const char* text, const char* end);

}  // namespace libsync::transcripts
