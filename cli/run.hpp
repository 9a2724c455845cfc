// SPDX-License-Identifier: MIT
//
// The command line as a function: words, environment and streams in, exit code out. Everything the program does can be
// tested through it without a process.
#pragma once

#include "console.hpp"
#include "exit_code.hpp"

#include <libsync/settings.hpp>

#include <functional>
#include <span>
#include <string>

namespace cli {

// `arguments` without the program's name. Catches everything; what nobody expected is ExitCode::unexpected.
[[nodiscard]] ExitCode run(std::span<const std::string> arguments, const libsync::Environment& environment,
                           Console& console);

}  // namespace cli
