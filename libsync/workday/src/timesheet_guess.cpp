// SPDX-License-Identifier: MIT
#include <libsync/workday/timesheet_guess.hpp>

namespace libsync::workday {

TimesheetGuess guess_timesheet(store::AccountStore& store, const SyncRules& rules,
                               const std::optional<std::string>& account) {
  const auto known = store.timesheets(rules.base_url, rules.workspace);
  if (account) {
    if (const auto user = store.remembered_user(*account)) {
      return {store::Timesheet{*user, rules.base_url, rules.workspace}, true};
    }
    // A key that is new here may be another user's, and then what is done is not done for him.
    if (!known.empty()) return {known.front(), false};
  }
  return {known.empty() ? std::nullopt : std::optional{known.front()}, true};
}

}  // namespace libsync::workday
