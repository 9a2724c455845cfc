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

// Looks again when the listing is older than a minute: a wait for the request limit, or for a person's answer, may have
// been long, and others go on working meanwhile.
[[nodiscard]] Stopped refresh(const RunContext& context, RequestLimit& limit, Seen& seen,
                              const std::vector<LocalDate>& dates);

// Asks for an entry by its id, unless it is listed, and adds it to the listing: it may have been moved to any day.
// Nothing: Clockify has none. Asks once for each.
[[nodiscard]] Result<std::optional<clockify::Entry>, clockify::ApiError> find_anywhere(RequestLimit& limit, Seen& seen,
                                                                                       const EntryId& id);

// What Clockify called the projects of the workspace last.
[[nodiscard]] std::map<ProjectId, std::string> known_names(store::TrackingStore& store, const SyncRules& rules);

}  // namespace libsync::loop
