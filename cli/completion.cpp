// SPDX-License-Identifier: MIT
#include "completion.hpp"

#include "command.hpp"
#include "shell_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace cli {
namespace {

// What may stand in a place of the command line.
struct Candidates {
  enum class Kind { nothing, files, folders, words };
  Kind kind = Kind::nothing;
  std::vector<std::string> words{};
};

const std::vector<std::string> k_dates{"today", "yesterday", "monday"};
const std::vector<std::string> k_ranges{"yesterday", "week", "last-week", "7d", "monday"};

// "day|week" and "bash|zsh|fish" are words to choose from; what is in capitals stands for something.
std::vector<std::string> alternatives(std::string_view spelled) {
  std::vector<std::string> words;
  while (!spelled.empty()) {
    const auto word = spelled.substr(0, spelled.find('|'));
    const bool is_literal =
        !word.empty() && std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (!is_literal) return {};
    words.emplace_back(word);
    spelled.remove_prefix(std::min(spelled.size(), word.size() + 1));
  }
  return words;
}

Candidates candidates_for_value(const Flag& flag) {
  using Kind = Candidates::Kind;
  if (flag.value == "FILE") return {Kind::files};
  if (flag.value == "DIR") return {Kind::folders};
  if (flag.value == "DATE") return {Kind::words, k_dates};
  auto words = alternatives(flag.value);
  return words.empty() ? Candidates{} : Candidates{Kind::words, std::move(words)};
}

Candidates candidates_for_operands(const Command& command) {
  using Kind = Candidates::Kind;
  switch (command.operands.kind) {
    case Operands::Kind::range:
      return {Kind::words, k_ranges};
    case Operands::Kind::date:
      return {Kind::words, k_dates};
    case Operands::Kind::words:
      break;
  }
  auto words = alternatives(command.operands.spelled);
  return words.empty() ? Candidates{} : Candidates{Kind::words, std::move(words)};
}

std::string short_name(const Flag& flag) {
  const auto comma = flag.name.find(',');
  return comma == std::string_view::npos ? "" : std::string{flag.name.substr(comma + 1)};
}

std::string long_flags(const std::vector<Flag>& flags) {
  std::string words;
  for (const auto& flag : flags) words += fmt::format("{}--{}", words.empty() ? "" : " ", long_name(flag));
  return words;
}

// "--config | --db": the flags that take a value, of every command.
std::string flags_with_value(std::string_view separator) {
  std::vector<std::string> names;
  const auto add = [&](const std::vector<Flag>& flags) {
    for (const auto& flag : flags) {
      std::string name = fmt::format("--{}", long_name(flag));
      if (!flag.value.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  };
  add(global_flags());
  for (const auto* command : commands()) add(command->flags);
  return fmt::format("{}", fmt::join(names, separator));
}

std::string command_names(const Command& command, std::string_view separator) {
  return command.alias.empty() ? std::string{command.name}
                               : fmt::format("{}{}{}", command.name, separator, command.alias);
}

// ------------------------------------------------------------------------------------------------------------ bash

std::string bash_reply(const Candidates& candidates) {
  switch (candidates.kind) {
    case Candidates::Kind::nothing:
      return "return";
    case Candidates::Kind::files:
      return "_claude_tracker_paths -f; return";
    case Candidates::Kind::folders:
      return "_claude_tracker_paths -d; return";
    case Candidates::Kind::words:
      break;
  }
  return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\")); return", fmt::join(candidates.words, " "));
}

std::string bash_values(const std::vector<Flag>& flags, std::string_view indent) {
  std::string cases;
  for (const auto& flag : flags) {
    if (flag.value.empty()) continue;
    cases += fmt::format("{}  --{}) {} ;;\n", indent, long_name(flag), bash_reply(candidates_for_value(flag)));
  }
  return cases.empty() ? "" : fmt::format("{}case $flag in\n{}{}esac\n", indent, cases, indent);
}

constexpr std::string_view k_bash_head = R"(_claude_tracker_paths() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$current"))
}

_claude_tracker() {
  local current=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]} command= flags= words= i
  COMPREPLY=()
  # The shell takes `--flag=value` apart.
  if [[ $current == = ]]; then
    current=
  elif [[ $flag == = ]]; then
    flag=${COMP_WORDS[COMP_CWORD-2]}
  fi
)";

// ------------------------------------------------------------------------------------------------------------- zsh

// `text` in the brackets of _arguments.
std::string zsh_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zsh_action(const Candidates& candidates) {
  switch (candidates.kind) {
    case Candidates::Kind::nothing:
      return " ";
    case Candidates::Kind::files:
      return "_files";
    case Candidates::Kind::folders:
      return "_files -/";
    case Candidates::Kind::words:
      break;
  }
  return fmt::format("({})", fmt::join(candidates.words, " "));
}

std::string zsh_flag(const Flag& flag) {
  const std::string name = fmt::format("--{}", long_name(flag));
  const std::string text = zsh_text(flag.text);
  if (!flag.value.empty()) {
    return in_single_quotes(fmt::format("{}{}=[{}]:{}:{}", flag.repeats ? "*" : "", name, text, zsh_text(flag.value),
                                        zsh_action(candidates_for_value(flag))));
  }
  const std::string brief = short_name(flag);
  if (brief.empty()) return in_single_quotes(fmt::format("{}[{}]", name, text));
  return fmt::format("{} {}", in_single_quotes(fmt::format("(-{} {})-{}[{}]", brief, name, brief, text)),
                     in_single_quotes(fmt::format("(-{} {}){}[{}]", brief, name, name, text)));
}

// ------------------------------------------------------------------------------------------------------------ fish

std::string fish_arguments(const Candidates& candidates) {
  switch (candidates.kind) {
    case Candidates::Kind::nothing:
      return " -x";
    case Candidates::Kind::files:
      return " -r -F";
    case Candidates::Kind::folders:
      return " -x -a '(__fish_complete_directories)'";
    case Candidates::Kind::words:
      break;
  }
  return fmt::format(" -x -a '{}'", fmt::join(candidates.words, " "));
}

std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string fish_flag(const Flag& flag, std::string_view condition) {
  const std::string brief = short_name(flag);
  return fmt::format("complete -c claude-tracker{}{} -l {}{} -d {}\n",
                     condition.empty() ? "" : fmt::format(" -n {}", fish_quoted(condition)),
                     brief.empty() ? "" : fmt::format(" -s {}", brief), long_name(flag),
                     flag.value.empty() ? "" : fish_arguments(candidates_for_value(flag)), fish_quoted(flag.text));
}

constexpr std::string_view k_fish_head = R"(# The command on the line so far, or nothing and failure.
function __claude_tracker_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l is_value 0
    for word in $words
        if test $is_value = 1
            set is_value 0
            continue
        end
        switch $word
            case {}
                set is_value 1
            case '-*'
            case '*'
                echo $word
                return 0
        end
    end
    return 1
end

complete -c claude-tracker -f
)";

}  // namespace

std::string bash_completion() {
  std::string script{k_bash_head};
  script += fmt::format(
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case ${{COMP_WORDS[i]}} in\n"
      "      {})\n"
      "        [[ ${{COMP_WORDS[i+1]}} == = ]] && ((++i))\n"
      "        ((++i))\n"
      "        ;;\n"
      "      -* | =) ;;\n"
      "      *)\n"
      "        command=${{COMP_WORDS[i]}}\n"
      "        break\n"
      "        ;;\n"
      "    esac\n"
      "  done\n",
      flags_with_value(" | "));
  script += bash_values(global_flags(), "  ");
  script += "  case $command in\n";
  std::string names = "help";
  for (const auto* command : commands()) {
    names += fmt::format(" {}", command_names(*command, " "));
    const auto operands = candidates_for_operands(*command);
    script +=
        fmt::format("    {})\n{}      flags='{}'\n      words='{}'\n      ;;\n", command_names(*command, " | "),
                    bash_values(command->flags, "      "), long_flags(command->flags), fmt::join(operands.words, " "));
  }
  script += fmt::format("    '' | help) words='{}' ;;\n  esac\n", names);
  script += fmt::format(
      "  if [[ $current == -* ]]; then\n"
      "    words=\"$flags {}\"\n"
      "  fi\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "}}\n\n"
      "complete -F _claude_tracker claude-tracker\n",
      long_flags(global_flags()));
  return script;
}

std::string zsh_completion() {
  std::string script = "#compdef claude-tracker\n\n_claude-tracker() {\n";
  script += "  local context state state_descr line ret=1\n  typeset -A opt_args\n  local -a every=(\n";
  for (const auto& flag : global_flags()) script += fmt::format("    {}\n", zsh_flag(flag));
  script +=
      "  )\n"
      "  _arguments -C $every '1: :->command' '*:: :->argument' && ret=0\n"
      "  case $state in\n"
      "    command)\n"
      "      local -a commands=(\n";
  std::string cases;
  for (const auto* command : commands()) {
    script +=
        fmt::format("        {}\n", in_single_quotes(fmt::format("{}:{}", command->name, zsh_text(command->summary))));
    cases += fmt::format("        {})\n          _arguments $every", command_names(*command, " | "));
    for (const auto& flag : command->flags) cases += fmt::format(" \\\n            {}", zsh_flag(flag));
    const auto operands = candidates_for_operands(*command);
    if (command->operands.most > 0) {
      cases += fmt::format(
          " \\\n            {}",
          in_single_quotes(fmt::format("*:{}:{}", zsh_text(command->operands.spelled), zsh_action(operands))));
    }
    cases += " && ret=0\n          ;;\n";
  }
  script +=
      "        'help:print the help of a command'\n"
      "      )\n"
      "      _describe -t commands command commands && ret=0\n"
      "      ;;\n"
      "    argument)\n"
      "      case $words[1] in\n" +
      cases +
      "      esac\n"
      "      ;;\n"
      "  esac\n"
      "  return ret\n"
      "}\n\n"
      "if [[ $funcstack[1] == _claude-tracker ]]; then\n"
      "  _claude-tracker \"$@\"\n"
      "else\n"
      "  compdef _claude-tracker claude-tracker\n"
      "fi\n";
  return script;
}

std::string fish_completion() {
  std::string script = fmt::format(fmt::runtime(k_fish_head), flags_with_value(" "));
  const std::string no_command = "not __claude_tracker_command >/dev/null";
  for (const auto& flag : global_flags()) script += fish_flag(flag, "");
  for (const auto* command : commands()) {
    script += fmt::format("complete -c claude-tracker -n {} -a {} -d {}\n", fish_quoted(no_command), command->name,
                          fish_quoted(command->summary));
  }
  script += fmt::format("complete -c claude-tracker -n {} -a help -d 'print the help of a command'\n",
                        fish_quoted(no_command));
  for (const auto* command : commands()) {
    const std::string condition =
        fmt::format("contains -- (__claude_tracker_command; or echo) {}", command_names(*command, " "));
    for (const auto& flag : command->flags) script += fish_flag(flag, condition);
    const auto operands = candidates_for_operands(*command);
    if (!operands.words.empty()) {
      script += fmt::format("complete -c claude-tracker -n {} -a '{}'\n", fish_quoted(condition),
                            fmt::join(operands.words, " "));
    }
  }
  return script;
}

}  // namespace cli
