// SPDX-License-Identifier: MIT
//
// Whose days they are, before Clockify was asked whose key it is.
#pragma once

#include <libsync/store/account_store.hpp>
#include <libsync/workday/rules.hpp>

#include <optional>
#include <string>

namespace libsync::workday {

struct TimesheetGuess {
  std::optional<store::Timesheet> timesheet;  // nothing when the store knows nobody yet
  bool is_sure;                               // false: the key is new here and may be another user's
};

// `account`: of the key that would be used (AccountStore::remembered_user), if it is at hand; without it the first
// timesheet that the store knows. Throws store::StoreError.
[[nodiscard]] TimesheetGuess guess_timesheet(store::AccountStore& store, const SyncRules& rules,
                                             const std::optional<std::string>& account);

}  // namespace libsync::workday
