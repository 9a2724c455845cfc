// SPDX-License-Identifier: MIT
#include "fault_plan.hpp"

#include <iterator>
#include <utility>

namespace libsync::support {

const Fault* NumberedFaults::exactly(std::int64_t number) const {
  const auto found = at.find(number);
  return found == at.end() ? nullptr : &found->second;
}

const Fault* NumberedFaults::since(std::int64_t number) const {
  const auto after = from.upper_bound(number);
  return after == from.begin() ? nullptr : &std::prev(after)->second;
}

const Fault& FaultPlan::find(const NumberedFaults* kind, std::int64_t number, std::int64_t request) const {
  static const Fault k_none;
  const Fault* found = kind == nullptr ? nullptr : kind->exactly(number);
  if (found == nullptr) found = requests.exactly(request);
  if (found == nullptr && kind != nullptr) found = kind->since(number);
  if (found == nullptr) found = requests.since(request);
  return found == nullptr ? k_none : *found;
}

void FaultPlan::heal() {
  posts = {};
  deletes = {};
  finds = {};
  listings = {};
  requests = {};
}

void FaultPlan::take_effect(ClockifyState& state, StoredEntry entry, const Fault& fault, std::int64_t request,
                            UtcTime now) {
  if (fault.effect == Fault::Effect::at_once) state.put(std::move(entry), now);
  if (fault.effect == Fault::Effect::later) {
    in_flight_.push_back({std::move(entry), request + fault.after_requests, fault.at});
  }
}

void FaultPlan::take_away(ClockifyState& state, const EntryId& entry, const Fault& fault, std::int64_t request) {
  if (fault.effect == Fault::Effect::at_once) state.erase(entry);
  if (fault.effect == Fault::Effect::later) in_flight_.push_back({entry, request + fault.after_requests, fault.at});
}

void FaultPlan::deliver_due(ClockifyState& state, std::int64_t request, UtcTime now) {
  const auto due = [&](const InFlight& flight) {
    return flight.due_time ? *flight.due_time <= now : flight.due_request < request;
  };
  for (const InFlight& flight : in_flight_) {
    if (!due(flight)) continue;
    if (const auto* entry = std::get_if<StoredEntry>(&flight.what)) {
      state.put(*entry, now);
    } else {
      state.erase(std::get<EntryId>(flight.what));
    }
  }
  std::erase_if(in_flight_, due);
}

}  // namespace libsync::support
