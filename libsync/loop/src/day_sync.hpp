// SPDX-License-Identifier: MIT
//
// One day, from a frozen plan to the mark that it is done: what earlier runs left is settled, what is missing is
// adopted, or waits to be posted (posting.hpp). The order of writes and requests is the protocol of
// docs/exactly-once.md.
#pragma once

#include "first_look.hpp"
#include "frozen_day.hpp"
#include "posting.hpp"
#include "project_check.hpp"

#include <set>

namespace libsync::loop {

// Borrows all it is given.
class DaySync {
 public:
  // `draft`: of the day as it would be planned now.
  DaySync(const RunContext& context, Seen& seen, ProjectCheck& projects, const Draft& draft, FrozenDay day,
          Posting& posting)
      : context_(context), seen_(seen), projects_(projects), draft_(draft), day_(day), posting_(posting) {}

  // All steps but the last: what is to be posted is posted, or waits its turn.
  [[nodiscard]] Stopped begin();

  [[nodiscard]] bool is_complete() const { return loop::is_complete(day_.plan()); }

  // T5
  void finish() { day_.write_done(); }

  // It waited for others that came before, and nothing of it was ever sent.
  void was_not_reached() {
    if (!day_.plan().ever_sent()) day_.report().is_not_reached();
  }

  void ends() { day_.report().ends(); }

 private:
  [[nodiscard]] Stopped settle(std::size_t row);
  [[nodiscard]] Stopped settle_in_flight(std::size_t row);
  [[nodiscard]] Stopped settle_mismatch(std::size_t row);
  [[nodiscard]] bool is_past_quarantine(std::size_t row) const;
  void report_twins(std::size_t row);
  [[nodiscard]] Stopped send_again();
  [[nodiscard]] Stopped readdress();
  [[nodiscard]] Stopped check_projects();
  [[nodiscard]] Stopped check_room();
  [[nodiscard]] Stopped adopt_or_post(std::size_t row);

  const RunContext& context_;
  Seen& seen_;
  ProjectCheck& projects_;
  const Draft& draft_;
  FrozenDay day_;
  Posting& posting_;
  std::set<std::size_t> sent_again_;  // and told of
};

// Records the entries of the rows in that state which the listing has: they are ours. On all days of a run first what
// was sent, then what was only planned, before anything else is done with a day.
void claim_found(Seen& seen, FrozenDay day, store::RowState state);

// The short path of a day of which every entry stands in Clockify: T5, without a request.
void mark_done(FrozenDay day);

}  // namespace libsync::loop
