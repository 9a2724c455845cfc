// SPDX-License-Identifier: MIT
//
// What people do, to Clockify, to the config and to what there is to import.
#include "world.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace libsync::schedules {

using namespace std::chrono_literals;
namespace well_known = support::well_known;

namespace {

constexpr std::array k_folders{"/work/api", "/work/api/deep", "/work/web", "/work/infra", "/home/me/notes"};

seconds minutes_of(std::int64_t minutes) {
  return std::chrono::minutes{minutes};
}

void make_as_planned(clockify::Entry& entry, const store::PlannedEntry& planned) {
  entry.project = planned.project;
  entry.start = planned.interval.start;
  entry.end = planned.interval.end;
  entry.description = planned.description;
}

}  // namespace

const clockify::Entry* World::any_entry(const std::vector<clockify::Entry>& entries) {
  return entries.empty() ? nullptr : &dice.pick_from(entries);
}

std::optional<store::PlannedEntry> World::any_planned() {
  const auto plans = store.open_plans(timesheet());
  if (plans.empty()) return std::nullopt;
  return dice.pick_from(dice.pick_from(plans).rows).entry;
}

ProjectId World::any_project() {
  return dice.pick({well_known::api(), well_known::web(), well_known::infra()});
}

// Somewhere in the last week, or just what is planned.
void World::create_entry() {
  observe();
  clockify::NewEntry entry{.workspace = rules.workspace,
                           .project = any_project(),
                           .interval = {},
                           .description = dice.one_in(2) ? "Development" : "Meeting",
                           .billable = {},
                           .tags = {}};
  const UtcTime midnight{std::chrono::floor<std::chrono::days>(server.now())};
  entry.interval.start = midnight - std::chrono::days{dice.between(0, 6)} + minutes_of(30 * dice.between(0, 47));
  entry.interval.end = entry.interval.start + minutes_of(30 * dice.between(1, 16));
  if (const auto planned = any_planned(); planned && dice.one_in(2)) {
    entry.project = planned->project;
    entry.interval = planned->interval;
    entry.description = planned->description;
    if (dice.one_in(3)) entry.interval.end -= 1min;
  }
  if (entry.interval.empty()) return;
  ledger.by_hand(server.user_creates(entry).id);
  conflicts_possible = true;
}

// In the work hours of one of the last days.
void World::add_meeting() {
  observe();
  const LocalDate day = rules.zone.date_of(server.now() - std::chrono::days{dice.between(1, 5)});
  const UtcTime start = rules.zone.to_utc(day, rules.work_day_start) + minutes_of(30 * dice.between(0, 14));
  const Interval interval{start, start + minutes_of(30 * dice.between(1, 4))};
  ledger.by_hand(server.user_creates({rules.workspace, any_project(), interval, "Meeting", {}, {}}).id);
  conflicts_possible = true;
}

void World::edit_entry() {
  observe();
  const auto entries = server.entries();
  const auto* entry = any_entry(entries);
  if (entry == nullptr) return;
  const auto planned = any_planned();
  const auto what = dice.between(1, 7);
  const ProjectId project = any_project();
  server.user_edits(entry->id, [&](clockify::Entry& e) {
    if (what == 1) *e.end += 5min;
    if (what == 2) e.start -= 10min;
    if (what == 3 || what == 4) e.project = project;
    if (what == 4 && *e.end - e.start > 10min) e.start += 5min;
    if (what == 5) e.description = "Renamed";
    if (what == 6 && planned) make_as_planned(e, *planned);
    if (what == 7) {  // where no listing of its day shows it
      e.start += std::chrono::days{7};
      *e.end += std::chrono::days{7};
    }
  });
  ledger.by_hand(entry->id);
  conflicts_possible = true;
}

void World::delete_entry() {
  observe();
  const auto entries = server.entries();
  const auto* entry = any_entry(entries);
  if (entry == nullptr) return;
  server.user_deletes(entry->id);
  ledger.by_hand(entry->id);
}

void World::settle_conflicts() {
  observe();
  std::set<EntryId> settled;
  const auto settle = [&](const EntryId& id, const store::PlannedEntry& planned) {
    if (!settled.insert(id).second) return;
    ledger.by_hand(id);
    if (dice.one_in(2)) {
      server.user_deletes(id);
    } else {
      server.user_edits(id, [&](clockify::Entry& entry) { make_as_planned(entry, planned); });
    }
  };
  const auto claimed = store.claimed_entries(timesheet());
  const auto entries = server.entries();
  for (const auto& refused : store.refused_attempts(timesheet())) {
    const store::PlannedEntry planned{refused.project, refused.interval, refused.description, {}, {}, {}, {}};
    for (const auto& entry : entries) {
      if (claimed.contains(entry.id) || !is_as_planned(entry, planned) || !settled.insert(entry.id).second) continue;
      ledger.by_hand(entry.id);
      server.user_deletes(entry.id);
    }
  }
  for (const auto& withdrawal : store.withdrawals(timesheet())) {
    if (withdrawal.state == store::WithdrawalState::deleted) continue;
    for (const auto& entry : entries) {
      if (entry.id == withdrawal.id && !is_as_planned(entry, withdrawal.entry)) settle(entry.id, withdrawal.entry);
    }
  }
  auto plans = store.open_plans(timesheet());
  std::ranges::sort(plans, std::ranges::greater{}, &store::DayPlan::date);
  // The first day has the last word: it is the first to be finished.
  for (const auto& plan : plans) {
    if (plan.binds()) map_as_begun(plan);
    std::set<EntryId> own;
    for (const auto& row : plan.rows) {
      if (row.entry_id) own.insert(*row.entry_id);
    }
    for (const auto& row : plan.rows) {
      const bool mismatch = row.state == store::RowState::posted && !row.mismatch.empty();
      for (const auto& entry : entries) {
        const bool touches = entry.end && Interval{entry.start, *entry.end}.overlaps(row.entry.interval);
        const bool maybe_ours = row.state == store::RowState::in_flight && touches && !claimed.contains(entry.id);
        const bool in_the_way = row.state == store::RowState::planned && plan.binds() &&
                                rules.on_existing != OnExisting::post && touches && !own.contains(entry.id);
        const bool in_question = (mismatch && entry.id == row.entry_id) || maybe_ours || in_the_way;
        const bool of_another_day = in_the_way && claimed.contains(entry.id);
        if (of_another_day) {
          if (settled.insert(entry.id).second) server.user_deletes(entry.id);
          ledger.by_hand(entry.id);
        } else if (in_question && !is_as_planned(entry, row.entry)) {
          settle(entry.id, row.entry);
        }
      }
    }
  }
}

void World::map_as_begun(const store::DayPlan& plan) {
  for (const auto& row : plan.rows) {
    if (row.state == store::RowState::posted) continue;
    for (const auto& source : row.entry.sources) {
      rules.project_mapping.insert_or_assign(source, ProjectTarget{row.entry.project, {}, {}});
    }
  }
}

// One session on that day, by the clocks of the office.
void World::track(LocalDate date) {
  const auto length = minutes_of(dice.pick<std::int64_t>({10, 30, 60, 90, 180, 240}));
  const Instant start{zone("Europe/Berlin").to_utc(date, std::chrono::hours{dice.between(7, 18)})};
  const std::string project = dice.pick({k_folders[0], k_folders[1], k_folders[2], k_folders[3], k_folders[4]});
  const std::string path = "session-" + std::to_string(transcripts.size()) + ".jsonl";
  machines.give(path, some_machine());
  transcripts[path] = {path, "claude-code", project, start, start + length, {{{start, start + length}, project}}, {}};
}

// A session of the last days more, or one that went on.
void World::track_more() {
  if (!transcripts.empty() && dice.one_in(3)) {
    auto session = std::next(transcripts.begin(), dice.between(0, static_cast<std::int64_t>(transcripts.size()) - 1));
    const auto more = minutes_of(dice.between(1, 120));
    session->second.end += more;
    session->second.active.back().span.end += more;
    return;
  }
  track(zone("Europe/Berlin").date_of(server.now() - std::chrono::days{dice.between(0, 5)}));
}

void World::change_mapping() {
  conflicts_possible = true;  // a day that was begun may have no project any more
  switch (dice.between(1, 4)) {
    case 1:
      rules.project_mapping.insert_or_assign("/work/infra", ProjectTarget{well_known::infra(), {}, {}});
      break;
    case 2:
      rules.project_mapping.at("/work/api").project = dice.pick({well_known::api(), well_known::web()});
      break;
    case 3:
      rules.project_mapping.at("/work/web").project =
          dice.pick({well_known::web(), well_known::infra(), well_known::other()});
      break;
    case 4:
      rules.other_project = dice.one_in(2) ? std::optional<ProjectId>{} : well_known::other();
      break;
  }
}

void World::change_config() {
  switch (dice.between(1, 10)) {
    case 1:
    case 2:
    case 3:
    case 10:
      return change_mapping();
    case 4:
      rules.work_day_start = dice.pick<LocalTime>({8h, 9h, 22h});
      rules.work_day_end = dice.pick<LocalTime>({6h, 16h + 30min, 17h});
      break;
    case 5:
      rules.zone = zone(dice.pick({"Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata", "Asia/Tokyo"}));
      break;
    case 6:
      rules.days_off = {};
      if (dice.one_in(2))
        rules.days_off.insert(rules.zone.date_of(server.now() - std::chrono::days{dice.between(1, 4)}));
      break;
    case 7:
      rules.work_days = dice.one_in(2) ? std::set<unsigned>{1, 2, 3, 4, 5} : std::set<unsigned>{1, 3, 5, 6, 7};
      break;
    case 8:
      rules.on_existing = dice.pick({OnExisting::skip, OnExisting::post, OnExisting::fill});
      posted_beside = posted_beside || rules.on_existing == OnExisting::post;
      break;
    case 9:
      rules.session_window = dice.pick({SessionWindow::work_hours, SessionWindow::calendar_day});
      rules.description = dice.pick({"Development", "Work"});
      break;
  }
}

std::size_t World::some_machine() {
  return machines.count() == 1
             ? 0
             : static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(machines.count()) - 1));
}

void World::share_store() {
  machines.share(dice.pick<std::size_t>({2, 3}));
  rules.machine_patience = std::chrono::days{dice.pick({1, 2, 7})};
}

void World::go_to_some_machine() {
  if (machines.count() == 1) return;
  machines.go_to(some_machine());
  tell("on machine ", machines.here());
}

}  // namespace libsync::schedules
