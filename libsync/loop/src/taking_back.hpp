// SPDX-License-Identifier: MIT
//
// What is withdrawn is deleted in Clockify: after W1, entry by entry (W2), and then the day is forgotten if that was
// the aim (W3). Whatever cuts it off, the next run goes on from here.
#pragma once

#include "first_look.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace libsync::loop {

// Days of which something is still to be deleted or forgotten.
[[nodiscard]] std::set<LocalDate> unfinished_days(store::TrackingStore& store, const store::Timesheet& timesheet);

// The hours of what is still to be deleted, in which nothing may be posted.
[[nodiscard]] std::vector<Interval> hours_to_free(store::TrackingStore& store, const store::Timesheet& timesheet);

// Told of each entry that is gone.
using OnDeleted = std::function<void(const store::Withdrawal&)>;

// Finishes the day, of which `seen` shows how its entries stand: one that was edited is not deleted, and nothing of the
// day is. Entries that are gone are gone from `seen` as well. Throws store::StoreError.
[[nodiscard]] Stopped finish_day(const RunContext& context, Seen& seen, RequestLimit& limit, LocalDate date,
                                 const OnDeleted& on_deleted = {});

// What came of what earlier runs left.
struct Finished {
  Stopped stopped;    // what ends the run
  Stopped left_over;  // the first of what only a person can settle: an entry was edited, or is locked
};

// Finishes all that earlier runs left, after a look of its own, and another after each wait for the request limit. What
// waits for a person keeps nothing else from being finished. `notes`: says what was.
[[nodiscard]] Finished finish_earlier_runs(const RunContext& context, const Connected& connected, RequestLimit& limit,
                                           std::vector<std::string>& notes, const OnDeleted& on_deleted = {});

}  // namespace libsync::loop
