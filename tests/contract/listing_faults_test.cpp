// SPDX-License-Identifier: MIT
//
// A listing is complete or it is an error: many pages, pages that lie, and whatever else a list can hold.
#include "fake_clockify.hpp"
#include "https_client.hpp"
#include "samples.hpp"

#include <gtest/gtest.h>

#include <string>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
using clockify::Delivery;
using clockify::ErrorKind;
using support::FakeClockify;
using support::Fault;
using ::testing::HasSubstr;
using ::testing::SizeIs;
namespace fault = support::fault;

Result<clockify::Listing, clockify::ApiError> list(const FakeClockify& fake, clockify::HttpsOptions options = {}) {
  return client_of(fake, std::move(options))
      ->list_entries(well_known::workspace(), well_known::ann(), first_week_of_february());
}

void fill(FakeClockify& fake, int count) {
  for (int i = 0; i < count; ++i) {
    clockify::NewEntry entry = morning();
    entry.interval.start = utc("2026-02-02T00:00:00Z") + seconds{i};
    entry.interval.end = entry.interval.start + 1s;
    fake.user_creates(entry);
  }
}

// Seven entries on three pages.
void fill_three_pages(FakeClockify& fake) {
  support::WorkspaceSettings settings;
  settings.page_cap = 3;
  fake.set_settings(settings);
  fill(fake, 7);
}

struct Row {
  const char* name;
  Fault fault;
  ErrorKind kind;
};

class BadListing : public ::testing::TestWithParam<Row> {};

INSTANTIATE_TEST_SUITE_P(
    Of, BadListing,
    ::testing::Values(Row{"Html", fault::html(200), ErrorKind::protocol},
                      Row{"AnObject", fault::answer(200, "{}"), ErrorKind::protocol},
                      Row{"NoJson", fault::answer(200, "[{"), ErrorKind::protocol},
                      Row{"NothingAtAll", fault::answer(200, ""), ErrorKind::protocol},
                      Row{"ElementsThatAreNoEntries", fault::answer(200, "[17]"), ErrorKind::protocol},
                      Row{"EntriesWithoutId", fault::member("id", std::nullopt), ErrorKind::protocol},
                      Row{"EntriesWithoutTimes", fault::member("timeInterval", std::nullopt), ErrorKind::protocol},
                      Row{"EntriesOfAnotherUser", fault::member("userId", "\"5a0ab5acb07987125438b610\""),
                          ErrorKind::protocol},
                      Row{"EntriesOfAnotherWorkspace", fault::member("workspaceId", "\"5ff748b4abb0e16bed500999\""),
                          ErrorKind::protocol},
                      Row{"CutBodies", fault::cut_in_body(), ErrorKind::offline},
                      Row{"EndlessBodies", fault::endless_body(), ErrorKind::protocol},
                      Row{"ServerFaults", fault::html(502), ErrorKind::server_fault},
                      Row{"PagesWithoutEnd", fault::endless_pages(), ErrorKind::protocol}),
    [](const auto& row) { return row.param.name; });

TEST_P(BadListing, IsNoListing) {
  FakeClockify fake;
  fill(fake, 2);
  fake.from_listing(1, GetParam().fault);
  clockify::HttpsOptions options;
  options.max_body = 1'000'000;
  EXPECT_THAT(list(fake, options), FailsWith(GetParam().kind, Delivery::unknown));
}

TEST(Listing, OfSeveralPagesIsReadToTheLast) {
  FakeClockify fake;
  fill_three_pages(fake);
  const auto listing = list(fake);
  ASSERT_THAT(listing, Succeeds());
  EXPECT_THAT(listing->entries, SizeIs(7));
}

// The free plan has thirty requests an hour.
TEST(Listing, AsksForTheLargestPagesThereAre) {
  FakeClockify fake;
  ASSERT_THAT(list(fake), Succeeds());
  ASSERT_THAT(fake.received(), SizeIs(1));
  EXPECT_THAT(fake.received()[0].request.target, HasSubstr("page-size=5000"));
}

TEST(Listing, OfFullPagesOnlyIsComplete) {
  FakeClockify fake;
  fill_three_pages(fake);
  fill(fake, 2);
  const auto listing = list(fake);
  ASSERT_THAT(listing, Succeeds());
  EXPECT_THAT(listing->entries, SizeIs(9));
}

TEST(Listing, WhoseSecondPageFailsIsNoListing) {
  FakeClockify fake;
  fill_three_pages(fake);
  fake.on_listing(2, fault::html(503));
  EXPECT_THAT(list(fake), FailsWith(ErrorKind::server_fault, Delivery::unknown));
}

TEST(Listing, WhoseSecondPageRepeatsTheFirstIsReadAgain) {
  FakeClockify fake;
  fill_three_pages(fake);
  fake.on_listing(2, fault::page(1));
  const auto listing = list(fake);
  ASSERT_THAT(listing, Succeeds());
  EXPECT_THAT(listing->entries, SizeIs(7));
}

// A deletion between two pages moves the entry at the head of the second page onto the first, where nobody looks again.
TEST(Listing, WhosePagesShiftMeanwhileMissesNothing) {
  FakeClockify fake;
  fill_three_pages(fake);
  const auto newest = fake.entries().back().id;
  fake.before_request(2, [&] { fake.user_deletes(newest); });
  const auto listing = list(fake);
  ASSERT_THAT(listing, Succeeds());
  EXPECT_THAT(listing->entries, SizeIs(6));
}

TEST(Listing, KeepsWhatStartsInTheWindowWhereverTheUserLives) {
  for (const char* zone : {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "America/New_York"}) {
    SCOPED_TRACE(zone);
    FakeClockify fake{{.time_zone = zone}};
    for (const char* start :
         {"2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z", "2026-02-07T23:59:59Z", "2026-02-08T00:00:00Z"}) {
      fake.user_creates(starting_at(start));
    }
    const auto listing = list(fake);
    ASSERT_THAT(listing, Succeeds());
    EXPECT_THAT(listing->entries, SizeIs(2));
  }
}

TEST(Listing, ReadsTimesWithOffsetsAndFractions) {
  FakeClockify fake;
  fill(fake, 1);
  fake.on_listing(1, fault::member("timeInterval.start", "\"2026-02-02T10:30:00.5+02:00\""));
  const auto listing = list(fake);
  ASSERT_THAT(listing, Succeeds());
  ASSERT_THAT(listing->entries, SizeIs(1));
  EXPECT_EQ(listing->entries[0].start, utc("2026-02-02T08:30:00Z"));
}

struct DateRow {
  const char* name;
  const char* header;
  const char* date;  // nullptr for none
};

class DateOfAListing : public ::testing::TestWithParam<DateRow> {};

INSTANTIATE_TEST_SUITE_P(
    Is, DateOfAListing,
    ::testing::Values(DateRow{"Missing", "-", nullptr}, DateRow{"Nonsense", "yesterday", nullptr},
                      DateRow{"BackInTime", "Thu, 01 Jan 2004 00:00:00 GMT", "2004-01-01T00:00:00Z"},
                      DateRow{"FarInTheFuture", "Fri, 01 Jan 2100 00:00:00 GMT", "2100-01-01T00:00:00Z"}),
    [](const auto& row) { return row.param.name; });

// Whether it can be believed is the loop's business; that it cannot be read is ours.
TEST_P(DateOfAListing, IsHandedOn) {
  FakeClockify fake;
  fake.on_listing(1, fault::none().date(GetParam().header));
  const auto listing = list(fake);
  ASSERT_THAT(listing, Succeeds());
  EXPECT_EQ(listing->server_date, GetParam().date == nullptr ? std::nullopt : std::optional{utc(GetParam().date)});
}

TEST(Projects, OfSeveralPagesAreReadToTheLast) {
  FakeClockify fake;
  support::WorkspaceSettings settings;
  settings.page_cap = 2;
  fake.set_settings(settings);
  const auto listed = client_of(fake)->list_projects(well_known::workspace());
  ASSERT_THAT(listed, Succeeds());
  EXPECT_THAT(*listed, SizeIs(5));
}

}  // namespace
}  // namespace libsync::contract
