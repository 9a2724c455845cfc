// SPDX-License-Identifier: MIT
#include "calendar.hpp"
#include "failures.hpp"
#include "recorded_days.hpp"
#include "standing.hpp"
#include "taking_back.hpp"
#include "traffic_count.hpp"

#include <libsync/loop/verification.hpp>
#include <libsync/workday/timesheet_guess.hpp>

#include <algorithm>

namespace libsync::loop {
namespace {

using store::OutboxRow;
using store::RowState;

EntryCheck check_of(Stands state) {
  switch (state) {
    case Stands::unchanged:
    case Stands::locked:
      return EntryCheck::ok;
    case Stands::edited:
      return EntryCheck::edited;
    case Stands::gone:
      return EntryCheck::missing;
    case Stands::not_yet:
      break;
  }
  return EntryCheck::not_yet;
}

class Verification {
 public:
  Verification(const RunContext& context, VerifyReport& report) : context_(context), report_(report) {}

  Stopped run(const ApiProvider& provide) {
    const auto timesheet = workday::guess_timesheet(context_.store, context_.rules, context_.options.account).timesheet;
    if (!timesheet) return std::nullopt;
    std::vector<LocalDate> dates;
    for (const LocalDate date : recorded_days(context_.store, *timesheet)) {
      if (is_asked_for(date, context_.options)) dates.push_back(date);
    }
    if (dates.empty()) return std::nullopt;
    const auto api = provide();
    if (!api.has_value()) return api.error();
    const TrafficCount count{**api, report_.traffic};
    RequestLimit limit{context_};
    const auto connected = connect(context_, limit, **api);
    if (!connected.has_value()) return connected.error();
    if (connected->timesheet != *timesheet) return other_user_failure(timesheet->user, connected->timesheet.user);
    const auto seen = look_at(context_, limit, *connected, dates);
    if (!seen.has_value()) return seen.error();
    const Known known{context_.store.synced_days(*timesheet), unfinished_days(context_.store, *timesheet),
                      withdrawn_entries(*timesheet)};
    for (const LocalDate date : dates) check_day(*seen, known, date);
    return verdict();
  }

 private:
  // Of all days.
  struct Known {
    std::set<LocalDate> done;
    std::set<LocalDate> being_taken_back;
    EntryIds withdrawn;
  };

  [[nodiscard]] EntryIds withdrawn_entries(const store::Timesheet& timesheet) const {
    EntryIds ids;
    for (const auto& each : context_.store.withdrawals(timesheet)) ids.insert(each.id);
    return ids;
  }

  void check_day(const Seen& seen, const Known& known, LocalDate date) {
    const store::DayKey key{seen.connected.timesheet, date};
    VerifiedDay& day = report_.days.emplace_back();
    day.date = date;
    day.is_done = known.done.contains(date);
    day.is_taken_back = known.being_taken_back.contains(date);
    const auto plan = context_.store.day_plan(key);
    if (!plan) return check_older_day(seen, key, day);
    for (const OutboxRow& row : plan->rows) {
      const EntryCheck state = row.state == RowState::in_flight ? EntryCheck::in_doubt : EntryCheck::planned;
      day.entries.push_back(
          {row.entry.project, row.entry.sources, row.entry.interval, row.entry.description, state, "", row.entry_id});
    }
    for (auto& each : look_for(*plan, seen.listing, context_.options.quarantine, context_.clock.now())) {
      VerifiedEntry& entry = day.entries[each.row];
      const bool goes = known.withdrawn.contains(*entry.entry_id) && each.state != Stands::edited;
      entry.state = goes ? EntryCheck::goes : check_of(each.state);
      if (!goes) entry.difference = std::move(each.difference);
      const auto twins = find_twins(seen.listing, plan->rows[each.row], seen.claimed);
      day.twins.insert(day.twins.end(), twins.begin(), twins.end());
    }
    day.foreign = find_foreign(seen.listing, plan->work_hours, plan->rows, seen.claimed);
    std::erase_if(day.foreign, [&](const ForeignEntry& entry) {
      return entry.id && std::ranges::find(day.twins, *entry.id) != day.twins.end();
    });
  }

  // How the older tool posted them is not known.
  void check_older_day(const Seen& seen, const store::DayKey& key, VerifiedDay& day) {
    for (const auto& each : context_.store.synced_entries(key)) {
      VerifiedEntry checked{each.project, {}, {}, "", EntryCheck::missing, "", each.entry};
      if (const auto* entry = find_id(seen.listing, each.entry)) {
        checked.state = entry->project == each.project ? EntryCheck::ok : EntryCheck::edited;
        if (checked.state == EntryCheck::edited) checked.difference = "it stands under another project";
        if (entry->end) checked.interval = Interval{entry->start, *entry->end};
        checked.description = entry->description;
      }
      day.entries.push_back(std::move(checked));
    }
  }

  [[nodiscard]] Stopped verdict() const {
    const auto is_bad = [](const VerifiedDay& day) { return !day.is_well(); };
    const auto first = std::ranges::find_if(report_.days, is_bad);
    if (first == report_.days.end()) return std::nullopt;
    return not_well_failure(first->date, std::ranges::count_if(report_.days, is_bad));
  }

  const RunContext& context_;
  VerifyReport& report_;
};

}  // namespace

bool VerifiedDay::is_well() const {
  return twins.empty() && std::ranges::none_of(entries, [](const VerifiedEntry& entry) {
           return entry.state == EntryCheck::missing || entry.state == EntryCheck::edited;
         });
}

VerifyReport verify(store::TrackingStore& store, const ApiProvider& api, Clock& clock, Observer& observer,
                    const SyncRules& rules, const RunOptions& options) {
  VerifyReport report;
  report.time_zone = rules.zone.name();
  const RunContext context{store, clock, observer, rules, options};
  try {
    report.project_names = known_names(store, rules);
    report.failure = Verification{context, report}.run(api);
  } catch (const store::StoreError& error) {
    report.failure = store_failure(error);
  }
  return report;
}

}  // namespace libsync::loop
