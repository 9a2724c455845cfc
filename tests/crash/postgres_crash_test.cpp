// SPDX-License-Identifier: MIT
//
// The scenarios on a PostgreSQL server: the run loses its connection for good at a message, before the server gets it
// or after it has answered, which is a crash at that point; then other runs come to an end on the same server.
#include "judge.hpp"
#include "postgres_proxy.hpp"
#include "postgres_server.hpp"
#include "scenario.hpp"

#include <libsync/store/movable_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store_postgres/postgres_store.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

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

const std::string& database() {
  static const std::string address = PostgresServer::shared().new_database();
  return address;
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
    (void)open(database(), "laptop");
    PostgresServer::shared().run(
        database(),
        "SET search_path = claude_tracker; TRUNCATE timesheets, days_to_forget, machines, projects, synced_days, "
        "synced_entries, legacy_sessions, remembered_users RESTART IDENTITY CASCADE");
    dynamic_cast<store::MovableStore&>(*open(database(), "laptop")).take_over(content_);
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

  [[nodiscard]] std::string wrong_after(int message, Cut cut) const {
    begin_again();
    World world = world_;
    run(world, message, cut);
    return come_to_an_end(
        world, [] { return open(database(), "laptop"); }, GetParam().entries);
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

TEST_P(PostgresCrash, AtEveryMessageLosesAndDoublesNothing) {
  begin_again();
  World world = world_;
  const int messages = run(world, 0, Cut::before);
  ASSERT_GT(messages, 0);
  const int by = exhaustive() ? 1 : std::max(messages / 2, 1) | 1;
  int points = 0;
  for (const Cut cut : {Cut::before, Cut::after}) {
    for (int message = 1 + (exhaustive() ? 0 : offset() % by); message <= messages; message += by) {
      ASSERT_EQ(wrong_after(message, cut), "")
          << "cut " << (cut == Cut::before ? "before" : "after") << " message " << message << " of " << messages;
      ++points;
    }
  }
  std::printf("%s: %d points of %d, 0 wrong\n", GetParam().name.c_str(), points, 2 * messages);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, PostgresCrash, testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace libsync::crash
