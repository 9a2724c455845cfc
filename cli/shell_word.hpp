// SPDX-License-Identifier: MIT
//
// Words as a POSIX shell reads them. Pure.
#pragma once

#include <string>
#include <string_view>

namespace cli {

// Whether every program that splits lines into words takes it as it is.
[[nodiscard]] bool is_plain_word(std::string_view word);

[[nodiscard]] std::string in_single_quotes(std::string_view text);

// In quotes only where it needs them, so that names without blanks stay readable.
[[nodiscard]] std::string shell_word(std::string_view word);

}  // namespace cli
