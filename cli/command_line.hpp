// SPDX-License-Identifier: MIT
//
// What the words on the command line mean. Pure: looks at nothing but its arguments.
#pragma once

#include <libsync/model/result.hpp>
#include <libsync/settings.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

enum class Command { sync, import, status, projects, setup, help, version };

// A flag as the help shows it. `name` is "dry-run" or "dry-run,n"; `value` is empty for a switch.
struct Flag {
  std::string_view name;
  std::string_view value;
  std::string_view text;
};

struct CommandInfo {
  Command command;
  std::string_view name;
  std::string_view alias;    // empty without one
  std::string_view summary;  // one line
  std::string_view about;    // what a person should know before the first use
  std::vector<Flag> flags;   // of its own
  std::vector<std::string_view> examples;
};

[[nodiscard]] const std::vector<CommandInfo>& commands();
[[nodiscard]] const std::vector<Flag>& global_flags();

struct Invocation {
  Command command = Command::help;
  std::optional<Command> topic;  // of help
  libsync::Overrides overrides;
  bool quiet = false;
  bool verbose = false;
  bool no_color = false;
  bool json = false;
  bool dry_run = false;
  bool no_import = false;
  bool wait = false;
  bool yes = false;
  std::optional<std::string> since;  // YYYY-MM-DD, today or yesterday; checked
  std::optional<std::string> until;
};

struct UsageError {
  std::string message;
  std::string hint;
};

[[nodiscard]] libsync::Result<Invocation, UsageError> parse_command_line(std::span<const std::string> arguments);

// The date a word from the command line means on the day `today`; nothing for anything that is no date.
[[nodiscard]] std::optional<libsync::LocalDate> date_of(std::string_view word, libsync::LocalDate today);

}  // namespace cli
