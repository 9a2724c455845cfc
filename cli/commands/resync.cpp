// SPDX-License-Identifier: MIT
#include "commands/withdrawal.hpp"

namespace cli {
namespace {

std::vector<Flag> flags() {
  auto flags = withdrawal_flags();
  flags.insert(flags.begin() + 1, {"no-import", "", "do not read the transcripts first"});
  return flags;
}

}  // namespace

const Command& resync_command() {
  static const Command command{
      .name = "resync",
      .alias = "",
      .summary = "plan a day that was posted afresh, and post what differs",
      .about =
          "Plans the day from the sessions, the mapping and the work hours as they are now. Entries that the new plan "
          "would make just like that stay; the others are deleted, and what is missing is posted. One that somebody "
          "edited is left alone, and with it its whole day. A resync that was cut short is finished by the next run.",
      .operands = {.spelled = "RANGE", .kind = Operands::Kind::range, .fewest = 1, .most = 1},
      .flags = flags(),
      .examples = {"claude-tracker resync --dry-run 2026-02-02", "claude-tracker resync last-week"},
      .run = [](const Task& task) { return run_withdrawal(task, libsync::loop::Withdrawing::resync); }};
  return command;
}

}  // namespace cli
