// SPDX-License-Identifier: MIT
//
// The connection is cut before, in and after each message of each change. What the store says then is true: a change
// that it says was made was made, one that failed was not, and where it does not know it says so.
#include "postgres_fixture.hpp"
#include "postgres_proxy.hpp"
#include "server_session.hpp"
#include "store_on_server.hpp"

#include <regex>

namespace libsync::store {
namespace {

using namespace std::chrono_literals;
using support::Cut;
using support::PostgresProxy;

struct Change {
  const char* name;
  std::function<void(TrackingStore&)> prepare;
  std::function<void(TrackingStore&)> make;
};

void post(TrackingStore& store, char project, char entry) {
  (void)store.begin_send(intent(store, monday(), project, 0));
  const auto [row, planned] = place(store, monday(), project);
  store.write_posted({row, planned, id<EntryId>(entry), Origin::created, ""});
}

std::vector<Change> changes() {
  const auto planned = [](TrackingStore& store) { store.freeze(plan(monday(), "12")); };
  const auto in_flight = [](TrackingStore& store) {
    store.freeze(plan(monday(), "12"));
    (void)store.begin_send(intent(store, monday(), '1', 0));
  };
  const auto whole = [](TrackingStore& store) {
    store.freeze(plan(monday(), "12"));
    post(store, '1', '7');
    post(store, '2', '8');
  };
  return {
      {"T1", [](TrackingStore&) {}, planned},
      {"T2", planned, [](TrackingStore& store) { (void)store.begin_send(intent(store, monday(), '1', 0)); }},
      {"T3", in_flight,
       [](TrackingStore& store) {
         const auto [row, entry] = place(store, monday(), '1');
         store.write_posted({row, entry, id<EntryId>('7'), Origin::created, ""});
       }},
      {"T3 and T2", in_flight,
       [](TrackingStore& store) {
         const auto [row, entry] = place(store, monday(), '1');
         const std::vector<PlanStore::Intent> next{intent(store, monday(), '2', 0)};
         const std::vector<Posted> answer{{row, entry, id<EntryId>('7'), Origin::created, ""}};
         (void)store.begin_sends(next, answer);
       }},
      {"T4", in_flight,
       [](TrackingStore& store) {
         (void)store.write_refused({day(monday()), 0}, 1);
       }},
      {"T5", whole, [](TrackingStore& store) { store.complete_day(day(monday())); }},
      {"W1", whole,
       [](TrackingStore& store) {
         (void)store.begin_withdrawal({*store.day_plan(day(monday())), {id<EntryId>('7')}, {}});
       }},
      {"import", [](TrackingStore&) {},
       [](TrackingStore& store) {
         const Instant nine = at("2026-02-02T09:00:00Z");
         store.apply({{{"a", "/t/a.jsonl", 1, 2, 3, 4, 5, 6, "points"}},
                      {session("a.jsonl", nine, {{{nine, nine + std::chrono::hours{1}}, "/work/a"}})},
                      {{"rules", "1"}}});
       }},
  };
}

// All that is in a store but for the numbers that the server gives, which a transaction that failed uses up.
std::string state(const std::string& address) {
  ServerSession session{{.url = address}};
  const auto all = session.value(
      "SELECT string_agg(query_to_xml(format('SELECT * FROM %I ORDER BY 1, 2', relname), true, false, '')::text, '' "
      "ORDER BY relname) FROM pg_class WHERE relnamespace = 'claude_tracker'::regnamespace AND relkind = 'r' "
      "AND relname NOT IN ('runs', 'machines')");
  static const std::regex numbers{"<(id|session_id|source_id|project_id)>[0-9]{1,9}</[a-z_]+>"};
  return std::regex_replace(all, numbers, "");
}

class LostConnection : public testing::TestWithParam<Cut> {};

TEST_P(LostConnection, LeavesNobodyInDoubtWhoDoesNotSaySo) {
  const auto address = PostgresServer::shared().new_database();
  (void)open_postgres_store(address, {.machine = {"laptop", "laptop"}});
  for (const auto& [name, prepare, make] : changes()) {
    std::string before;
    std::string after;
    int messages = 1;
    for (int cut = 0; cut <= messages; ++cut) {
      SCOPED_TRACE(testing::Message() << name << ", cut at message " << cut);
      support::empty_store(address);
      PostgresProxy proxy{address};
      const auto store = open_postgres_store(proxy.address(), {.machine = {"laptop", "laptop"}, .is_run = true});
      store->register_timesheet(timesheet());
      prepare(*store);
      if (cut == 0) before = state(address);
      proxy.cut_at(cut, GetParam());
      std::string said;
      try {
        make(*store);
      } catch (const StoreError& error) {
        said = error.what();
      }
      if (cut == 0) {
        messages = proxy.messages();
        after = state(address);
        ASSERT_EQ(said, "");
        ASSERT_NE(before, after);
        continue;
      }
      const auto now = state(address);
      if (said.empty()) {
        EXPECT_EQ(now, after);
      } else {
        EXPECT_THAT(said, HasSubstr("the connection to its server was lost"));
        EXPECT_EQ(now, before) << "the server could be asked, so it is known";
      }
      // And the same again, with the store that is still open, comes out as if nothing had been.
      if (now == before) {
        EXPECT_EQ(failure_of([&] { make(*store); }), std::nullopt);
      }
      EXPECT_EQ(state(address), after);
    }
    EXPECT_GE(messages, 2) << "the change and the commit";
  }
}

INSTANTIATE_TEST_SUITE_P(Each, LostConnection, testing::Values(Cut::before, Cut::within, Cut::after),
                         [](const auto& cut) {
                           return cut.param == Cut::before ? "Before" : cut.param == Cut::within ? "Within" : "After";
                         });

// What was begun on the connection that is gone is gone with it, and so are its lock and the look at the run.
TEST(LostServer, NothingOfATransactionIsDoneOutsideOfIt) {
  const auto address = PostgresServer::shared().new_database();
  (void)open_postgres_store(address, {.machine = {"laptop", "laptop"}});
  ServerSession session{{.url = address}};
  session.execute("CREATE TABLE numbers(number bigint)");
  const auto write = [&](int number) {
    return Query{session, "INSERT INTO numbers(number) VALUES (?)", number}.count();
  };
  EXPECT_THROW(
      {
        Transaction transaction{session};
        EXPECT_EQ(write(1), 1);
        (void)ServerSession{{.url = address}}.value(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
        (void)write(2);
      },
      StoreError);
  EXPECT_EQ(ServerSession{{.url = address}}.value("SELECT count(*) FROM numbers"), "0");
}

// Nobody can be asked any more whether the commit took place.
TEST(LostServer, SaysThatItIsNotKnown) {
  const auto address = PostgresServer::shared().new_database();
  PostgresProxy proxy{address};
  const auto store = open_postgres_store(proxy.address(),
                                         {.machine = {"laptop", "laptop"}, .is_run = true, .connect_again_for = 300ms});
  store->register_timesheet(timesheet());
  proxy.cut_at(support::k_commit, Cut::after);
  proxy.stay_away(true);
  try {
    store->freeze(plan(monday(), "1"));
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("whether the last change was made is not known"));
  }
}

}  // namespace
}  // namespace libsync::store
