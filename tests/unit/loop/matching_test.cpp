// SPDX-License-Identifier: MIT
#include "matching.hpp"

#include "rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

const UtcTime k_nine = utc("2026-02-02T09:00:00Z");
const Interval k_morning{k_nine, k_nine + 4h};

EntryId id(char digit) {
  return *EntryId::parse(std::string(24, digit));
}

clockify::Entry entry(char digit, Interval span = k_morning, char under = 'a') {
  return {id(digit),
          *WorkspaceId::parse(std::string(24, '9')),
          *UserId::parse(std::string(24, '8')),
          project(under),
          span.start,
          span.end,
          "Development"};
}

store::OutboxRow row() {
  return {.entry = {project('a'), k_morning, "Development", {}, {}, {}}};
}

clockify::Listing listing_of(std::vector<clockify::Entry> entries) {
  return {std::move(entries), utc("2026-02-06T12:00:00Z"), clockify::BootTime{1000s}, 400ms};
}

std::string found(const clockify::Entry* entry) {
  return entry == nullptr ? "" : entry->id.str().substr(0, 1);
}

TEST(FindExact, WantsEveryFieldEqual) {
  const auto listing_with = [](const std::function<void(clockify::Entry&)>& change) {
    auto changed = entry('1');
    change(changed);
    return listing_of({changed});
  };
  EXPECT_EQ(found(find_exact(listing_of({entry('1')}), row(), {})), "1");
  EXPECT_EQ(found(find_exact(listing_with([](auto& e) { e.start += 1s; }), row(), {})), "");
  EXPECT_EQ(found(find_exact(listing_with([](auto& e) { *e.end -= 1s; }), row(), {})), "");
  EXPECT_EQ(found(find_exact(listing_with([](auto& e) { e.end.reset(); }), row(), {})), "");
  EXPECT_EQ(found(find_exact(listing_with([](auto& e) { e.description += "!"; }), row(), {})), "");
  EXPECT_EQ(found(find_exact(listing_with([](auto& e) { e.project = project('b'); }), row(), {})), "");
  EXPECT_EQ(found(find_exact(listing_with([](auto& e) { e.project.reset(); }), row(), {})), "");
}

TEST(FindExact, TakesTheLowestIdThatNobodyClaims) {
  const auto twins = listing_of({entry('3'), entry('1'), entry('2')});
  EXPECT_EQ(found(find_exact(twins, row(), {})), "1");
  EXPECT_EQ(found(find_exact(twins, row(), {id('1')})), "2");
  EXPECT_EQ(found(find_exact(twins, row(), {id('1'), id('2'), id('3')})), "");
}

TEST(FindExact, PrefersWhatWasNotThereBeforeTheSend) {
  auto sent = row();
  sent.baseline = {id('1')};
  EXPECT_EQ(found(find_exact(listing_of({entry('1'), entry('2')}), sent, {})), "2");
  EXPECT_EQ(found(find_exact(listing_of({entry('1')}), sent, {})), "1");
}

TEST(FindTwins, NamesWhatIsExactlyLikeARowAndNotIt) {
  auto posted = row();
  posted.entry_id = id('1');
  EXPECT_THAT(find_twins(listing_of({entry('1'), entry('2')}), posted, {}), ElementsAre(id('2')));
  EXPECT_TRUE(find_twins(listing_of({entry('1'), entry('2')}), posted, {id('2')}).empty());
}

TEST(FindAllTwins, PairsOursWithWhatNobodyClaims) {
  const auto listing = listing_of({entry('1'), entry('2'), entry('3', k_morning, 'b'), entry('4')});
  const auto twins = find_all_twins(listing, {id('1')}, {id('1'), id('4')});
  ASSERT_EQ(twins.size(), 1U);
  EXPECT_EQ(found(twins[0].ours), "1");
  EXPECT_EQ(found(twins[0].other), "2");
  EXPECT_TRUE(find_all_twins(listing, {}, {id('1')}).empty()) << "none of them is ours";
}

TEST(FindEdited, SuspectsEveryNewEntryInTheInterval) {
  const auto moved = [](milliseconds by, milliseconds length) {
    return listing_of(
        {entry('1', {k_nine + std::chrono::floor<seconds>(by), k_nine + std::chrono::floor<seconds>(by + length)})});
  };
  EXPECT_EQ(found(find_edited(moved(4h - 1s, 4h), row(), {})), "1");
  EXPECT_EQ(found(find_edited(moved(4h, 4h), row(), {})), "");
  EXPECT_EQ(found(find_edited(listing_of({entry('1', k_morning, 'b')}), row(), {})), "1");
  EXPECT_EQ(found(find_edited(moved(0h, 4h), row(), {id('1')})), "");
  auto sent = row();
  sent.baseline = {id('1')};
  EXPECT_EQ(found(find_edited(moved(0h, 4h), sent, {})), "");
}

TEST(FindInTheWay, IsWhateverNobodyClaimsAlsoWhenItWasThereBefore) {
  auto sent = row();
  sent.baseline = {id('1')};
  EXPECT_EQ(found(find_in_the_way(listing_of({entry('1', k_morning, 'b')}), sent, {})), "1");
  EXPECT_EQ(found(find_in_the_way(listing_of({entry('1', k_morning, 'b')}), sent, {id('1')})), "");
  EXPECT_EQ(found(find_in_the_way(listing_of({entry('1', {k_nine + 4h, k_nine + 5h})}), sent, {})), "");
}

TEST(FindForeign, CountsWhatReachesIntoTheWorkHours) {
  const Interval day{k_nine, k_nine + 8h};
  const std::vector<store::OutboxRow> rows{row()};
  const auto ids = [&](std::vector<clockify::Entry> entries, const EntryIds& claimed = {}) {
    std::string result;
    for (const auto& foreign : find_foreign(listing_of(std::move(entries)), day, rows, claimed)) {
      result += foreign.id->str().front();
    }
    return result;
  };
  EXPECT_EQ(ids({entry('1', {k_nine - 1h, k_nine + 1s}), entry('2', {k_nine + 8h, k_nine + 9h}),
                 entry('3', {k_nine - 1h, k_nine})}),
            "1");
  EXPECT_EQ(ids({entry('1')}), "");                                     // it will be adopted
  EXPECT_EQ(ids({entry('1'), entry('2')}), "2");                        // only one of them is
  EXPECT_EQ(ids({entry('4', {k_nine, k_nine + 1h})}, {id('4')}), "4");  // ours of another day
  auto running = entry('5');
  running.end.reset();
  EXPECT_EQ(ids({running}), "");
}

TEST(BaselineFor, HoldsTheUnclaimedEntriesAroundTheInterval) {
  const auto listing = listing_of({entry('1'), entry('2', {k_nine - 2h, k_nine + 1h}), entry('3', k_morning, 'b'),
                                   entry('4', {k_nine + 4h, k_nine + 5h}), entry('5')});
  EXPECT_THAT(baseline_for(listing, row().entry, {id('5')}), ElementsAre(id('1'), id('2'), id('3')));
}

TEST(DescribeMismatch, SaysWhatClockifyHasAndWhatWasPlanned) {
  EXPECT_EQ(describe_mismatch(row().entry, entry('1')), "");
  EXPECT_THAT(describe_mismatch(row().entry, entry('1', {k_nine, k_nine + 3h})),
              HasSubstr("09:00:00Z to 2026-02-02T12:00:00Z"));
  EXPECT_THAT(describe_mismatch(row().entry, entry('1', k_morning, 'b')), HasSubstr("under project bbbb"));
}

TEST(LatestServerTime, CountsFromWhenTheListingsRequestLeft) {
  const auto listing = listing_of({});
  EXPECT_EQ(latest_server_time(listing, clockify::BootTime{1000s + 1500ms}, k_nine), *listing.server_date + 3s);
}

TEST(LatestServerTime, IsADayPastTheWallClockWithoutADate) {
  auto listing = listing_of({});
  listing.server_date.reset();
  EXPECT_EQ(latest_server_time(listing, clockify::BootTime{1000s}, k_nine), k_nine + 24h);
}

TEST(Quarantine, EndsByTheServersClockAndCountsTheRequestsOwnTimeAgainstIt) {
  auto listing = listing_of({});
  const UtcTime wall = *listing.server_date;
  const UtcTime sent = *listing.server_date - 15min;
  EXPECT_FALSE(is_past_quarantine(listing, sent, 15min, wall));  // the request took 400 ms
  EXPECT_TRUE(is_past_quarantine(listing, sent - 1s, 15min, wall));
}

TEST(Quarantine, DoesNotListenToTheWallClock) {
  const auto listing = listing_of({});
  const UtcTime sent = *listing.server_date - 1min;
  EXPECT_FALSE(is_past_quarantine(listing, sent, 15min, sent + std::chrono::days{400}));
  EXPECT_TRUE(is_past_quarantine(listing, sent - 1h, 15min, sent - std::chrono::days{400}));
}

TEST(Quarantine, IsNeverShortenedByADateThatMakesNoSense) {
  auto listing = listing_of({});
  const UtcTime sent = *listing.server_date;
  listing.server_date.reset();
  EXPECT_FALSE(is_past_quarantine(listing, sent, 15min, sent + 1h));
  listing.server_date = sent - 1h;
  EXPECT_FALSE(is_past_quarantine(listing, sent, 15min, sent + 1h));
  listing.server_date = sent + std::chrono::days{3650};
  EXPECT_FALSE(is_past_quarantine(listing, sent, 15min, sent + 1h));
}

TEST(Quarantine, EndsADayLaterByTheWallClockWithoutADate) {
  auto listing = listing_of({});
  listing.server_date.reset();
  const UtcTime sent = k_nine;
  EXPECT_FALSE(is_past_quarantine(listing, sent, 15min, sent + 24h + 15min));  // the request took 400 ms
  EXPECT_TRUE(is_past_quarantine(listing, sent, 15min, sent + 24h + 15min + 1s));
  EXPECT_TRUE(is_past_quarantine(listing, sent, 15min, quarantine_ends_at(listing, sent, 15min)));
}

TEST(QuarantineEndsAt, LeavesTimeForTheRequest) {
  const auto listing = listing_of({});
  EXPECT_EQ(quarantine_ends_at(listing, k_nine, 15min), k_nine + 15min + 1s);
}

TEST(ClocksAgree, CountsTheTimeSinceTheListing) {
  const auto listing = listing_of({});
  const UtcTime then = *listing.server_date;
  EXPECT_TRUE(clocks_agree(listing, listing.requested_at, then + 24h));
  EXPECT_FALSE(clocks_agree(listing, listing.requested_at, then + 25h));
  EXPECT_TRUE(clocks_agree(listing, listing.requested_at + 50h, then + 60h));
  EXPECT_FALSE(clocks_agree(listing, listing.requested_at + 50h, then));
}

TEST(Quarantine, EndsForARunOfNextWeek) {
  auto listing = listing_of({});
  const UtcTime sent = *listing.server_date - std::chrono::days{7};
  EXPECT_TRUE(is_past_quarantine(listing, sent, 15min, *listing.server_date));
}

}  // namespace
}  // namespace libsync::loop
