// SPDX-License-Identifier: MIT
//
// Keeps what a run says about one day: its part of the report, the totals it adds to, and what the observer is told.
#pragma once

#include "planning.hpp"

#include <string>
#include <vector>

namespace libsync::loop {

// The entries of a day as a report shows them, in the order of the draft or of the rows of the plan.
[[nodiscard]] std::vector<EntryReport> entries_of(const Draft& draft);
[[nodiscard]] std::vector<EntryReport> entries_of(const store::DayPlan& plan);

// Borrows the report and the observer.
class DayReporter {
 public:
  DayReporter(SyncReport& report, std::size_t day, Observer& observer)
      : report_(report), day_(day), observer_(observer) {}

  [[nodiscard]] LocalDate date() const { return day().date; }

  void begins();
  void ends();

  // The plan that was just frozen takes the place of the draft.
  void shows(const store::DayPlan& plan) { day().entries = entries_of(plan); }
  void shows(const Draft& draft) { day().entries = entries_of(draft); }
  // `row` is the index of the row in its plan.
  void shows_row(std::size_t row, const store::OutboxRow& as, EntryState state);
  void row_done(std::size_t row);
  void entry_posted() { ++report_.summary.entries_posted; }
  void entry_adopted() { ++report_.summary.entries_adopted; }

  void is_not_reached() { day().state = DayState::not_reached; }
  void is_partial() { day().state = DayState::partial; }
  void is_occupied() { day().state = DayState::occupied; }
  void is_synced();
  void has_foreign(std::vector<ForeignEntry> entries) { day().foreign = std::move(entries); }

  // What a person should know and that stops nothing.
  void note(std::string text) { report_.notes.push_back(std::move(text)); }

 private:
  [[nodiscard]] DayReport& day() { return report_.days[day_]; }
  [[nodiscard]] const DayReport& day() const { return report_.days[day_]; }

  SyncReport& report_;
  std::size_t day_;
  Observer& observer_;
};

}  // namespace libsync::loop
