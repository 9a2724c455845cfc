// SPDX-License-Identifier: MIT
//
// What really happened, seen from outside the program: every POST that left, everything a person did in Clockify, every
// loss of the store. The ledger judges each step as it happens and throws a Violation when a promise is broken.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/store/tracking_store.hpp>

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace libsync::schedules {

// A promise of docs/exactly-once.md was broken.
class Violation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline void demand(bool promise, const char* otherwise, const std::string& which = "") {
  if (!promise) throw Violation(which.empty() ? otherwise : std::string(otherwise) + ": " + which);
}

// A row of a day plan, over all its attempts: the day and the row's slot.
using Slot = std::pair<LocalDate, int>;

[[nodiscard]] std::string name_of(const Slot& slot);

class Ledger {
 public:
  explicit Ledger(seconds quarantine) : quarantine_(quarantine) {}

  // --- what the program does ---

  // T2 stands, at this time of the server.
  void intended(const Slot& slot, UtcTime server_time);
  // The first byte of a POST leaves. `plan` is the plan of that day as the store has it.
  void sends(const Slot& slot, const clockify::NewEntry& entry, const store::DayPlan& plan, bool day_is_synced);
  // T3 and T4 stand.
  void recorded(const Slot& slot, const EntryId& entry);
  void refused(const Slot& slot);
  // A DELETE of that entry leaves.
  void sends_delete(const EntryId& id) {
    deleted_.insert(id);
    withdrawn_.insert(id);
  }
  // W3, or W1 with another plan, whose rows may have entries already.
  void taken_back(LocalDate date, const store::DayPlan* instead);

  // --- what Clockify and people do ---

  // Finds out which of the entries are new, and which POST made them.
  void look(const std::vector<clockify::Entry>& entries);
  // Made, edited or deleted by a person.
  void by_hand(const EntryId& id) { by_hand_.insert(id); }
  // Clockify stored the POST that is on its way otherwise than asked for.
  void stored_otherwise(const EntryId& id);

  // The store is another than it was: what it knew of the POSTs is gone. A request that left less than the quarantine
  // ago may not be visible yet and nobody remembers it, so its day may end with a twin: docs/exactly-once.md, "where it
  // cannot be exact".
  void store_replaced(UtcTime server_time);

  // --- questions ---

  // Entries that POSTs of ours made.
  [[nodiscard]] const std::map<EntryId, Slot>& ours() const { return ours_; }
  // Whether a person had a hand in it, so that nothing can be expected of it any more.
  [[nodiscard]] bool is_by_hand(const EntryId& id) const { return by_hand_.contains(id); }
  // Since the store was replaced.
  [[nodiscard]] bool was_recorded(const EntryId& id) const { return claims_.contains(id); }
  // A copy of the store from before that may still count on it.
  [[nodiscard]] bool may_be_missed(const EntryId& id) const { return replaced_ && deleted_.contains(id); }
  [[nodiscard]] bool ever_replaced() const { return replaced_; }
  [[nodiscard]] bool is_excused(LocalDate date) const { return excused_.contains(date); }

 private:
  struct Attempt {
    UtcTime intended_at;
    bool sent = false;
    bool in_doubt = true;
  };

  struct Sent {
    clockify::NewEntry entry;
    Slot slot;
  };

  seconds quarantine_;
  std::set<Slot> due_;  // T2 stands, the POST has not left yet
  std::vector<Sent> sent_;
  std::map<EntryId, Slot> ours_;
  std::set<EntryId> by_hand_;
  std::set<EntryId> deleted_;
  std::set<LocalDate> excused_;
  bool replaced_ = false;

  // Since the store was replaced:
  std::set<EntryId> withdrawn_;
  std::map<Slot, Attempt> last_attempts_;
  std::map<Slot, EntryId> recorded_;
  std::map<EntryId, Slot> claims_;
};

}  // namespace libsync::schedules
