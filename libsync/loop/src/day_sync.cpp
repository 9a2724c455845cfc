// SPDX-License-Identifier: MIT
#include "day_sync.hpp"

#include "failures.hpp"
#include "readdress.hpp"

#include <fmt/format.h>

namespace libsync::loop {

using store::Origin;
using store::OutboxRow;
using store::RowState;

namespace {

// Records the entry that is exactly what the row says, if the listing has one that nobody claims.
bool adopt(Seen& seen, FrozenDay& day, std::size_t row) {
  const auto* found = find_exact(seen.listing, day.row(row), seen.claimed);
  if (found == nullptr) return false;
  const Origin origin = day.row(row).state == RowState::in_flight ? Origin::found : Origin::adopted;
  day.adopt(row, found->id, origin);
  seen.claimed.insert(found->id);
  return true;
}

}  // namespace

void claim_found(Seen& seen, FrozenDay day, RowState state) {
  for (std::size_t row = 0; row < day.size(); ++row) {
    if (day.row(row).state == state && adopt(seen, day, row)) day.report().is_partial();
  }
}

Stopped DaySync::begin() {
  day_.report().begins();
  // What earlier runs left behind comes first: nothing new is sent while anything of the day is in doubt.
  for (std::size_t row = 0; row < day_.size(); ++row) {
    if (auto stopped = settle(row)) return stopped;
    report_twins(row);
  }
  if (auto stopped = send_again()) return stopped;
  if (auto stopped = readdress()) return stopped;
  if (auto stopped = check_projects()) return stopped;
  if (auto stopped = check_room()) return stopped;
  for (std::size_t row = 0; row < day_.size(); ++row) {
    if (auto stopped = adopt_or_post(row)) return stopped;
  }
  return std::nullopt;
}

Stopped DaySync::settle(std::size_t row) {
  const OutboxRow& it = day_.row(row);
  if (it.state == RowState::in_flight) return settle_in_flight(row);
  if (it.state == RowState::posted && !it.mismatch.empty()) return settle_mismatch(row);
  return std::nullopt;
}

// The listing does not have it. Once the quarantine is over, that means that it never arrived: it is sent again.
Stopped DaySync::settle_in_flight(std::size_t row) {
  const OutboxRow& it = day_.row(row);
  if (const auto* edited = find_edited(seen_.listing, it, seen_.claimed)) {
    return edited_failure(day_.plan(), it, edited->id, describe_mismatch(it.entry, *edited), context_.rules.zone);
  }
  if (!is_past_quarantine(row)) return stop_in_doubt(context_, seen_.listing, day_, row, "");
  day_.report().note(fmt::format("the entry {} never reached Clockify and is sent again", day_.name_of(row)));
  return std::nullopt;
}

// Clockify stored it otherwise than planned. By now somebody may have mended it there, or deleted it.
Stopped DaySync::settle_mismatch(std::size_t row) {
  const OutboxRow& it = day_.row(row);
  const auto* stored = find_id(seen_.listing, *it.entry_id);
  if (stored == nullptr) {
    // It stands there; a listing that is too young may not show it.
    if (it.sent_at && !is_past_quarantine(row)) {
      return unseen_failure(day_.plan(), it,
                            quarantine_ends_at(seen_.listing, *it.sent_at, context_.options.quarantine),
                            context_.rules.zone);
    }
    day_.report().note(fmt::format("the entry {} was deleted in Clockify and is not made again", day_.name_of(row)));
  }
  const std::string mismatch = stored == nullptr ? "" : describe_mismatch(it.entry, *stored);
  if (mismatch != it.mismatch) day_.write_mismatch(row, mismatch);
  if (mismatch.empty()) return std::nullopt;
  return mismatch_failure(day_.plan(), it, context_.rules.zone);
}

bool DaySync::is_past_quarantine(std::size_t row) const {
  return loop::is_past_quarantine(seen_.listing, *day_.row(row).sent_at, context_.options.quarantine,
                                  context_.clock.now());
}

// We never delete one: it may be somebody's, and only a person can tell.
void DaySync::report_twins(std::size_t row) {
  const OutboxRow& it = day_.row(row);
  if (it.state != RowState::posted || find_id(seen_.listing, *it.entry_id) == nullptr) return;
  for (const EntryId& twin : find_twins(seen_.listing, it, seen_.claimed)) {
    day_.report().note(fmt::format("Clockify holds an entry exactly like {} of {} ({}): delete what is too many",
                                   it.entry_id->str(), day_.name_of(row), twin.str()));
  }
}

// What is in flight still, and past the quarantine, goes first, as it was: nothing else of the day changes before.
Stopped DaySync::send_again() {
  const auto in_flight = [&](std::size_t row) { return day_.row(row).state == RowState::in_flight; };
  for (std::size_t row = 0; row < day_.size(); ++row) {
    if (!in_flight(row)) continue;
    if (auto stopped = check_room()) return stopped;
    if (auto stopped = posting_.add(day_, row)) return stopped;
    if (auto stopped = posting_.post()) return stopped;
    sent_again_.insert(row);
  }
  posting_.write_answers();
  return std::nullopt;
}

// What was not sent, or was refused, goes where the mapping says by now.
Stopped DaySync::readdress() {
  auto changes = loop::readdress(day_.plan(), draft_, context_.rules);
  if (!changes.has_value()) {
    return no_address_failure(day_.plan(), day_.row(changes.error().row), changes.error().why, context_.rules.zone);
  }
  for (auto& [row, entry] : *changes) {
    const std::string act = fmt::format("change the entry {}", day_.name_of(row));
    if (!day_.readdress(row, std::move(entry))) return taken_over_failure(act);
  }
  return std::nullopt;
}

Stopped DaySync::check_projects() {
  std::vector<store::PlannedEntry> to_post;
  for (const OutboxRow& row : day_.plan().rows) {
    if (row.state == RowState::planned) to_post.push_back(row.entry);
  }
  return to_post.empty() ? std::nullopt : projects_.check(to_post);
}

// When the day was frozen, what is still to be posted was free, or somebody chose to post beside. What lies there by
// now is somebody's, or ours, sent by a run that this copy of the store forgot or for another day.
Stopped DaySync::check_room() {
  const store::DayPlan& plan = day_.plan();
  if (context_.rules.on_existing == OnExisting::post) {
    day_.report().has_foreign(find_foreign(seen_.listing, plan.work_hours, plan.rows, seen_.claimed));
    return std::nullopt;
  }
  EntryIds own;
  for (const OutboxRow& row : plan.rows) {
    if (row.entry_id) own.insert(*row.entry_id);
  }
  for (const OutboxRow& row : plan.rows) {
    if (row.state != RowState::planned || find_exact(seen_.listing, row, seen_.claimed) != nullptr) continue;
    if (const auto* other = find_in_the_way(seen_.listing, row, own)) {
      return in_the_way_failure(plan, row, other->id, describe_mismatch(row.entry, *other), context_.rules.zone);
    }
  }
  return std::nullopt;
}

// Gives a row that has no entry yet one that stands there already, or else a new one.
Stopped DaySync::adopt_or_post(std::size_t row) {
  if (sent_again_.contains(row)) return std::nullopt;
  if (day_.row(row).state != RowState::posted) {
    if (find_exact(seen_.listing, day_.row(row), seen_.claimed) == nullptr) return posting_.add(day_, row);
    posting_.write_answers();  // T3 in the order of the rows
    adopt(seen_, day_, row);
  }
  day_.report().row_done(row);
  return std::nullopt;
}

void mark_done(FrozenDay day) {
  day.report().begins();
  for (std::size_t row = 0; row < day.size(); ++row) day.report().row_done(row);
  day.write_done();
}

}  // namespace libsync::loop
