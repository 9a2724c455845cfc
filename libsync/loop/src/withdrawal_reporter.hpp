// SPDX-License-Identifier: MIT
//
// Keeps what a run says about one day that is taken back.
#pragma once

#include <libsync/loop/withdrawal_report.hpp>
#include <libsync/store/day_plan.hpp>

namespace libsync::loop {

// Borrows the report.
class WithdrawalReporter {
 public:
  WithdrawalReporter(WithdrawalReport& report, std::size_t day) : report_(report), day_(day) {}

  [[nodiscard]] LocalDate date() const { return report_.days[day_].date; }

  void is(WithdrawalDayState state) { day().state = state; }
  void is_forgotten();
  void is_resynced();
  // For a reason that a note tells.
  void is_kept(const std::string& why);
  void note(std::string text) { report_.notes.push_back(std::move(text)); }

  // The day is looked at anew: what was said of its entries is not known any more.
  void starts();
  // What would come is known better by now.
  void forget_what_would_come();
  void shows(const store::PlannedEntry& entry, WithdrawalEntryState state, const std::optional<EntryId>& id);
  // The entry with that id is in another state now.
  void entry_is(const EntryId& id, WithdrawalEntryState state);
  void entry_deleted(const EntryId& id);
  void entries_posted(int count) { report_.summary.entries_posted += count; }

 private:
  [[nodiscard]] WithdrawalDay& day() { return report_.days[day_]; }

  WithdrawalReport& report_;
  std::size_t day_;
};

}  // namespace libsync::loop
