// SPDX-License-Identifier: MIT
#include "commands/withdrawal.hpp"

namespace cli {

const Command& undo_command() {
  static const Command command{
      .name = "undo",
      .alias = "",
      .summary = "delete in Clockify what was posted of a day, and forget the day",
      .about =
          "Deletes the entries that this program recorded and that stand in Clockify as they were posted. One that "
          "somebody edited is left alone, and with it its whole day. A day that was forgotten is posted again by the "
          "next sync, unless it is off by then. An undo that was cut short is finished by the next run.",
      .operands = {.spelled = "RANGE", .kind = Operands::Kind::range, .fewest = 1, .most = 1},
      .flags = withdrawal_flags(),
      .examples = {"claude-tracker undo --dry-run 2026-02-02", "claude-tracker undo yesterday",
                   "claude-tracker undo --yes 2026-02-02..2026-02-06"},
      .run = [](const Task& task) { return run_withdrawal(task, libsync::loop::Withdrawing::undo); }};
  return command;
}

}  // namespace cli
