// SPDX-License-Identifier: MIT
//
// What a listing says about the rows of a plan. Pure: these are the decisions on which exactly-once rests.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/loop/sync_report.hpp>
#include <libsync/store/day_plan.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace libsync::loop {

using EntryIds = std::set<EntryId>;

// The entry that is exactly what the row says (project, start, end, description) and that no other row claims. Of
// several the lowest id, but one that stood there before the send only when there is no other.
[[nodiscard]] const clockify::Entry* find_exact(const clockify::Listing& listing, const store::OutboxRow& row,
                                                const EntryIds& claimed);

// Further unclaimed entries that are exactly what the row says: twins of it.
[[nodiscard]] std::vector<EntryId> find_twins(const clockify::Listing& listing, const store::OutboxRow& row,
                                              const EntryIds& claimed);

// An entry that is one of ours, and another exactly like it that nobody claims.
struct Twins {
  const clockify::Entry* ours;
  const clockify::Entry* other;
};
// Of every entry of `ours` in the listing, in its order.
[[nodiscard]] std::vector<Twins> find_all_twins(const clockify::Listing& listing, const EntryIds& ours,
                                                const EntryIds& claimed);

// An entry that may be what became of the row's POST when somebody changed it since: unclaimed, not there before the
// send, and touching the row's interval.
[[nodiscard]] const clockify::Entry* find_edited(const clockify::Listing& listing, const store::OutboxRow& row,
                                                 const EntryIds& claimed);

// An entry that lies where the row's would, so that with it the hours would be billed twice. `own`: entries of the day.
[[nodiscard]] const clockify::Entry* find_in_the_way(const clockify::Listing& listing, const store::OutboxRow& row,
                                                     const EntryIds& own);

[[nodiscard]] const clockify::Entry* find_id(const clockify::Listing& listing, const EntryId& id);

// Unclaimed entries that touch the interval: what a later look must not take for ours.
[[nodiscard]] std::vector<EntryId> baseline_for(const clockify::Listing& listing, const store::PlannedEntry& entry,
                                                const EntryIds& claimed);

// What stands inside the work hours of a day and is not of that day: entries of other making, and ours of another day.
// What is exactly one of the rows is neither: it is adopted. Running timers have no extent yet and do not count.
[[nodiscard]] std::vector<ForeignEntry> find_foreign(const clockify::Listing& listing, const Interval& work_hours,
                                                     const std::vector<store::OutboxRow>& rows,
                                                     const EntryIds& claimed);

// How what Clockify has differs from what was planned, in words; empty when it does not.
[[nodiscard]] std::string describe_mismatch(const store::PlannedEntry& planned, const clockify::Entry& stored);

// --- the quarantine: server time ------------------------------------------------------------------------------------

// Whether the server's clock at `now`, by the listing's `Date` if it has one, and the wall clock agree to the day. When
// they do not, one of them is wrong and nobody knows which: nothing may be sent, for the send could not be dated.
[[nodiscard]] bool clocks_agree(const clockify::Listing& listing, clockify::BootTime now, UtcTime wall_clock);

// An upper bound of the server's clock at `now`, from a listing of this run. Without a usable `Date` in it, a day past
// the wall clock: later than any server that is not a day off.
[[nodiscard]] UtcTime latest_server_time(const clockify::Listing& listing, clockify::BootTime now, UtcTime wall_clock);

// Whether the listing proves that a POST sent at `sent_at` (server time) and absent from it will not appear any more.
// A `Date` that is more than a day ahead of both the send and the wall clock proves nothing. Without one the server's
// clock is at least what the wall clock says, less a day.
[[nodiscard]] bool is_past_quarantine(const clockify::Listing& listing, UtcTime sent_at, seconds quarantine,
                                      UtcTime wall_clock);

// The earliest moment at which a new listing proves that, if it is answered as quickly as usual.
[[nodiscard]] UtcTime quarantine_ends_at(const clockify::Listing& listing, UtcTime sent_at, seconds quarantine);

}  // namespace libsync::loop
