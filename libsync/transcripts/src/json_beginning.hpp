// SPDX-License-Identifier: MIT
//
// Tells a JSON object that is still being written from one that never will be whole.
#pragma once

#include <cstddef>
#include <string_view>

namespace libsync::transcripts {

// The place up to which `text` is the beginning of a JSON object: whatever follows, it becomes none. npos when more
// text may make it one. Unlike JsonCursor it looks at everything, so it is not for the common path.
[[nodiscard]] std::size_t broken_at(std::string_view text);

}  // namespace libsync::transcripts
