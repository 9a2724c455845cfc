// SPDX-License-Identifier: MIT
//
// One function per command. Each prints its answer and returns what the process should end with.
#pragma once

#include "command_line.hpp"
#include "console.hpp"
#include "exit_code.hpp"
#include "render/hint_text.hpp"

#include <libsync/model/failure.hpp>
#include <libsync/settings.hpp>

namespace cli {

// What a command works with.
struct Task {
  const Invocation& invocation;
  const libsync::Settings& settings;
  Console& console;
  const HintContext& hints;
  bool colour_out = false;  // the answer may be coloured
  bool colour_err = false;
  bool draws_progress = false;
};

[[nodiscard]] ExitCode run_sync(const Task& task);
[[nodiscard]] ExitCode run_import(const Task& task);
[[nodiscard]] ExitCode run_status(const Task& task);
[[nodiscard]] ExitCode run_projects(const Task& task);
[[nodiscard]] ExitCode run_setup(const Task& task);

// Prints the failure and its hint on `err`, and the object of the contract, when JSON was asked for, on `out`.
ExitCode fail(const Task& task, const libsync::Failure& failure, const std::string& hint, const std::string& json);

}  // namespace cli
