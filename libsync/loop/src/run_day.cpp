// SPDX-License-Identifier: MIT
#include "failures.hpp"
#include "run.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {

using store::Origin;
using store::OutboxRow;
using store::RowState;

// What an earlier run sent, or planned, and the listing has is ours.
void Run::claim_found(Work& work, RowState state) {
  if (!work.plan) return;
  for (OutboxRow& row : work.plan->rows) {
    if (row.state == state && adopt(work, row)) day(work).state = DayState::partial;
  }
}

bool Run::adopt(Work& work, OutboxRow& row) {
  const auto* found = find_exact(listing_, row, claimed_);
  if (found == nullptr) return false;
  record(work, row, *found, row.state == RowState::in_flight ? Origin::found : Origin::adopted, "");
  show_row(work, row, EntryState::adopted);
  ++report_.summary.entries_adopted;
  return true;
}

Run::Stopped Run::sync_day(Work& work) {
  if (!work.plan) {
    if (auto stopped = begin(work)) return stopped;
    if (!work.plan) return std::nullopt;  // left alone
  }
  DayReport& report = day(work);
  report.state = DayState::partial;
  observer_.day_begins(report.date, report.entries.size());

  // What earlier runs left behind comes first: nothing new is sent while anything of the day is in doubt.
  for (OutboxRow& row : work.plan->rows) {
    if (auto stopped = settle(work, row)) return stopped;
    report_twins(work, row);
  }
  if (auto stopped = check_room(work)) return stopped;
  for (std::size_t row = 0; row < work.plan->rows.size(); ++row) {
    if (auto stopped = place(work, row)) return stopped;
    observer_.entry_done(report.date, row + 1, work.plan->rows.size());
  }
  complete(work);
  return std::nullopt;
}

// When the day was frozen, what is still to be posted was free, or somebody chose to post beside. What lies there by
// now is somebody's, or ours, sent by a run that this copy of the store forgot.
Run::Stopped Run::check_room(Work& work) {
  if (rules_.on_existing == OnExisting::post) {
    day(work).foreign = find_foreign(listing_, work.plan->work_hours, work.plan->rows, claimed_);
    return std::nullopt;
  }
  for (const OutboxRow& row : work.plan->rows) {
    if (row.state != RowState::planned || find_exact(listing_, row, claimed_) != nullptr) continue;
    if (const auto* other = find_in_the_way(listing_, row, claimed_)) {
      return in_the_way_failure(*work.plan, row, other->id, describe_mismatch(row.entry, *other), rules_.zone);
    }
  }
  return std::nullopt;
}

// T1: a day that was never sent is planned afresh and frozen, unless somebody else's entries are in the way.
Run::Stopped Run::begin(Work& work) {
  const auto rows = rows_beside_earlier(work);
  if (!rows) {
    leave_alone(work, "an earlier version began it, and what it posted does not fill the day from its start");
    return std::nullopt;
  }
  day(work).foreign = find_foreign(listing_, work.draft.work_hours, *rows, claimed_);
  if (!day(work).foreign.empty() && rules_.on_existing == OnExisting::skip) {
    leave_alone(work, "");
    return std::nullopt;
  }

  if (auto stopped = check_clocks(day(work).date, work.draft.work_hours)) return stopped;
  store::DayPlan plan{.date = day(work).date,
                      .workspace = rules_.workspace,
                      .user = *user_,
                      .base_url = api_->base_url(),
                      .time_zone = rules_.zone.name(),
                      .work_hours = work.draft.work_hours,
                      .tracked = std::chrono::floor<seconds>(work.draft.buckets.tracked),
                      .rows = *rows};
  store_.freeze(plan);
  work.plan = std::move(plan);
  show_plan(work);
  return std::nullopt;
}

// The wall clock said that the day is over. Nothing is frozen or sent while Clockify's says that it is still going on.
Run::Stopped Run::check_clocks(LocalDate date, const Interval& work_hours) const {
  const auto& server = listing_.server_date;
  const bool agree = clocks_agree(listing_, clock_.boot_time(), clock_.now());
  if (!server || (agree && work_hours.end <= *server)) return std::nullopt;
  return clocks_failure(date, *server, clock_.now(), rules_.zone);
}

// The rows of a new plan. Entries that synced_entries has for this day without a plan come from the older tool.
std::optional<std::vector<OutboxRow>> Run::rows_beside_earlier(const Work& work) {
  const auto recorded = store_.synced_entries(report_.days[work.report].date, rules_.workspace);
  if (recorded.empty()) {
    std::vector<OutboxRow> rows;
    for (const auto& entry : work.draft.entries) rows.push_back({.entry = entry});
    return rows;
  }
  std::vector<clockify::Entry> earlier;
  for (const auto& record : recorded) {
    const auto* entry = find_id(listing_, record.entry);
    if (entry == nullptr || entry->project != record.project) return std::nullopt;
    earlier.push_back(*entry);
  }
  return continue_earlier(work.draft, earlier, rules_);
}

void Run::leave_alone(Work& work, const std::string& why) {
  day(work).state = DayState::occupied;
  if (!why.empty()) report_.notes.push_back(fmt::format("{} is left alone: {}", format_date(day(work).date), why));
}

Run::Stopped Run::settle(Work& work, OutboxRow& row) {
  if (row.state == RowState::in_flight) return settle_in_flight(work, row);
  if (row.state == RowState::posted && !row.mismatch.empty()) return settle_mismatch(work, row);
  return std::nullopt;
}

// The listing does not have it. Old enough: it never arrived, and place() may send it again.
Run::Stopped Run::settle_in_flight(Work& work, const OutboxRow& row) {
  if (const auto* edited = find_edited(listing_, row, claimed_)) {
    return edited_failure(*work.plan, row, edited->id, describe_mismatch(row.entry, *edited), rules_.zone);
  }
  if (!is_past_quarantine(listing_, *row.sent_at, options_.quarantine, clock_.now())) {
    return doubt(work, row, "");
  }
  report_.notes.push_back(fmt::format("the entry {} never reached Clockify and is sent again",
                                      name_of(*work.plan, row.entry, rules_.zone)));
  return std::nullopt;
}

Run::Stopped Run::settle_mismatch(Work& work, OutboxRow& row) {
  const auto* stored = find_id(listing_, *row.entry_id);
  const std::string mismatch = stored == nullptr ? "" : describe_mismatch(row.entry, *stored);
  if (stored == nullptr) {
    // It stands there; a listing that is too young may not show it.
    if (row.sent_at && !is_past_quarantine(listing_, *row.sent_at, options_.quarantine, clock_.now())) {
      return unseen_failure(*work.plan, row, sure_at(listing_, *row.sent_at, options_.quarantine), rules_.zone);
    }
    report_.notes.push_back(fmt::format("the entry {} was deleted in Clockify and is not made again",
                                        name_of(*work.plan, row.entry, rules_.zone)));
  }
  if (mismatch != row.mismatch) {
    store_.record_mismatch(work.plan->date, work.plan->workspace, row.entry.project, mismatch);
    row.mismatch = mismatch;
  }
  if (mismatch.empty()) return std::nullopt;
  return mismatch_failure(*work.plan, row, rules_.zone);
}

// Never deleted by us: they may be somebody's, and a person can tell.
void Run::report_twins(const Work& work, const OutboxRow& row) {
  if (row.state != RowState::posted || find_id(listing_, *row.entry_id) == nullptr) return;
  for (const EntryId& twin : find_twins(listing_, row, claimed_)) {
    report_.notes.push_back(fmt::format("Clockify holds an entry exactly like {} of {} ({}): delete what is too many",
                                        row.entry_id->str(), name_of(*work.plan, row.entry, rules_.zone), twin.str()));
  }
}

// Gives a row that has no entry yet its entry: one that stands there already, or a new one.
Run::Stopped Run::place(Work& work, std::size_t index) {
  OutboxRow& row = work.plan->rows[index];
  if (row.state == RowState::posted) return std::nullopt;
  if (row.state == RowState::planned && adopt(work, row)) return std::nullopt;
  return post(work, index);
}

Failure Run::doubt(Work& work, const OutboxRow& row, const std::string& why) {
  show_row(work, row, EntryState::in_doubt);
  return in_doubt_failure(*work.plan, row, why, sure_at(listing_, *row.sent_at, options_.quarantine), rules_.zone);
}

// The intent is written inside before_send, so that it is durable before the first byte and a failed connect leaves no
// trace.
Run::Stopped Run::post(Work& work, std::size_t index) {
  if (auto stopped = check_clocks(work.plan->date, work.plan->work_hours)) return stopped;
  while (true) {
    OutboxRow& row = work.plan->rows[index];
    Intent intent_state = Intent::not_due;
    const auto before_send = [&] {
      intent_state = write_intent(work, row) ? Intent::written : Intent::lost;
      return intent_state == Intent::written ? clockify::Proceed::send : clockify::Proceed::abort;
    };
    const auto answer = api_->create_entry({.workspace = work.plan->workspace,
                                            .project = row.entry.project,
                                            .interval = row.entry.interval,
                                            .description = row.entry.description,
                                            .billable = row.entry.billable,
                                            .tags = row.entry.tags},
                                           before_send);
    if (answer.has_value()) return take_answer(work, index, *answer);
    if (auto stopped = take_error(work, index, answer.error(), intent_state)) return stopped;
  }
}

// T2. False when somebody else's intent was first. `sent_at` has to be later than the commit, so one that took longer
// than was allowed for (the disk was slow, the machine slept) is followed by another.
bool Run::write_intent(const Work& work, OutboxRow& row) {
  for (seconds allowed{1};;) {
    const auto begun = clock_.boot_time();
    const store::TrackingStore::Intent intent{.date = work.plan->date,
                                              .workspace = work.plan->workspace,
                                              .project = row.entry.project,
                                              .seen_attempt = row.attempt,
                                              .sent_at = latest_server_time(listing_, begun, clock_.now()) + allowed,
                                              .baseline = baseline_for(listing_, row.entry, claimed_),
                                              .seen_interval = row.entry.interval};
    if (!store_.begin_send(intent)) return false;
    row.state = RowState::in_flight;
    ++row.attempt;
    row.sent_at = intent.sent_at;
    row.baseline = intent.baseline;
    const auto took = std::chrono::ceil<seconds>(clock_.boot_time() - begun);
    if (took <= allowed) return true;
    allowed = took;
  }
}

Run::Stopped Run::take_answer(Work& work, std::size_t index, const clockify::Entry& stored) {
  OutboxRow& row = work.plan->rows[index];
  if (claimed_.contains(stored.id) || find_id(listing_, stored.id) != nullptr) {
    return doubt(work, row, "Clockify answered with an entry that was there before");
  }
  const std::string mismatch = describe_mismatch(row.entry, stored);
  try {
    record(work, row, stored, Origin::created, mismatch);
  } catch (const store::StoreError& error) {
    show_row(work, row, EntryState::in_doubt);
    Failure failure = store_failure(error);
    failure.message += fmt::format("; the entry {} was made in Clockify ({}) and the next run will find it there",
                                   name_of(*work.plan, row.entry, rules_.zone), stored.id.str());
    return failure;
  }
  waits_in_a_row_ = 0;
  show_row(work, row, EntryState::posted);
  ++report_.summary.entries_posted;
  if (mismatch.empty()) return std::nullopt;
  return mismatch_failure(*work.plan, row, rules_.zone);
}

// Nothing means: try once more.
Run::Stopped Run::take_error(Work& work, std::size_t index, const clockify::ApiError& error, Intent intent) {
  OutboxRow& row = work.plan->rows[index];
  const std::string act = fmt::format("post the entry {}", name_of(*work.plan, row.entry, rules_.zone));
  if (intent == Intent::lost) return taken_over_failure(act);
  if (intent == Intent::not_due) return failure_of(error, act);
  if (error.delivery == clockify::Delivery::unknown) {
    if (error.kind != clockify::ErrorKind::cancelled) return doubt(work, row, error.cause);
    show_row(work, row, EntryState::in_doubt);
    return failure_of(error, act);
  }
  if (!store_.record_refused(work.plan->date, work.plan->workspace, row.entry.project, row.attempt)) {
    return taken_over_failure(act);
  }
  row.state = RowState::planned;
  show_row(work, row, EntryState::planned);
  if (error.kind == clockify::ErrorKind::rate_limited && options_.wait && wait_out(error)) return std::nullopt;
  Failure failure = failure_of(error, act);
  if (failure.kind == FailureKind::refused) {
    show_row(work, row, EntryState::refused);
    failure.message +=
        fmt::format(" (project {}, for {})", row.entry.project.str(), fmt::join(row.entry.sources, ", "));
    failure.hint = {Step::settle_refusal, format_date(next_day(work.plan->date))};
  }
  return failure;
}

// T3.
void Run::record(Work& work, OutboxRow& row, const clockify::Entry& entry, Origin origin, const std::string& mismatch) {
  store_.record_posted(work.plan->date, work.plan->workspace, row.entry.project, entry.id, origin, mismatch);
  claimed_.insert(entry.id);
  row.state = RowState::posted;
  row.entry_id = entry.id;
  row.origin = origin;
  row.mismatch = mismatch;
}

// T5.
void Run::complete(Work& work) {
  store_.complete_day(work.plan->date, work.plan->workspace);
  day(work).state = DayState::synced;
  ++report_.summary.days_synced;
}

}  // namespace libsync::loop
