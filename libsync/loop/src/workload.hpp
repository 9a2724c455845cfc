// SPDX-License-Identifier: MIT
//
// Which days a run has before it, and what is to be done on each. Reads the store; decides nothing that needs Clockify.
#pragma once

#include "calendar.hpp"
#include "planning.hpp"

#include <libsync/store/tracking_store.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

// A workday with something left to do.
struct OpenDay {
  std::size_t index;                   // of the day in Workload::days and SyncReport::days
  Draft draft;                         // from the sessions, the mapping and the work hours as they are now
  std::optional<store::DayPlan> plan;  // law: what was frozen and sent by an earlier run, or frozen by this one
};

// Every entry of the day stands in Clockify as planned, and only the mark (T5) is missing.
[[nodiscard]] bool lacks_only_its_mark(const OpenDay& day);

struct Workload {
  std::optional<DateRange> range;                // nothing when there is no day to look at
  std::vector<DayReport> days;                   // the workdays of the range, oldest first
  std::vector<OpenDay> open;                     // those of them with something to do, oldest first
  std::map<std::string, milliseconds> unmapped;  // by project path, over all days that are not synced
};

// Throws store::StoreError.
[[nodiscard]] Workload survey_days(store::TrackingStore& store, const std::optional<store::Timesheet>& timesheet,
                                   const SyncRules& rules, const RunOptions& options, UtcTime now);

}  // namespace libsync::loop
