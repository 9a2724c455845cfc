// SPDX-License-Identifier: MIT
//
// Entries that are taken back: the statements behind WithdrawalStore.
#pragma once

#include "connection.hpp"

#include <libsync/store/withdrawal_store.hpp>

#include <set>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in WithdrawalStore says.
[[nodiscard]] bool begin_withdrawal(Connection& connection, const WithdrawalStore::DayWithdrawal& withdrawal);  // W1
void write_deleted(Connection& connection, const Timesheet& timesheet, const EntryId& entry);                   // W2
void forget_day(Connection& connection, const DayKey& day);                                                     // W3
[[nodiscard]] std::vector<Withdrawal> withdrawals(Connection& connection, const Timesheet& timesheet);
[[nodiscard]] std::set<LocalDate> days_to_forget(Connection& connection, const Timesheet& timesheet);

}  // namespace libsync::store
