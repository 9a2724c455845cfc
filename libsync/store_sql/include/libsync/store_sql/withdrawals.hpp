// SPDX-License-Identifier: MIT
//
// Entries that are taken back: the statements behind WithdrawalStore.
#pragma once

#include <libsync/store/withdrawal_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <set>
#include <vector>

namespace libsync::store {

// Each does what the method of that name in WithdrawalStore says.
[[nodiscard]] bool begin_withdrawal(Database& database, const WithdrawalStore::DayWithdrawal& withdrawal);  // W1
void write_deleted(Database& database, const Timesheet& timesheet, const EntryId& entry);                   // W2
void forget_day(Database& database, const DayKey& day);                                                     // W3
[[nodiscard]] std::vector<Withdrawal> withdrawals(Database& database, const Timesheet& timesheet);
[[nodiscard]] std::set<LocalDate> days_to_forget(Database& database, const Timesheet& timesheet);

}  // namespace libsync::store
