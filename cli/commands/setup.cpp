// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

// Without the blanks that copying and `echo` leave around a key.
std::string trimmed(std::string text) {
  constexpr const char* k_blanks = " \t\r\n";
  text.erase(text.find_last_not_of(k_blanks) + 1);
  text.erase(0, text.find_first_not_of(k_blanks));
  return text;
}

std::optional<std::string> read_key(Console& console) {
  if (console.in_is_terminal && console.read_hidden_line) {
    console.err << "Clockify API key (it is not shown): " << std::flush;
    auto line = console.read_hidden_line();
    console.err << "\n";
    return line;
  }
  std::string line;
  if (!std::getline(console.in, line)) return std::nullopt;
  return line;
}

ExitCode run_setup(const Task& task) {
  auto& console = task.console;
  const auto line = read_key(console);
  const libsync::Secret key{trimmed(line.value_or(""))};
  if (key.empty()) {
    return fail(task, {libsync::FailureKind::no_key, "cannot store an API key: none was given", {}, {}},
                fmt::format("type it when asked, or pipe it: `pass clockify | {}`",
                            command_line("setup", task.invocation.overrides)),
                "");
  }
  const auto user = libsync::set_up_key(task.settings, key, console.interrupt_fd);
  if (!user) return fail(task, user.error(), hint_text(user.error(), task.hints), "");

  const auto file = libsync::printable(task.settings.key_places.file.string());
  const std::string email = user->email.empty() ? "" : fmt::format(" <{}>", libsync::printable(user->email));
  console.out << fmt::format("This key belongs to {}{}. It is kept in {}, which only you can read.\n",
                             libsync::printable(user->name), email, file);
  if (task.settings.key_places.environment) {
    console.err << "note: CLOCKIFY_API_KEY is set and goes before the stored key\n";
  } else if (task.settings.key_places.command) {
    console.err << "note: `api_key_command` is configured and goes before the stored key\n";
  }
  const bool ready = libsync::sync_rules(task.settings).has_value();
  const auto command = [&](std::string_view words) { return command_line(words, task.invocation.overrides); };
  console.out << (ready ? fmt::format("Next: `{}` shows what would be posted", command("sync --dry-run"))
                        : fmt::format("Next: `{}` prints what belongs into the configuration", command("projects")));
  console.out << (task.settings.config.sync.first_day ? ".\n"
                                                      : "; `first_day` in the configuration says where it begins.\n");
  return ExitCode::done;
}

}  // namespace

const Command& setup_command() {
  static const Command command{
      .name = "setup",
      .alias = "",
      .summary = "store your Clockify API key",
      .about =
          "Asks for the key without showing it, or reads it from a pipe; checks it with Clockify; keeps it in a file "
          "that only you can read. You make a key in Clockify under Profile settings, Manage API keys.",
      .flags = {},
      .examples = {"claude-tracker setup", "pass clockify | claude-tracker setup"},
      .needs_config = false,
      .run = run_setup};
  return command;
}

}  // namespace cli
