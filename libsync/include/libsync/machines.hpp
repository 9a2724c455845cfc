// SPDX-License-Identifier: MIT
//
// The machines that share the store on a server: who is waited for.
#pragma once

#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/settings.hpp>
#include <libsync/store/machine_store.hpp>

#include <string>
#include <vector>

namespace libsync {

// By label; none for a store in a file. The kind of failure is `store`.
[[nodiscard]] Result<std::vector<store::KnownMachine>, Failure> list_machines(const Settings& settings);

enum class MachineAct {
  leave_out,  // no day waits for it any more
  wait_for,   // days do again
  label,      // is what people call it
  forget,     // with all of its sessions
};

struct MachineChange {
  MachineAct act;
  std::string machine;  // its label, or at least six letters of how its key begins
  std::string label{};  // for MachineAct::label
};

// The machine as it was before. A machine that is none, or could be several, is a `usage` failure.
[[nodiscard]] Result<store::KnownMachine, Failure> change_machine(const Settings& settings, const MachineChange& change,
                                                                  bool dry_run);

}  // namespace libsync
