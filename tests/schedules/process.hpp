// SPDX-License-Identifier: MIT
//
// One run of the loop as a process of its own, watched at every port: it can be interrupted at each call, and the
// ledger sees what it does.
#pragma once

#include "steps.hpp"

#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/withdrawal_loop.hpp>

#include <optional>

namespace libsync::schedules {

class World;

// Ways to break the protocol from outside the loop, to show that the schedules would notice.
enum class Weakness {
  none,
  lossy_commits,     // a kill takes the last commit with it
  short_quarantine,  // by one second more than `sent_at` is rounded up
  hidden_resend,     // the client sends a POST whose answer was lost once more
  blind,             // listings show nothing
  forgotten_days,    // a day that is taken back is forgotten before its entries are deleted
  wrong_deletes,     // a DELETE takes away the next entry as well
  impatience,        // the store says that every machine has brought all it has
};

// Runs once, whatever its steps do to it on the way. Nothing when the process was killed.
[[nodiscard]] std::optional<loop::SyncReport> run_process(World& world, Steps& steps, loop::RunOptions options);

// The same, to take days back.
[[nodiscard]] std::optional<loop::WithdrawalReport> run_withdrawal(World& world, Steps& steps, loop::Withdrawing what,
                                                                   loop::RunOptions options);

}  // namespace libsync::schedules
