// SPDX-License-Identifier: MIT
//
// Text as TOML spells it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace libsync::config {

// `text` in quotes, as a value or as the name of a key: in single ones when it has backslashes and nothing that speaks
// against them, 'D:\src'. What a terminal could act on is escaped. Nothing when it is not UTF-8.
[[nodiscard]] std::optional<std::string> toml_text(std::string_view text);

}  // namespace libsync::config
