// SPDX-License-Identifier: MIT
//
// The scenarios on a PostgreSQL server: the run is killed, or loses its connection for good, at a message, before the
// server gets it or after it has answered; then other runs come to an end on the same server.
#include "child.hpp"
#include "judge.hpp"
#include "postgres_proxy.hpp"
#include "postgres_server.hpp"
#include "scenario.hpp"
#include "store_on_server.hpp"

#include <libsync/store/movable_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store_postgres/postgres_store.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>

namespace libsync::crash {
namespace {

using support::Cut;
using support::PostgresProxy;
using support::PostgresServer;
using namespace std::chrono_literals;

bool exhaustive() {
  const char* value = std::getenv("LIBSYNC_EXHAUSTIVE");
  return value != nullptr && std::string{value} == "1";
}

std::unique_ptr<store::TrackingStore> open(const std::string& address, const char* machine) {
  return store::open_postgres_store(
      address, {.machine = {machine, machine}, .is_run = true, .connect_again_for = milliseconds{0}});
}

// With its tables.
const std::string& database() {
  static const std::string address = [] {
    auto made = PostgresServer::shared().new_database();
    (void)open(made, "laptop");
    return made;
  }();
  return address;
}

// Those after a fault are many and alike.
bool is_one_of_many(const Scenario& scenario) {
  return scenario.name.find("AtEntry") != std::string::npos;
}

// The journal of a file makes no difference here.
std::vector<Scenario> scenarios_on_a_server() {
  auto all = scenarios();
  std::ranges::copy(scenarios_after_a_fault(), std::back_inserter(all));
  std::erase_if(all, [](const Scenario& each) {
    return each.name.ends_with("WithARollbackJournal") || each.name == "WithALogFromTheStart";
  });
  return all;
}

class PostgresCrash : public testing::TestWithParam<Scenario> {
 protected:
  PostgresCrash() {
    GetParam().prepare(world_, folder_ / "sessions.db");
    const auto file = open_store(world_, folder_ / "sessions.db");
    content_ = dynamic_cast<store::MovableStore&>(*file).content();
  }

  // The server's store as it is before the run.
  void begin_again() const {
    support::empty_store(database());
    dynamic_cast<store::MovableStore&>(*open(database(), "laptop")).take_over(content_);
    support::wait_until_alone(database());
  }

  // How many messages the run sends; its connection is cut at the one that is named.
  int run(World& world, int message, Cut cut) const {
    PostgresProxy proxy{database()};
    try {
      const auto store = open(proxy.address(), "laptop");
      proxy.stay_away(true);
      proxy.cut_at(message, cut);
      support::InMemoryApi api{world.clockify};
      (void)run_first(world, *store, api);
    } catch (const store::StoreError&) {  // the machine is gone
    }
    return proxy.messages();
  }

  [[nodiscard]] std::string wrong_after_cut(int message, Cut cut) const {
    begin_again();
    World world = world_;
    run(world, message, cut);
    return wrong_at_the_end(world);
  }

  // The same of processes of their own, one after the other, of which each is killed at a step; nothing when one ended
  // before it.
  [[nodiscard]] std::optional<std::string> wrong_after_kills(std::initializer_list<std::int64_t> steps) const {
    begin_again();
    World world = world_;
    bool is_first = true;
    for (const std::int64_t step : steps) {
      if (!is_first && step % 2 == 0) world.clock.advance(16min);  // past the quarantine, or not
      if (!run_child(world, open_again, step, std::exchange(is_first, false)).killed) return std::nullopt;
      support::wait_until_alone(database());
    }
    return wrong_at_the_end(world);
  }

  static std::unique_ptr<store::TrackingStore> open_again() { return open(database(), "laptop"); }
  static std::string wrong_at_the_end(World& world) { return come_to_an_end(world, open_again, GetParam().entries); }

  [[nodiscard]] static std::int64_t stride(std::int64_t points) {
    return std::max<std::int64_t>(points / (is_one_of_many(GetParam()) ? 1 : 2), 1) | 1;
  }

  // Where the sample of this scenario begins: the samples of all of them meet every kind of message.
  [[nodiscard]] int offset() const {
    int sum = 0;
    for (const char letter : GetParam().name) sum += letter;
    return sum;
  }

  support::TempDir folder_;
  World world_;
  store::StoreContent content_;
};

TEST_P(PostgresCrash, KilledAtEveryMessageLosesAndDoublesNothing) {
  begin_again();
  World world = world_;
  const Ended whole = run_child(world, open_again, 0, true);
  const auto steps = whole.steps;
  ASSERT_GT(steps, 2 * whole.requests + 40) << "what goes to the store's server is not counted";
  const std::int64_t by = exhaustive() ? 1 : stride(steps);
  int points = 0;
  for (std::int64_t step = 1 + (exhaustive() ? 0 : offset() % by); step <= steps; step += by) {
    const auto wrong = wrong_after_kills({step});
    ASSERT_TRUE(wrong) << "not killed at step " << step << " of " << steps;
    ASSERT_EQ(*wrong, "") << "killed at step " << step << " of " << steps;
    ++points;
  }
  std::printf("%s: killed at %d points of %ld, 0 wrong\n", GetParam().name.c_str(), points, static_cast<long>(steps));
}

// Every thirteenth step of each: they share no divisor with what a day has, so that every kind of step is met.
class PostgresPairs : public PostgresCrash {};

TEST_P(PostgresPairs, KilledAgainInTheRecoveryLosesAndDoublesNothing) {
  begin_again();
  World world = world_;
  const auto steps = run_child(world, open_again, 0, true).steps;
  const std::int64_t by = exhaustive() ? 13 : steps | 1;
  int pairs = 0;
  for (std::int64_t first = 1 + offset() % by; first <= steps; first += by) {
    for (std::int64_t second = 1 + (offset() + first) % by;; second += by) {
      const auto wrong = wrong_after_kills({first, second});
      if (!wrong) break;
      ASSERT_EQ(*wrong, "") << "killed at step " << first << " of " << steps << ", then at step " << second;
      ++pairs;
    }
  }
  std::printf("%s: killed twice at %d pairs, 0 wrong\n", GetParam().name.c_str(), pairs);
}

TEST_P(PostgresCrash, CutOffAtEveryMessageLosesAndDoublesNothing) {
  begin_again();
  World world = world_;
  const int messages = run(world, 0, Cut::before);
  ASSERT_GT(messages, 0);
  const int by = exhaustive() ? 1 : static_cast<int>(stride(messages));
  int points = 0;
  for (const Cut cut : {Cut::before, Cut::after}) {
    for (int message = 1 + (exhaustive() ? 0 : offset() % by); message <= messages; message += by) {
      ASSERT_EQ(wrong_after_cut(message, cut), "")
          << "cut " << (cut == Cut::before ? "before" : "after") << " message " << message << " of " << messages;
      ++points;
    }
  }
  std::printf("%s: cut off at %d points of %d, 0 wrong\n", GetParam().name.c_str(), points, 2 * messages);
}

std::vector<Scenario> scenarios_for_pairs() {
  auto all = scenarios_on_a_server();
  if (!exhaustive()) std::erase_if(all, is_one_of_many);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, PostgresPairs, testing::ValuesIn(scenarios_for_pairs()),
                         [](const auto& scenario) { return scenario.param.name; });

INSTANTIATE_TEST_SUITE_P(Scenarios, PostgresCrash, testing::ValuesIn(scenarios_on_a_server()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace libsync::crash
