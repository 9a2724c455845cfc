// SPDX-License-Identifier: MIT
//
// A day is planned once every machine has brought what it tracked of it: a plan that was posted does not grow any more.
#pragma once

#include <libsync/store/machine_store.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace libsync::loop {

// The labels of the machines that a day, of which all is tracked by `end`, has to wait for: those that were seen in the
// days of `patience` before now and have not imported past the day, but this one, and those left out.
[[nodiscard]] std::vector<std::string> machines_to_wait_for(const std::vector<store::KnownMachine>& machines,
                                                            UtcTime end, std::chrono::days patience);

}  // namespace libsync::loop
