// SPDX-License-Identifier: MIT
#include "machines.hpp"

#include "ledger.hpp"

namespace libsync::schedules {

bool Machines::has(std::size_t machine, const std::string& transcript) const {
  const auto owner = owners_.find(transcript);
  return (owner == owners_.end() ? 0 : owner->second) == machine;
}

bool Machines::left_out(std::size_t machine) const {
  const auto found = known_.find(machine);
  return found != known_.end() && found->second.is_left_out;
}

void Machines::leave_out(std::size_t machine, bool is_left_out) {
  if (const auto found = known_.find(machine); found != known_.end()) found->second.is_left_out = is_left_out;
}

std::vector<store::KnownMachine> Machines::as_told_to(std::size_t machine, UtcTime now) const {
  std::vector<store::KnownMachine> all;
  if (count_ == 1) return all;
  for (const auto& [number, known] : known_) {
    const std::string name = "machine " + std::to_string(number);
    all.push_back({.key = name,
                   .label = name,
                   .seen_at = known.seen_at,
                   .imported_to = known.imported_to,
                   .unseen_for = now - known.seen_at,
                   .is_left_out = known.is_left_out,
                   .is_this = number == machine});
  }
  return all;
}

void check_waited(const store::DayPlan& plan, const std::vector<store::KnownMachine>& known,
                  std::chrono::days patience) {
  for (const auto& machine : known) {
    if (machine.is_this || machine.is_left_out || machine.unseen_for > patience) continue;
    demand(machine.imported_to && *machine.imported_to >= plan.work_hours.end,
           "a day is planned before a machine has brought its time", machine.label + ", " + format_date(plan.date));
  }
}

}  // namespace libsync::schedules
