// SPDX-License-Identifier: MIT
//
// Which days a run has before it, and what is to be done on each. Reads the store; decides nothing that needs Clockify.
#pragma once

#include "calendar.hpp"
#include "planning.hpp"

#include <libsync/store/tracking_store.hpp>
#include <libsync/transform/buckets.hpp>
#include <libsync/workday/drift.hpp>
#include <libsync/workday/project_names.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

using workday::ProjectNames;

// A workday with something left to do.
struct OpenDay {
  std::size_t index;  // of the day in Workload::days and SyncReport::days
  Draft draft;        // from the sessions, the mapping and the work hours as they are now
  // What an earlier run froze and sent of the day, or this one froze. Law if it `binds()`; else every attempt was
  // refused, and it only says what may stand in Clockify all the same.
  std::optional<store::DayPlan> plan;
  std::vector<std::string> drift;  // of the plan, for when it binds
  bool was_occupied;               // when a run looked last
};

// Every entry of the day stands in Clockify as planned, and only the mark (T5) is missing.
[[nodiscard]] bool lacks_only_its_mark(const OpenDay& day);

struct Workload {
  std::optional<DateRange> range;    // nothing when there is no day to look at
  std::vector<DayReport> days;       // the workdays of the range, oldest first
  std::vector<OpenDay> open;         // those of them with something to do, oldest first
  std::vector<LocalDate> dropped;    // days with a plan of which nothing stands, and that are not billed any more
  transform::TimeByFolder unmapped;  // over all days that are not synced
  transform::TimeByFolder ignored;   // the same
  std::map<std::string, transform::TimeByFolder> other_agents;  // the same
  std::vector<std::string> notes;                               // what a person should know
};

// `timesheet`: whose days they are; nothing when the store knows nobody yet, which leaves what the older tool recorded.
// `not_free`: hours in which nothing may be posted; a day that they touch is left as it is. Throws store::StoreError.
[[nodiscard]] Workload survey_days(store::TrackingStore& store, const std::optional<store::Timesheet>& timesheet,
                                   const SyncRules& rules, const RunOptions& options, UtcTime now,
                                   const std::vector<Interval>& not_free);

}  // namespace libsync::loop
