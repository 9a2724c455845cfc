// SPDX-License-Identifier: MIT
//
// Which fault meets which request, and what is still on its way to Clockify. Shared by the Clockify in memory and the
// one behind TLS. Not thread-safe.
#pragma once

#include "clockify_state.hpp"
#include "fault.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace libsync::support {

// Faults by the number of what they meet, from 1.
struct NumberedFaults {
  std::map<std::int64_t, Fault> at;
  std::map<std::int64_t, Fault> from;

  // Null when there is none.
  [[nodiscard]] const Fault* exactly(std::int64_t number) const;
  [[nodiscard]] const Fault* since(std::int64_t number) const;
};

class FaultPlan {
 public:
  // Those for one POST, DELETE, listing or look at one entry go before those for one request, and these before those
  // from the n-th on.
  NumberedFaults posts;
  NumberedFaults deletes;
  NumberedFaults listings;
  NumberedFaults finds;
  NumberedFaults requests;
  // Run just before the n-th request is handled.
  std::map<std::int64_t, std::function<void()>> acts;

  // `kind`: posts, deletes, listings or finds, or null for any other request. No fault at all is one, too.
  [[nodiscard]] const Fault& find(const NumberedFaults* kind, std::int64_t number, std::int64_t request) const;
  // Forgets all faults; what is on its way stays so.
  void heal();

  // Puts `entry` into effect, now or later, or not at all. `request` is the number of the one that made it.
  void take_effect(ClockifyState& state, StoredEntry entry, const Fault& fault, std::int64_t request, UtcTime now);
  // The same with the end of an entry.
  void take_away(ClockifyState& state, const EntryId& entry, const Fault& fault, std::int64_t request);
  // To be called at each request, with its number.
  void deliver_due(ClockifyState& state, std::int64_t request, UtcTime now);
  [[nodiscard]] std::size_t in_flight() const { return in_flight_.size(); }

 private:
  struct InFlight {
    std::variant<StoredEntry, EntryId> what;  // comes, or goes
    std::int64_t due_request;
    std::optional<UtcTime> due_time;
  };
  std::vector<InFlight> in_flight_;
};

}  // namespace libsync::support
