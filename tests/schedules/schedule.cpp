// SPDX-License-Identifier: MIT
#include "schedule.hpp"

#include "peace.hpp"
#include "world.hpp"

#include <fmt/format.h>

#include <array>

namespace libsync::schedules {

using namespace std::chrono_literals;

namespace {

// What may happen in a schedule. Each seed allows a random part of it: with everything allowed, nothing would ever get
// far enough to be interesting.
struct Swarm {
  explicit Swarm(Dice& dice)
      : kills(!dice.one_in(3)),
        store_errors(dice.one_in(3)),
        post_faults(!dice.one_in(4)),
        listing_faults(dice.one_in(2)),
        people(dice.one_in(2)),
        clock_jumps(dice.one_in(3)),
        store_losses(dice.one_in(3)),
        config_changes(dice.one_in(3)),
        session_changes(!dice.one_in(3)),
        time_in_runs(dice.one_in(2)),
        second_process(dice.one_in(4)),
        refusals(dice.one_in(3)),
        fills(dice.one_in(4)),
        withdrawals(dice.one_in(2)),
        machines(dice.one_in(3)) {}

  bool kills;
  bool store_errors;
  bool post_faults;
  bool listing_faults;
  bool people;
  bool clock_jumps;
  bool store_losses;
  bool config_changes;
  bool session_changes;
  bool time_in_runs;
  bool second_process;
  bool refusals;
  bool fills;
  bool withdrawals;
  bool machines;
};

UtcTime some_noon(Dice& dice) {
  // A quiet week, both changes of the clocks in Europe, one in America, the turn of the year.
  using namespace std::chrono;
  const sys_days day =
      dice.pick<sys_days>({2026y / 2 / 6, 2026y / 3 / 31, 2026y / 10 / 28, 2026y / 3 / 11, 2027y / 1 / 4});
  return day + 11h;
}

class Schedule {
 public:
  Schedule(std::uint64_t seed, Tally& tally, Weakness weakness, Mirror* mirror, std::vector<std::string>* story)
      : dice_(seed), swarm_(dice_), world_(dice_, some_noon(dice_), weakness, story), tally_(tally) {
    world_.mirror = mirror;
    if (mirror != nullptr) mirror->lose();
    if (swarm_.fills) world_.fill_around_others();
    if (swarm_.machines) world_.share_store();
  }

  void play() {
    const UtcTime begin = world_.server.now();
    const LocalDate today = world_.rules.zone.date_of(begin);
    const auto sessions = dice_.between(2, 8);
    for (std::int64_t i = 0; i < sessions; ++i) {
      world_.track(std::chrono::sys_days{today} - std::chrono::days{dice_.between(0, 5)});
    }
    const auto commands = dice_.between(3, 16);
    for (std::int64_t i = 0; i < commands; ++i) {
      command();
      world_.observe();
      world_.check_frozen();
    }
    make_peace(world_);
    tally_.deletes += world_.server.counts().deletes;
    tally_.posts += world_.server.counts().posts;
    tally_.days_synced += static_cast<std::int64_t>(world_.store.synced_days(world_.timesheet()).size());
    tally_.simulated_days += std::chrono::floor<std::chrono::days>(world_.server.now() - begin).count();
    ++tally_.schedules;
  }

 private:
  void command() {
    switch (dice_.between(1, 18)) {
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
        return run();
      case 7:
        return pass_time();
      case 8:
        if (swarm_.people) people();
        return;
      case 9:
        if (swarm_.clock_jumps) jump();
        return;
      case 10:
        if (swarm_.store_losses) lose();
        return;
      case 11:
        if (swarm_.config_changes) {
          world_.tell("somebody edits the config");
          world_.change_config();
        }
        return;
      case 12:
        if (swarm_.session_changes) {
          world_.tell("there is more to import");
          world_.track_more();
        }
        return;
      case 13:
        return dry_run();
      case 14:
        world_.tell("the store is copied");
        return world_.take_backup();
      case 15:
        if (swarm_.refusals) {
          world_.tell("somebody deletes a project");
          world_.delete_project();
        }
        return;
      case 16:
      case 17:
        if (swarm_.withdrawals) take_back();
        return;
      case 18:
        if (!swarm_.machines) return;
        world_.tell("a machine is left out, or in again");
        return world_.leave_out_some_machine();
    }
  }

  void run() {
    world_.go_to_some_machine();
    world_.tell("a run begins");
    arm_faults();
    Steps steps;
    arm_steps(steps);
    loop::RunOptions options;
    options.wait = dice_.one_in(4);
    options.import_first = !dice_.one_in(8);
    options.jobs = some_jobs();
    ++tally_.runs;
    const auto report = run_process(world_, steps, options);
    if (!report) ++tally_.kills;
    world_.tell(describe(report));
    // Two runs at once come into each other's way, where the lock of the store does not keep them apart.
    const auto fails = [&](FailureKind kind) { return report && report->failure && report->failure->kind == kind; };
    demand(!fails(FailureKind::internal) || swarm_.second_process,
           "the loop asks the store for something that is against its rules");
    demand(!fails(FailureKind::store) || swarm_.store_errors, "the store cannot be used");
  }

  [[nodiscard]] std::size_t some_jobs() { return dice_.pick<std::size_t>({1, 1, 2, 5}); }

  void take_back() {
    world_.go_to_some_machine();
    const auto what = dice_.one_in(2) ? loop::Withdrawing::undo : loop::Withdrawing::resync;
    const LocalDate today = world_.rules.zone.date_of(world_.server.now());
    loop::RunOptions options;
    options.since = std::chrono::sys_days{today} - std::chrono::days{dice_.between(1, 6)};
    options.until = dice_.one_in(2) ? options.since : std::optional{today};
    options.wait = dice_.one_in(4);
    world_.tell(what == loop::Withdrawing::undo ? "undo of " : "resync of ", format_date(*options.since), " to ",
                format_date(*options.until));
    arm_faults();
    Steps steps;
    arm_steps(steps);
    ++tally_.withdrawals;
    const auto report = run_withdrawal(world_, steps, what, options);
    if (!report) ++tally_.kills;
    world_.tell(describe(report));
    const auto fails = [&](FailureKind kind) { return report && report->failure && report->failure->kind == kind; };
    demand(!fails(FailureKind::internal) || swarm_.second_process,
           "the loop asks the store for something that is against its rules");
    demand(!fails(FailureKind::store) || swarm_.store_errors, "the store cannot be used");
    const bool overtaken =
        swarm_.second_process && report && report->failure &&
        report->failure->hint.step == libsync::Step::run_again;  // by what the other process did meanwhile
    demand(!fails(FailureKind::conflict) || world_.conflicts_possible || overtaken,
           "a person is asked, and nobody did anything");
    if (report) check_what_it_says(*report);
  }

  void check_what_it_says(const loop::WithdrawalReport& report) const {
    const auto entries = world_.server.entries();
    for (const loop::WithdrawalDay& day : report.days) {
      for (const loop::WithdrawalEntry& entry : day.entries) {
        if (entry.state != loop::WithdrawalEntryState::deleted) continue;
        demand(std::ranges::find(entries, *entry.entry_id, &clockify::Entry::id) == entries.end(),
               "an entry is called deleted and stands there", entry.entry_id->str());
      }
      if (!swarm_.second_process) check_day(day);
    }
  }

  void check_day(const loop::WithdrawalDay& day) const {
    const store::DayKey key{world_.timesheet(), day.date};
    const auto plan = world_.store.state().plans.find(key);
    const bool has_plan = plan != world_.store.state().plans.end();
    if (day.state == loop::WithdrawalDayState::forgotten) {
      demand(!has_plan && !world_.store.is_done(key), "a day is called forgotten and is not", format_date(day.date));
    }
    if (day.state != loop::WithdrawalDayState::resynced) return;
    demand(has_plan && world_.store.is_done(key), "a day is called resynced and is not", format_date(day.date));
    for (const store::OutboxRow& row : plan->second.rows) {
      const auto& rules = world_.rules;
      const auto is_it = [&](const auto& mapped) { return mapped.second.project == row.entry.project; };
      demand(rules.other_project == row.entry.project || std::ranges::any_of(rules.project_mapping, is_it),
             "a day is planned afresh by an old mapping", format_date(day.date));
    }
  }

  void arm_faults() {
    if (swarm_.post_faults) {
      // Nobody can know of a refusal that lied what no listing shows yet.
      const bool may_lie = world_.delays.stale == 0s && !swarm_.second_process;
      for (auto n = dice_.between(0, 2); n > 0; --n) {
        world_.break_post(dice_.between(1, 6), static_cast<World::PostMishap>(dice_.between(0, may_lie ? 12 : 11)));
      }
    }
    if (swarm_.post_faults && swarm_.withdrawals) {
      for (auto n = dice_.between(0, 2); n > 0; --n) {
        world_.break_delete(dice_.between(1, 4), static_cast<World::DeleteMishap>(dice_.between(0, 7)));
      }
    }
    if (swarm_.listing_faults && dice_.one_in(2)) {
      const auto mishap = static_cast<World::ListingMishap>(dice_.between(0, 5));
      // When Clockify does not tell the time, the clock of the computer has to be right (docs/exactly-once.md, A7).
      if (mishap != World::ListingMishap::no_date || !swarm_.clock_jumps) world_.break_listing(1, mishap);
      world_.slow_listings(dice_.pick<seconds>({0s, 0s, 5s, 59s}));
    }
  }

  // What happens in the midst of the run, at any call.
  void arm_steps(Steps& steps) {
    const auto somewhere = [this] { return dice_.between(1, dice_.pick<std::int64_t>({12, 40, 80})); };
    if (swarm_.kills && dice_.one_in(2)) {
      steps.at(somewhere(), [this](Place) {
        world_.tell("  killed");
        throw Killed{};
      });
    }
    if (swarm_.store_errors && dice_.one_in(3)) {
      steps.at(somewhere(), [this](Place place) {
        if (place != Place::before_store && place != Place::after_store) return;
        world_.tell(place == Place::before_store ? "  the disk is full" : "  the disk fails after a commit");
        throw store::StoreError(store::StoreErrorKind::io, "cannot write the store: disk error", {});
      });
    }
    if (swarm_.time_in_runs && dice_.one_in(2)) {
      steps.at(somewhere(), [this](Place place) {
        const seconds pause = place == Place::leaving ? world_.delays.leaving : seconds{dice_.between(1, 4000)};
        world_.tell("  ", pause.count(), " s pass");
        world_.pass_time(pause);
      });
    }
    if (swarm_.people && dice_.one_in(3)) {
      steps.at(somewhere(), [this](Place) { people(); });
    }
    if (swarm_.clock_jumps && dice_.one_in(3)) {
      steps.at(somewhere(), [this](Place) { jump(); });
    }
    // The lock holds nobody back (it is advisory, and on some network drives it is nothing): only T2 does.
    if (swarm_.second_process && dice_.one_in(2)) {
      steps.at(somewhere(), [this](Place) {
        world_.tell("  a second process begins");
        world_.check_frozen();  // a refusal in the middle of a run frees its plan for the next process
        world_.go_to_some_machine();
        if (swarm_.session_changes && dice_.one_in(3)) world_.track_more();
        if (swarm_.config_changes && dice_.one_in(3)) world_.change_mapping();
        Steps its_own;
        if (swarm_.kills && dice_.one_in(2)) its_own.at(dice_.between(1, 40), [](Place) { throw Killed{}; });
        if (swarm_.withdrawals && dice_.one_in(3)) {
          const auto what = dice_.one_in(2) ? loop::Withdrawing::undo : loop::Withdrawing::resync;
          world_.tell("  a second process ends: ", describe(run_withdrawal(world_, its_own, what, {})));
        } else {
          world_.tell("  a second process ends: ", describe(run_process(world_, its_own, {.jobs = some_jobs()})));
        }
        world_.check_frozen();
      });
    }
  }

  void pass_time() {
    const seconds duration{
        dice_.pick<std::int64_t>({1, 60, quarantine().count() - 1, quarantine().count(), 3600, 86400})};
    world_.tell(duration.count(), " s pass");
    world_.pass_time(duration);
  }

  void people() {
    switch (dice_.between(1, 4)) {
      case 1:
        world_.tell("somebody makes an entry");
        return world_.create_entry();
      case 2:
        world_.tell("somebody edits an entry");
        return world_.edit_entry();
      case 3:
        world_.tell("somebody deletes an entry");
        return world_.delete_entry();
      case 4:
        world_.tell("somebody adds a meeting");
        return world_.add_meeting();
    }
  }

  void jump() {
    const seconds off{
        dice_.pick<std::int64_t>({0, 0, -3600, 3600, -7200, 40000, -40000, 86400, -86400, 400000, -400000})};
    world_.tell("the wall clock is ", off.count(), " s off");
    world_.set_wall_clock(off);
  }

  void lose() {
    if (dice_.one_in(3)) {
      world_.tell("the store is lost");
      world_.lose_store();
    } else {
      world_.tell("an older copy of the store is put back");
      world_.restore_backup();
    }
  }

  void dry_run() {
    const auto requests = world_.server.counts().requests;
    const auto plans = world_.store.state().plans;
    Steps steps;
    loop::RunOptions options;
    options.dry_run = true;
    options.import_first = false;
    const auto report = run_process(world_, steps, options);
    demand(report && !report->failure, "a dry run fails");
    demand(requests == world_.server.counts().requests, "a dry run makes a request");
    demand(plans == world_.store.state().plans, "a dry run changes the store");
  }

  Dice dice_;
  Swarm swarm_;
  World world_;
  Tally& tally_;
};

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  schedules += other.schedules;
  runs += other.runs;
  withdrawals += other.withdrawals;
  deletes += other.deletes;
  kills += other.kills;
  posts += other.posts;
  days_synced += other.days_synced;
  simulated_days += other.simulated_days;
  return *this;
}

std::optional<Broken> run_schedule(std::uint64_t seed, Tally& tally, Weakness weakness, Mirror* mirror) {
  try {
    Schedule{seed, tally, weakness, mirror, nullptr}.play();
    return std::nullopt;
  } catch (const Violation&) {
    // Once more, with somebody who writes down what happens.
    Broken broken{seed, "", {}};
    Tally unused;
    try {
      Schedule{seed, unused, weakness, mirror, &broken.story}.play();
    } catch (const Violation& violation) {
      broken.promise = violation.what();
    }
    return broken;
  }
}

}  // namespace libsync::schedules
