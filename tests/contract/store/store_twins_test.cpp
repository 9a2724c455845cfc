// SPDX-License-Identifier: MIT
//
// The store in memory and the real one get the same random changes, sensible ones and not, and have to give the
// same answer to each and to hold the same afterwards.
#include "in_memory_store.hpp"
#include "store_contract.hpp"

#include <libsync/store/store_error.hpp>

#include <random>

namespace libsync::store {
namespace {

using namespace std::chrono_literals;

class Twins {
 public:
  explicit Twins(unsigned seed) : random_(seed), real_(kinds().back().make()) {
    // Of half of them the days do not belong to the first timesheet of the workspace.
    if (roll(2) == 0) both("register", [](TrackingStore& store) { store.register_timesheet(timesheet('c')); });
    both("register", [](TrackingStore& store) { store.register_timesheet(timesheet()); });
  }

  // What both said to one random change.
  void change() {
    const LocalDate date = std::chrono::sys_days{monday()} + std::chrono::days{roll(3)};
    const char project = digit("123");
    const auto [row, planned] = place(in_memory_, date, project);
    const auto entry = id<EntryId>(digit("456789"));
    const auto origin = static_cast<Origin>(roll(4));
    switch (roll(16)) {
      case 0:
        return both("apply", [s = some_session()](TrackingStore& store) { store.apply({{}, {s}}); });
      case 1:
      case 2:
        return both("freeze", [p = some_plan(date)](TrackingStore& store) { store.freeze(p); });
      case 3:
      case 4:
      case 5: {
        std::vector wanted{intent(in_memory_, date, project, roll(3))};
        if (roll(3) == 0) wanted.push_back(intent(in_memory_, date, digit("123"), roll(3)));
        std::vector<Posted> before;
        for (auto n = std::max(roll(5) - 2, 0); n > 0; --n) {
          const auto [other, their_entry] = place(in_memory_, date, digit("123"));
          before.push_back({other, their_entry, id<EntryId>(digit("456789")), origin, ""});
        }
        return compare("begin_sends", [&](TrackingStore& store) -> std::optional<bool> {
          try {
            return store.begin_sends(wanted, before);
          } catch (const StoreError&) {
            return std::nullopt;
          }
        });
      }
      case 6: {
        const std::string mismatch = roll(4) == 0 ? "otherwise" : "";
        return both("write_posted", [&](TrackingStore& store) {
          store.write_posted({row, planned, entry, origin, mismatch});
        });
      }
      case 7:
        return compare("write_refused",
                       [&, attempt = roll(3)](TrackingStore& store) { return store.write_refused(row, attempt); });
      case 8:
        return both("write_mismatch", [&](TrackingStore& store) { store.write_mismatch(row, ""); });
      case 9:
        return both("discard_plan", [&](TrackingStore& store) { store.discard_plan(day(date)); });
      case 10:
      case 11: {
        auto mended = planned;
        mended.project = id<ProjectId>(digit("123"));
        if (roll(3) == 0) mended.description = "Mended";
        if (roll(8) == 0) mended.interval.end += 1s;
        return compare("readdress", [&, attempt = roll(2)](TrackingStore& store) {
          bool done = false;
          const auto failure = failure_of([&] { done = store.readdress(row, attempt, planned, mended); });
          return std::pair{done, failure};
        });
      }
      case 12:
        return compare("begin_withdrawal", [w = some_withdrawal(date)](TrackingStore& store) {
          bool done = false;
          const auto failure = failure_of([&] { done = store.begin_withdrawal(w); });
          return std::pair{done, failure};
        });
      case 13:
        return both("write_deleted", [&](TrackingStore& store) { store.write_deleted(timesheet(), entry); });
      case 14:
        if (roll(3) > 0) return;
        return both("forget_day", [&](TrackingStore& store) { store.forget_day(day(date)); });
      default:
        return both("complete_day", [&](TrackingStore& store) { store.complete_day(day(date)); });
    }
  }

  void compare_all() {
    for (int i = 0; i < 3; ++i) {
      const LocalDate date = std::chrono::sys_days{monday()} + std::chrono::days{i};
      compare("day_plan", [&](TrackingStore& store) { return store.day_plan(day(date)); });
      compare("withdrawals", [&](TrackingStore& store) { return store.withdrawals(timesheet()); });
      compare("days_to_forget", [&](TrackingStore& store) { return store.days_to_forget(timesheet()); });
      compare("synced_entries", [&](TrackingStore& store) { return store.synced_entries(day(date)); });
    }
    compare("open_plans", [&](TrackingStore& store) { return store.open_plans(timesheet()); });
    compare("synced_days", [&](TrackingStore& store) { return store.synced_days(timesheet()); });
    compare("refused_attempts", [&](TrackingStore& store) { return store.refused_attempts(timesheet()); });
    compare("claimed_entries", [&](TrackingStore& store) { return store.claimed_entries(timesheet()); });
    const UtcTime start = second("2026-02-02T00:00:00Z") + seconds{roll(200000)};
    const Interval range{start, start + seconds{roll(100000)}};
    compare("posted_in", [&](TrackingStore& store) { return store.posted_in(timesheet(), range); });
    compare("query_range", [&](TrackingStore& store) { return store.query_range(range); });
    compare("earliest_session_date",
            [&](TrackingStore& store) { return store.earliest_session_date(*Zone::find("Asia/Tokyo")); });
  }

 private:
  int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
  char digit(const std::string& choices) {
    return choices[static_cast<std::size_t>(roll(static_cast<int>(choices.size())))];
  }

  Session some_session() {
    const std::string path(1, digit("abcde"));
    const Instant start = at("2026-02-02T00:00:00.250Z") + seconds{roll(200000)};
    std::vector<ActiveInterval> active;
    Instant reached = start;
    for (int i = roll(4); i > 0; --i) {
      const Instant from = reached + milliseconds{roll(100000)} - (roll(10) == 0 ? 50000ms : 0ms);
      reached = from + milliseconds{roll(4000000)};
      active.push_back({{from, reached}, std::string("/work/") + digit("xyz"), roll(2) == 0});
    }
    return session(path, start, std::move(active));
  }

  WithdrawalStore::DayWithdrawal some_withdrawal(LocalDate date) {
    WithdrawalStore::DayWithdrawal result{in_memory_.day_plan(day(date)).value_or(plan(date, "12")), {}, {}};
    std::vector<OutboxRow> kept;
    for (const auto& row : result.seen.rows) {
      if (!row.entry_id) continue;
      if (roll(3) > 0) {
        result.to_delete.push_back(*row.entry_id);
      } else {
        kept.push_back(row);
      }
    }
    if (roll(10) == 0) result.to_delete.push_back(id<EntryId>(digit("456789")));
    if (roll(10) == 0) result.seen.tracked += 1s;
    if (roll(2) == 0) {
      result.instead = some_plan(date);
      if (!kept.empty()) {
        auto& row = result.instead->rows.front();
        row.state = RowState::posted;
        row.entry_id = kept.front().entry_id;
        row.origin = Origin::adopted;
      }
    }
    return result;
  }

  DayPlan some_plan(LocalDate date) {
    const char* const shapes[] = {"1", "12", "213", "321", "121", "33"};
    const char* const shape = shapes[roll(6)];
    auto result = roll(4) == 0 && std::string(shape).size() > 1 ? plan_around_a_gap(date, shape) : plan(date, shape);
    auto& row = result.rows[static_cast<std::size_t>(roll(static_cast<int>(result.rows.size())))];
    switch (roll(8)) {
      case 0:
        row.entry.interval.end += 1s;
        break;
      case 1:
        row.state = RowState::posted;
        row.entry_id = id<EntryId>(digit("456789"));
        row.origin = static_cast<Origin>(roll(4));
        break;
      case 2:
        row.attempt = roll(2);
        break;
      default:
        break;
    }
    return result;
  }

  template <class Act>
  void both(const char* what, const Act& act) {
    const auto in_memory = failure_of([&] { act(in_memory_); });
    const auto in_the_real_one = failure_of([&] { act(real_->store()); });
    EXPECT_TRUE(in_memory == in_the_real_one) << what << " fails in one of them only";
  }

  template <class Ask>
  void compare(const char* what, const Ask& ask) {
    EXPECT_TRUE(ask(in_memory_) == ask(real_->store())) << what << " answers differently";
  }

  std::mt19937 random_;
  support::InMemoryStore in_memory_;
  std::unique_ptr<Subject> real_;
};

TEST(StoreTwins, CannotBeToldApart) {
  for (unsigned seed = 1; seed <= kinds().back().twins; ++seed) {
    SCOPED_TRACE(seed);
    Twins twins{seed};
    for (int i = 0; i < 120; ++i) {
      twins.change();
      if (i % 4 == 0) twins.compare_all();
      if (testing::Test::HasFailure()) FAIL() << "after " << i + 1 << " changes";
    }
  }
}

}  // namespace
}  // namespace libsync::store
