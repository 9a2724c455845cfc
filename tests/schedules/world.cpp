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

seconds minutes_of(std::int64_t minutes) {
  return std::chrono::minutes{minutes};
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

}  // namespace libsync::schedules
