// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <libsync/store/store_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace libsync::loop {
namespace {

using clockify::ErrorKind;

constexpr seconds k_quota_window = std::chrono::hours{1};

std::string hhmm(UtcTime time, const Zone& zone) {
  return format_time(std::chrono::floor<std::chrono::minutes>(zone.time_of_day(time)));
}

std::string hint_for(const clockify::ApiError& error, const std::string& when) {
  switch (error.kind) {
    case ErrorKind::offline:
    case ErrorKind::timed_out:
      return "check the connection, then run `claude-tracker sync` again; it goes on where it stopped";
    case ErrorKind::tls:
      return "the connection is not trusted, so nothing was sent; behind a company proxy set `ca_file` in the config "
             "or --ca-file";
    case ErrorKind::unauthorized:
      return "make a new key in Clockify's profile settings and store it with `claude-tracker setup`";
    case ErrorKind::forbidden:
    case ErrorKind::not_found:
    case ErrorKind::rejected:
      return "check `workspace_id` and `base_url` in the config and what this key may do in Clockify, then run "
             "`claude-tracker sync` again";
    case ErrorKind::rate_limited:
      return fmt::format("run `claude-tracker sync` again after {}, or let it wait with --wait", when);
    case ErrorKind::server_fault:
    case ErrorKind::protocol:
      return "run `claude-tracker sync` again later; it goes on where it stopped";
    case ErrorKind::cancelled:
      return "run `claude-tracker sync` again to go on where it stopped";
  }
  return "";
}

}  // namespace

FailureKind kind_of(const clockify::ApiError& error) {
  switch (error.kind) {
    case ErrorKind::offline:
    case ErrorKind::timed_out:
    case ErrorKind::tls:
      return FailureKind::offline;
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

std::string message_of(const clockify::ApiError& error, const std::string& act) {
  std::string cause = error.cause;
  if (!error.server_text.empty()) {
    cause += fmt::format("{}Clockify said: {}", cause.empty() ? "" : "; ", error.server_text);
  }
  if (error.api_code != 0) cause += fmt::format(" (code {})", error.api_code);
  return fmt::format("cannot {}: {}", act, cause);
}

seconds wait_asked_for(const clockify::ApiError& error) {
  return error.retry_after.value_or(k_quota_window);
}

seconds shortest_wait(int waits) {
  constexpr int k_longest_shift = 12;  // 2^12 seconds are more than the window
  return std::min(seconds{std::int64_t{1} << std::min(waits, k_longest_shift)}, k_quota_window);
}

std::string local_clock(UtcTime time, UtcTime now, const Zone& zone) {
  time = std::chrono::ceil<std::chrono::minutes>(time);
  const LocalDate date = zone.date_of(time);
  return date == zone.date_of(now) ? hhmm(time, zone) : fmt::format("{} {}", format_date(date), hhmm(time, zone));
}

std::string name_of(const store::DayPlan& plan, const store::PlannedEntry& entry, const Zone& zone) {
  return fmt::format("{}-{} of {}", hhmm(entry.interval.start, zone), hhmm(entry.interval.end, zone),
                     format_date(plan.date));
}

Failure api_failure(const clockify::ApiError& error, const std::string& act, UtcTime now, const Zone& zone) {
  Failure failure{kind_of(error), message_of(error, act), "", {}};
  if (failure.kind == FailureKind::rate_limited) failure.retry_at = now + wait_asked_for(error);
  failure.hint = hint_for(error, failure.retry_at ? local_clock(*failure.retry_at, now, zone) : "");
  return failure;
}

Failure interrupted_wait_failure(const std::string& act) {
  return {FailureKind::interrupted,
          fmt::format("cannot {}: interrupted while waiting for Clockify's request limit", act),
          "run `claude-tracker sync --wait` again to go on where it stopped",
          {}};
}

Failure store_failure(const store::StoreError& error) {
  FailureKind kind = FailureKind::store;
  if (error.kind() == store::StoreErrorKind::busy) kind = FailureKind::locked;
  if (error.kind() == store::StoreErrorKind::broken_rule) kind = FailureKind::internal;
  return {kind, error.what(), error.hint(), {}};
}

Failure in_doubt_failure(const store::DayPlan& plan, const store::OutboxRow& row, const std::string& why,
                         UtcTime sure_at, UtcTime now, const Zone& zone) {
  const std::string cause = why.empty() ? "an earlier run was cut off and Clockify does not show it yet" : why;
  return {
      FailureKind::in_doubt,
      fmt::format("cannot tell whether the entry {} reached Clockify: {}", name_of(plan, row.entry, zone), cause),
      fmt::format("run `claude-tracker sync` again after {}: it looks first, and sends again only what is not there",
                  local_clock(sure_at, now, zone)),
      sure_at};
}

Failure mismatch_failure(const store::DayPlan& plan, const store::OutboxRow& row, const Zone& zone) {
  return {
      FailureKind::conflict,
      fmt::format("cannot complete {}: Clockify stored the entry {} otherwise ({}): {}", format_date(plan.date),
                  name_of(plan, row.entry, zone), row.entry_id->str(), row.mismatch),
      "correct that entry in Clockify, then run `claude-tracker sync` again; if you delete it, it is not made again",
      {}};
}

Failure unseen_failure(const store::DayPlan& plan, const store::OutboxRow& row, UtcTime sure_at, UtcTime now,
                       const Zone& zone) {
  return {
      FailureKind::in_doubt,
      fmt::format("cannot complete {}: Clockify stored the entry {} otherwise ({}) and does not show it now",
                  format_date(plan.date), name_of(plan, row.entry, zone), row.entry_id->str()),
      fmt::format("run `claude-tracker sync` again after {}: if it is not there then, it was deleted and is not made "
                  "again",
                  local_clock(sure_at, now, zone)),
      sure_at};
}

Failure edited_failure(const store::DayPlan& plan, const store::OutboxRow& row, const EntryId& entry,
                       const std::string& difference, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot tell whether the entry {} reached Clockify: entry {} may be it, but {}",
                      name_of(plan, row.entry, zone), entry.str(), difference),
          "make that entry in Clockify equal to the planned one if it is, or delete it if it is not, then run "
          "`claude-tracker sync` again",
          {}};
}

Failure in_the_way_failure(const store::DayPlan& plan, const store::OutboxRow& row, const EntryId& entry,
                           const std::string& difference, const Zone& zone) {
  return {FailureKind::conflict,
          fmt::format("cannot post the entry {}: entry {} is in its place since the day was planned, but {}",
                      name_of(plan, row.entry, zone), entry.str(), difference),
          "make that entry in Clockify equal to the planned one or delete it, or set `on_existing = \"post\"` for one "
          "run to "
          "post beside it; then run `claude-tracker sync` again",
          {}};
}

Failure taken_over_failure(const std::string& act) {
  return {FailureKind::locked,
          fmt::format("cannot {}: another run is sending it", act),
          "wait for that run to end, then run `claude-tracker sync` again",
          {}};
}

Failure clocks_failure(LocalDate date, UtcTime server, UtcTime wall_clock, const Zone& zone) {
  const auto shows = [&](UtcTime time) { return format_date(zone.date_of(time)) + " " + hhmm(time, zone); };
  return {FailureKind::unavailable,
          fmt::format("cannot post the entries of {}: this computer's clock shows {}, but Clockify's shows {}",
                      format_date(date), shows(wall_clock), shows(server)),
          "set the clock of this computer, then run `claude-tracker sync` again",
          {}};
}

}  // namespace libsync::loop
