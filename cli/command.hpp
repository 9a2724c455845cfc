// SPDX-License-Identifier: MIT
//
// What a command is: its words, its flags and the function that does it. Each stands in a file of its own in commands/;
// the parser, the help and the completions read these values and know no command by name.
#pragma once

#include "exit_code.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace cli {

struct Task;

// A flag as the help shows it. `name` is "dry-run" or "dry-run,n"; `value` is empty for a switch.
struct Flag {
  std::string_view name;
  std::string_view value;
  std::string_view text;
  bool repeats = false;  // may be given more than once
};

// The words behind a command. The parser refuses those that mean no day.
struct Operands {
  enum class Kind { words, date, range };
  std::string_view spelled{};  // as the help shows them: "[RANGE]", "FOLDER PROJECT"; empty without any
  Kind kind = Kind::words;
  std::size_t fewest = 0;
  std::size_t most = 0;
};

struct Command {
  std::string_view name;
  std::string_view alias;    // empty without one
  std::string_view summary;  // one line
  std::string_view about;    // what a person should know before the first use; lines are wrapped where they are shown
  Operands operands{};
  std::vector<Flag> flags;  // of its own
  std::vector<std::string_view> examples;
  bool needs_config =
      true;  // otherwise a named file may be missing, and one that cannot be used is Task::config_failure
  ExitCode (*run)(const Task& task) = nullptr;
};

// In the order of the help.
[[nodiscard]] const std::vector<const Command*>& commands();
[[nodiscard]] const Command* find_command(std::string_view name_or_alias);

// What is said when no command is given: `status`.
[[nodiscard]] const Command& usual_command();

[[nodiscard]] const std::vector<Flag>& global_flags();

// "dry-run"
[[nodiscard]] inline std::string_view long_name(const Flag& flag) {
  return flag.name.substr(0, flag.name.find(','));
}

}  // namespace cli
