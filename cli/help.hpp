// SPDX-License-Identifier: MIT
#pragma once

#include "command_line.hpp"

#include <optional>
#include <string>

namespace cli {

// What `--help` prints: for the whole program, or for one command.
[[nodiscard]] std::string help_text(std::optional<Command> topic);

}  // namespace cli
