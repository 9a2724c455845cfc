// SPDX-License-Identifier: MIT
#include "recorded_days.hpp"

#include "calendar.hpp"

#include <libsync/workday/project_names.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {

std::set<LocalDate> recorded_days(store::TrackingStore& store, const store::Timesheet& timesheet) {
  auto days = store.synced_days(timesheet);
  for (const auto& plan : store.open_plans(timesheet)) {
    if (plan.binds()) days.insert(plan.date);
  }
  return days;
}

Result<Seen, Failure> look_at(const RunContext& context, RequestLimit& limit, const Connected& connected,
                              const std::vector<LocalDate>& dates) {
  Interval span{UtcTime::max(), UtcTime::min()};
  const auto take = [&](const Interval& hours) {
    span = {std::min(span.start, hours.start), std::max(span.end, hours.end)};
  };
  for (const LocalDate date : dates) {
    take(work_hours_of(date, context.rules));
    if (const auto plan = context.store.day_plan({connected.timesheet, date})) take(plan->work_hours);
  }
  return read_listing(context, limit, connected, span,
                      fmt::format("{} to {}", format_date(dates.front()), format_date(dates.back())));
}

Stopped refresh(const RunContext& context, RequestLimit& limit, Seen& seen, const std::vector<LocalDate>& dates) {
  constexpr std::chrono::minutes k_fresh{1};
  if (context.clock.boot_time() - seen.listing.requested_at <= k_fresh) return std::nullopt;
  auto again = look_at(context, limit, seen.connected, dates);
  if (!again.has_value()) return again.error();
  seen.listing = std::move(again->listing);
  seen.claimed = std::move(again->claimed);
  seen.gone.clear();
  return std::nullopt;
}

Result<std::optional<clockify::Entry>, clockify::ApiError> find_anywhere(RequestLimit& limit, Seen& seen,
                                                                         const EntryId& id) {
  if (const auto* listed = find_id(seen.listing, id)) return std::optional{*listed};
  if (seen.gone.contains(id)) return std::optional<clockify::Entry>{};
  const auto& [api, timesheet] = seen.connected;
  auto found = limit.patiently([&] { return api.find_entry(timesheet.workspace, id); });
  if (!found.has_value()) return found;
  if (found->has_value()) {
    seen.listing.entries.push_back(**found);
  } else {
    seen.gone.insert(id);
  }
  return found;
}

std::map<ProjectId, std::string> known_names(store::TrackingStore& store, const SyncRules& rules) {
  std::map<ProjectId, std::string> names;
  for (const auto& timesheet : store.timesheets(rules.base_url, rules.workspace)) {
    if (const auto known = store.remembered_projects(timesheet)) names.merge(workday::names_of(*known));
  }
  return names;
}

}  // namespace libsync::loop
