// SPDX-License-Identifier: MIT
//
// Rows 41, 42, 49 to 51 and 61: an entry is in doubt, and the listing that shall settle it is late, stale, broken or
// badly dated.
#include "row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {
namespace {

using support::Fault;
namespace fault = support::fault;
namespace well_known = support::well_known;
using namespace std::chrono_literals;

enum class Made { yes, no };

// The first run, after which the n-th entry is in doubt.
void lose_the_answer(Workday& day, int nth, Made made) {
  day.server.on_post(nth, made == Made::yes ? fault::drop().applied() : fault::drop());
  (void)run_into(day, nth, made == Made::yes ? Fate::found : Fate::lost, FailureKind::in_doubt);
  day.heal();
}

std::int64_t next_listing(const Workday& day) {
  return day.server.counts().listings + 1;
}

// Five entries of the Monday evening, which the listing holds besides ours.
void fill_monday_evening(Workday& day) {
  for (int i = 0; i < 5; ++i) {
    const UtcTime start = utc("2026-02-02T18:00:00Z") + i * 10min;
    day.server.user_creates({day.rules.workspace, well_known::web(), {start, start + 10min}, "Reading", {}, {}});
  }
}

void limit_pages_to_two(Workday& day) {
  fill_monday_evening(day);
  support::WorkspaceSettings settings;
  settings.page_cap = 2;
  day.server.set_settings(settings);
}

// The look is in vain: nothing is sent, and the next one finds the entry.
Row broken_look(int number, std::string name, FailureKind kind, std::function<void(Workday&)> break_it) {
  return {number, std::move(name), [kind, break_it = std::move(break_it)](Workday& day, int nth) {
            lose_the_answer(day, nth, Made::yes);
            break_it(day);
            expect_stopped(day, kind);
            return End{};
          }};
}

// The look is odd and all the same a good one: that run completes.
Row odd_look(int number, std::string name, std::function<void(Workday&)> set_up) {
  return {number, std::move(name), [set_up = std::move(set_up)](Workday& day, int nth) {
            lose_the_answer(day, nth, Made::yes);
            set_up(day);
            EXPECT_EQ(expect_through(day).summary.entries_adopted, 1);
            return End{};
          }};
}

std::vector<Row> pages() {
  return {
      broken_look(50, "TheSecondPageFails", FailureKind::unavailable,
                  [](Workday& day) {
                    limit_pages_to_two(day);
                    day.server.on_listing(next_listing(day) + 1, fault::html(503));
                  }),
      broken_look(50, "PagesWithoutEnd", FailureKind::unavailable,
                  [](Workday& day) { day.server.from_listing(next_listing(day), fault::endless_pages()); }),
      odd_look(50, "TheSecondPageRepeatsTheFirst",
               [](Workday& day) {
                 limit_pages_to_two(day);
                 day.server.on_listing(next_listing(day) + 1, fault::page(1));
               }),
      odd_look(50, "PagesShiftMeanwhile",
               [](Workday& day) {
                 limit_pages_to_two(day);
                 const auto newest_of_monday = day.server.entries()[4].id;
                 day.server.before_request(day.server.counts().requests + 3,
                                           [&day, newest_of_monday] { day.server.user_deletes(newest_of_monday); });
               }),
      odd_look(50, "TheLastPageIsFull",
               [](Workday& day) {
                 limit_pages_to_two(day);
                 if (day.server.entries().size() % 2 == 0) return;
                 day.server.user_deletes(day.server.entries().front().id);
               }),
  };
}

// Every time in the answer, spelled by a clock two hours ahead and with a fraction.
Fault respelled() {
  Fault fault = fault::none();
  fault.edits.push_back([](support::Answer& answer) {
    constexpr std::size_t k_length = std::string_view{"2026-02-03T08:00:00Z"}.size();
    for (auto at = answer.body.find("\"20"); at != std::string::npos; at = answer.body.find("\"20", at + 1)) {
      const auto time = parse_rfc3339(std::string_view{answer.body}.substr(at + 1, k_length));
      if (!time) continue;
      std::string text = format_utc(floor_seconds(*time) + 2h);
      text.replace(text.size() - 1, 1, ".000+02:00");
      answer.body.replace(at + 1, k_length, text);
    }
  });
  return fault;
}

std::vector<Row> contents() {
  const auto entry_of = [](const char* start, seconds length) {
    const UtcTime from = utc(start);
    return clockify::NewEntry{well_known::workspace(), well_known::web(), {from, from + length}, "Reading", {}, {}};
  };
  return {
      broken_look(51, "AnEntryOfAnotherUser", FailureKind::unavailable,
                  [](Workday& day) {
                    day.server.on_listing(next_listing(day),
                                          fault::member("userId", '"' + well_known::bob().str() + '"'));
                  }),
      odd_look(51, "ARunningTimer",
               [=](Workday& day) {
                 const auto timer = day.server.user_creates(entry_of("2026-02-05T10:00:00Z", 1h));
                 day.server.user_edits(timer.id, [](support::StoredEntry& entry) { entry.end.reset(); });
               }),
      odd_look(51, "TimesWithOffsetsAndFractions",
               [](Workday& day) { day.server.on_listing(next_listing(day), respelled()); }),
      odd_look(51, "TenThousandEntries",
               [=](Workday& day) {
                 for (int i = 0; i < 10'000; ++i) {
                   clockify::NewEntry entry = entry_of("2026-02-02T18:00:00Z", 1s);
                   entry.interval.start += seconds{i};
                   entry.interval.end += seconds{i};
                   day.server.user_creates(entry);
                 }
               }),
  };
}

// --- late and stale -------------------------------------------------------------------------------------------------

// The request is on its way when the next run looks, and arrives before the quarantine is over.
End committed_after_the_next_listing(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied_at(day.server.now() + 10min));
  (void)run_into(day, nth, Fate::lost, FailureKind::in_doubt);
  day.heal();
  day.pass(5min);
  expect_stopped(day, FailureKind::in_doubt);
  day.pass(6min);
  EXPECT_EQ(expect_through(day).summary.entries_adopted, 1);
  return {};
}

// Later than a request may live (A1 of docs/exactly-once.md is broken): a run that looks at the day again says so.
End committed_after_the_quarantine(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied_at(day.server.now() + 20min));
  (void)run_into(day, nth, Fate::lost, FailureKind::in_doubt);
  day.heal();
  day.pass(16min);
  refuse_post(day, nth + 2);
  EXPECT_EQ(day.run().failure.value().kind, FailureKind::refused);
  EXPECT_EQ(day.row(nth).state, store::RowState::posted);
  day.pass(10min);
  EXPECT_THAT(expect_through(day).notes, testing::Contains(testing::HasSubstr("exactly like")));
  return {.posts = 6, .twins = 1};
}

End stale_listing(Workday& day, int nth) {
  lose_the_answer(day, nth, Made::yes);
  day.server.from_listing(next_listing(day), fault::stale(10min));
  expect_stopped(day, FailureKind::in_doubt);
  day.pass(9min);
  expect_stopped(day, FailureKind::in_doubt);
  day.pass(7min);
  EXPECT_EQ(expect_through(day).summary.entries_adopted, 1);
  return {};
}

// --- dates ----------------------------------------------------------------------------------------------------------

// The quarantine is over, but the listing does not say so.
Row badly_dated(std::string name, const char* header) {
  return {61, std::move(name), [header](Workday& day, int nth) {
            lose_the_answer(day, nth, Made::no);
            day.pass(20min);
            day.server.on_listing(next_listing(day), fault::none().date(header));
            expect_stopped(day, FailureKind::in_doubt);
            return End{.posts = 5};
          }};
}

// Nobody knows when it was sent, so it counts as sent a day later than the machine's clock says.
End undated_before_the_intent(Workday& day, int nth) {
  day.server.on_listing(1, fault::none().date("-"));
  day.server.on_post(nth, fault::drop());
  const End end = run_into(day, nth, Fate::lost, FailureKind::in_doubt);
  EXPECT_GE(day.row(nth).sent_at, day.server.now() + 24h);
  return end;
}

}  // namespace

std::vector<Row> rows_of_the_listing() {
  std::vector<Row> rows{
      {41, "CommittedAfterTheNextListing", committed_after_the_next_listing},
      {42, "CommittedAfterTheQuarantine", committed_after_the_quarantine},
      {49, "AStaleListing", stale_listing},
      badly_dated("NoDate", "-"),
      badly_dated("ADateAYearBack", "Thu, 06 Feb 2025 11:20:00 GMT"),
      badly_dated("ADateFarAhead", "Fri, 01 Jan 2100 00:00:00 GMT"),
      badly_dated("ADateThatIsNone", "yesterday"),
      {61, "NoDateBeforeTheIntent", undated_before_the_intent},
  };
  for (auto more : {pages, contents}) {
    for (Row& row : more()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace libsync::faults
