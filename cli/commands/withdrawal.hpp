// SPDX-License-Identifier: MIT
//
// What `undo` and `resync` have in common.
#pragma once

#include "commands/commands.hpp"

#include <libsync/loop/withdrawal_report.hpp>

#include <vector>

namespace cli {

// Shows what would go, asks unless that was agreed to already, does it and answers.
[[nodiscard]] ExitCode run_withdrawal(const Task& task, libsync::loop::Withdrawing what);

[[nodiscard]] std::vector<Flag> withdrawal_flags();

}  // namespace cli
