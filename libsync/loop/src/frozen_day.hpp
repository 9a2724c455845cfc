// SPDX-License-Identifier: MIT
//
// A day whose plan stands in the store. What changes it is one call here, which changes the store first, and then the
// plan in memory and the report, so that the three never disagree. Intents and answers, of which one commit takes
// several, are written by whoever posts (posting.hpp), who then says so. Rows are named by their index.
#pragma once

#include "day_reporter.hpp"

#include <libsync/store/tracking_store.hpp>

#include <string>
#include <vector>

namespace libsync::loop {

// Borrows all it is given. The calls that write throw store::StoreError, and then nothing is changed.
class FrozenDay {
 public:
  FrozenDay(store::TrackingStore& store, const Zone& zone, store::DayPlan& plan, DayReporter report)
      : store_(store), zone_(zone), plan_(plan), report_(report) {}

  [[nodiscard]] const store::DayPlan& plan() const { return plan_; }
  [[nodiscard]] std::size_t size() const { return plan_.rows.size(); }
  [[nodiscard]] const store::OutboxRow& row(std::size_t index) const { return plan_.rows[index]; }
  [[nodiscard]] DayReporter& report() { return report_; }

  // "09:00-13:48 of 2026-02-02", in local time.
  [[nodiscard]] std::string name_of(std::size_t index) const;

  // T2 of a row as it is.
  [[nodiscard]] store::TrackingStore::Intent intent(std::size_t index, UtcTime sent_at,
                                                    std::vector<EntryId> baseline) const;
  // That intent is in the store.
  void is_sent(std::size_t index, const store::TrackingStore::Intent& intent);
  // The entry that an answer says was made of the row.
  void is_answered(std::size_t index, const EntryId& entry, const std::string& mismatch);
  // T3 of that.
  [[nodiscard]] store::Posted posted(std::size_t index) const;
  // It is in the store.
  void show_posted(std::size_t index);

  // Other content for a planned row, in the same place. False, and nothing is changed, when the row is not as it was.
  [[nodiscard]] bool readdress(std::size_t index, store::PlannedEntry entry);

  // T3 of an entry that the listing has.
  void adopt(std::size_t index, const EntryId& entry, store::Origin origin);

  // T4. False, and nothing is changed, when another run took the row over.
  [[nodiscard]] bool write_refused(std::size_t index);

  // How the entry of a posted row differs from the plan by now; empty when it does not.
  void write_mismatch(std::size_t index, const std::string& mismatch);

  // T5.
  void write_done();

  // Shows the row in the report as it is now.
  void show(std::size_t index, EntryState state) { report_.shows_row(index, row(index), state); }

 private:
  void is_posted(std::size_t index, const EntryId& entry, store::Origin origin, const std::string& mismatch);

  store::TrackingStore& store_;
  const Zone& zone_;
  store::DayPlan& plan_;
  DayReporter report_;
};

}  // namespace libsync::loop
