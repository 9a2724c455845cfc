// SPDX-License-Identifier: MIT
#include "scenario.hpp"

#include "database.hpp"
#include "judge.hpp"
#include "office_rules.hpp"
#include "tracked_days.hpp"

#include <stdexcept>

namespace libsync::crash {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
namespace well_known = support::well_known;

// The first run ends at the first entry of that project: it was deleted after somebody put it into the mapping.
void refuse_project(World& world, store::TrackingStore& store, const ProjectId& project) {
  world.clockify.delete_project(project);
  const auto failure = run_once(world, store).failure;
  if (!failure || failure->kind != FailureKind::refused) throw std::logic_error("not refused");
}

// As the older tool leaves one: three sessions on one day, nothing of ours.
void make_older_database(const std::filesystem::path& file) {
  Database{file}.execute(R"(
    CREATE TABLE sessions(source_path TEXT PRIMARY KEY, project TEXT, date TEXT, start_time TEXT, end_time TEXT,
      duration_seconds INTEGER, input_tokens INTEGER, output_tokens INTEGER, cache_creation_input_tokens INTEGER,
      cache_read_input_tokens INTEGER);
    CREATE TABLE synced_days(date TEXT, workspace_id TEXT, PRIMARY KEY(date, workspace_id));
    CREATE TABLE synced_entries(date TEXT, workspace_id TEXT, project_id TEXT, clockify_entry_id TEXT,
      PRIMARY KEY(date, workspace_id, project_id));
    INSERT INTO sessions VALUES('a/1.jsonl','/work/api','2026-02-02','2026-02-02T09:00:00Z','2026-02-02T10:00:00Z',3000,0,0,0,0);
    INSERT INTO sessions VALUES('a/2.jsonl','/work/web','2026-02-02','2026-02-02T10:00:00Z','2026-02-02T11:00:00Z',2000,0,0,0,0);
    INSERT INTO sessions VALUES('a/3.jsonl','/work/infra','2026-02-02','2026-02-02T11:00:00Z','2026-02-02T12:00:00Z',1000,0,0,0,0);
  )");
}

// So many days of three entries, so many of them at once.
Scenario at_once(const char* name, int number, std::size_t jobs) {
  return scenario(name, static_cast<std::size_t>(3 * number), [=](World& world, const auto& file) {
    days(file, number, k_three);
    world.options.jobs = jobs;
  });
}

std::vector<Scenario> all() {
  return {
      scenario("OneEntry", 1, [](World&, const auto& file) { days(file, 1, {"/work/api"}); }),
      scenario("FreshDay", 3, [](World&, const auto& file) { days(file, 1, k_three); }),
      scenario("ThreeDays", 9, [](World&, const auto& file) { days(file, 3, k_three); }),
      scenario("FourWeeks", 60, [](World&, const auto& file) { days(file, 20, k_three); }),
      at_once("FreshDayAtOnce", 1, 3),
      at_once("ThreeDaysTwoAtOnce", 3, 2),  // over the ends of the days
      at_once("FourWeeksFiveAtOnce", 20, 5),
      scenario("TwoDaysAtOnceWithARollbackJournal", 6,
               [](World& world, const auto& file) {
                 days(file, 2, k_three);
                 keep_rollback_journal(world, file);
                 world.options.jobs = 4;
               }),
      // One is lost, one is refused, one is thrown back by the limit, among those that come through.
      scenario("TwoDaysAtOnceAfterFaults", 6,
               [](World& world, const auto& file) {
                 const auto store = days(file, 2, k_three);
                 world.options.jobs = 6;
                 world.clockify.on_post(2, fault::drop().applied());
                 world.clockify.on_post(4, fault::refuse(400, 501, "archived"));
                 world.clockify.on_post(5, fault::throttle(60s));
                 if (!run_once(world, *store).failure) throw std::logic_error("not failed");
                 world.clock.advance(2min);
               }),
      scenario("TwoDaysAtOnceInDoubt", 6,
               [](World& world, const auto& file) {
                 const auto store = days(file, 2, k_three);
                 world.options.jobs = 4;
                 for (const std::int64_t post : {1, 3, 4}) world.clockify.on_post(post, fault::drop());
                 if (!run_once(world, *store).failure) throw std::logic_error("not failed");
                 world.clock.advance(20min);
               }),
      scenario("TenWeeks", 150, [](World&, const auto& file) { days(file, 50, k_three); }),
      scenario("FourWeeksWithARollbackJournal", 60,
               [](World& world, const auto& file) {
                 days(file, 20, k_three);
                 keep_rollback_journal(world, file);
               }),
      scenario("FourWeeksThrottledAndWaiting", 60,
               [](World& world, const auto& file) {
                 days(file, 20, k_three);
                 world.options.wait = true;
                 for (const std::int64_t post : {3, 30, 57}) world.clockify.on_post(post, fault::throttle(60s));
               }),
      scenario("FourWeeksAfterALostStore", 60,
               [](World& world, const auto& file) {
                 if (run_once(world, *days(file, 20, k_three)).failure) throw std::logic_error("not clean");
                 std::filesystem::remove(file);
                 days(file, 20, k_three);
               }),
      scenario("AfterARefusal", 6,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 2, k_three), 2, fault::refuse(400, 501, "archived"));
               }),
      // The plan is made afresh: nothing of it can stand in Clockify.
      scenario("RefusedAndMended", 6,
               [](World& world, const auto& file) {
                 refuse_project(world, *days(file, 2, k_three), well_known::api());
                 world.rules.project_mapping.at("/work/api").project = well_known::other();
               }),
      // A row is addressed anew between one that stands there and one that was not tried.
      scenario("RefusedAndReaddressed", 6,
               [](World& world, const auto& file) {
                 refuse_project(world, *days(file, 2, k_three), well_known::web());
                 world.rules.project_mapping.at("/work/web").project = well_known::other();
               }),
      // The plan is dropped.
      scenario("RefusedAndADayOff", 3,
               [](World& world, const auto& file) {
                 refuse_project(world, *days(file, 2, k_three), well_known::api());
                 world.rules.project_mapping.at("/work/api").project = well_known::other();
                 world.rules.days_off.insert(LocalDate{std::chrono::year{2026} / 2 / 2});
               }),
      scenario("FilledAroundAMeeting", 10,
               [](World& world, const auto& file) {
                 days(file, 2, k_three);
                 meet_at_noon(world, 2);
               }),
      // The second piece of a project is refused after its first was made.
      scenario("FilledRefusedAndReaddressed", 10,
               [](World& world, const auto& file) {
                 meet_at_noon(world, 2);
                 fail_first_run(world, *days(file, 2, k_three), 3, fault::refuse(400, 501, "archived"));
                 world.rules.project_mapping.at("/work/infra").project = well_known::other();
               }),
      scenario("FilledAfterALostStore", 10,
               [](World& world, const auto& file) {
                 meet_at_noon(world, 2);
                 if (run_once(world, *days(file, 2, k_three)).failure) throw std::logic_error("not clean");
                 std::filesystem::remove(file);
                 days(file, 2, k_three);
               }),
      scenario("InDoubtAndApplied", 3,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 1, k_three), 2, fault::drop().applied());
               }),
      scenario("InDoubtAndLost", 3,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 1, k_three), 2, fault::drop());
                 world.clock.advance(16min);
               }),
      scenario("InDoubtAndStillOnItsWay", 3,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 1, k_three), 2,
                                fault::drop().applied_at(world.clockify.now() + 10min));
                 world.clock.advance(5min);
               }),
      scenario("ServerFaultAfterCommit", 6,
               [](World& world, const auto& file) {
                 fail_first_run(world, *days(file, 2, k_three), 4, fault::html(502).applied());
               }),
      scenario("Throttled", 6,
               [](World& world, const auto& file) {
                 days(file, 2, k_three);
                 world.clockify.on_post(3, fault::throttle(60s));
               }),
      scenario("ThrottledAndWaiting", 6,
               [](World& world, const auto& file) {
                 days(file, 2, k_three);
                 world.options.wait = true;
                 world.clockify.on_post(3, fault::throttle(60s));
               }),
      scenario("LostAnswerInTheRunThatIsKilled", 6,
               [](World& world, const auto& file) {
                 days(file, 2, k_three);
                 world.clockify.on_post(3, fault::drop().applied());
               }),
      scenario("AdoptionAfterALostStore", 6,
               [](World& world, const auto& file) {
                 if (run_once(world, *days(file, 2, k_three)).failure) throw std::logic_error("not clean");
                 std::filesystem::remove(file);
                 days(file, 2, k_three);
               }),
      scenario("RestoredFromAnOlderCopy", 6,
               [](World& world, const auto& file) {
                 auto store = days(file, 2, k_three);
                 world.options.until = LocalDate{std::chrono::year{2026} / 2 / 2};
                 if (run_once(world, *store).failure) throw std::logic_error("not clean");
                 store.reset();
                 const auto copy = file.string() + ".copy";
                 std::filesystem::copy_file(file, copy);
                 world.options.until.reset();
                 if (run_once(world, *open_store(world, file)).failure) throw std::logic_error("not clean");
                 std::filesystem::rename(copy, file);
               }),
      scenario("Drift", 3,
               [](World& world, const auto& file) {
                 auto store = days(file, 1, k_three);
                 fail_first_run(world, *store, 2, fault::refuse(400, 501, "archived"));
                 track(*store, 0, {"/work/web", "/work/infra", "/work/api", "/work/more"});
                 world.rules.work_day_end = 18h;
               }),
      scenario("EarlierTool", 3, [](World&, const auto& file) { make_older_database(file); }),
      scenario("WithALogFromTheStart", 9,
               [](World&, const auto& file) {
                 days(file, 3, k_three);
                 Database{file}.execute("PRAGMA journal_mode=WAL");
               }),
  };
}

struct EarlierFault {
  const char* name;
  std::function<support::Fault(World&)> make;
  seconds then;  // how much later the run that is killed begins
};

std::vector<EarlierFault> earlier_faults() {
  return {
      {"Refused", [](World&) { return fault::refuse(400, 501, "archived"); }, 0s},
      {"Throttled", [](World&) { return fault::throttle(60s); }, 60s},
      {"Lost", [](World&) { return fault::drop(); }, 16min},
      {"AnswerLost", [](World&) { return fault::drop().applied(); }, 0s},
      {"Failed", [](World&) { return fault::html(503); }, 16min},
      {"FailedAfterCommit", [](World&) { return fault::html(503).applied(); }, 0s},
      {"Late", [](World& world) { return fault::drop().applied_at(world.clockify.now() + 10min); }, 11min},
  };
}

std::vector<Scenario> after_each_fault() {
  constexpr int k_entries = 6;
  std::vector<Scenario> result;
  for (const bool log : {true, false}) {
    for (const EarlierFault& fault : earlier_faults()) {
      for (int entry = 1; entry <= k_entries; ++entry) {
        const auto name = std::string{fault.name} + "AtEntry" + std::to_string(entry);
        result.push_back(scenario(log ? name : name + "WithARollbackJournal", k_entries,
                                  [fault, entry, log](World& world, const auto& file) {
                                    days(file, 2, k_three);
                                    if (!log) keep_rollback_journal(world, file);
                                    fail_first_run(world, *open_store(world, file), entry, fault.make(world));
                                    world.clock.advance(fault.then);
                                  }));
      }
    }
  }
  return result;
}

}  // namespace

World::World() : clock(floor_seconds(*parse_rfc3339("2026-05-04T12:00:00Z"))), rules(support::office_rules("UTC")) {}

World::World(const World& other)
    : clock(other.clock),
      clockify(other.clockify, clock),
      rules(other.rules),
      options(other.options),
      journal(other.journal),
      takes_back(other.takes_back),
      asked(other.asked),
      runs(other.runs) {}

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> the_scenarios = [] {
    auto scenarios = all();
    for (auto& each : scenarios_of_taking_back()) scenarios.push_back(std::move(each));
    return scenarios;
  }();
  return the_scenarios;
}

const std::vector<Scenario>& scenarios_after_a_fault() {
  static const std::vector<Scenario> the_scenarios = after_each_fault();
  return the_scenarios;
}

const Scenario& nothing_to_do() {
  static const Scenario the_scenario = scenario("NothingToDo", 3, [](World& world, const auto& file) {
    if (run_once(world, *days(file, 1, k_three)).failure) throw std::logic_error("not clean");
  });
  return the_scenario;
}

}  // namespace libsync::crash
