// SPDX-License-Identifier: MIT
//
// What the store in memory demands of rows and plans.
#pragma once

#include <libsync/store/day_plan.hpp>
#include <libsync/store/store_error.hpp>

#include <string>

namespace libsync::support {

inline void require(bool rule, const std::string& otherwise) {
  if (!rule) {
    throw store::StoreError(store::StoreErrorKind::broken_rule, "cannot change the store in memory: " + otherwise, {});
  }
}

// As it may enter the store: never sent, or posted by somebody else; or as it was in another plan of its day.
inline void require_unsent(const store::OutboxRow& row, bool may_stand) {
  const bool posted = row.state == store::RowState::posted;
  if (posted && may_stand) {
    require(row.entry_id && row.origin && (row.attempt > 0) == row.sent_at.has_value(), "a row that stands was posted");
    return;
  }
  require(row.state != store::RowState::in_flight && row.attempt == 0 && !row.sent_at, "a new row was never sent");
  require(posted == row.entry_id.has_value() && posted == row.origin.has_value(), "an entry id comes with its origin");
  require(row.origin != store::Origin::created && row.origin != store::Origin::found, "a new row was never sent");
  require(posted || row.mismatch.empty(), "only a posted entry can differ");
}

// Rows and gaps, each in their order, fill the work hours without a hole and without an overlap.
inline void require_tiling(const store::DayPlan& plan) {
  UtcTime reached = plan.work_hours.start;
  const auto take = [&](const Interval& interval) {
    require(interval.start == reached && !interval.empty(), "the entries do not tile the day");
    reached = interval.end;
  };
  auto gap = plan.gaps.begin();
  for (const store::OutboxRow& row : plan.rows) {
    while (gap != plan.gaps.end() && gap->start < row.entry.interval.start) take(*gap++);
    take(row.entry.interval);
  }
  while (gap != plan.gaps.end()) take(*gap++);
  require(!plan.rows.empty() && reached == plan.work_hours.end, "the entries do not sum to the work hours");
}

// What is sent of the two is the same.
inline bool same_request(const store::PlannedEntry& a, store::PlannedEntry b) {
  b.sources = a.sources;
  return a == b;
}

inline bool in_flight(const store::OutboxRow& row) {
  return row.state == store::RowState::in_flight;
}

}  // namespace libsync::support
