// SPDX-License-Identifier: MIT
#include "run.hpp"

#include "failures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {
namespace {

bool is_complete(const store::OutboxRow& row) {
  return row.state == store::RowState::posted && row.mismatch.empty();
}

}  // namespace

SyncReport Run::execute() {
  report_.dry_run = options_.dry_run;
  report_.time_zone = rules_.zone.name();
  try {
    report_.failure = steps();
  } catch (const store::StoreError& error) {
    report_.failure = store_failure(error);
  }
  count_unmapped();
  if (api_ != nullptr) report_.summary.traffic = api_->traffic();
  return std::move(report_);
}

Run::Stopped Run::steps() {
  if (options_.import_first) {
    if (auto stopped = import_sessions()) return stopped;
  }
  plan_days();
  return options_.dry_run ? std::nullopt : work_off();
}

Run::Stopped Run::import_sessions() {
  auto imported = sessions_.import();
  if (!imported.has_value()) return imported.error();
  report_.notes.insert(report_.notes.end(), imported->notes.begin(), imported->notes.end());
  report_.import = std::move(*imported);
  return std::nullopt;
}

void Run::plan_days() {
  const auto synced = store_.synced_days(rules_.workspace);
  auto open = store_.open_plans(rules_.workspace);
  std::set<LocalDate> days;
  if (const auto earliest = store_.earliest_session_date(rules_.zone)) {
    const auto range = days_to_look_at(*earliest, clock_.now(), rules_, options_);
    if (range) {
      for (LocalDate date = range->first; date <= range->last; date = next_day(date)) days.insert(days.end(), date);
    }
  }
  // What was begun is finished, also when another zone or other work hours put the day outside the range by now.
  for (const auto& plan : open) {
    if (plan.ever_sent() && is_asked_for(plan.date, options_)) days.insert(plan.date);
  }
  if (days.empty()) return;
  report_.since = *days.begin();
  report_.until = *days.rbegin();
  for (const LocalDate date : days) plan_day(date, synced, open);
}

void Run::plan_day(LocalDate date, const std::set<LocalDate>& synced, std::vector<store::DayPlan>& open) {
  const auto plan = std::find_if(open.begin(), open.end(), [&](const auto& p) { return p.date == date; });
  const bool begun = plan != open.end() && plan->ever_sent();
  // What was begun is finished, also when the day is no workday any more.
  if (!is_work_day(date, rules_) && !begun) return;

  DayReport& report = report_.days.emplace_back();
  report.date = date;
  report.work_hours = work_hours_of(date, rules_);
  if (synced.contains(date)) {
    report.state = DayState::already_synced;
    return;
  }
  if (rules_.days_off.contains(date) && !begun) {
    report.state = DayState::day_off;
    return;
  }

  Work work{report_.days.size() - 1, draft_day(date, store_.query_range(session_window_of(date, rules_)), rules_), {}};
  report.tracked = work.draft.buckets.tracked;
  for (const auto& [project, time] : work.draft.buckets.unmapped) unmapped_[project] += time;

  if (begun) {
    report.drift = describe_drift(*plan, work.draft);
    work.plan = std::move(*plan);
    report.work_hours = work.plan->work_hours;
  } else if (work.draft.entries.empty()) {
    report.state = work.draft.buckets.unmapped.empty() ? DayState::no_time : DayState::unmapped;
    return;
  }
  report.state = options_.dry_run ? DayState::planned : DayState::not_reached;
  show_plan(work);
  work_.push_back(std::move(work));
}

bool Run::needs_requests() const {
  return std::any_of(work_.begin(), work_.end(), [](const Work& work) {
    return !work.plan || !std::all_of(work.plan->rows.begin(), work.plan->rows.end(), is_complete);
  });
}

Run::Stopped Run::work_off() {
  if (work_.empty()) return std::nullopt;
  if (needs_requests()) {
    std::size_t entries = 0;
    for (const Work& work : work_) {
      const auto& planned = report_.days[work.report].entries;
      entries += static_cast<std::size_t>(std::count_if(planned.begin(), planned.end(), [](const EntryReport& entry) {
        return entry.state != EntryState::already_posted;
      }));
    }
    if (!observer_.confirm(report_, work_.size(), entries)) {
      return Failure{FailureKind::interrupted, "cannot post the entries: you did not agree", {Step::look_at_plan}, {}};
    }
    if (auto stopped = connect()) return stopped;
    if (auto stopped = check_owner()) return stopped;
    if (auto stopped = look()) return stopped;
  }
  // On all days before anything new is decided on one: an entry of ours is not in the way of another day. What was sent
  // comes before what may have been: of two rows alike, the entry is the first one's.
  for (Work& work : work_) claim_found(work, store::RowState::in_flight);
  for (Work& work : work_) claim_found(work, store::RowState::planned);
  report_twins_of_done_days();
  for (Work& work : work_) {
    auto stopped = sync_day(work);
    observer_.day_ends(day(work));
    if (stopped) return stopped;
  }
  return std::nullopt;
}

Run::Stopped Run::connect() {
  auto provided = provide_api_();
  if (!provided.has_value()) return provided.error();
  api_ = *provided;

  user_ = store_.remembered_user(api_->account());
  if (user_) return std::nullopt;
  const auto user = patiently([&] { return api_->current_user(); });
  if (!user.has_value()) return failure_of(user.error(), "ask Clockify whose key this is");
  store_.remember_user(api_->account(), user->id);
  user_ = user->id;
  return std::nullopt;
}

// A plan that was begun for one user is not finished for another: everything would be posted a second time.
Run::Stopped Run::check_owner() const {
  for (const Work& work : work_) {
    if (!work.plan || (work.plan->user == *user_ && work.plan->base_url == api_->base_url())) continue;
    const bool other_server = work.plan->base_url != api_->base_url();
    return Failure{FailureKind::conflict,
                   fmt::format("cannot continue {}: it was begun {} {}, and this {} {}", format_date(work.plan->date),
                               other_server ? "at" : "for the Clockify user",
                               other_server ? work.plan->base_url : work.plan->user.str(),
                               other_server ? "is" : "key belongs to", other_server ? api_->base_url() : user_->str()),
                   {other_server ? Step::set_base_url_back : Step::use_first_key},
                   {}};
  }
  return std::nullopt;
}

Run::Stopped Run::look() {
  Interval span{UtcTime::max(), UtcTime::min()};
  for (const Work& work : work_) {
    span.start = std::min(span.start, report_.days[work.report].work_hours.start);
    span.end = std::max(span.end, report_.days[work.report].work_hours.end);
  }
  // An entry is listed by its start, and one that began the day before may reach into the work hours.
  span.start -= std::chrono::days{1};
  span.end += std::chrono::days{1};

  auto listing = patiently([&] { return api_->list_entries(rules_.workspace, *user_, span); });
  if (!listing.has_value()) {
    return failure_of(listing.error(),
                      fmt::format("read the entries of {} to {} from Clockify", format_date(day(work_.front()).date),
                                  format_date(day(work_.back()).date)));
  }
  listing_ = std::move(*listing);
  claimed_ = store_.claimed_entries(rules_.workspace);
  return std::nullopt;
}

// The listing is a day wider than the days of this run, so it shows what came of the one that was done last: something
// between us and Clockify may have sent a POST twice, or later than a request should live.
void Run::report_twins_of_done_days() {
  EntryIds of_done_days = claimed_;
  for (const Work& work : work_) {
    if (!work.plan) continue;
    for (const auto& row : work.plan->rows) {
      if (row.entry_id) of_done_days.erase(*row.entry_id);
    }
  }
  for (const auto& [ours, other] : find_all_twins(listing_, of_done_days, claimed_)) {
    report_.notes.push_back(fmt::format("Clockify holds an entry exactly like {} of {} ({}): delete what is too many",
                                        ours->id.str(), format_date(rules_.zone.date_of(ours->start)),
                                        other->id.str()));
  }
}

bool Run::wait_out(const clockify::ApiError& error) {
  const auto wait = std::max(patience(error), shortest_wait(waits_in_a_row_++));
  observer_.waiting(clock_.now() + wait, "Clockify's request limit is reached");
  interrupted_ = !clock_.sleep_for(wait);
  return !interrupted_;
}

Failure Run::failure_of(const clockify::ApiError& error, const std::string& act) const {
  return interrupted_ ? interrupted_wait_failure(act) : api_failure(error, act, clock_.now());
}

void Run::count_unmapped() {
  for (const auto& [project, time] : unmapped_) report_.unmapped.push_back({project, time});
}

void Run::show_plan(Work& work) {
  DayReport& report = day(work);
  report.entries.clear();
  const auto show = [&](const store::PlannedEntry& entry, EntryState state, const std::optional<EntryId>& id) {
    report.entries.push_back({entry.project, entry.sources, entry.interval, entry.description, state, id});
  };
  if (!work.plan) {
    for (const auto& entry : work.draft.entries) show(entry, EntryState::planned, {});
    return;
  }
  for (const auto& row : work.plan->rows) {
    const auto state = row.state == store::RowState::posted      ? EntryState::already_posted
                       : row.state == store::RowState::in_flight ? EntryState::in_doubt
                                                                 : EntryState::planned;
    show(row.entry, state, row.entry_id);
  }
}

void Run::show_row(Work& work, const store::OutboxRow& row, EntryState state) {
  for (EntryReport& entry : day(work).entries) {
    if (entry.project != row.entry.project) continue;
    entry.state = state;
    entry.entry_id = row.entry_id;
  }
}

}  // namespace libsync::loop
