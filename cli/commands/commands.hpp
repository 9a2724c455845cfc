// SPDX-License-Identifier: MIT
//
// The commands, one file each, and what they work with. Each prints its answer and returns what the process should end
// with.
#pragma once

#include "command_line.hpp"
#include "console.hpp"
#include "range.hpp"
#include "render/hint_text.hpp"

#include <libsync/config/initial.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/settings.hpp>
#include <libsync/transcripts/survey.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What a command works with.
struct Task {
  const Invocation& invocation;
  const Arguments& arguments;  // of the invocation
  const libsync::Settings& settings;
  const std::optional<libsync::Failure>& config_failure;  // the settings are then without what is wrong in it
  const libsync::Environment& environment;
  Console& console;
  const HintContext& hints;
  bool colour_out = false;  // the answer may be coloured
  bool colour_err = false;
  bool draws_progress = false;
};

[[nodiscard]] const Command& completion_command();
[[nodiscard]] const Command& doctor_command();
[[nodiscard]] const Command& explain_command();
[[nodiscard]] const Command& import_command();
[[nodiscard]] const Command& init_command();
[[nodiscard]] const Command& map_command();
[[nodiscard]] const Command& machines_command();
[[nodiscard]] const Command& off_command();
[[nodiscard]] const Command& store_command();
[[nodiscard]] const Command& projects_command();
[[nodiscard]] const Command& report_command();
[[nodiscard]] const Command& resync_command();
[[nodiscard]] const Command& schedule_command();
[[nodiscard]] const Command& setup_command();
[[nodiscard]] const Command& status_command();
[[nodiscard]] const Command& sync_command();
[[nodiscard]] const Command& undo_command();
[[nodiscard]] const Command& verify_command();
[[nodiscard]] const Command& workspaces_command();

// Prints the failure and its hint on `err`, and the object of the contract, when JSON was asked for, on `out`.
ExitCode fail(const Task& task, const libsync::Failure& failure, const std::string& hint, const std::string& json);

// The same with the hint that belongs to the failure, and the object that says nothing but the failure.
ExitCode fail(const Task& task, const libsync::Failure& failure);
ExitCode fail(const Task& task, const UsageError& error);

// Each on a line of its own on standard error, unless the run is quiet.
void tell_notes(const Task& task, const std::vector<std::string>& notes);

// What a person should know of the transcripts that no import told: that there are none, that none was read yet, and
// how many are left out.
[[nodiscard]] std::vector<std::string> transcript_notes(
    const Task& task, const libsync::Result<libsync::transcripts::Survey, libsync::Failure>& seen);

// `words`, sentences with their line ends, as an answer: lines break where the terminal ends.
void answer_in_words(const Task& task, std::string_view words);

// The same of what was done, and nothing when the run is quiet.
void tell_done(const Task& task, std::string_view words);

// On standard error, what of the configuration was left out, since one goes on without it.
void note_what_is_left_out(const Task& task);

// On standard error, what of the configuration that is there a new one does not have.
void note_what_is_not_kept(const Task& task, const libsync::config::KeptKeys& kept);

// Columns of an answer that is laid out in any case: those of the terminal, else as many as nobody has trouble to read.
[[nodiscard]] std::size_t answer_width(const Task& task);

// On standard error, that the days may be somebody else's, when that is not sure.
void note_whose(const Task& task, bool is_sure);

// The days that the operand RANGE or --since and --until name, in the zone of the settings. An error when both ends are
// named and no command takes such a range.
[[nodiscard]] libsync::Result<AskedDays, UsageError> days_asked_for(const Task& task);

// Why no command takes the range: it runs backwards, or has more days than that. Nothing when it is well.
[[nodiscard]] std::optional<UsageError> fault_in(const DayRange& days, int most = k_most_days);

// Why nobody can be asked whether to `act`, "delete entries"; nothing when there is somebody.
[[nodiscard]] std::optional<UsageError> nobody_to_ask(const Task& task, std::string_view act);

// `words` as a command for the same files and server, to be shown to a person.
[[nodiscard]] std::string command_to_type(const Task& task, std::string_view words);

}  // namespace cli
