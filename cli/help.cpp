// SPDX-License-Identifier: MIT
#include "help.hpp"

#include <fmt/format.h>

#include <algorithm>

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

std::string flag_lines(const std::vector<Flag>& flags) {
  std::string text;
  for (const auto& flag : flags) text += fmt::format("  {:<22} {}\n", spelled(flag), flag.text);
  return text;
}

std::string program_help() {
  std::string text =
      "Turns the transcripts of your AI coding agent into a complete Clockify timesheet.\n\n"
      "Usage: claude-tracker [OPTIONS] COMMAND [COMMAND OPTIONS]\n\n"
      "Commands:\n";
  for (const auto& info : commands()) text += fmt::format("  {:<10} {}\n", info.name, info.summary);
  text += "\nOptions:\n" + flag_lines(global_flags());
  text +=
      "\nFirst steps:\n"
      "  claude-tracker setup              store your API key\n"
      "  claude-tracker projects           ids and lines for the configuration\n"
      "  claude-tracker sync --dry-run     see the timesheet before it is sent\n"
      "\n`claude-tracker COMMAND --help` tells more.\n";
  return text;
}

std::string command_help(const CommandInfo& info) {
  std::string text = fmt::format("claude-tracker {}: {}\n\n", info.name, info.summary);
  text +=
      fmt::format("Usage: claude-tracker [OPTIONS] {}{}\n", info.name, info.flags.empty() ? "" : " [COMMAND OPTIONS]");
  if (!info.alias.empty()) text += fmt::format("       claude-tracker [OPTIONS] {}   (the same)\n", info.alias);
  text += fmt::format("\n{}\n", info.about);
  if (!info.flags.empty()) text += "\nOptions of this command:\n" + flag_lines(info.flags);
  text += "\nExamples:\n";
  for (const auto& example : info.examples) text += fmt::format("  {}\n", example);
  return text + "\n`claude-tracker --help` lists the options of every command.\n";
}

}  // namespace

std::string help_text(std::optional<Command> topic) {
  const auto& all = commands();
  const auto info = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.command == topic; });
  return info == all.end() ? program_help() : command_help(*info);
}

}  // namespace cli
