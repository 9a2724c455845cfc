// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "commands/key_keeping.hpp"
#include "dialogue.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

// What comes after the key.
std::string next_step(const Task& task) {
  const auto command = [&](std::string_view words) { return command_line(words, task.invocation.overrides); };
  const std::string first_day =
      task.settings.config.sync.first_day ? "" : "; `first_day` in the configuration says where it begins";
  if (libsync::sync_rules(task.settings)) {
    return fmt::format("Next: `{}` shows what would be posted{}.\n", command("sync --dry-run"), first_day);
  }
  return fmt::format("Next: `{}` leads to a configuration; `{}` prints the ids for one that you write yourself{}.\n",
                     command("init"), command("projects"), first_day);
}

ExitCode run_setup(const Task& task) {
  // Before anybody types a key.
  if (const auto& unknown = task.settings.server_unknown) return fail(task, *unknown);
  const auto words = read_key(task.console);
  if (!words) {
    return fail(task, {libsync::FailureKind::no_key, "cannot store an API key: none was given", {}, {}},
                fmt::format("type it when asked, or pipe it: `pass clockify | {}`",
                            command_line("setup", task.invocation.overrides)),
                "");
  }
  const libsync::Secret key{*words};
  const auto user = libsync::check_key(task.settings, key, task.console.interrupt_fd);
  if (!user) return fail(task, user.error());
  const auto kept = keep_key(task, key, task.arguments.has("file"));
  if (!kept) return fail(task, kept.error());

  const std::string email = user->email.empty() ? "" : fmt::format(" <{}>", libsync::printable(user->email));
  tell_done(task, fmt::format("This key belongs to {}{}. {}\n", libsync::printable(user->name), email, *kept));
  note_keys_that_go_before(task);
  tell_done(task, next_step(task));
  return ExitCode::done;
}

}  // namespace

const Command& setup_command() {
  static const Command command{
      .name = "setup",
      .alias = "",
      .summary = "store your Clockify API key",
      .about =
          "Asks for the key without showing it, or reads it from a pipe; checks it with Clockify; keeps it in the "
          "keyring of your desktop or, where there is none, in a file that only you can read. You make a key in "
          "Clockify under Profile settings, Manage API keys.",
      .flags = {{"file", "", "keep it in the file, also where there is a keyring"}},
      .examples = {"claude-tracker setup", "pass clockify | claude-tracker setup"},
      .needs_config = false,
      .run = run_setup};
  return command;
}

}  // namespace cli
