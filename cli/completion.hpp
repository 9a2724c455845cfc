// SPDX-License-Identifier: MIT
//
// What a shell has to know to complete a command line, made from the values that the parser reads: a flag or a command
// that is added there is completed, and nothing else is. Pure.
#pragma once

#include <string>

namespace cli {

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

}  // namespace cli
