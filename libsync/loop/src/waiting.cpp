// SPDX-License-Identifier: MIT
#include "waiting.hpp"

namespace libsync::loop {

std::vector<std::string> machines_to_wait_for(const std::vector<store::KnownMachine>& machines, UtcTime end,
                                              std::chrono::days patience) {
  std::vector<std::string> labels;
  for (const auto& machine : machines) {
    const bool is_expected = !machine.is_left_out && !machine.is_this && machine.unseen_for <= patience;
    const bool has_brought_it = machine.imported_to && *machine.imported_to >= end;
    if (is_expected && !has_brought_it) labels.push_back(machine.label);
  }
  return labels;
}

}  // namespace libsync::loop
