// SPDX-License-Identifier: MIT
//
// A day whose plan stands in the store. Each step of the protocol from T2 to T5 is one call here: it changes the store
// first, and then the plan in memory and the report, so that the three never disagree. Rows are named by their index.
// An answer alone may be kept until the next write of the day, to go into its commit.
#pragma once

#include "day_reporter.hpp"

#include <libsync/store/tracking_store.hpp>

#include <optional>
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

  // T2. False, and nothing is changed, when another run's intent was first.
  [[nodiscard]] bool write_intent(std::size_t index, UtcTime sent_at, std::vector<EntryId> baseline);

  // Other content for a planned row, in the same place. False, and nothing is changed, when the row is not as it was.
  [[nodiscard]] bool readdress(std::size_t index, store::PlannedEntry entry);

  // The entry that an answer says was made of the row. In the store and the report by the next call that writes, or by
  // write_kept(); in the plan at once.
  void keep(std::size_t index, const EntryId& entry, const std::string& mismatch);

  // The row whose entry is kept.
  [[nodiscard]] std::optional<std::size_t> kept() const { return kept_; }

  // T3 of it, by itself.
  void write_kept();

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
  [[nodiscard]] store::Posted posted(std::size_t index) const;
  void show_posted(std::size_t index);

  store::TrackingStore& store_;
  const Zone& zone_;
  store::DayPlan& plan_;
  DayReporter report_;
  std::optional<std::size_t> kept_{};
};

}  // namespace libsync::loop
