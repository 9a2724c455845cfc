// SPDX-License-Identifier: MIT
#include "withdrawn_day.hpp"

#include "calendar.hpp"
#include "days_under_way.hpp"
#include "failures.hpp"
#include "recorded_days.hpp"
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

// --- what is to be done ----------------------------------------------------------------------------------------------

Result<std::optional<std::vector<EntryId>>, Failure> WithdrawnDay::prepare(Withdrawing what) {
  auto deed = decide(what);
  if (!deed.has_value()) return deed.error();
  if (!deed->has_value()) return std::optional<std::vector<EntryId>>{};
  return std::optional{std::move((*deed)->to_delete)};
}

Stopped WithdrawnDay::carry_out(Withdrawing what, const EntryIds& agreed) {
  const auto decided = decide(what);
  if (!decided.has_value()) return decided.error();
  if (!decided->has_value()) return std::nullopt;
  const Deed& deed = **decided;
  if (!std::ranges::all_of(deed.to_delete, [&](const EntryId& id) { return agreed.contains(id); })) {
    return changed_since_shown_failure(report_.date());
  }
  if (plan_) {
    if (auto stopped = withdraw(deed)) return stopped;
    if (auto stopped = finish()) return stopped;
  } else {
    context_.store.forget_day(key());
  }
  if (deed.instead) return post(deed);
  report_.is_forgotten();
  return std::nullopt;
}

WithdrawnDay::Decision WithdrawnDay::decide(Withdrawing what) {
  report_.starts();
  plan_ = context_.store.day_plan(key());
  if (!plan_) {
    if (!is_recorded()) return keep("nothing of it was posted");
    return decide_older_day(what);
  }
  DayReporter{work_, index_, context_.observer}.shows(*plan_);
  if (auto stopped = settle()) return *std::move(stopped);
  for (const OutboxRow& row : plan_->rows) {
    if (row.state == RowState::posted) report_.shows(row.entry, Fate::to_delete, row.entry_id);
  }
  return what == Withdrawing::undo ? decide_undo() : decide_resync();
}

// By the older tool. Another run may have been faster.
bool WithdrawnDay::is_recorded() {
  return context_.store.synced_days(key().timesheet).contains(report_.date()) ||
         !context_.store.synced_entries(key()).empty();
}

std::optional<WithdrawnDay::Deed> WithdrawnDay::keep(const std::string& why) {
  report_.is_kept(why);
  return std::nullopt;
}

// What the older tool posted is known by its ids alone. Once somebody has deleted it, the day can be forgotten.
WithdrawnDay::Decision WithdrawnDay::decide_older_day(Withdrawing what) {
  std::vector<EntryId> standing;
  for (const auto& each : context_.store.synced_entries(key())) {
    const auto found = find_anywhere(limit_, seen_, each.entry);
    if (!found.has_value()) return not_read_failure(found.error());
    if (found->has_value()) standing.push_back(each.entry);
  }
  if (what == Withdrawing::undo && standing.empty()) return std::optional{Deed{}};
  report_.is(WithdrawalDayState::conflict);
  return older_entries_failure(report_.date(), standing);
}

WithdrawnDay::Decision WithdrawnDay::decide_undo() {
  if (!plan_->binds()) return keep("nothing of it was posted");
  Deed deed;
  const auto standing = look();
  if (!standing.has_value()) return standing.error();
  for (const Standing& each : *standing) {
    if (auto stopped = complain_of(each)) return *std::move(stopped);
    if (each.state == Stands::unchanged) deed.to_delete.push_back(*plan_->rows[each.row].entry_id);
  }
  return std::optional{std::move(deed)};
}

WithdrawnDay::Decision WithdrawnDay::decide_resync() {
  if (!plan_->binds()) return keep("nothing of it was posted, so the next sync plans it afresh");
  const auto tracked = context_.store.query_range(session_window_of(report_.date(), context_.rules));
  const Draft draft = draft_day(report_.date(), tracked, context_.rules);
  const bool is_enough = draft.buckets.tracked >= context_.rules.min_tracked;
  if (!is_billed(report_.date(), context_.rules) || draft.entries.empty() || !is_enough) {
    return keep("by now there would be nothing to post; undo takes back what stands there");
  }
  auto instead = plan_instead(draft);
  if (!instead.has_value()) return instead.error();
  if (!instead->has_value()) return keep("something else is in the way of another plan");
  return decide_against(draft, **std::move(instead));
}

// Which entries stay, go and come.
WithdrawnDay::Decision WithdrawnDay::decide_against(const Draft& draft, store::DayPlan instead) {
  const auto standing = look();
  if (!standing.has_value()) return standing.error();
  keep_what_fits(instead, *plan_, *standing, seen_.listing);
  if (auto stopped = check_refusals(instead)) return *std::move(stopped);
  Deed deed;
  for (const Standing& each : *standing) {
    const EntryId& id = *plan_->rows[each.row].entry_id;
    if (has_entry(instead, id)) {
      report_.entry_is(id, Fate::kept);
      continue;
    }
    if (auto stopped = complain_of(each)) return *std::move(stopped);
    if (each.state == Stands::unchanged) deed.to_delete.push_back(id);
  }
  const bool is_done = context_.store.synced_days(seen_.connected.timesheet).contains(report_.date());
  const bool all_kept =
      std::ranges::all_of(instead.rows, [](const OutboxRow& row) { return row.entry_id.has_value(); });
  if (is_done && deed.to_delete.empty() && all_kept && is_same_plan(instead, *plan_)) {
    return keep("it would be planned just like that");
  }
  for (const OutboxRow& row : instead.rows) {
    if (!row.entry_id) report_.shows(row.entry, Fate::planned, {});
  }
  deed.draft = draft;
  deed.instead = std::move(instead);
  return std::optional{std::move(deed)};
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

// What the listing of its days does not have may have been moved to any other.
Result<std::vector<Standing>, Failure> WithdrawnDay::look() {
  auto all = look_for(*plan_, seen_.listing, context_.options.quarantine, context_.clock.now());
  for (Standing& each : all) {
    const OutboxRow& row = plan_->rows[each.row];
    const EntryId& id = *row.entry_id;
    if (each.state == Stands::gone) {
      const auto found = find_anywhere(limit_, seen_, id);
      if (!found.has_value()) return not_read_failure(found.error());
      if (found->has_value()) each = compare(each.row, row, **found);
    }
    if (each.state == Stands::gone) report_.entry_is(id, Fate::missing);
    if (each.state == Stands::edited) report_.entry_is(id, Fate::edited);
  }
  return all;
}

Failure WithdrawnDay::not_read_failure(const clockify::ApiError& error) const {
  return limit_.failure_of(error, fmt::format("take back {}", format_date(report_.date())));
}

// An entry that was found in place of an unknown outcome may be somebody else's look-alike, and what was sent may still
// come, until its quarantine is over.
bool WithdrawnDay::may_still_come(const OutboxRow& row) const {
  return row.origin == store::Origin::found && row.sent_at &&
         !is_past_quarantine(seen_.listing, *row.sent_at, context_.options.quarantine, context_.clock.now());
}

Failure WithdrawnDay::too_early(const OutboxRow& row, const char* why) const {
  return too_early_failure(*plan_, row, why,
                           quarantine_ends_at(seen_.listing, *row.sent_at, context_.options.quarantine),
                           context_.rules.zone);
}

Stopped WithdrawnDay::complain_of(const Standing& standing) {
  const OutboxRow& row = plan_->rows[standing.row];
  if (standing.state == Stands::gone) return std::nullopt;
  if (standing.state == Stands::not_yet) return too_early(row, "Clockify does not show it yet");
  if (may_still_come(row)) return too_early(row, "its answer was lost, and it may yet come once more");
  Stopped stopped;
  if (row.origin == store::Origin::earlier) {
    stopped = older_entries_failure(plan_->date, {*row.entry_id});
  } else if (standing.state == Stands::edited) {
    stopped = edited_since_failure(plan_->date, row.entry, *row.entry_id, standing.difference, context_.rules.zone);
  } else if (standing.state == Stands::locked) {
    stopped = locked_failure(plan_->date, row.entry, *row.entry_id, context_.rules.zone);
  }
  if (stopped) report_.is(WithdrawalDayState::conflict);
  return stopped;
}

// W1.
Stopped WithdrawnDay::withdraw(const Deed& deed) {
  if (!context_.store.begin_withdrawal({*plan_, deed.to_delete, deed.instead})) {
    return taken_over_failure(fmt::format("take back {}", format_date(report_.date())));
  }
  report_.is(WithdrawalDayState::partial);
  return std::nullopt;
}

Stopped WithdrawnDay::finish() {
  return finish_day(context_, seen_, limit_, report_.date(),
                    [&](const store::Withdrawal& each) { report_.entry_deleted(each.id); });
}

// --- the plan that takes its place ----------------------------------------------------------------------------------

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

Stopped WithdrawnDay::post(const Deed& deed) {
  plan_ = deed.instead;
  report_.forget_what_would_come();
  DayReporter reporter{work_, index_, context_.observer};
  reporter.shows(*plan_);
  DaysUnderWay days{context_, seen_, limit_, projects_, 1};
  const auto stopped = days.finish(days.begin(deed.draft, frozen()));
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
