// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace libsync::clockify {

// RFC 4648, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace libsync::clockify
