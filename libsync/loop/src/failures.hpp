// SPDX-License-Identifier: MIT
//
// From what went wrong in a run to its kind, the words for it, what would help, and when another run makes sense. Pure.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/loop/failure.hpp>
#include <libsync/loop/sync_report.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/store/plan_store.hpp>

#include <string>

namespace libsync::loop {

// A signal ended the wait for the request limit.
[[nodiscard]] Failure interrupted_wait_failure(const std::string& act);
// A signal came before anything was sent.
[[nodiscard]] Failure interrupted_failure(const std::string& act);

// A POST that may have left and whose outcome is not known. `why` is empty for one of an earlier run.
[[nodiscard]] Failure in_doubt_failure(const store::DayPlan& plan, const store::OutboxRow& row, const std::string& why,
                                       UtcTime quarantine_end, const Zone& zone);

// Clockify stored a row that we posted otherwise than planned: row.mismatch says how.
[[nodiscard]] Failure mismatch_failure(const store::DayPlan& plan, const store::OutboxRow& row, const Zone& zone);

// A row that Clockify stored otherwise is not in the listing, and before `quarantine_end` that does not mean it was
// deleted.
[[nodiscard]] Failure unseen_failure(const store::DayPlan& plan, const store::OutboxRow& row, UtcTime quarantine_end,
                                     const Zone& zone);

// A row in doubt is not in Clockify as planned, but `entry`, which differs as `difference` says, may be it.
[[nodiscard]] Failure edited_failure(const store::DayPlan& plan, const store::OutboxRow& row, const EntryId& entry,
                                     const std::string& difference, const Zone& zone);

// A row that was not sent, as far as this store knows, but `entry` lies where it would and differs as `difference`
// says.
[[nodiscard]] Failure in_the_way_failure(const store::DayPlan& plan, const store::OutboxRow& row, const EntryId& entry,
                                         const std::string& difference, const Zone& zone);

// A row of a begun day cannot follow the mapping as it is now; `why` completes "cannot ...: ".
[[nodiscard]] Failure no_address_failure(const store::DayPlan& plan, const store::OutboxRow& row,
                                         const std::string& why, const Zone& zone);

// `entry` stands in Clockify although it refused the attempt to make it, and fits no row of its day any more.
[[nodiscard]] Failure lied_failure(const store::RefusedAttempt& refused, const EntryId& entry, const Zone& zone);

// An entry that is to be taken back stands otherwise than it was posted, as `difference` says.
[[nodiscard]] Failure edited_since_failure(LocalDate date, const store::PlannedEntry& entry, const EntryId& id,
                                           const std::string& difference, const Zone& zone);

// An entry that is to be taken back cannot be judged before `quarantine_end`; `why` says what is not sure until then.
[[nodiscard]] Failure too_early_failure(const store::DayPlan& plan, const store::OutboxRow& row, const char* why,
                                        UtcTime quarantine_end, const Zone& zone);

// Entries that the older tool recorded: nobody knows how it posted them.
[[nodiscard]] Failure older_entries_failure(LocalDate date, const std::vector<EntryId>& entries);

// The entry stands as it was posted, and Clockify would refuse to delete it.
[[nodiscard]] Failure locked_failure(LocalDate date, const store::PlannedEntry& entry, const EntryId& id,
                                     const Zone& zone);

// A person agreed to less.
[[nodiscard]] Failure changed_since_shown_failure(LocalDate date);

// `why`: of the DELETE of that entry, whose intent is stored. The next run tries again.
[[nodiscard]] Failure not_deleted_failure(Failure why, const EntryId& id);

// The days belong to another user than the key.
[[nodiscard]] Failure other_user_failure(const UserId& theirs, const UserId& ours);

// `days` days are not in Clockify as they were posted; `first` is the first of them.
[[nodiscard]] Failure not_well_failure(LocalDate first, std::ptrdiff_t days);

// The person did not agree.
[[nodiscard]] Failure not_agreed_failure(const std::string& act);

// Another run has a newer intent for the row.
[[nodiscard]] Failure taken_over_failure(const std::string& act);

// The clocks disagree so much that nothing can be said about which days are over and how long ago something was sent.
[[nodiscard]] Failure clocks_failure(LocalDate date, UtcTime server, UtcTime wall_clock, const Zone& zone);

// How long a 429 asks to wait; the limit of a free workspace is counted by the hour, if it does not say.
[[nodiscard]] seconds wait_asked_for(const clockify::ApiError& error);

// The least to wait when `waits` waits were in vain, whatever a 429 says: every request counts against the limit.
[[nodiscard]] seconds shortest_wait(int waits);

// "09:00-13:48 of 2026-02-02", in local time.
[[nodiscard]] std::string name_of(LocalDate date, const store::PlannedEntry& entry, const Zone& zone);
[[nodiscard]] std::string name_of(const store::DayPlan& plan, const store::PlannedEntry& entry, const Zone& zone);

}  // namespace libsync::loop
