// SPDX-License-Identifier: MIT
//
// One day, from a frozen plan to the mark that it is done: what earlier runs left is settled, what is missing is
// adopted or posted, row by row. The order of writes and requests is the protocol of docs/exactly-once.md.
#pragma once

#include "first_look.hpp"
#include "frozen_day.hpp"

namespace libsync::loop {

// Borrows all it is given.
class DaySync {
 public:
  DaySync(const RunContext& context, Seen& seen, RequestLimit& limit, FrozenDay day)
      : context_(context), seen_(seen), limit_(limit), day_(day) {}

  // Records the entries of the rows in that state which the listing has: they are ours. On all days of a run first what
  // was sent, then what was only planned, before run() of any day.
  void claim_found(store::RowState state);

  [[nodiscard]] Stopped run();

 private:
  [[nodiscard]] bool adopt(std::size_t row);
  [[nodiscard]] Stopped settle(std::size_t row);
  [[nodiscard]] Stopped settle_in_flight(std::size_t row);
  [[nodiscard]] Stopped settle_mismatch(std::size_t row);
  [[nodiscard]] bool is_past_quarantine(std::size_t row) const;
  void report_twins(std::size_t row);
  [[nodiscard]] Stopped check_room();
  [[nodiscard]] Stopped adopt_or_post(std::size_t row);

  const RunContext& context_;
  Seen& seen_;
  RequestLimit& limit_;
  FrozenDay day_;
};

// The short path of a day of which every entry stands in Clockify: T5, without a request.
void mark_done(FrozenDay day);

}  // namespace libsync::loop
