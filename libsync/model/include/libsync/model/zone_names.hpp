// SPDX-License-Identifier: MIT
//
// Time zones as people spell them.
#pragma once

#include <string>
#include <string_view>

namespace libsync {

// The IANA name that was probably meant: "Europe/Berlin" for "berlin" and "Europe/Berlni"; empty when there is none.
[[nodiscard]] std::string nearest_zone(std::string_view name);

}  // namespace libsync
