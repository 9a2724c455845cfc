// SPDX-License-Identifier: MIT
#include "peace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace libsync::schedules {
namespace {

using loop::DayState;
using store::OutboxRow;
using store::RowState;

// --- until it is done -----------------------------------------------------------------------------------------------

loop::SyncReport run_undisturbed(World& world) {
  Steps steps;
  auto report = run_process(world, steps, {});
  world.observe();
  world.check_frozen();
  world.tell("undisturbed: ", describe(report));
  return std::move(*report);
}

// At most three runs, each when the one before said it should be, not counting those that ask a person something.
loop::SyncReport finish(World& world) {
  constexpr int k_runs = 3;
  constexpr int k_questions = 20;
  int questions = 0;
  for (int runs = 0; runs < k_runs;) {
    auto report = run_undisturbed(world);
    if (!report.failure) return report;
    if (report.failure->kind == FailureKind::conflict) {
      demand(world.conflicts_possible, "a person is asked, and nobody did anything", report.failure->message);
      demand(++questions <= k_questions, "a person is asked again and again", report.failure->message);
      world.tell("a person settles it");
      world.settle_conflicts();
      continue;
    }
    demand(report.failure->kind == FailureKind::in_doubt, "an undisturbed run fails", report.failure->message);
    ++runs;
    demand(report.failure->retry_at.has_value(), "a run stops in doubt and does not say when to come back");
    if (*report.failure->retry_at > world.server.now()) {
      world.pass_time(*report.failure->retry_at - world.server.now());
    }
  }
  throw Violation("three undisturbed runs, and it is still not done");
}

// Each machine brings what it has, and then what waited for it comes to its end.
void gather(World& world) {
  const std::size_t count = world.machines.count();
  for (std::size_t turn = 0; turn < 2 * count; ++turn) {
    world.machines.go_to(turn % count);
    world.tell("on machine ", world.machines.here());
    (void)finish(world);
  }
}

// --- what must be so ------------------------------------------------------------------------------------------------

std::string name_of(const clockify::Entry& entry) {
  return fmt::format("{} ({} to {}, project {})", entry.id.str(), format_utc(entry.start),
                     entry.end ? format_utc(*entry.end) : "now", entry.project ? entry.project->str() : "none");
}

bool is_twin(const clockify::Entry& a, const clockify::Entry& b) {
  return a.project == b.project && a.start == b.start && a.end == b.end && a.description == b.description;
}

std::map<EntryId, clockify::Entry> by_id(const std::vector<clockify::Entry>& entries) {
  std::map<EntryId, clockify::Entry> result;
  for (const auto& entry : entries) result.insert({entry.id, entry});
  return result;
}

// Somebody took the day off the bill when a part of it stood and the rest had been refused.
bool is_left_begun(const World& world, const store::DayPlan& plan) {
  const auto& rules = world.rules;
  const unsigned weekday = std::chrono::weekday{std::chrono::sys_days{plan.date}}.iso_encoding();
  const bool billed = rules.work_days.contains(weekday) && !rules.days_off.contains(plan.date);
  const auto is = [](RowState state) { return [state](const OutboxRow& row) { return row.state == state; }; };
  return !billed && std::ranges::none_of(plan.rows, is(RowState::in_flight)) &&
         std::ranges::any_of(plan.rows, [](const OutboxRow& row) { return row.attempt > 0 && !row.entry_id; });
}

// Every row of a synced day stands in Clockify as planned, unless a person had a hand in it; nothing is in doubt; the
// rows fill the work hours but for the gaps.
void check_plans(const World& world, const std::map<EntryId, clockify::Entry>& entries) {
  const auto& state = world.store.state();
  std::set<EntryId> claimed;
  for (const auto& [day, plan] : state.plans) {
    const auto name = format_date(day.date);
    if (!world.store.is_done(day)) {
      demand(!plan.binds() || is_left_begun(world, plan), "a day that was begun is not finished", name);
      continue;
    }
    UtcTime reached = plan.work_hours.start;
    auto gap = plan.gaps.begin();
    const auto skip_gap = [&] {
      if (gap != plan.gaps.end() && gap->start == reached) reached = (gap++)->end;
    };
    for (const OutboxRow& row : plan.rows) {
      demand(row.state == RowState::posted && row.mismatch.empty(), "a synced day has an open row", name);
      skip_gap();
      demand(row.entry.interval.start == reached, "a synced day has a gap or an overlap", name);
      demand(claimed.insert(*row.entry_id).second, "two rows claim one entry", row.entry_id->str());
      reached = row.entry.interval.end;
      const bool by_hand = world.ledger.is_by_hand(*row.entry_id) || world.ledger.may_be_missed(*row.entry_id);
      const auto entry = entries.find(*row.entry_id);
      demand(entry != entries.end() || by_hand, "an entry is lost", name + " " + row.entry_id->str());
      demand(by_hand ||
                 (entry->second.project == row.entry.project && entry->second.start == row.entry.interval.start &&
                  entry->second.end == row.entry.interval.end && entry->second.description == row.entry.description),
             "an entry is not as planned", name + " " + row.entry_id->str());
    }
    skip_gap();
    demand(reached == plan.work_hours.end && gap == plan.gaps.end(), "a synced day does not sum to its work hours",
           name);
  }
}

// No two entries of ours cover the same time, whatever days they are of. One that no row claims may be there when
// - an entry of a person took its place in the plan (a person made or edited one just like it in the meantime), be it
//   that the entry was taken back since;
// - the store was replaced: then it is either what keeps its day occupied, or somebody chose to post beside;
// - it was refused all the same, its day is not billed any more, and the store remembers the refusal;
// - the store was replaced while the request was still on its way (Ledger::store_replaced).
void check_no_duplicates(const World& world, const std::map<EntryId, clockify::Entry>& entries) {
  const auto& state = world.store.state();
  std::vector<clockify::Entry> ours;
  for (const auto& [id, slot] : world.ledger.ours()) {
    const auto entry = entries.find(id);
    if (entry == entries.end() || world.ledger.is_by_hand(id) || world.ledger.is_excused(slot.first)) continue;
    for (const auto& other : ours) {
      const Interval span{other.start, *other.end};
      const bool apart = !span.overlaps({entry->second.start, *entry->second.end});
      const bool beside = world.posted_beside && world.ledger.ever_replaced() && !is_twin(entry->second, other);
      demand(apart || beside, "an entry stands twice", name_of(entry->second) + " and " + name_of(other));
    }
    ours.push_back(entry->second);

    const auto plan = state.plans.find({world.timesheet(), slot.first});
    bool claimed = false;
    bool replaced_by_hand = false;
    if (plan != state.plans.end()) {
      const Interval span{entry->second.start, *entry->second.end};
      for (const OutboxRow& row : plan->second.rows) {
        if (!row.entry_id) continue;
        claimed = claimed || row.entry_id == id;
        replaced_by_hand =
            replaced_by_hand || (world.ledger.is_by_hand(*row.entry_id) && row.entry.interval.overlaps(span));
      }
    }
    // The same when that entry of a person was taken back since.
    if (const auto taken = state.withdrawals.find({world.timesheet(), slot.first}); taken != state.withdrawals.end()) {
      const Interval span{entry->second.start, *entry->second.end};
      replaced_by_hand =
          replaced_by_hand || std::ranges::any_of(taken->second, [&](const auto& withdrawn) {
            return world.ledger.is_by_hand(withdrawn.first) && withdrawn.second.entry.interval.overlaps(span);
          });
    }
    const bool remembered = std::ranges::any_of(state.refused, [&](const store::RefusedAttempt& refused) {
      return refused.project == entry->second.project && refused.interval.start == entry->second.start &&
             refused.interval.end == entry->second.end && refused.description == entry->second.description;
    });
    demand(claimed || replaced_by_hand || remembered || world.ledger.ever_replaced(),
           "an entry of ours that no row knows", name_of(entry->second));
  }
}

// Every day that should be billed is synced, or there is a good reason for it in the report.
void check_days(const World& world, const loop::SyncReport& report, const std::map<EntryId, clockify::Entry>& entries) {
  const auto& rules = world.rules;
  std::map<LocalDate, DayState> states;
  for (const auto& day : report.days) {
    states.insert({day.date, day.state});
    const auto name = format_date(day.date);
    switch (day.state) {
      case DayState::synced:
      case DayState::already_synced:
        demand(world.store.is_done({world.timesheet(), day.date}), "a day is called synced and is not", name);
        break;
      case DayState::occupied: {
        const bool by_ours = std::ranges::any_of(day.foreign, &loop::ForeignEntry::ours);
        demand(rules.on_existing != OnExisting::post || by_ours, "a day is left alone against the rule", name);
        const bool reason = std::ranges::any_of(day.foreign, [&](const loop::ForeignEntry& other) {
          const bool to_come = !other.id && other.ours;
          return other.interval.overlaps(day.work_hours) &&
                 (to_come || entries.contains(*other.id) || world.ledger.is_by_hand(*other.id));
        });
        demand(reason, "a day is called occupied and is not", name);
        break;
      }
      case DayState::no_time:
      case DayState::day_off:
      case DayState::unmapped:
        break;
      case DayState::planned:
      case DayState::partial:
      case DayState::waiting:
      case DayState::not_reached:
        throw Violation("a run without a failure leaves a day open: " + name);
    }
  }
  // From the transcripts, not from the store.
  for (const auto& [path, session] : world.transcripts) {
    const LocalDate date = rules.zone.date_of(floor_seconds(session.start));
    const Interval hours{rules.zone.to_utc(date, rules.work_day_start), rules.zone.to_utc(date, rules.work_day_end)};
    const bool counts = InstantInterval{hours.start, hours.end}.overlaps({session.start, session.end});
    const bool past = date < rules.zone.date_of(world.server.now());
    const bool workday = rules.work_days.contains(std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding());
    const bool mapped = session.project.starts_with("/work/api") || session.project == "/work/web";
    if (!counts || !past || !workday || !mapped || rules.days_off.contains(date)) continue;
    demand(states.contains(date), "a day with tracked time is forgotten", format_date(date));
    demand(states.at(date) != DayState::no_time && states.at(date) != DayState::unmapped, "tracked time is overlooked",
           format_date(date));
  }
}

// Done is done: another run posts nothing, changes nothing, and asks only about days that are still occupied.
void check_nothing_left(World& world, const loop::SyncReport& last) {
  const bool occupied =
      std::any_of(last.days.begin(), last.days.end(), [](const auto& day) { return day.state == DayState::occupied; });
  const auto before = world.server.counts();
  const auto plans = world.store.state().plans;
  const auto again = run_undisturbed(world);
  const auto after = world.server.counts();
  demand(!again.failure, "a run with nothing to do fails");
  demand(after.posts == before.posts, "a run with nothing to do posts something");
  demand(after.requests - before.requests <= (occupied ? 1 : 0), "a run with nothing to do makes requests");
  demand(world.store.state().plans == plans, "a run with nothing to do changes a plan");
}

}  // namespace

void make_peace(World& world) {
  world.end_faults();
  world.land_everything();
  world.observe();
  world.tell("peace");
  if (world.machines.count() > 1) gather(world);
  const auto report = finish(world);
  const auto entries = by_id(world.server.entries());
  check_plans(world, entries);
  check_no_duplicates(world, entries);
  check_days(world, report, entries);
  check_nothing_left(world, report);
}

std::string describe(const std::optional<loop::SyncReport>& report) {
  if (!report) return "a run is killed";
  std::string text = fmt::format("a run posts {}, adopts {}, finishes {}", report->summary.entries_posted,
                                 report->summary.entries_adopted, report->summary.days_synced);
  for (const auto& day : report->days) {
    if (day.state == DayState::occupied) text += fmt::format(", {} is occupied", format_date(day.date));
  }
  for (const auto& note : report->notes) text += "; note: " + note;
  if (report->failure) text += "; " + report->failure->message;
  return text;
}

std::string describe(const std::optional<loop::WithdrawalReport>& report) {
  if (!report) return "it is killed";
  const auto& done = report->summary;
  std::string text = fmt::format("it deletes {}, posts {}, forgets {} days, plans {} afresh", done.entries_deleted,
                                 done.entries_posted, done.days_forgotten, done.days_resynced);
  for (const auto& note : report->notes) text += "; note: " + note;
  if (report->failure) text += "; " + report->failure->message;
  return text;
}

}  // namespace libsync::schedules
