// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <libsync/store/store_error.hpp>
#include <libsync/workday/local_time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace libsync::loop {
namespace {

using clockify::ErrorKind;
using workday::clock_range;
using workday::clock_time;

constexpr seconds k_quota_window = std::chrono::hours{1};

FailureKind kind_of(ErrorKind error) {
  switch (error) {
    case ErrorKind::offline:
    case ErrorKind::timed_out:
    case ErrorKind::tls:
      return FailureKind::offline;
    case ErrorKind::untrusted:
      return FailureKind::config;
    case ErrorKind::unauthorized:
      return FailureKind::key_refused;
    case ErrorKind::forbidden:
    case ErrorKind::not_found:
    case ErrorKind::rejected:
      return FailureKind::refused;
    case ErrorKind::rate_limited:
      return FailureKind::rate_limited;
    case ErrorKind::server_fault:
    case ErrorKind::protocol:
      return FailureKind::unavailable;
    case ErrorKind::cancelled:
      return FailureKind::interrupted;
  }
  return FailureKind::internal;
}

Step step_for(ErrorKind error) {
  switch (error) {
    case ErrorKind::offline:
    case ErrorKind::timed_out:
      return Step::check_connection;
    case ErrorKind::tls:
    case ErrorKind::untrusted:
      return Step::trust_certificate;
    case ErrorKind::unauthorized:
      return Step::renew_stored_key;
    case ErrorKind::forbidden:
    case ErrorKind::not_found:
    case ErrorKind::rejected:
      return Step::check_ids_and_rights;
    case ErrorKind::rate_limited:
      return Step::run_after_limit;
    case ErrorKind::server_fault:
    case ErrorKind::protocol:
      return Step::run_again_later;
    case ErrorKind::cancelled:
      return Step::run_again;
  }
  return Step::none;
}

std::string message_of(const clockify::ApiError& error, const std::string& act) {
  std::string cause = error.cause;
  if (!error.server_text.empty()) {
    cause += fmt::format("{}Clockify said: {}", cause.empty() ? "" : "; ", error.server_text);
  }
  if (error.api_code != 0) cause += fmt::format(" (code {})", error.api_code);
  return fmt::format("cannot {}: {}", act, cause);
}

}  // namespace

seconds wait_asked_for(const clockify::ApiError& error) {
  return error.retry_after.value_or(k_quota_window);
}

seconds shortest_wait(int waits) {
  constexpr int k_longest_shift = 12;  // 2^12 seconds are more than the window
  return std::min(seconds{std::int64_t{1} << std::min(waits, k_longest_shift)}, k_quota_window);
}

std::string name_of(LocalDate date, const store::PlannedEntry& entry, const Zone& zone) {
  return fmt::format("{} of {}", clock_range(entry.interval, zone), format_date(date));
}

std::string name_of(const store::DayPlan& plan, const store::PlannedEntry& entry, const Zone& zone) {
  return name_of(plan.date, entry, zone);
}

Failure api_failure(const clockify::ApiError& error, const std::string& act, UtcTime now) {
  Failure failure{kind_of(error.kind), message_of(error, act), {step_for(error.kind)}, {}};
  if (failure.kind == FailureKind::rate_limited) failure.retry_at = now + wait_asked_for(error);
  return failure;
}

Failure interrupted_wait_failure(const std::string& act) {
  return {FailureKind::interrupted,
          fmt::format("cannot {}: interrupted while waiting for Clockify's request limit", act),
          {Step::run_again_waiting},
          {}};
}

Failure interrupted_failure(const std::string& act) {
  return {FailureKind::interrupted, fmt::format("cannot {}: interrupted", act), {Step::run_again}, {}};
}

Failure store_failure(const store::StoreError& error) {
  FailureKind kind = FailureKind::store;
  if (error.kind() == store::StoreErrorKind::busy) kind = FailureKind::locked;
  if (error.kind() == store::StoreErrorKind::broken_rule) kind = FailureKind::internal;
  return {kind, error.what(), error.hint(), {}};
}

Failure in_doubt_failure(const store::DayPlan& plan, const store::OutboxRow& row, const std::string& why,
                         UtcTime quarantine_end, const Zone& zone) {
  const std::string cause = why.empty() ? "an earlier run was cut off and Clockify does not show it yet" : why;
  return {FailureKind::in_doubt,
          fmt::format("cannot tell whether the entry {} reached Clockify: {}", name_of(plan, row.entry, zone), cause),
          {Step::run_when_sure},
          quarantine_end};
}

Failure mismatch_failure(const store::DayPlan& plan, const store::OutboxRow& row, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot complete {}: Clockify stored the entry {} otherwise ({}): {}", format_date(plan.date),
                      name_of(plan, row.entry, zone), row.entry_id->str(), row.mismatch),
          {Step::correct_entry, row.entry_id->str()},
          {}};
}

Failure unseen_failure(const store::DayPlan& plan, const store::OutboxRow& row, UtcTime quarantine_end,
                       const Zone& zone) {
  return {FailureKind::in_doubt,
          fmt::format("cannot complete {}: Clockify stored the entry {} otherwise ({}) and does not show it now",
                      format_date(plan.date), name_of(plan, row.entry, zone), row.entry_id->str()),
          {Step::run_when_listed},
          quarantine_end};
}

Failure edited_failure(const store::DayPlan& plan, const store::OutboxRow& row, const EntryId& entry,
                       const std::string& difference, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot tell whether the entry {} reached Clockify: entry {} may be it, but {}",
                      name_of(plan, row.entry, zone), entry.str(), difference),
          {Step::match_or_delete_entry, entry.str()},
          {}};
}

Failure in_the_way_failure(const store::DayPlan& plan, const store::OutboxRow& row, const EntryId& entry,
                           const std::string& difference, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot post the entry {}: entry {} is in its place since the day was planned, but {}",
                      name_of(plan, row.entry, zone), entry.str(), difference),
          {Step::clear_or_post_beside, entry.str()},
          {}};
}

Failure no_address_failure(const store::DayPlan& plan, const store::OutboxRow& row, const std::string& why,
                           const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot post the entry {} as the mapping is now: {}", name_of(plan, row.entry, zone), why),
          {Step::plan_day_afresh, format_date(plan.date)},
          {}};
}

Failure lied_failure(const store::RefusedAttempt& refused, const EntryId& entry, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot plan {}: the entry {} stands in Clockify ({}) although it was refused, and the plan of "
                      "now has none like it",
                      format_date(refused.row.day.date), clock_range(refused.interval, zone), entry.str()),
          {Step::match_or_delete_entry, entry.str()},
          {}};
}

Failure edited_since_failure(LocalDate date, const store::PlannedEntry& entry, const EntryId& id,
                             const std::string& difference, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot take back the entry {}: somebody edited it in Clockify ({}): {}",
                      name_of(date, entry, zone), id.str(), difference),
          {Step::restore_or_delete_entry, id.str()},
          {}};
}

Failure too_early_failure(const store::DayPlan& plan, const store::OutboxRow& row, const char* why,
                          UtcTime quarantine_end, const Zone& zone) {
  return {
      FailureKind::in_doubt,
      fmt::format("cannot take back the entry {}: {} ({})", name_of(plan, row.entry, zone), why, row.entry_id->str()),
      {Step::run_when_listed},
      quarantine_end};
}

Failure older_entries_failure(LocalDate date, const std::vector<EntryId>& entries) {
  std::vector<std::string> ids;
  for (const auto& entry : entries) ids.push_back(entry.str());
  return {FailureKind::conflict,
          fmt::format("cannot take back {}: an earlier version posted it and did not record how, so nothing tells "
                      "whether somebody edited it{}{}",
                      format_date(date), ids.empty() ? "" : ": ", fmt::join(ids, ", ")),
          {Step::delete_older_entries, format_date(date)},
          {}};
}

Failure locked_failure(LocalDate date, const store::PlannedEntry& entry, const EntryId& id, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot take back the entry {}: it is locked in Clockify ({}), as after an approval",
                      name_of(date, entry, zone), id.str()),
          {Step::unlock_or_delete_entry, id.str()},
          {}};
}

Failure changed_since_shown_failure(LocalDate date) {
  return {FailureKind::conflict,
          fmt::format("cannot take back {}: more would be deleted by now than was shown", format_date(date)),
          {Step::run_again},
          {}};
}

Failure not_deleted_failure(Failure why, const EntryId& id) {
  if (why.kind == FailureKind::refused) why.hint = {Step::unlock_or_delete_entry, id.str()};
  return why;
}

Failure other_user_failure(const UserId& theirs, const UserId& ours) {
  return {FailureKind::conflict,
          fmt::format("cannot take back what was posted for the Clockify user {}: this key belongs to {}", theirs.str(),
                      ours.str()),
          {Step::use_first_key},
          {}};
}

Failure not_well_failure(LocalDate first, std::ptrdiff_t days) {
  return {FailureKind::conflict,
          days == 1
              ? fmt::format("{} is not in Clockify as it was posted", format_date(first))
              : fmt::format("{} days are not in Clockify as they were posted, from {} on", days, format_date(first)),
          {Step::plan_day_afresh, format_date(first)},
          {}};
}

Failure not_agreed_failure(const std::string& act) {
  return {FailureKind::interrupted, fmt::format("cannot {}: you did not agree", act), {Step::look_at_plan}, {}};
}

Failure taken_over_failure(const std::string& act) {
  return {
      FailureKind::locked, fmt::format("cannot {}: another run is sending it", act), {Step::run_after_other_run}, {}};
}

Failure clocks_failure(LocalDate date, UtcTime server, UtcTime wall_clock, const Zone& zone) {
  const auto shows = [&](UtcTime time) { return format_date(zone.date_of(time)) + " " + clock_time(time, zone); };
  return {FailureKind::unavailable,
          fmt::format("cannot post the entries of {}: this computer's clock shows {}, but Clockify's shows {}",
                      format_date(date), shows(wall_clock), shows(server)),
          {Step::set_computers_clock},
          {}};
}

}  // namespace libsync::loop
