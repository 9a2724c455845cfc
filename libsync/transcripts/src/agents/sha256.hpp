// SPDX-License-Identifier: MIT
//
// The hash by which an agent names folders after what they are of. Not for secrets.
#pragma once

#include <string>
#include <string_view>

namespace libsync::transcripts {

// 64 hex digits, in lower case.
[[nodiscard]] std::string sha256_hex(std::string_view text);

}  // namespace libsync::transcripts
