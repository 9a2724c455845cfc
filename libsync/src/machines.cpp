// SPDX-License-Identifier: MIT
#include "store_access.hpp"

#include <libsync/loop/failure.hpp>
#include <libsync/machines.hpp>
#include <libsync/model/text.hpp>
#include <libsync/store/store_error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync {
namespace {

using store::KnownMachine;

// By its label, or else by how its key begins, which has to be more than a letter or two.
Result<KnownMachine, Failure> find_machine(const std::vector<KnownMachine>& machines, const std::string& name) {
  constexpr std::size_t k_fewest_letters = 6;
  std::vector<KnownMachine> found;
  std::ranges::copy_if(machines, std::back_inserter(found),
                       [&](const KnownMachine& each) { return each.label == name; });
  if (found.empty() && name.size() >= k_fewest_letters) {
    std::ranges::copy_if(machines, std::back_inserter(found),
                         [&](const KnownMachine& each) { return each.key.starts_with(name); });
  }
  if (found.size() == 1) return found.front();
  return Failure{FailureKind::usage,
                 fmt::format("cannot tell which machine `{}` is: {}", printable(name),
                             found.empty() ? "there is none" : "there are several"),
                 {Step::list_machines},
                 {}};
}

void make(store::TrackingStore& store, const MachineChange& change, const std::string& key) {
  switch (change.act) {
    case MachineAct::leave_out:
    case MachineAct::wait_for:
      store.leave_out(key, change.act == MachineAct::leave_out);
      return;
    case MachineAct::label:
      store.label(key, change.label);
      return;
    case MachineAct::forget:
      store.forget(key);
      return;
  }
}

}  // namespace

Result<std::vector<KnownMachine>, Failure> list_machines(const Settings& settings) {
  try {
    return look_at_store(settings)->machines();
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

Result<KnownMachine, Failure> change_machine(const Settings& settings, const MachineChange& change, bool dry_run) {
  if (!settings.server) return find_machine({}, change.machine);
  try {
    const auto store = dry_run ? look_at_store(settings) : open_store(settings);
    auto machine = find_machine(store->machines(), change.machine);
    if (machine && !dry_run) make(*store, change, machine->key);
    return machine;
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

}  // namespace libsync
