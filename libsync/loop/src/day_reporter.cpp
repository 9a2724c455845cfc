// SPDX-License-Identifier: MIT
#include "day_reporter.hpp"

namespace libsync::loop {
namespace {

EntryReport shown(const store::PlannedEntry& entry, EntryState state, const std::optional<EntryId>& id) {
  return {entry.project, entry.sources, entry.interval, entry.description, state, id};
}

// What an earlier run left.
EntryState left_as(store::RowState state) {
  switch (state) {
    case store::RowState::posted:
      return EntryState::already_posted;
    case store::RowState::in_flight:
      return EntryState::in_doubt;
    case store::RowState::planned:
      break;
  }
  return EntryState::planned;
}

}  // namespace

std::vector<EntryReport> entries_of(const Draft& draft) {
  std::vector<EntryReport> entries;
  for (const auto& entry : draft.entries) entries.push_back(shown(entry, EntryState::planned, {}));
  return entries;
}

std::vector<EntryReport> entries_of(const store::DayPlan& plan) {
  std::vector<EntryReport> entries;
  for (const auto& row : plan.rows) entries.push_back(shown(row.entry, left_as(row.state), row.entry_id));
  return entries;
}

void DayReporter::begins() {
  is_partial();
  observer_.day_begins(day().date, day().entries.size());
}

void DayReporter::ends() {
  observer_.day_ends(day());
}

void DayReporter::shows_row(std::size_t row, const store::OutboxRow& as, EntryState state) {
  day().entries[row] = shown(as.entry, state, as.entry_id);
}

void DayReporter::row_done(std::size_t row) {
  observer_.entry_done(day().date, row + 1, day().entries.size());
}

void DayReporter::is_synced() {
  day().state = DayState::synced;
  ++report_.summary.days_synced;
}

}  // namespace libsync::loop
