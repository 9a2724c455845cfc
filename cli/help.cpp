// SPDX-License-Identifier: MIT
#include "help.hpp"

#include "render/words.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace cli {
namespace {

// "-n, --dry-run", "    --since DATE"
std::string spelled(const Flag& flag) {
  const auto comma = flag.name.find(',');
  const std::string_view name = flag.name.substr(0, comma);
  std::string text = comma == std::string_view::npos ? "    " : fmt::format("-{}, ", flag.name.substr(comma + 1));
  text += fmt::format("--{}", name);
  if (!flag.value.empty()) text += fmt::format(" {}", flag.value);
  return text;
}

constexpr std::size_t k_narrow = 70;  // below it the explanation of a flag gets lines of its own

std::string entry_lines(const std::string& word, std::string_view text, std::size_t column, std::size_t width) {
  if (width < k_narrow) return fmt::format("  {}\n{}", word, wrapped(text, width, 6));
  std::string lines = wrapped(text, width, column);
  return lines.replace(0, column, fmt::format("  {} ", padded(word, column - 3)));
}

std::string flag_lines(const std::vector<Flag>& flags, std::size_t width) {
  std::string text;
  for (const auto& flag : flags) text += entry_lines(spelled(flag), flag.text, 25, width);
  return text;
}

std::string program_help(std::size_t width) {
  std::string text =
      wrapped("Turns the transcripts of your AI coding agent into a complete Clockify timesheet.", width) + "\n" +
      wrapped("Usage: claude-tracker [OPTIONS] COMMAND [COMMAND OPTIONS]", width) + "\nCommands:\n";
  for (const auto* command : commands()) {
    text += entry_lines(std::string{command->name}, command->summary, 15, width);
  }
  text += "\nOptions:\n";
  text += flag_lines(global_flags(), width);
  text += "\nFirst steps:\n";
  text += entry_lines("claude-tracker init", "lead to a configuration", 36, width);
  text += entry_lines("claude-tracker sync --dry-run", "see the timesheet before it is sent", 36, width);
  text += entry_lines("claude-tracker sync", "send it", 36, width);
  text += '\n';
  return text + wrapped("`claude-tracker COMMAND --help` tells more.", width);
}

std::string usage_line(std::string_view name, const Command& command) {
  std::string line = fmt::format("claude-tracker [OPTIONS] {}", name);
  if (!command.flags.empty()) line += " [COMMAND OPTIONS]";
  if (!command.operands.spelled.empty()) line += fmt::format(" {}", command.operands.spelled);
  return line;
}

std::string command_help(const Command& command, std::size_t width) {
  std::string text = wrapped(fmt::format("claude-tracker {}: {}", command.name, command.summary), width);
  text += '\n';
  text += wrapped(fmt::format("Usage: {}", usage_line(command.name, command)), width);
  if (!command.alias.empty())
    text += wrapped(fmt::format("{} (the same)", usage_line(command.alias, command)), width, 7);
  text += '\n';
  text += wrapped(command.about, width);
  if (command.operands.kind == Operands::Kind::range) {
    text += '\n';
    text += wrapped(
        "RANGE is a day (2026-02-28, yesterday, monday), days (2026-02-02..2026-02-06), week, last-week, "
        "a month (2026-10) or 7d, the seven days up to yesterday.",
        width);
  }
  if (!command.flags.empty()) {
    text += "\nOptions of this command:\n";
    text += flag_lines(command.flags, width);
  }
  text += "\nExamples:\n";
  for (const auto& example : command.examples) text += fmt::format("  {}\n", example);
  text += '\n';
  return text + wrapped("`claude-tracker --help` lists the options of every command.", width);
}

}  // namespace

std::string help_text(const Command* topic, std::size_t width) {
  return topic == nullptr ? program_help(width) : command_help(*topic, width);
}

}  // namespace cli
