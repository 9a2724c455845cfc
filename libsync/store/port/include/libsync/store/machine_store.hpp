// SPDX-License-Identifier: MIT
//
// The machines that share a tracking store. A store in a file belongs to one machine, knows none, and every function
// here does nothing there.
#pragma once

#include <libsync/model/time.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

struct KnownMachine {
  std::string key;                       // never changes, and no other has it
  std::string label;                     // what people call it
  UtcTime seen_at;                       // when it last wrote something; by the store's clock, as the next
  std::optional<UtcTime> imported_to{};  // all that it had until then is in the store; nothing before its first import
  seconds unseen_for{0};                 // since it was seen, by the store's clock
  bool is_left_out = false;              // no day waits for it
  bool is_this = false;
  std::int64_t sessions = 0;

  friend bool operator==(const KnownMachine&, const KnownMachine&) = default;
};

// Threads, lifetimes and failures as of TrackingStore.
class MachineStore {
 public:
  virtual ~MachineStore() = default;

  // Whether runs of other machines may have changed it since this one asked last: nobody else does until
  // register_timesheet() has returned.
  [[nodiscard]] virtual bool is_shared() const { return false; }

  // By label, then key.
  [[nodiscard]] virtual std::vector<KnownMachine> machines() { return {}; }

  // An import of this machine begins, and ends well: then it has brought all that it had when it began.
  virtual void begin_import() {}
  virtual void end_import() {}

  // False when there is no such machine.
  virtual bool leave_out(const std::string& /*key*/, bool /*is_left_out*/) { return false; }
  virtual bool label(const std::string& /*key*/, const std::string& /*label*/) { return false; }

  // With all of its sessions: what was not billed of them is not tracked any more.
  virtual bool forget(const std::string& /*key*/) { return false; }
};

}  // namespace libsync::store
