// SPDX-License-Identifier: MIT
#include "freezing.hpp"

#include <fmt/format.h>

namespace libsync::loop {
namespace {

using Rows = std::vector<store::OutboxRow>;

// The rows of a new plan. Entries that synced_entries has for a day without a plan come from the older tool. Nothing
// when the plan cannot go on from them.
std::optional<Rows> rows_beside_earlier(const RunContext& context, const clockify::Listing& listing, const Draft& draft,
                                        const store::DayKey& day) {
  const auto recorded = context.store.synced_entries(day);
  if (recorded.empty()) {
    Rows rows;
    for (const auto& entry : draft.entries) rows.push_back({.entry = entry});
    return rows;
  }
  std::vector<clockify::Entry> earlier;
  for (const auto& record : recorded) {
    const auto* entry = find_id(listing, record.entry);
    if (entry == nullptr || entry->project != record.project) return std::nullopt;
    earlier.push_back(*entry);
  }
  return continue_earlier(draft, earlier, context.rules);
}

}  // namespace

Result<std::optional<store::DayPlan>, Failure> freeze_day(const RunContext& context, const Seen& seen,
                                                          const Draft& draft, DayReporter& report) {
  const std::optional<store::DayPlan> left_alone;
  auto rows = rows_beside_earlier(context, seen.listing, draft, {seen.connected.timesheet, report.date()});
  if (!rows) {
    report.is_occupied();
    report.note(
        fmt::format("{} is left alone: an earlier version began it, and what it posted does not fill the day from "
                    "its start",
                    format_date(report.date())));
    return left_alone;
  }
  auto foreign = find_foreign(seen.listing, draft.work_hours, *rows, seen.claimed);
  const bool in_the_way = !foreign.empty() && context.rules.on_existing == OnExisting::skip;
  report.has_foreign(std::move(foreign));
  if (in_the_way) {
    report.is_occupied();
    return left_alone;
  }

  if (auto stopped = check_clocks(context, seen.listing, report.date(), draft.work_hours)) return *std::move(stopped);
  store::DayPlan plan{.timesheet = seen.connected.timesheet,
                      .date = report.date(),
                      .time_zone = context.rules.zone.name(),
                      .work_hours = draft.work_hours,
                      .tracked = std::chrono::floor<seconds>(draft.buckets.tracked),
                      .rows = *std::move(rows)};
  context.store.freeze(plan);
  report.shows(plan);
  return std::optional{std::move(plan)};
}

}  // namespace libsync::loop
