// SPDX-License-Identifier: MIT
#include "withdrawn_day.hpp"

#include "calendar.hpp"
#include "day_sync.hpp"
#include "failures.hpp"
#include "row_posting.hpp"
#include "taking_back.hpp"
#include "workload.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using store::OutboxRow;
using store::RowState;
using Fate = WithdrawalEntryState;

}  // namespace

// --- undo -----------------------------------------------------------------------------------------------------------

Stopped WithdrawnDay::undo() {
  plan_ = context_.store.day_plan(key());
  if (!plan_) return is_recorded() ? undo_older_day() : keep_as_nothing_was_posted();
  if (auto stopped = settle()) return stopped;
  if (!plan_->binds()) return keep_as_nothing_was_posted();
  std::vector<EntryId> entries;
  for (const Standing& each : look()) {
    if (auto stopped = complain_of(each)) return stopped;
    if (each.state == Stands::unchanged) entries.push_back(*plan_->rows[each.row].entry_id);
  }
  if (auto stopped = withdraw(entries, std::nullopt)) return stopped;
  if (auto stopped = finish()) return stopped;
  report_.is_forgotten();
  return std::nullopt;
}

// By the older tool. Another run may have been faster.
bool WithdrawnDay::is_recorded() {
  return context_.store.synced_days(key().timesheet).contains(report_.date()) ||
         !context_.store.synced_entries(key()).empty();
}

Stopped WithdrawnDay::keep_as_nothing_was_posted() {
  report_.is_kept("nothing of it was posted");
  return std::nullopt;
}

// What the older tool posted is known by its ids alone. Once somebody has deleted it, the day can be forgotten.
Stopped WithdrawnDay::undo_older_day() {
  std::vector<EntryId> standing;
  for (const auto& each : context_.store.synced_entries(key())) {
    if (find_id(seen_.listing, each.entry) != nullptr) standing.push_back(each.entry);
  }
  if (!standing.empty()) {
    report_.is(WithdrawalDayState::conflict);
    return older_entries_failure(report_.date(), standing);
  }
  context_.store.forget_day(key());
  report_.is_forgotten();
  return std::nullopt;
}

// --- what earlier runs left ------------------------------------------------------------------------------------------

Stopped WithdrawnDay::settle() {
  claim_found(seen_, frozen(), RowState::in_flight);
  for (std::size_t row = 0; row < plan_->rows.size(); ++row) {
    if (plan_->rows[row].state != RowState::in_flight) continue;
    if (auto stopped = settle_in_flight(row)) return stopped;
  }
  name_refused_attempts();
  return std::nullopt;
}

// The listing does not have it. Past the quarantine it will not come any more, which is all that a refusal says, too.
Stopped WithdrawnDay::settle_in_flight(std::size_t row) {
  const OutboxRow& it = plan_->rows[row];
  if (const auto* edited = find_edited(seen_.listing, it, seen_.claimed)) {
    report_.is(WithdrawalDayState::conflict);
    return edited_failure(*plan_, it, edited->id, describe_mismatch(it.entry, *edited), context_.rules.zone);
  }
  FrozenDay day = frozen();
  if (!is_past_quarantine(seen_.listing, *it.sent_at, context_.options.quarantine, context_.clock.now())) {
    return stop_in_doubt(context_, seen_.listing, day, row, "");
  }
  if (!day.write_refused(row)) return taken_over_failure(fmt::format("take back the entry {}", day.name_of(row)));
  return std::nullopt;
}

// They were recorded without an id, so they are not deleted.
void WithdrawnDay::name_refused_attempts() {
  for (const auto& refused : context_.store.refused_attempts(seen_.connected.timesheet)) {
    if (refused.row.day.date != report_.date()) continue;
    const OutboxRow row{.entry = {refused.project, refused.interval, refused.description, {}, {}, {}}};
    if (const auto* entry = find_exact(seen_.listing, row, seen_.claimed)) {
      report_.note(
          fmt::format("the entry {} ({}) stands in Clockify although it was refused: delete it there if it is "
                      "not wanted",
                      name_of(report_.date(), row.entry, context_.rules.zone), entry->id.str()));
    }
  }
}

// What a refused attempt made all the same is ours: nothing is posted beside it that is not exactly it.
Stopped WithdrawnDay::check_refusals(const store::DayPlan& instead) {
  for (const auto& refused : context_.store.refused_attempts(seen_.connected.timesheet)) {
    if (!refused.interval.overlaps(instead.work_hours)) continue;
    const OutboxRow row{.entry = {refused.project, refused.interval, refused.description, {}, {}, {}}};
    const auto* entry = find_exact(seen_.listing, row, seen_.claimed);
    if (entry == nullptr) continue;
    const bool fits = refused.row.day == instead.key() && std::ranges::any_of(instead.rows, [&](const OutboxRow& each) {
                        return !each.entry_id && describe_mismatch(each.entry, *entry).empty();
                      });
    if (fits) continue;
    report_.is(WithdrawalDayState::conflict);
    return lied_failure(refused, entry->id, context_.rules.zone);
  }
  return std::nullopt;
}

// --- what stands there -----------------------------------------------------------------------------------------------

std::vector<Standing> WithdrawnDay::look() {
  auto all = look_for(*plan_, seen_.listing, context_.options.quarantine, context_.clock.now());
  for (const Standing& each : all) {
    const EntryId& id = *plan_->rows[each.row].entry_id;
    if (each.state == Stands::gone) report_.entry_is(id, Fate::missing);
    if (each.state == Stands::edited) report_.entry_is(id, Fate::edited);
  }
  return all;
}

Stopped WithdrawnDay::complain_of(const Standing& standing) {
  const OutboxRow& row = plan_->rows[standing.row];
  if (standing.state == Stands::edited) {
    report_.is(WithdrawalDayState::conflict);
    return edited_since_failure(plan_->date, row.entry, *row.entry_id, standing.difference, context_.rules.zone);
  }
  if (standing.state == Stands::not_yet) {
    return not_listed_failure(*plan_, row, quarantine_ends_at(seen_.listing, *row.sent_at, context_.options.quarantine),
                              context_.rules.zone);
  }
  return std::nullopt;
}

// W1.
Stopped WithdrawnDay::withdraw(const std::vector<EntryId>& entries, const std::optional<store::DayPlan>& instead) {
  if (!context_.store.begin_withdrawal({*plan_, entries, instead})) {
    return taken_over_failure(fmt::format("take back {}", format_date(report_.date())));
  }
  report_.is(WithdrawalDayState::partial);
  return std::nullopt;
}

Stopped WithdrawnDay::finish() {
  return finish_day(context_, seen_, limit_, report_.date(),
                    [&](const store::Withdrawal& each) { report_.entry_deleted(each.id); });
}

// --- resync ---------------------------------------------------------------------------------------------------------

Stopped WithdrawnDay::resync() {
  report_.forget_what_would_come();
  plan_ = context_.store.day_plan(key());
  if (!plan_ && !is_recorded()) return keep_as_nothing_was_posted();
  if (!plan_) {
    std::vector<EntryId> entries;
    for (const auto& each : context_.store.synced_entries(key())) entries.push_back(each.entry);
    report_.is(WithdrawalDayState::conflict);
    return older_entries_failure(report_.date(), entries);
  }
  if (auto stopped = settle()) return stopped;
  if (!plan_->binds()) {
    report_.is_kept("nothing of it was posted, so the next sync plans it afresh");
    return std::nullopt;
  }
  const auto tracked = context_.store.query_range(session_window_of(report_.date(), context_.rules));
  const Draft draft = draft_day(report_.date(), tracked, context_.rules);
  const bool is_enough = draft.buckets.tracked >= context_.rules.min_tracked;
  if (!is_billed(report_.date(), context_.rules) || draft.entries.empty() || !is_enough) {
    report_.is_kept("by now there would be nothing to post; undo takes back what stands there");
    return std::nullopt;
  }
  auto instead = plan_instead(draft);
  if (!instead.has_value()) return instead.error();
  if (!instead->has_value()) {
    report_.is_kept("something else is in the way of another plan");
    return std::nullopt;
  }
  return replace(draft, **instead);
}

// As if nothing of the day stood there.
Result<std::optional<store::DayPlan>, Failure> WithdrawnDay::plan_instead(const Draft& draft) {
  Seen without = seen_;
  const auto is_of_the_day = [&](const EntryId& id) { return has_entry(*plan_, id); };
  std::erase_if(without.listing.entries, [&](const clockify::Entry& entry) { return is_of_the_day(entry.id); });
  std::erase_if(without.claimed, is_of_the_day);
  DayReporter reporter{work_, index_, context_.observer};
  return plan_afresh(
      context_, without, projects_,
      {.draft = draft, .to_come = to_come(draft.work_hours), .was_occupied = false, .is_remembered = false}, reporter);
}

// What other days may still post.
std::vector<ForeignEntry> WithdrawnDay::to_come(const Interval& work_hours) {
  std::vector<ForeignEntry> found;
  for (const auto& plan : context_.store.open_plans(seen_.connected.timesheet)) {
    if (plan.date != report_.date()) add_unposted(plan, work_hours, found);
  }
  return found;
}

Stopped WithdrawnDay::replace(const Draft& draft, store::DayPlan instead) {
  const auto standing = look();
  keep_what_fits(instead, *plan_, standing, seen_.listing);
  if (auto stopped = check_refusals(instead)) return stopped;
  std::vector<EntryId> to_delete;
  for (const Standing& each : standing) {
    const EntryId& id = *plan_->rows[each.row].entry_id;
    if (has_entry(instead, id)) {
      report_.entry_is(id, Fate::kept);
      continue;
    }
    if (auto stopped = complain_of(each)) return stopped;
    if (each.state == Stands::unchanged) to_delete.push_back(id);
  }
  const bool is_done = context_.store.synced_days(seen_.connected.timesheet).contains(report_.date());
  const bool all_kept =
      std::ranges::all_of(instead.rows, [](const OutboxRow& row) { return row.entry_id.has_value(); });
  if (is_done && to_delete.empty() && all_kept && is_same_plan(instead, *plan_)) {
    report_.is_kept("it would be planned just like that");
    return std::nullopt;
  }
  if (auto stopped = withdraw(to_delete, instead)) return stopped;
  if (auto stopped = finish()) return stopped;
  return post(draft, instead);
}

Stopped WithdrawnDay::post(const Draft& draft, store::DayPlan& plan) {
  plan_ = plan;
  DayReporter reporter{work_, index_, context_.observer};
  reporter.shows(*plan_);
  const auto stopped = DaySync{context_, seen_, limit_, projects_, draft, frozen()}.run();
  reporter.ends();
  int posted = 0;
  for (const auto& entry : work_.days[index_].entries) {
    const bool stands = entry.state == EntryState::posted || entry.state == EntryState::adopted;
    if (stands) ++posted;
    if (entry.state == EntryState::already_posted) continue;
    report_.shows({entry.project, entry.interval, entry.description, {}, {}, entry.sources},
                  stands ? Fate::posted : Fate::planned, entry.entry_id);
  }
  report_.entries_posted(posted);
  if (stopped) return stopped;
  report_.is_resynced();
  return std::nullopt;
}

}  // namespace libsync::loop
