// SPDX-License-Identifier: MIT
#include "freezing.hpp"

#include "calendar.hpp"
#include "filling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using Rows = std::vector<store::OutboxRow>;

Rows rows_of(const Draft& draft) {
  Rows rows;
  for (const auto& entry : draft.entries) rows.push_back({.entry = entry});
  return rows;
}

// The rows of a new plan. Entries that synced_entries has for a day without a plan come from the older tool. Nothing
// when the plan cannot go on from them.
std::optional<Rows> rows_beside_earlier(const RunContext& context, const clockify::Listing& listing, const Draft& draft,
                                        const store::DayKey& day) {
  const auto recorded = context.store.synced_entries(day);
  if (recorded.empty()) return rows_of(draft);
  std::vector<clockify::Entry> earlier;
  for (const auto& record : recorded) {
    const auto* entry = find_id(listing, record.entry);
    if (entry == nullptr || entry->project != record.project) return std::nullopt;
    earlier.push_back(*entry);
  }
  return continue_earlier(draft, earlier, context.rules);
}

// What bars the day: anything under `skip`, and our own entries of another day always, since by them the same hours
// would be billed twice.
bool is_barred(const std::vector<ForeignEntry>& others, OnExisting on_existing) {
  switch (on_existing) {
    case OnExisting::skip:
      return !others.empty();
    case OnExisting::post:
      return std::ranges::any_of(others, &ForeignEntry::ours);
    case OnExisting::fill:
      break;
  }
  return false;
}

// Entries of our own of other days that the listing is too young to show. One that it should show was deleted.
void add_not_shown_yet(const RunContext& context, const clockify::Listing& listing, const store::DayKey& day,
                       const Interval& work_hours, std::vector<ForeignEntry>& others) {
  for (const auto& ours : context.store.posted_in(day.timesheet, work_hours)) {
    if (ours.row.day == day || find_id(listing, ours.entry) != nullptr) continue;
    const auto plan = context.store.day_plan(ours.row.day);
    const auto index = static_cast<std::size_t>(ours.row.slot);
    if (!plan || index >= plan->rows.size()) continue;
    const auto& sent_at = plan->rows[index].sent_at;
    if (!sent_at || is_past_quarantine(listing, *sent_at, context.options.quarantine, context.clock.now())) continue;
    others.push_back({ours.entry, ours.interval, ours.description, true});
  }
}

void remember(const RunContext& context, const store::DayKey& day, const std::vector<ForeignEntry>& others) {
  std::vector<store::EntryInTheWay> entries;
  for (const auto& entry : others) {
    if (entry.id) entries.push_back({*entry.id, entry.interval, entry.description});
  }
  context.store.remember_occupied(day, entries);
}

std::vector<store::PlannedEntry> to_post(const Rows& rows) {
  std::vector<store::PlannedEntry> entries;
  for (const auto& row : rows) {
    if (row.state == store::RowState::planned) entries.push_back(row.entry);
  }
  return entries;
}

// From the rows that the day has already, or would have if nothing stood there.
Result<std::optional<store::DayPlan>, Failure> plan_day(const RunContext& context, const Seen& seen,
                                                        ProjectCheck& projects, const ToFreeze& day,
                                                        std::optional<Rows> rows, DayReporter& report) {
  const std::optional<store::DayPlan> left_alone;
  const store::DayKey key{seen.connected.timesheet, report.date()};
  Draft draft = day.draft;
  auto others = find_foreign(seen.listing, draft.work_hours, *rows, seen.claimed);
  std::vector<ForeignEntry> unlisted = day.to_come;
  add_not_shown_yet(context, seen.listing, key, draft.work_hours, unlisted);
  others.insert(others.end(), unlisted.begin(), unlisted.end());
  const bool is_begun = std::ranges::any_of(*rows, [](const auto& row) { return row.entry_id.has_value(); });
  if (context.rules.on_existing == OnExisting::fill && !is_begun) {
    const auto tracked = context.store.query_range(session_window_of(report.date(), context.rules));
    auto filling = fill_around(draft, report.date(), tracked, context.rules, seen.listing, seen.claimed, unlisted);
    draft = std::move(filling.draft);
    others = std::move(filling.others);
    rows = rows_of(draft);
  }
  const bool barred = rows->empty() || is_barred(others, context.rules.on_existing) ||
                      (context.rules.on_existing == OnExisting::fill && is_begun && !others.empty());
  if (day.is_remembered && (barred || day.was_occupied)) {
    remember(context, key, barred ? others : std::vector<ForeignEntry>{});
  }
  report.has_foreign(std::move(others));
  if (barred) {
    report.is_occupied();
    return left_alone;
  }

  if (auto stopped = check_clocks(context, seen.listing, report.date(), draft.work_hours)) return *std::move(stopped);
  if (auto stopped = projects.check(to_post(*rows))) return *std::move(stopped);
  store::DayPlan plan{.timesheet = seen.connected.timesheet,
                      .date = report.date(),
                      .time_zone = context.rules.zone.name(),
                      .work_hours = draft.work_hours,
                      .tracked = std::chrono::floor<seconds>(draft.buckets.active),
                      .rows = *std::move(rows),
                      .gaps = draft.gaps};
  return std::optional{std::move(plan)};
}

}  // namespace

Result<std::optional<store::DayPlan>, Failure> plan_afresh(const RunContext& context, const Seen& seen,
                                                           ProjectCheck& projects, const ToFreeze& day,
                                                           DayReporter& report) {
  return plan_day(context, seen, projects, day, rows_of(day.draft), report);
}

Result<std::optional<store::DayPlan>, Failure> freeze_day(const RunContext& context, const Seen& seen,
                                                          ProjectCheck& projects, const ToFreeze& day,
                                                          DayReporter& report) {
  auto rows = rows_beside_earlier(context, seen.listing, day.draft, {seen.connected.timesheet, report.date()});
  if (!rows) {
    report.is_occupied();
    report.note(
        fmt::format("{} is left alone: an earlier version began it, and what it posted does not fill the day from "
                    "its start",
                    format_date(report.date())));
    return std::optional<store::DayPlan>{};
  }
  auto planned = plan_day(context, seen, projects, day, std::move(rows), report);
  if (!planned.has_value() || !planned->has_value()) return planned;
  const store::DayPlan& plan = **planned;
  context.store.freeze(plan);
  report.shows(plan);
  return planned;
}

}  // namespace libsync::loop
