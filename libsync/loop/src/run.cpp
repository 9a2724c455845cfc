// SPDX-License-Identifier: MIT
#include "run.hpp"

#include "calendar.hpp"
#include "days_under_way.hpp"
#include "failures.hpp"
#include "filling.hpp"
#include "freezing.hpp"
#include "recorded_days.hpp"
#include "shared_folders.hpp"
#include "taking_back.hpp"
#include "traffic_count.hpp"

#include <libsync/loop/mapping_check.hpp>
#include <libsync/workday/timesheet_guess.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using store::RowState;

// A plan that was begun for one user is not finished for another: everything would be posted a second time.
Stopped check_owner(const Connected& connected, const std::vector<OpenDay>& open) {
  const std::string& base_url = connected.timesheet.base_url;
  for (const OpenDay& day : open) {
    const auto& plan = day.plan;
    if (!plan || !plan->binds() || plan->timesheet == connected.timesheet) continue;
    const bool other_server = plan->timesheet.base_url != base_url;
    return Failure{
        FailureKind::conflict,
        fmt::format("cannot continue {}: it was begun {} {}, and this {} {}", format_date(plan->date),
                    other_server ? "at" : "for the Clockify user",
                    other_server ? plan->timesheet.base_url : plan->timesheet.user.str(),
                    other_server ? "is" : "key belongs to", other_server ? base_url : connected.timesheet.user.str()),
        {other_server ? Step::set_base_url_back : Step::use_first_key},
        {}};
  }
  return std::nullopt;
}

}  // namespace

SyncReport Run::execute() {
  report_.dry_run = context_.options.dry_run;
  report_.time_zone = context_.rules.zone.name();
  try {
    report_.failure = steps();
  } catch (const store::StoreError& error) {
    report_.failure = store_failure(error);
  }
  try {
    report_.project_names = known_names(context_.store, context_.rules);
  } catch (const store::StoreError& error) {
    // What a run did is worth more than how its projects are called; a dry run did nothing.
    if (report_.dry_run && !report_.failure) report_.failure = store_failure(error);
    report_.project_names.clear();
  }
  return std::move(report_);
}

Stopped Run::steps() {
  if (context_.options.import_first) {
    if (auto stopped = import_sessions()) return stopped;
  }
  const auto guess = workday::guess_timesheet(context_.store, context_.rules, context_.options.account);
  hold_run(guess.timesheet);
  OpenDays open = plan_days(guess.timesheet);
  note_folders();
  if (context_.options.dry_run) return std::nullopt;
  if (!is_unfinished(guess.timesheet)) {
    if (open.empty() && guess.is_sure) return std::nullopt;
    if (!open.empty() && std::all_of(open.begin(), open.end(), lacks_only_its_mark)) {
      mark_days(open);
      return std::nullopt;
    }
    if (auto stopped = ask_to_post(open)) return stopped;
  }
  const auto api = provide_api_();
  if (!api.has_value()) return api.error();
  const TrafficCount count{**api, report_.summary.traffic};
  return sync_with(**api, guess.timesheet, open);
}

// Where others may be at it, what is planned is only good while this is the one run.
void Run::hold_run(const std::optional<store::Timesheet>& timesheet) {
  if (timesheet && !context_.options.dry_run && context_.store.is_shared())
    context_.store.register_timesheet(*timesheet);
}

// Whether something that was to be taken back still stands.
bool Run::is_unfinished(const std::optional<store::Timesheet>& timesheet) {
  return timesheet && !unfinished_days(context_.store, *timesheet).empty();
}

void Run::note_folders() {
  const auto projects = context_.store.projects();
  const auto add = [&](const std::vector<std::string>& notes) {
    report_.notes.insert(report_.notes.end(), notes.begin(), notes.end());
  };
  add(shared_folders(context_.rules, projects));
  if (!context_.options.since && !context_.options.until) add(unused_mapping(context_.rules, projects));
}

Stopped Run::import_sessions() {
  auto imported = sessions_.import();
  if (!imported.has_value()) return imported.error();
  report_.notes.insert(report_.notes.end(), imported->notes.begin(), imported->notes.end());
  report_.import = std::move(*imported);
  return std::nullopt;
}

Run::OpenDays Run::plan_days(const std::optional<store::Timesheet>& timesheet, const std::vector<Interval>& not_free) {
  Workload workload =
      survey_days(context_.store, timesheet, context_.rules, context_.options, context_.clock.now(), not_free);
  if (workload.range) {
    report_.since = workload.range->first;
    report_.until = workload.range->last;
  }
  report_.days = std::move(workload.days);
  report_.unmapped.clear();
  report_.ignored.clear();
  for (const auto& [project, time] : workload.unmapped) report_.unmapped.push_back({project, time});
  for (const auto& [project, time] : workload.ignored) report_.ignored.push_back({project, time});
  for (const auto& [agent, folders] : workload.other_agents) {
    for (const auto& [project, time] : folders) report_.ignored.push_back({project, time, agent});
  }
  for (const auto& note : workload.notes) {
    if (std::ranges::find(report_.notes, note) == report_.notes.end()) report_.notes.push_back(note);
  }
  if (!context_.options.dry_run && timesheet) {
    for (const LocalDate date : workload.dropped) context_.store.discard_plan({*timesheet, date});
  }
  return std::move(workload.open);
}

void Run::mark_days(OpenDays& open) {
  for (OpenDay& day : open) {
    mark_done(frozen(day));
    reporter_of(day).ends();
  }
}

Run::ToPost Run::count_to_post(const OpenDays& open) const {
  ToPost count;
  for (const OpenDay& day : open) {
    if (day.was_occupied) continue;
    ++count.days;
    const auto& planned = report_.days[day.index].entries;
    count.entries += static_cast<std::size_t>(std::ranges::count_if(
        planned, [](const EntryReport& entry) { return entry.state != EntryState::already_posted; }));
  }
  return count;
}

// After what was found is recorded.
std::size_t Run::left_to_post(const OpenDays& open) const {
  std::size_t left = 0;
  for (const OpenDay& day : open) {
    left += static_cast<std::size_t>(std::ranges::count_if(report_.days[day.index].entries, [](const auto& entry) {
      return entry.state == EntryState::planned || entry.state == EntryState::in_doubt;
    }));
  }
  return left;
}

Stopped Run::ask_to_post(const OpenDays& open) {
  const auto [days, entries] = count_to_post(open);
  if (days == 0 || context_.observer.confirm(report_, days, entries)) return std::nullopt;
  return Failure{FailureKind::interrupted, "cannot post the entries: you did not agree", {Step::look_at_plan}, {}};
}

Stopped Run::sync_with(clockify::Api& api, const std::optional<store::Timesheet>& planned, OpenDays& open) {
  RequestLimit limit{context_};
  const auto connected = connect(context_, limit, api);
  if (!connected.has_value()) return connected.error();
  if (auto stopped = check_owner(*connected, open)) return stopped;
  const bool owns_older_days = context_.store.register_timesheet(connected->timesheet);
  bool is_asked = !is_unfinished(planned);
  if (context_.store.is_shared() && !planned) {  // nobody held it while this was planned
    open = plan_days(connected->timesheet);
    is_asked = false;
  }
  if (planned ? *planned != connected->timesheet : !owns_older_days) {
    report_.notes.push_back(fmt::format(
        "the key belongs to another Clockify user ({}) than the first that this store has seen: what was synced for "
        "that one, or by the older tool, is not done for this one",
        connected->timesheet.user.str()));
    open = plan_days(connected->timesheet);
    is_asked = false;
  }
  // A day is planned anew only when nothing that was to be taken back is left of it. What waits for a person bars its
  // own hours, and ends the run, but no other day.
  Stopped left_over;
  if (is_unfinished(connected->timesheet)) {
    auto finished = finish_earlier_runs(context_, *connected, limit, report_.notes);
    if (finished.stopped) return finished.stopped;
    left_over = std::move(finished.left_over);
    open = plan_days(connected->timesheet, hours_to_free(context_.store, connected->timesheet));
    is_asked = false;
  }
  Stopped stopped;
  if (!is_asked) stopped = ask_to_post(open);
  if (!stopped && !open.empty()) {
    auto seen = look_at_clockify(limit, *connected, open);
    stopped = seen.has_value() ? sync_days(*seen, limit, open) : Stopped{seen.error()};
  }
  if (!stopped) return left_over;
  if (left_over) report_.notes.push_back(left_over->message);
  return stopped;
}

Result<Seen, Failure> Run::look_at_clockify(RequestLimit& limit, const Connected& connected, const OpenDays& open) {
  Interval span{UtcTime::max(), UtcTime::min()};
  for (const OpenDay& day : open) {
    const Interval& work_hours = report_.days[day.index].work_hours;
    span = {std::min(span.start, work_hours.start), std::max(span.end, work_hours.end)};
    if (day.plan)
      span = {std::min(span.start, day.plan->work_hours.start), std::max(span.end, day.plan->work_hours.end)};
  }
  return read_listing(context_, limit, connected, span,
                      fmt::format("{} to {}", format_date(report_.days[open.front().index].date),
                                  format_date(report_.days[open.back().index].date)));
}

Stopped Run::sync_days(Seen& seen, RequestLimit& limit, OpenDays& open) {
  elsewhere_ = context_.store.open_plans(seen.connected.timesheet);
  std::erase_if(elsewhere_, [&](const store::DayPlan& plan) {
    return std::ranges::any_of(open, [&](const OpenDay& day) { return report_.days[day.index].date == plan.date; });
  });
  claim_found(seen, open);
  report_twins_of_done_days(seen, open);
  if (auto stopped = check_refusals(seen, open)) return stopped;
  ProjectCheck projects{context_, seen.connected, limit};
  DaysUnderWay days{context_, seen, limit, projects, jobs_for(context_.options, left_to_post(open))};
  Stopped stopped;
  for (OpenDay& day : open) {
    stopped = begin_day(seen, projects, day, open, days);
    if (stopped) break;
  }
  return days.finish(std::move(stopped));
}

// On all days before anything new is decided on one, so that an entry of ours is never in the way of another day. Rows
// that were sent come first: where two rows are alike, the entry belongs to the one that was sent. A plan of which
// nothing stands after that is none any more.
void Run::claim_found(Seen& seen, OpenDays& open) {
  for (OpenDay& day : open) {
    if (day.plan) reporter_of(day).shows(*day.plan);
  }
  for (const RowState state : {RowState::in_flight, RowState::planned}) {
    for (OpenDay& day : open) {
      if (day.plan) loop::claim_found(seen, frozen(day), state);
    }
  }
  for (OpenDay& day : open) {
    if (!day.plan) continue;
    if (day.plan->binds()) {
      report_.days[day.index].drift = day.drift;
      continue;
    }
    day.plan.reset();
    reporter_of(day).shows(day.draft);
  }
}

// What a refused attempt would have made, and stands there all the same, is ours. It was claimed where a row is exactly
// it; a draft that has its like will adopt it. Else nothing is posted beside it.
Stopped Run::check_refusals(const Seen& seen, const OpenDays& open) {
  for (const auto& refused : context_.store.refused_attempts(seen.connected.timesheet)) {
    const store::OutboxRow row{
        .entry = {refused.project, refused.interval, refused.description, {}, {}, {}},
    };
    const auto* entry = find_exact(seen.listing, row, seen.claimed);
    if (entry == nullptr) continue;
    const LocalDate date = refused.row.day.date;
    const auto day =
        std::ranges::find_if(open, [&](const OpenDay& each) { return report_.days[each.index].date == date; });
    if (day == open.end()) {
      // It bars a day or is filled around like anybody's, but where everything is posted beside, nobody would see it.
      const bool beside =
          context_.rules.on_existing == OnExisting::post && std::ranges::any_of(open, [&](const OpenDay& each) {
            return report_.days[each.index].work_hours.overlaps(refused.interval);
          });
      if (beside) return lied_failure(refused, entry->id, context_.rules.zone);
      continue;
    }
    // The entry of a later attempt has its place, so that this one is a twin of that, which report_twins() tells.
    const bool is_recorded = day->plan && std::ranges::any_of(day->plan->rows, [&](const store::OutboxRow& each) {
                               return each.entry_id && describe_mismatch(each.entry, *entry).empty();
                             });
    if (is_recorded) continue;
    const bool fits =
        !day->plan && std::ranges::any_of(would_post(seen, *day, open), [&](const store::PlannedEntry& planned) {
          return describe_mismatch(planned, *entry).empty();
        });
    if (!fits) return lied_failure(refused, entry->id, context_.rules.zone);
  }
  return std::nullopt;
}

// What other days, of this run or not, may still post in the hours of this one.
std::vector<ForeignEntry> Run::to_come(const OpenDay& day, const OpenDays& open) const {
  std::vector<ForeignEntry> found;
  for (const OpenDay& other : open) {
    if (&other != &day && other.plan) add_unposted(*other.plan, day.draft.work_hours, found);
  }
  for (const auto& plan : elsewhere_) add_unposted(plan, day.draft.work_hours, found);
  return found;
}

// Of a day without a plan, by what stands there.
std::vector<store::PlannedEntry> Run::would_post(const Seen& seen, const OpenDay& day, const OpenDays& open) const {
  if (context_.rules.on_existing != OnExisting::fill) return day.draft.entries;
  const LocalDate date = report_.days[day.index].date;
  const auto tracked = context_.store.query_range(session_window_of(date, context_.rules));
  return fill_around(day.draft, date, tracked, context_.rules, seen.listing, seen.claimed, to_come(day, open))
      .draft.entries;
}

Stopped Run::begin_day(Seen& seen, ProjectCheck& projects, OpenDay& day, const OpenDays& open, DaysUnderWay& days) {
  if (!day.plan) {
    DayReporter report = reporter_of(day);
    auto plan = freeze_day(context_, seen, projects, {day.draft, to_come(day, open), day.was_occupied}, report);
    if (!plan.has_value() || !plan->has_value()) {
      report.ends();
      return plan.has_value() ? std::nullopt : Stopped{plan.error()};  // left alone, or not
    }
    day.plan = *std::move(*plan);
  }
  return days.begin(day.draft, frozen(day));
}

// The listing is a day wider than the days of this run, so it shows what came of the one that was done last: something
// between us and Clockify may have sent a POST twice, or later than a request should live.
void Run::report_twins_of_done_days(const Seen& seen, const OpenDays& open) {
  EntryIds of_done_days = seen.claimed;
  for (const OpenDay& day : open) {
    if (!day.plan) continue;
    for (const auto& row : day.plan->rows) {
      if (row.entry_id) of_done_days.erase(*row.entry_id);
    }
  }
  for (const auto& [ours, other] : find_all_twins(seen.listing, of_done_days, seen.claimed)) {
    report_.notes.push_back(fmt::format("Clockify holds an entry exactly like {} of {} ({}): delete what is too many",
                                        ours->id.str(), format_date(context_.rules.zone.date_of(ours->start)),
                                        other->id.str()));
  }
}

DayReporter Run::reporter_of(const OpenDay& day) {
  return {report_, day.index, context_.observer};
}

FrozenDay Run::frozen(OpenDay& day) {
  return {context_.store, context_.rules.zone, *day.plan, reporter_of(day)};
}

}  // namespace libsync::loop
