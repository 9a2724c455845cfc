// SPDX-License-Identifier: MIT
//
// The days of which something was posted, and one look at all of them.
#pragma once

#include "first_look.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace libsync::loop {

// Those that are done, and those of which something stands in Clockify or may stand there.
[[nodiscard]] std::set<LocalDate> recorded_days(store::TrackingStore& store, const store::Timesheet& timesheet);

// One listing over the work hours of the days, as they were planned and as they are now. `dates`: at least one, in
// order.
[[nodiscard]] Result<Seen, Failure> look_at(const RunContext& context, RequestLimit& limit, const Connected& connected,
                                            const std::vector<LocalDate>& dates);

// What Clockify called the projects of the workspace last.
[[nodiscard]] std::map<ProjectId, std::string> known_names(store::TrackingStore& store, const SyncRules& rules);

}  // namespace libsync::loop
