// SPDX-License-Identifier: MIT
//
// The tracking store's side of taking entries back: what is to be deleted in Clockify, and what was. The transactions
// carry the names W1 to W3 that docs/exactly-once.md uses.
#pragma once

#include <libsync/store/day_plan.hpp>

#include <optional>
#include <set>
#include <vector>

namespace libsync::store {

enum class WithdrawalState {
  intended,  // a DELETE may have left, or is still to be sent
  deleted,   // Clockify said that the entry is gone
};

// An entry of ours that is taken back. It is remembered for good: no row ever has that entry again.
struct Withdrawal {
  DayKey day;
  EntryId id;
  PlannedEntry entry;  // as it was posted, without its sources
  WithdrawalState state;

  friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};

// Threads, lifetimes and failures as of TrackingStore.
class WithdrawalStore {
 public:
  virtual ~WithdrawalStore() = default;

  // W1. What is to become of a day whose plan is `seen`, in one transaction and before the first DELETE:
  // - `to_delete`, entries of its posted rows, are withdrawn;
  // - without `instead` the day is to be forgotten (W3). Until then its plan stays as it is, and nothing of it is sent;
  // - with `instead` that plan replaces the one that was seen. Rows of it that are posted have entries of `seen`, and
  //   may have been sent. The day is not done any more.
  // False, and nothing is written, when the plan is not as it was seen, or the day is to be forgotten already.
  // broken_rule when a row of it is in flight, an entry is not one of its posted rows or is wanted twice, or `instead`
  // is no plan of the day that freeze() would take.
  struct DayWithdrawal {
    DayPlan seen;
    std::vector<EntryId> to_delete;
    std::optional<DayPlan> instead;
  };
  [[nodiscard]] virtual bool begin_withdrawal(const DayWithdrawal& withdrawal) = 0;

  // W2. Clockify said that the entry is gone. broken_rule when it was never withdrawn.
  virtual void write_deleted(const Timesheet& timesheet, const EntryId& entry) = 0;

  // W3. Nothing of the day is planned, posted or done any more; what was refused of it is still remembered. broken_rule
  // while an entry of it is still to be deleted, or when something of its plan may stand in Clockify and W1 never was.
  virtual void forget_day(const DayKey& day) = 0;

  // All of them, also those that are long done, by day, start and id.
  [[nodiscard]] virtual std::vector<Withdrawal> withdrawals(const Timesheet& timesheet) = 0;

  // Days between W1 and W3.
  [[nodiscard]] virtual std::set<LocalDate> days_to_forget(const Timesheet& timesheet) = 0;
};

}  // namespace libsync::store
