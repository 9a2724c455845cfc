// SPDX-License-Identifier: MIT
#include "withdrawal_reporter.hpp"

#include <fmt/format.h>

namespace libsync::loop {

void WithdrawalReporter::is_forgotten() {
  is(WithdrawalDayState::forgotten);
  ++report_.summary.days_forgotten;
}

void WithdrawalReporter::starts() {
  day().state = WithdrawalDayState::not_reached;
  day().entries.clear();
}

void WithdrawalReporter::forget_what_would_come() {
  std::erase_if(day().entries,
                [](const WithdrawalEntry& entry) { return entry.state == WithdrawalEntryState::planned; });
}

void WithdrawalReporter::is_resynced() {
  is(WithdrawalDayState::resynced);
  ++report_.summary.days_resynced;
}

void WithdrawalReporter::is_kept(const std::string& why) {
  is(WithdrawalDayState::kept);
  for (WithdrawalEntry& entry : day().entries) {
    if (entry.state == WithdrawalEntryState::to_delete) entry.state = WithdrawalEntryState::kept;
  }
  note(fmt::format("{} stays as it is: {}", format_date(date()), why));
}

void WithdrawalReporter::shows(const store::PlannedEntry& entry, WithdrawalEntryState state,
                               const std::optional<EntryId>& id) {
  day().entries.push_back({entry.project, entry.sources, entry.interval, entry.description, state, id});
}

void WithdrawalReporter::entry_is(const EntryId& id, WithdrawalEntryState state) {
  for (WithdrawalEntry& entry : day().entries) {
    if (entry.entry_id == id) entry.state = state;
  }
}

void WithdrawalReporter::entry_deleted(const EntryId& id) {
  entry_is(id, WithdrawalEntryState::deleted);
  ++report_.summary.entries_deleted;
}

}  // namespace libsync::loop
