// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"

#include "dialogue.hpp"
#include "render/report_json.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/spelled.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> all{
      &init_command(),     &sync_command(),       &status_command(), &report_command(),     &explain_command(),
      &map_command(),      &off_command(),        &verify_command(), &undo_command(),       &resync_command(),
      &projects_command(), &workspaces_command(), &import_command(), &doctor_command(),     &schedule_command(),
      &machines_command(), &store_command(),      &setup_command(),  &completion_command(),
  };
  return all;
}

const Command* find_command(std::string_view name_or_alias) {
  const auto found = std::ranges::find_if(commands(), [&](const Command* command) {
    return command->name == name_or_alias || (!command->alias.empty() && command->alias == name_or_alias);
  });
  return found == commands().end() ? nullptr : *found;
}

const Command& usual_command() {
  return status_command();
}

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> flags{
      {"config", "FILE", "configuration (~/.config/claude-tracker/config.toml)"},
      {"db", "FILE", "tracking store (~/.local/share/claude-tracker/sessions.db)"},
      {"transcripts", "DIR", "where the agent leaves its transcripts; may be given more than once", true},
      {"base-url", "URL", "Clockify's API (https://api.clockify.me/api/v1)"},
      {"ca-file", "FILE", "trust these certificates instead of the system's"},
      {"time-zone", "IANA", "the zone your days are in, for example Europe/Berlin"},
      {"quiet,q", "", "no notes, and nothing of what was done"},
      {"verbose,v", "", "every day and every project"},
      {"no-color", "", "no colour, also not on a terminal"},
      {"version", "", "print the version"},
      {"help,h", "", "print this help, or that of a command"},
  };
  return flags;
}

ExitCode fail(const Task& task, const libsync::Failure& failure) {
  const std::string hint = hint_text(failure, task.hints);
  return fail(task, failure, hint, task.arguments.wants_json() ? failure_json(failure, task.hints.command, hint) : "");
}

ExitCode fail(const Task& task, const UsageError& error) {
  const libsync::Failure failure{libsync::FailureKind::usage, error.message, {}, {}};
  return fail(task, failure, error.hint,
              task.arguments.wants_json() ? failure_json(failure, task.hints.command, error.hint) : "");
}

void tell_notes(const Task& task, const std::vector<std::string>& notes) {
  if (task.invocation.quiet) return;
  for (const auto& words : notes) note(task.console, words);
}

std::vector<std::string> transcript_notes(const Task& task,
                                          const libsync::Result<libsync::transcripts::Survey, libsync::Failure>& seen) {
  if (!seen) return {seen.error().message};
  std::vector<std::string> notes;
  if (seen->files == 0) notes.push_back(libsync::no_transcripts(task.settings));
  if (seen->waits_for_first_import()) {
    notes.push_back(fmt::format("no transcript was imported yet: `{}` reads them",
                                command_line("import", task.invocation.overrides)));
  }
  if (const auto skipped = std::ssize(seen->skipped); skipped > 0) {
    notes.push_back(fmt::format("{} cannot be read: `{}` says why", count_of(skipped, "transcript", "transcripts"),
                                command_line("doctor", task.invocation.overrides)));
  }
  return notes;
}

void answer_in_words(const Task& task, std::string_view words) {
  task.console.out << (task.console.out_is_terminal ? wrapped(words, task.console.width) : std::string{words});
}

void tell_done(const Task& task, std::string_view words) {
  if (!task.invocation.quiet) answer_in_words(task, words);
}

void note_what_is_left_out(const Task& task) {
  if (!task.config_failure || task.settings.server_unknown) return;
  tell_notes(task, {"going on without it: " + task.config_failure->message});
}

void note_what_is_not_kept(const Task& task, const libsync::config::KeptKeys& kept) {
  if (kept.dropped.empty()) return;
  tell_notes(task,
             {fmt::format("of the configuration that is there, this is not kept: {}", fmt::join(kept.dropped, ", "))});
}

std::size_t answer_width(const Task& task) {
  constexpr std::size_t k_piped_width = 100;
  return task.console.out_is_terminal ? task.console.width : k_piped_width;
}

void note_whose(const Task& task, bool is_sure) {
  if (!is_sure) tell_notes(task, {std::string{libsync::report::k_unsure_whose}});
}

libsync::Result<AskedDays, UsageError> days_asked_for(const Task& task) {
  const auto today = libsync::today(task.settings);
  AskedDays days;
  if (!task.arguments.operands.empty()) {
    const auto range = range_of(task.arguments.operands.front(), today);
    if (range) days = {range->first, range->last};
  } else {
    const auto date = [&](const char* flag) {
      const auto word = task.arguments.value(flag);
      return word ? date_of(*word, today) : std::nullopt;
    };
    days = {date("since"), date("until")};
  }
  if (days.since && days.until) {
    if (const auto error = fault_in({*days.since, *days.until})) return *error;
  }
  return days;
}

std::optional<UsageError> fault_in(const DayRange& days, int most) {
  const auto words = [&](std::string_view fault) {
    return fmt::format("cannot go from {} to {}: {}", libsync::format_date(days.first), libsync::format_date(days.last),
                       fault);
  };
  if (days.first > days.last) return UsageError{words("that is backwards"), "name the earlier day first"};
  const std::chrono::days between = std::chrono::sys_days{days.last} - std::chrono::sys_days{days.first};
  if (between.count() >= most) {
    return UsageError{words(fmt::format("that is more than {} days", most)), "name fewer days"};
  }
  return std::nullopt;
}

std::optional<UsageError> nobody_to_ask(const Task& task, std::string_view act) {
  const bool wants_json = task.arguments.wants_json();
  if (!wants_json && can_ask(task.console)) return std::nullopt;
  return UsageError{fmt::format("cannot ask whether to {}: {}", act,
                                wants_json ? "with --json nobody is asked" : "there is no terminal"),
                    "look first with --dry-run, then say --yes"};
}

std::string command_to_type(const Task& task, std::string_view words) {
  return libsync::printable(command_line(words, task.invocation.overrides));
}

}  // namespace cli
