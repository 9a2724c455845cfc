// SPDX-License-Identifier: MIT
#include "judge.hpp"
#include "tracked_days.hpp"

#include <stdexcept>

namespace libsync::crash {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
namespace well_known = support::well_known;
using loop::Withdrawing;

constexpr std::size_t k_entries = 6;

// Two days are done, and a while ago.
void finish_two_days(World& world, const std::filesystem::path& file) {
  if (run_once(world, *days(file, 2, k_three)).failure) throw std::logic_error("not clean");
  world.clock.advance(16min);
}

void map_to_another_project(World& world) {
  world.rules.project_mapping.at("/work/web").project = well_known::other();
}

// The first try ends at its first DELETE.
void fail_to_take_back(World& world, const std::filesystem::path& file, Withdrawing what, support::Fault fault) {
  world.takes_back = what;
  world.clockify.on_next_delete(std::move(fault));
  support::InMemoryApi api{world.clockify};
  if (!run_first(world, *open_store(world, file), api).failure) throw std::logic_error("meant to fail");
}

std::vector<Scenario> undone() {
  return {
      scenario("Undo", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 world.takes_back = Withdrawing::undo;
               }),
      scenario("UndoWithARollbackJournal", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 keep_rollback_journal(world, file);
                 world.takes_back = Withdrawing::undo;
               }),
      scenario("UndoAfterAnAnswerWasLost", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 fail_to_take_back(world, file, Withdrawing::undo, fault::drop().applied());
               }),
      scenario("UndoThatASyncFinishes", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 fail_to_take_back(world, file, Withdrawing::undo, fault::drop());
                 world.takes_back.reset();
               }),
      scenario("UndoWithADeleteStillOnItsWay", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 fail_to_take_back(world, file, Withdrawing::undo,
                                   fault::drop().applied_at(world.clockify.now() + 10min));
                 world.takes_back.reset();
               }),
      scenario("UndoOfABegunDay", k_entries,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 2, k_three), 5, fault::refuse(400, 501, "archived"));
                 world.clock.advance(16min);
                 world.takes_back = Withdrawing::undo;
               }),
      scenario("UndoWithARowInDoubt", k_entries,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 2, k_three), 5, fault::drop().applied());
                 world.clock.advance(16min);
                 world.takes_back = Withdrawing::undo;
               }),
      scenario("UndoThrottledAndWaiting", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 world.options.wait = true;
                 world.clockify.on_next_delete(fault::throttle(60s));
                 world.takes_back = Withdrawing::undo;
               }),
  };
}

std::vector<Scenario> resynced() {
  return {
      scenario("Resync", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 map_to_another_project(world);
                 world.takes_back = Withdrawing::resync;
               }),
      // Every entry is another one.
      scenario("ResyncInAnotherOrder", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 const auto store = open_store(world, file);
                 for (const int day : {0, 1}) track(*store, day, {"/work/infra", "/work/api", "/work/web"});
                 world.takes_back = Withdrawing::resync;
               }),
      scenario("ResyncThatASyncFinishes", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 map_to_another_project(world);
                 fail_to_take_back(world, file, Withdrawing::resync, fault::drop());
                 world.takes_back.reset();
               }),
      scenario("ResyncThatAnUndoFollows", k_entries,
               [](World& world, const auto& file) {
                 finish_two_days(world, file);
                 map_to_another_project(world);
                 fail_to_take_back(world, file, Withdrawing::resync, fault::drop().applied());
                 world.takes_back = Withdrawing::undo;
               }),
      scenario("ResyncOfDaysThatAreFilled", 10,
               [](World& world, const auto& file) {
                 days(file, 2, k_three);
                 meet_at_noon(world, 2);
                 if (run_once(world, *open_store(world, file)).failure) throw std::logic_error("not clean");
                 world.clock.advance(16min);
                 map_to_another_project(world);
                 world.takes_back = Withdrawing::resync;
               }),
  };
}

}  // namespace

std::vector<Scenario> scenarios_of_taking_back() {
  auto scenarios = undone();
  for (auto& each : resynced()) scenarios.push_back(std::move(each));
  return scenarios;
}

}  // namespace libsync::crash
