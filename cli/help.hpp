// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

#include <string>

namespace cli {

// The help of one command, or of the program when `topic` is none, in lines of at most `width` columns where words
// allow it.
[[nodiscard]] std::string help_text(const Command* topic, std::size_t width);

}  // namespace cli
