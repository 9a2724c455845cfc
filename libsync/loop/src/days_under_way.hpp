// SPDX-License-Identifier: MIT
//
// The frozen days of a run on their way to Clockify: begun in order, posted several rows at a time, and marked in
// order, each as soon as it is complete.
#pragma once

#include "day_sync.hpp"

#include <deque>

namespace libsync::loop {

// Borrows all it is given. `jobs`: how many rows are posted at once.
class DaysUnderWay {
 public:
  DaysUnderWay(const RunContext& context, Seen& seen, RequestLimit& limit, ProjectCheck& projects, std::size_t jobs)
      : context_(context), seen_(seen), projects_(projects), posting_(context, seen, limit, jobs) {}

  // Begins a day. When it returns, rows of it may wait to be posted, but whatever was posted is in the store. `draft`:
  // of the day as it would be planned now. No day is begun after one that stopped.
  [[nodiscard]] Stopped begin(const Draft& draft, FrozenDay day);

  // Posts what still waits, which comes before what stopped the run. The failure that comes first.
  [[nodiscard]] Stopped finish(Stopped stopped);

 private:
  template <class Steps>
  [[nodiscard]] Stopped with_what_was_made(const Steps& steps);
  void mark_complete();

  const RunContext& context_;
  Seen& seen_;
  ProjectCheck& projects_;
  Posting posting_;
  std::deque<DaySync> days_;  // begun and not marked
};

}  // namespace libsync::loop
