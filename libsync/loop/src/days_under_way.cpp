// SPDX-License-Identifier: MIT
#include "days_under_way.hpp"

#include <libsync/store/store_error.hpp>

#include <utility>

namespace libsync::loop {

Stopped DaysUnderWay::begin(const Draft& draft, FrozenDay day) {
  return with_what_was_made([&]() -> Stopped {
    // What is to be posted in its hours has to be in the listing before the day looks there.
    if (posting_.has_waiting_in(day.plan().work_hours)) {
      if (auto stopped = posting_.post()) return stopped;
    }
    return days_.emplace_back(context_, seen_, projects_, draft, day, posting_).begin();
  });
}

Stopped DaysUnderWay::finish(Stopped stopped) {
  if (posting_.has_waiting()) {
    if (auto earlier = with_what_was_made([&] { return posting_.post(); })) stopped = std::move(earlier);
  }
  for (auto& day : days_) {
    if (&day != &days_.front()) day.was_not_reached();
    day.ends();
  }
  return stopped;
}

// However the steps end, what they made is written.
template <class Steps>
Stopped DaysUnderWay::with_what_was_made(const Steps& steps) {
  try {
    auto stopped = steps();
    mark_complete();
    posting_.write_answers();
    return stopped;
  } catch (const store::StoreError& error) {
    return posting_.failure_of(error);
  }
}

void DaysUnderWay::mark_complete() {
  while (!days_.empty() && days_.front().is_complete()) {
    posting_.write_answers();
    days_.front().finish();
    days_.front().ends();
    days_.pop_front();
  }
}

}  // namespace libsync::loop
