// SPDX-License-Identifier: MIT
//
// What the words on the command line mean. Pure: looks at nothing but its arguments.
#pragma once

#include "arguments.hpp"
#include "command.hpp"

#include <libsync/model/result.hpp>
#include <libsync/settings.hpp>

#include <span>
#include <string>

namespace cli {

struct Invocation {
  enum class Kind { run, help, version };
  Kind kind = Kind::help;
  const Command* command = nullptr;  // to run, or that the help is asked about; nothing is the program's help
  bool command_is_named = false;
  libsync::Overrides overrides{};
  bool quiet = false;
  bool verbose = false;
  bool no_color = false;
  Arguments arguments{};  // of the command
};

struct UsageError {
  std::string message;
  std::string hint;
};

[[nodiscard]] libsync::Result<Invocation, UsageError> parse_command_line(std::span<const std::string> arguments);

// The command that a faulty command line was probably about: its name, or nothing.
[[nodiscard]] std::string_view guessed_command(std::span<const std::string> arguments);

}  // namespace cli
