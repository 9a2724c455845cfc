// SPDX-License-Identifier: MIT
#include "world.hpp"

#include "office_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace libsync::schedules {

using namespace std::chrono_literals;
namespace fault = support::fault;
namespace well_known = support::well_known;

namespace {

constexpr std::array k_folders{"/work/api", "/work/api/deep", "/work/web", "/work/infra", "/home/me/notes"};

seconds minutes_of(std::int64_t minutes) {
  return std::chrono::minutes{minutes};
}

bool is_as_planned(const clockify::Entry& entry, const store::PlannedEntry& planned) {
  return entry.project == planned.project && entry.start == planned.interval.start &&
         entry.end == planned.interval.end && entry.description == planned.description;
}

void make_as_planned(clockify::Entry& entry, const store::PlannedEntry& planned) {
  entry.project = planned.project;
  entry.start = planned.interval.start;
  entry.end = planned.interval.end;
  entry.description = planned.description;
}

// What a schedule draws, with the fault that it is at the time of the request; none where there is nothing to spoil.
struct Mishap {
  const char* name;
  std::optional<support::Fault> (*make)(World&);
};

support::Fault takes_a_minute_off(World& world, bool stored_too) {
  world.conflicts_possible = true;
  return fault::echo([&world, stored_too](clockify::Entry& entry) {
    *entry.end -= 60s;
    if (!stored_too) return;
    world.server.user_edits(entry.id, [](clockify::Entry& stored) { *stored.end -= 60s; });
    world.ledger.stored_otherwise(entry.id);
  });
}

std::optional<support::Fault> names_another_entry(World& world) {
  if (!world.shown || world.shown->entries.empty()) return std::nullopt;
  return fault::echo([id = world.dice.pick_from(world.shown->entries).id](clockify::Entry& entry) { entry.id = id; });
}

int some_server_fault(World& world) {
  return world.dice.pick({500, 502, 503, 504});
}

std::optional<support::Fault> throttle(World& world) {
  return fault::throttle(minutes_of(world.dice.between(0, 20)));
}

// In the order of World::PostMishap.
constexpr std::array<Mishap, 13> k_post_mishaps{{
    {"no connection", [](World&) { return std::optional<support::Fault>{}; }},
    {"loss of the request", [](World&) { return std::optional{fault::drop()}; }},
    {"loss of the answer", [](World&) { return std::optional{fault::drop().applied()}; }},
    {"a long way", [](World& w) { return std::optional{fault::drop().applied_at(w.server.now())}; }},
    {"a fault of the server", [](World& w) { return std::optional{fault::html(some_server_fault(w))}; }},
    {"a fault of the server after it took effect",
     [](World& w) { return std::optional{fault::html(some_server_fault(w)).applied()}; }},
    {"a 400 for the entry just made", [](World&) { return std::optional{fault::not_found_though_made()}; }},
    {"a refusal",
     [](World& w) {
       return std::optional{fault::refuse(w.dice.pick({400, 403, 404, 422}), 501, "no")};
     }},
    {"a 429", [](World& w) { return w.dice.one_in(2) ? std::optional{fault::throttle()} : throttle(w); }},
    {"an answer with another id", names_another_entry},
    {"an answer with other times", [](World& w) { return std::optional{takes_a_minute_off(w, false)}; }},
    {"a server that stores other times", [](World& w) { return std::optional{takes_a_minute_off(w, true)}; }},
    {"a refusal after it took effect",
     [](World& w) {
       w.conflicts_possible = true;
       return std::optional{fault::refuse(400, 501, "no").applied()};
     }},
}};

// In the order of World::DeleteMishap.
constexpr std::array<Mishap, 8> k_delete_mishaps{{
    {"no connection", [](World&) { return std::optional<support::Fault>{}; }},
    {"loss of the request", [](World&) { return std::optional{fault::drop()}; }},
    {"loss of the answer", [](World&) { return std::optional{fault::drop().applied()}; }},
    {"a long way", [](World& w) { return std::optional{w.comes_late()}; }},
    {"a fault of the server", [](World& w) { return std::optional{fault::html(some_server_fault(w))}; }},
    {"a fault of the server after it took effect",
     [](World& w) { return std::optional{fault::html(some_server_fault(w)).applied()}; }},
    {"a refusal", [](World&) { return std::optional{fault::refuse(403, 1003, "Can't edit locked time entry.")}; }},
    {"a 429", throttle},
}};

std::optional<support::Fault> date_off(World& world, int direction) {
  return fault::date_off_by(std::chrono::days{direction * world.dice.between(30, 4000)});
}

// In the order of World::ListingMishap.
constexpr std::array<Mishap, 6> k_listing_mishaps{{
    {"a fault of the server", [](World&) { return std::optional{fault::html(503)}; }},
    {"a 429", throttle},
    {"a stale copy", [](World& w) { return std::optional{fault::stale(w.delays.stale)}; }},
    {"an answer without Date", [](World&) { return std::optional{fault::undated()}; }},
    {"a Date far ahead", [](World& w) { return date_off(w, 1); }},
    {"a Date far behind", [](World& w) { return date_off(w, -1); }},
}};

// Infrastructure is mapped when somebody edits the config (change_config).
loop::SyncRules first_rules() {
  auto rules = support::office_rules();
  rules.project_mapping.erase("/work/infra");
  rules.other_project = well_known::other();
  return rules;
}

}  // namespace

Zone zone(const char* name) {
  const auto found = Zone::find(name);
  if (!found.has_value()) throw std::runtime_error(found.error().cause);
  return *found;
}

World::World(Dice& a_dice, UtcTime now, Weakness a_weakness, std::vector<std::string>* story)
    : dice(a_dice),
      weakness(a_weakness),
      clock(now),
      server(clock),
      rules(first_rules()),
      ledger(quarantine()),
      story_(story) {
  const std::int64_t whole = quarantine().count();
  delays.leaving = seconds{dice.pick<std::int64_t>({0, 0, 1, 59})};
  delays.stale = seconds{dice.pick<std::int64_t>({0, 1, 60, 300})};
  delays.late = seconds{whole} - delays.leaving - delays.stale;
}

// --- time -----------------------------------------------------------------------------------------------------------

void World::pass_time(seconds duration) {
  const auto knock = [this] { static_cast<void>(support::InMemoryApi{server}.current_user()); };
  const UtcTime until = server.now() + duration;
  while (!due_.empty() && *due_.begin() <= until) {
    const UtcTime due = *due_.begin();
    due_.erase(due_.begin());
    if (due > server.now()) clock.advance(due - server.now());
    knock();
  }
  clock.advance(until - server.now());
}

void World::land_everything() {
  pass_time(quarantine());
  demand(server.in_flight() == 0, "a late request is still on its way (the schedule itself is wrong)");
}

// --- faults ---------------------------------------------------------------------------------------------------------

void World::end_faults() {
  post_mishaps_.clear();
  delete_mishaps_.clear();
  listing_mishaps_.clear();
  slow_listings_ = 0s;
  server.restore_projects();
  set_wall_clock(0s);
}

bool World::meet_post() {
  const auto due = post_mishaps_.find(++posts_);
  if (due == post_mishaps_.end()) return true;
  const Mishap& mishap = k_post_mishaps.at(static_cast<std::size_t>(due->second));
  tell("  a POST meets ", mishap.name);
  if (due->second == PostMishap::offline) return false;
  if (auto fault = mishap.make(*this)) server.on_next_post(*std::move(fault));
  return true;
}

void World::post_leaves() {
  const auto mishap = post_mishaps_.find(posts_);
  if (mishap == post_mishaps_.end() || mishap->second != PostMishap::late) return;
  server.on_post(posts_, comes_late());
}

support::Fault World::comes_late() {
  const seconds late = dice.one_in(2) ? delays.late : seconds{dice.between(1, delays.late.count())};
  tell("  and takes effect ", late.count(), " s late");
  due_.insert(server.now() + late);
  return fault::drop().applied_at(server.now() + late);
}

bool World::meet_delete() {
  const auto due = delete_mishaps_.find(++deletes_);
  if (due == delete_mishaps_.end()) return true;
  const Mishap& mishap = k_delete_mishaps.at(static_cast<std::size_t>(due->second));
  tell("  a DELETE meets ", mishap.name);
  if (due->second == DeleteMishap::offline) return false;
  if (auto fault = mishap.make(*this)) server.on_next_delete(*std::move(fault));
  return true;
}

void World::meet_listing() {
  const auto due = listing_mishaps_.find(++listings_);
  if (due == listing_mishaps_.end()) return;
  const Mishap& mishap = k_listing_mishaps.at(static_cast<std::size_t>(due->second));
  tell("  a listing meets ", mishap.name);
  if (auto fault = mishap.make(*this)) server.on_next_listing(*std::move(fault));
}

seconds World::next_listing_delay() {
  return slow_listings_ == 0s ? 0s : seconds{dice.between(0, slow_listings_.count())};
}

store::Timesheet World::timesheet() const {
  return {well_known::ann(), rules.base_url, rules.workspace};
}

// --- people ---------------------------------------------------------------------------------------------------------

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

// --- the store's file -----------------------------------------------------------------------------------------------

void World::take_backup() {
  backup_ = Backup{store.state(), machines.known()};
  if (mirror != nullptr) mirror->take_backup();
}

void World::restore_backup() {
  if (!backup_) return;
  // A person takes a while for it, mostly.
  if (!dice.one_in(3)) pass_time(quarantine());
  observe();
  store.restore(backup_->state);
  machines.restore(backup_->machines);
  if (mirror != nullptr) mirror->restore_backup();
  ledger.store_replaced(server.now());
  conflicts_possible = true;  // what it forgot may lie where it would post
  frozen_.clear();
  synced_.clear();
}

void World::lose_store() {
  if (!dice.one_in(3)) pass_time(quarantine());
  observe();
  store.restore({});
  machines.restore({});
  if (mirror != nullptr) mirror->lose();
  ledger.store_replaced(server.now());
  conflicts_possible = true;  // what it forgot may lie where it would post
  frozen_.clear();
  synced_.clear();
}

// --- what is promised at any time -----------------------------------------------------------------------------------

namespace {

bool keeps(const store::DayPlan& now, const store::DayPlan& law) {
  return now.work_hours == law.work_hours && now.gaps == law.gaps && now.timesheet == law.timesheet &&
         std::equal(now.rows.begin(), now.rows.end(), law.rows.begin(), law.rows.end(),
                    [](const store::OutboxRow& row, const store::OutboxRow& before) {
                      if (before.state == store::RowState::planned) return row.entry.interval == before.entry.interval;
                      return row.entry == before.entry;
                    });
}

}  // namespace

void World::check_frozen() {
  const auto& state = store.state();
  for (const auto& [day, before] : frozen_) {
    const auto now = state.plans.find(day);
    demand(now != state.plans.end() && keeps(now->second, before), "a frozen plan has changed", format_date(day.date));
    demand(!synced_.contains(day) || now->second == before, "a synced day was touched", format_date(day.date));
  }
  for (const auto& day : synced_) {
    demand(store.is_done(day), "a synced day is not synced any more", format_date(day.date));
  }
  synced_.clear();
  frozen_.clear();
  for (const auto& [day, plan] : state.plans) {
    if (store.is_done(day)) synced_.insert(day);
    if (plan.binds() || synced_.contains(day)) frozen_.insert_or_assign(day, plan);
  }
}

bool World::may_be_replaced(const store::DayKey& day) const {
  const auto& plans = store.state().plans;
  const auto plan = plans.find(day);
  return plan == plans.end() || !plan->second.binds();
}

// For good, or of that day.
bool World::is_taken_back(const EntryId& entry, const store::DayKey& day) const {
  return std::ranges::any_of(store.state().withdrawals, [&](const auto& each) {
    const auto found = each.second.find(entry);
    return found != each.second.end() && (each.first == day || found->second.state == store::WithdrawalState::deleted);
  });
}

void World::check_deletion(const EntryId& entry, const std::map<EntryId, std::optional<clockify::Entry>>& looks) const {
  const store::Withdrawal* withdrawal = nullptr;
  for (const auto& [day, entries] : store.state().withdrawals) {
    if (const auto found = entries.find(entry); found != entries.end()) withdrawal = &found->second;
  }
  demand(withdrawal != nullptr, "an entry is deleted without an intent", entry.str());
  demand(ledger.was_recorded(entry) || ledger.ever_replaced(), "an entry is deleted that was never ours", entry.str());
  const auto look = looks.find(entry);
  demand(look != looks.end(), "an entry is deleted that nobody looked at", entry.str());
  demand(!look->second || is_as_planned(*look->second, withdrawal->entry), "an edited entry is deleted", entry.str());
}

void World::taken_back(const store::DayKey& day, const store::DayPlan* instead) {
  tell("  ", format_date(day.date), instead == nullptr ? " is forgotten" : " gets another plan");
  frozen_.erase(day);
  synced_.erase(day);
  ledger.taken_back(day.date, instead);
}

void World::check_beside(const store::DayPlan& plan, const clockify::Listing& listing) const {
  for (const auto& row : plan.rows) {
    demand(row.entry.interval.end <= server.now(), "a day is planned that is not over", format_date(plan.date));
  }
  const auto recorded = store.claimed_by(timesheet());
  for (const auto& entry : listing.entries) {
    if (!entry.end || is_taken_back(entry.id, plan.key())) continue;
    const Interval span{entry.start, *entry.end};
    const bool touches =
        rules.on_existing == OnExisting::fill
            ? std::ranges::any_of(plan.rows, [&](const auto& row) { return span.overlaps(row.entry.interval); })
            : span.overlaps(plan.work_hours);
    if (!touches) continue;
    const bool of_the_day = std::ranges::any_of(
        plan.rows, [&](const auto& row) { return row.entry_id == entry.id || is_as_planned(entry, row.entry); });
    if (recorded.contains(entry.id)) {
      demand(of_the_day, "a day is planned over an entry of another day", format_date(plan.date));
    } else {
      demand(of_the_day || rules.on_existing == OnExisting::post, "a day is planned beside an entry of other making",
             format_date(plan.date));
    }
  }
}

}  // namespace libsync::schedules
