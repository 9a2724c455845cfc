// SPDX-License-Identifier: MIT
//
// That no moment of a session counts twice, and that its time is the sum of its parts, wherever it is cut.
#pragma once

#include <libsync/model/session.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace libsync::testing {

// All of the session is within two days of `from`; it is cut up to `most` seconds behind `from`.
inline void require_that_parts_sum(const Session& session, Instant from, seconds most) {
  Instant reached = session.start;
  for (const auto& interval : session.active) {
    RC_ASSERT(reached <= interval.span.start && interval.span.start < interval.span.end);
    reached = interval.span.end;
  }
  RC_ASSERT(reached <= session.end);

  constexpr std::chrono::hours k_before_and_behind{48};
  std::vector<Instant> cuts{from - k_before_and_behind, from + k_before_and_behind};
  for (const int at : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(most.count())))) {
    cuts.push_back(from + seconds{at});
  }
  std::sort(cuts.begin(), cuts.end());
  milliseconds sum{0};
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    for (const auto& interval : session.active) sum += interval.span.clipped_to({cuts[i - 1], cuts[i]}).duration();
  }
  RC_ASSERT(sum == session.active_time());
}

}  // namespace libsync::testing
