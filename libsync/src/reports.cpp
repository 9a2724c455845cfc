// SPDX-License-Identifier: MIT
#include "store_access.hpp"
#include "system_clock.hpp"

#include <libsync/clockify/account.hpp>
#include <libsync/loop/failure.hpp>
#include <libsync/reports.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/tracker.hpp>
#include <libsync/workday/timesheet_guess.hpp>

namespace libsync {
namespace {

// Of the key in the environment; to look for one elsewhere may mean to run a command.
std::optional<std::string> account_at_hand(const Settings& settings) {
  const auto& key = settings.key_places.environment;
  if (!key) return std::nullopt;
  return clockify::account_name(settings.base_url, Secret{*key});
}

// What `read` makes of the store and the rules.
template <class Answer, class Read>
Result<Answer, Failure> from_store(const Settings& settings, const Read& read) {
  const auto rules = sync_rules(settings);
  if (!rules) return rules.error();
  try {
    const auto account = account_at_hand(settings);
    return read_store(settings, [&](store::TrackingStore& store) {
      return Result<Answer, Failure>{read(store, *rules, SystemClock{-1}.now(), account)};
    });
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

}  // namespace

Result<report::Daybook, Failure> read_days(const Settings& settings, const report::DateRange& range) {
  return from_store<report::Daybook>(settings, [&](auto& store, const auto& rules, UtcTime now, const auto& account) {
    return report::read_days(store, rules, range, now, account);
  });
}

Result<std::vector<LocalDate>, Failure> done_days(const Settings& settings, const report::DateRange& range) {
  if (!sync_rules(settings)) return std::vector<LocalDate>{};
  return from_store<std::vector<LocalDate>>(
      settings, [&](auto& store, const auto& rules, UtcTime /*now*/, const auto& account) {
        const auto timesheet = workday::guess_timesheet(store, rules, account).timesheet;
        const auto done = timesheet ? store.synced_days(*timesheet) : store.older_synced_days(rules.workspace);
        return std::vector<LocalDate>{done.lower_bound(range.first), done.upper_bound(range.last)};
      });
}

Result<std::optional<report::Proof>, Failure> prove_day(const Settings& settings, LocalDate date) {
  return from_store<std::optional<report::Proof>>(
      settings, [&](auto& store, const auto& rules, UtcTime now, const auto& account) {
        return report::prove_day(store, rules, date, now, account);
      });
}

}  // namespace libsync
