// SPDX-License-Identifier: MIT
#include "completion.hpp"

#include "commands/commands.hpp"

#include <fmt/format.h>

namespace cli {
namespace {

ExitCode run_completion(const Task& task) {
  const std::string& shell = task.arguments.operands.front();
  if (shell == "bash") {
    task.console.out << bash_completion();
  } else if (shell == "zsh") {
    task.console.out << zsh_completion();
  } else if (shell == "fish") {
    task.console.out << fish_completion();
  } else {
    return fail(task, UsageError{fmt::format("cannot complete for `{}`: that is none of bash, zsh and fish", shell),
                                 "for example `claude-tracker completion bash`"});
  }
  return ExitCode::done;
}

}  // namespace

const Command& completion_command() {
  static const Command command{
      .name = "completion",
      .alias = "",
      .summary = "print what a shell needs to complete this program's words",
      .about =
          "The Debian package brings it along. Elsewhere put one of these lines into the file that your shell "
          "reads when it starts: ~/.bashrc, ~/.zshrc, ~/.config/fish/config.fish.",
      .operands = {.spelled = "bash|zsh|fish", .kind = Operands::Kind::words, .fewest = 1, .most = 1},
      .flags = {},
      .examples = {"source <(claude-tracker completion bash)", "source <(claude-tracker completion zsh)",
                   "claude-tracker completion fish | source"},
      .needs_config = false,
      .run = run_completion};
  return command;
}

}  // namespace cli
