// SPDX-License-Identifier: MIT
#include "withdrawal_run.hpp"

#include "calendar.hpp"
#include "failures.hpp"
#include "project_check.hpp"
#include "recorded_days.hpp"
#include "standing.hpp"
#include "taking_back.hpp"
#include "traffic_count.hpp"
#include "withdrawn_day.hpp"

#include <libsync/workday/timesheet_guess.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using store::OutboxRow;

const char* name_of(Withdrawing what) {
  return what == Withdrawing::undo ? "take back what was posted" : "post the days afresh";
}

}  // namespace

WithdrawalReport WithdrawalRun::execute() {
  report_.dry_run = context_.options.dry_run;
  report_.time_zone = context_.rules.zone.name();
  try {
    report_.project_names = known_names(context_.store, context_.rules);
    report_.failure = steps();
  } catch (const store::StoreError& error) {
    report_.failure = store_failure(error);
  }
  return std::move(report_);
}

Stopped WithdrawalRun::steps() {
  if (report_.what == Withdrawing::resync && context_.options.import_first) {
    auto imported = sessions_.import();
    if (!imported.has_value()) return imported.error();
    report_.notes = std::move(imported->notes);
  }
  const auto timesheet = workday::guess_timesheet(context_.store, context_.rules, context_.options.account).timesheet;
  if (!timesheet) return std::nullopt;
  if (context_.store.is_shared() && !context_.options.dry_run) context_.store.register_timesheet(*timesheet);
  find_days(*timesheet);
  if (context_.options.dry_run) {
    for (const LocalDate date : dates()) preview_day(*timesheet, date);
    return std::nullopt;
  }
  if (report_.days.empty() && unfinished_days(context_.store, *timesheet).empty()) return std::nullopt;
  const auto api = provide_api_();
  if (!api.has_value()) return api.error();
  const TrafficCount count{**api, report_.summary.traffic};
  return take_back(**api, *timesheet);
}

void WithdrawalRun::find_days(const store::Timesheet& timesheet) {
  report_.days.clear();
  for (const LocalDate date : recorded_days(context_.store, timesheet)) {
    if (is_asked_for(date, context_.options)) report_.days.push_back({date, WithdrawalDayState::not_reached, {}});
  }
}

std::vector<LocalDate> WithdrawalRun::dates() const {
  std::vector<LocalDate> dates;
  for (const WithdrawalDay& day : report_.days) dates.push_back(day.date);
  return dates;
}

void WithdrawalRun::preview_day(const store::Timesheet& timesheet, LocalDate date) {
  const auto shown = std::ranges::find(report_.days, date, &WithdrawalDay::date);
  WithdrawalReporter day{report_, static_cast<std::size_t>(shown - report_.days.begin())};
  day.is(WithdrawalDayState::planned);
  const auto plan = context_.store.day_plan({timesheet, date});
  if (!plan) return;
  std::vector<OutboxRow> instead;
  if (report_.what == Withdrawing::resync) {
    const auto tracked = context_.store.query_range(session_window_of(date, context_.rules));
    for (auto& entry : draft_day(date, tracked, context_.rules, plan->gaps).entries) {
      instead.push_back({.entry = std::move(entry)});
    }
  }
  for (const OutboxRow& row : plan->rows) {
    if (row.state != store::RowState::posted) continue;
    const auto same = std::ranges::find_if(
        instead, [&](const OutboxRow& other) { return !other.entry_id && is_sent_alike(other.entry, row.entry); });
    if (same != instead.end()) same->entry_id = row.entry_id;
    day.shows(row.entry, same == instead.end() ? WithdrawalEntryState::to_delete : WithdrawalEntryState::kept,
              row.entry_id);
  }
  for (const OutboxRow& row : instead) {
    if (!row.entry_id) day.shows(row.entry, WithdrawalEntryState::planned, {});
  }
}

Stopped WithdrawalRun::take_back(clockify::Api& api, const store::Timesheet& timesheet) {
  RequestLimit limit{context_};
  const auto connected = connect(context_, limit, api);
  if (!connected.has_value()) return connected.error();
  if (connected->timesheet != timesheet) return other_user_failure(timesheet.user, connected->timesheet.user);
  context_.store.register_timesheet(timesheet);
  if (!unfinished_days(context_.store, timesheet).empty()) {
    const auto count = [this](const store::Withdrawal&) { ++report_.summary.entries_deleted; };
    const auto [stopped, left_over] = finish_earlier_runs(context_, *connected, limit, report_.notes, count);
    if (stopped) return stopped;
    const auto unfinished = unfinished_days(context_.store, timesheet);
    const auto is_asked = [&](LocalDate date) { return is_asked_for(date, context_.options); };
    if (std::ranges::any_of(unfinished, is_asked)) return left_over;
    if (left_over) report_.notes.push_back(left_over->message);
    find_days(timesheet);
  }
  if (report_.days.empty()) return std::nullopt;
  auto seen = look_at(context_, limit, *connected, dates());
  if (!seen.has_value()) return seen.error();
  ProjectCheck projects{context_, *connected, limit};
  const auto notes = report_.notes.size();
  const auto to_delete = prepare(*seen, limit, projects);
  if (!to_delete.has_value()) return to_delete.error();
  if (!to_delete->has_value()) return std::nullopt;
  if (!context_.observer.confirm_withdrawal(report_)) return not_agreed_failure(name_of(report_.what));
  report_.notes.resize(notes);  // all is looked at once more
  return carry_out(*seen, limit, projects, **to_delete);
}

Result<std::optional<EntryIds>, Failure> WithdrawalRun::prepare(Seen& seen, RequestLimit& limit,
                                                                ProjectCheck& projects) {
  std::optional<EntryIds> all;
  SyncReport work = work_on_days();
  Stopped stopped;
  for (std::size_t index = 0; index < report_.days.size() && !stopped; ++index) {
    WithdrawnDay day{context_, seen, limit, projects, {report_, index}, work, index};
    const auto to_delete = day.prepare(report_.what);
    if (!to_delete.has_value()) {
      stopped = to_delete.error();
    } else if (to_delete->has_value()) {
      if (!all) all.emplace();
      all->insert((*to_delete)->begin(), (*to_delete)->end());
    }
  }
  if (stopped || !all) report_.notes.insert(report_.notes.end(), work.notes.begin(), work.notes.end());
  if (stopped) return *std::move(stopped);
  return all;
}

Stopped WithdrawalRun::carry_out(Seen& seen, RequestLimit& limit, ProjectCheck& projects, const EntryIds& agreed) {
  for (WithdrawalDay& day : report_.days) day.state = WithdrawalDayState::not_reached;
  SyncReport work = work_on_days();
  Stopped stopped;
  for (std::size_t index = 0; index < report_.days.size() && !stopped; ++index) {
    stopped = refresh(context_, limit, seen, dates());
    if (stopped) break;
    WithdrawnDay day{context_, seen, limit, projects, {report_, index}, work, index};
    stopped = day.carry_out(report_.what, agreed);
  }
  report_.notes.insert(report_.notes.end(), work.notes.begin(), work.notes.end());
  return stopped;
}

// What posting writes to: the same days, in the same places.
SyncReport WithdrawalRun::work_on_days() {
  SyncReport work;
  for (const WithdrawalDay& each : report_.days) {
    DayReport& day = work.days.emplace_back();
    day.date = each.date;
    day.work_hours = work_hours_of(day.date, context_.rules);
  }
  return work;
}

}  // namespace libsync::loop
