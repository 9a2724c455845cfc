// SPDX-License-Identifier: MIT
//
// After the first byte of a POST: only a complete, understood answer settles what became of it.
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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
namespace fault = support::fault;

struct Row {
  const char* name;
  Fault fault;
  ErrorKind kind;
  Delivery delivery;
  std::size_t stored;  // entries that the server has afterwards
  milliseconds deadline = k_long;
};

Row unknown(const char* name, ErrorKind kind, Fault fault, std::size_t stored) {
  return {name, std::move(fault), kind, Delivery::unknown, stored};
}

// The server says nothing more: only the deadline ends it.
Row hangs(const char* name, Fault fault) {
  return {name, std::move(fault), ErrorKind::timed_out, Delivery::unknown, 1, k_enough_to_send};
}

Row refused(const char* name, ErrorKind kind, Fault fault) {
  return {name, std::move(fault), kind, Delivery::answered, 0};
}

class BadAnswer : public ::testing::TestWithParam<Row> {};

std::string name_of(const ::testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

using Kind = ErrorKind;

INSTANTIATE_TEST_SUITE_P(
    Connection, BadAnswer,
    ::testing::Values(unknown("DroppedBeforeItWasApplied", Kind::offline, fault::drop(), 0),
                      unknown("DroppedAfterItWasApplied", Kind::offline, fault::drop().applied(), 1),
                      unknown("Reset", Kind::offline, fault::reset().applied(), 1),
                      unknown("CutInTheHeaders", Kind::offline, fault::cut_in_headers(), 1),
                      unknown("ResetInTheHeaders", Kind::offline, fault::cut_in_headers().resetting(), 1),
                      unknown("CutBeforeTheBody", Kind::offline, fault::cut_before_body(), 1),
                      unknown("CutInTheBody", Kind::offline, fault::cut_in_body(), 1),
                      unknown("ClosedProperlyInTheBody", Kind::offline, fault::cut_in_body().closing(), 1),
                      unknown("ResetInTheBody", Kind::offline, fault::cut_in_body().resetting(), 1),
                      unknown("LongerThanItIs", Kind::offline, fault::wrong_length(100'000), 1),
                      unknown("WithoutTheLastChunk", Kind::offline, fault::last_chunk_missing(), 1),
                      hangs("Silent", fault::silent().applied()),
                      hangs("SilentInTheHeaders", fault::silent_in_headers()),
                      hangs("SilentInTheBody", fault::silent_in_body()), hangs("Dripping", fault::drip(20ms))),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Content, BadAnswer,
    ::testing::Values(
        unknown("ShorterThanItIs", Kind::protocol, fault::wrong_length(100), 1),
        unknown("EndlessHeaders", Kind::protocol, fault::endless_headers(), 1),
        unknown("EndlessBody", Kind::protocol, fault::endless_body(), 1),
        unknown("HugeBody", Kind::protocol, fault::answer(201, std::string(3'000'000, ' ')).applied(), 1),
        unknown("DeepJson", Kind::protocol, fault::answer(201, std::string(200'000, '[')).applied(), 1),
        unknown("NoJson", Kind::protocol, fault::answer(201, "{\"id\":").applied(), 1),
        unknown("EmptyBody", Kind::protocol, fault::answer(201, "").applied(), 1),
        unknown("ByteOrderMark", Kind::protocol, fault::answer(201, "\xef\xbb\xbf{}").applied(), 1),
        unknown("BadUtf8", Kind::protocol, fault::answer(201, "{\"id\":\"\xff\xfe\"}").applied(), 1),
        unknown("AList", Kind::protocol, fault::answer(201, "[]").applied(), 1),
        unknown("Html", Kind::protocol, fault::html(201).applied(), 1),
        unknown("Compressed", Kind::protocol, fault::none().header("Content-Encoding", "gzip"), 1),
        unknown("NoContent", Kind::protocol, fault::answer(204, "").applied(), 1),
        unknown("Accepted", Kind::protocol, fault::answer(202, "").applied(), 1),
        unknown("WithoutId", Kind::protocol, fault::member("id", std::nullopt), 1),
        unknown("NullId", Kind::protocol, fault::member("id", "null"), 1),
        unknown("NumericId", Kind::protocol, fault::member("id", "17"), 1),
        unknown("PathLikeId", Kind::protocol, fault::member("id", "\"../../user/5a0ab5acb079\""), 1),
        unknown("LongId", Kind::protocol, fault::member("id", "\"6a507faf00000000000000010\""), 1),
        unknown("WithoutUser", Kind::protocol, fault::member("userId", std::nullopt), 1),
        unknown("OfAnotherWorkspace", Kind::protocol, fault::member("workspaceId", "\"5ff748b4abb0e16bed500999\""), 1),
        unknown("WithoutTimes", Kind::protocol, fault::member("timeInterval", std::nullopt), 1),
        unknown("WithABadTime", Kind::protocol, fault::member("timeInterval.start", "\"2026-02-30T08:00:00Z\""), 1)),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Status, BadAnswer,
    ::testing::Values(unknown("Html502", Kind::server_fault, fault::html(502), 0),
                      unknown("Html503AfterItWasApplied", Kind::server_fault, fault::html(503).applied(), 1),
                      unknown("Http511", Kind::server_fault, fault::html(511), 0),
                      unknown("NotFoundThoughMadeWith501", Kind::server_fault, fault::not_found_though_made(501), 1),
                      unknown("Redirect301", Kind::protocol, fault::redirect(301, "https://localhost/elsewhere"), 0),
                      unknown("Redirect302", Kind::protocol, fault::redirect(302, "http://localhost/"), 0),
                      unknown("Redirect307", Kind::protocol, fault::redirect(307, "https://localhost/elsewhere"), 0),
                      unknown("Redirect308", Kind::protocol, fault::redirect(308, "file:///etc/passwd"), 0),
                      unknown("Http418", Kind::server_fault, fault::answer(418, "{}"), 0),
                      unknown("Http600", Kind::server_fault, fault::answer(600, "{}"), 0),
                      refused("Locked", Kind::forbidden, fault::refuse(403, 1003, "Can't edit locked time entry.")),
                      refused("EmptyBodyOf429", Kind::rate_limited, fault::answer(429, "")),
                      refused("HtmlOf403", Kind::forbidden, fault::html(403))),
    name_of);

TEST_P(BadAnswer, IsClassifiedAndThePostNeverSentAgain) {
  FakeClockify fake;
  fake.on_post(1, GetParam().fault);
  clockify::HttpsOptions options;
  options.deadline = GetParam().deadline;
  const auto api = client_of(fake, options);

  const auto made = api->create_entry(morning(), send);
  EXPECT_THAT(made, FailsWith(GetParam().kind, GetParam().delivery));
  EXPECT_EQ(fake.counts().posts, 1);
  EXPECT_THAT(fake.entries(), SizeIs(GetParam().stored));
  EXPECT_THAT(made.error().cause + made.error().server_text, Not(HasSubstr(well_known::k_key)));

  // A later look finds out what became of it.
  fake.heal();
  const auto listing =
      client_of(fake)->list_entries(well_known::workspace(), well_known::ann(), first_week_of_february());
  ASSERT_THAT(listing, Succeeds());
  EXPECT_THAT(listing->entries, SizeIs(GetParam().stored));
}

struct OddButGood {
  const char* name;
  Fault fault;
  bool closes = false;  // the connection, without saying so
};

class GoodAnswer : public ::testing::TestWithParam<OddButGood> {};

INSTANTIATE_TEST_SUITE_P(
    Odd, GoodAnswer,
    ::testing::Values(
        OddButGood{"Chunked", fault::chunked()}, OddButGood{"ClosedAfterwards", fault::close_after(), true},
        OddButGood{"AnnouncedClose", fault::announced_close()}, OddButGood{"CutAfterwards", fault::cut_after(), true},
        OddButGood{"UnknownMembers", fault::member("surprise", "{\"deep\":[1,null,{}]}")},
        OddButGood{"NullTags", fault::member("tagIds", "null")},
        OddButGood{"NullDuration", fault::member("timeInterval.duration", "null")},
        OddButGood{"TimesWithAnOffset", fault::member("timeInterval.start", "\"2026-02-02T10:00:00.000+02:00\"")},
        OddButGood{"Fractions", fault::member("timeInterval.end", "\"2026-02-02T12:00:00.999Z\"")},
        OddButGood{"WithoutDate", fault::none().date("-")},
        OddButGood{"LongHeaders", fault::none().header("X-Filler", std::string(4000, 'x'))}),
    [](const auto& row) { return row.param.name; });

TEST_P(GoodAnswer, IsAccepted) {
  FakeClockify fake;
  fake.on_post(1, GetParam().fault);
  const auto api = client_of(fake);
  const auto made = api->create_entry(morning(), send);
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->start, morning().interval.start);
  EXPECT_EQ(made->end, morning().interval.end);
  // A POST that leaves before the close arrives would be in doubt, and rightly so.
  if (GetParam().closes) fake.wait_until_closed(1);
  EXPECT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_EQ(fake.counts().posts, 2);
}

TEST(KeptConnection, ThatTheServerClosedIsNotUsedForAPost) {
  FakeClockify fake;
  fake.on_request(1, fault::close_after());
  const auto api = client_of(fake);
  ASSERT_THAT(api->current_user(), Succeeds());
  fake.wait_until_closed(1);
  EXPECT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_EQ(fake.counts().posts, 1);
}

TEST(KeptConnection, WithAnswersThatNobodyAskedForIsNotUsedAgain) {
  FakeClockify fake;
  fake.on_request(1, fault::followed_by("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"));
  const auto api = client_of(fake);
  ASSERT_THAT(api->current_user(), Succeeds());
  EXPECT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_EQ(fake.counts().connections, 2);
}

TEST(KeptConnection, ThatDiesUnderAPostSendsItOnce) {
  FakeClockify fake;
  fake.on_post(2, fault::drop().applied());
  const auto api = client_of(fake);
  ASSERT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(api->create_entry(morning(), send), FailsWith(Kind::offline, Delivery::unknown));
  EXPECT_EQ(fake.counts().posts, 2);
  EXPECT_THAT(fake.entries(), SizeIs(2));
}

TEST(KeptConnection, IsNotNeeded) {
  FakeClockify fake;
  fake.from_request(1, fault::announced_close());
  const auto api = client_of(fake);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_EQ(fake.counts().connections, 3);
  EXPECT_EQ(api->traffic().connections, 3);
}

TEST(Requests, CarryTheHeadersOfTheContract) {
  FakeClockify fake;
  clockify::HttpsOptions options;
  options.user_agent = "claude-tracker/1.2.3";
  const auto api = client_of(fake, options);
  ASSERT_THAT(api->create_entry(morning(), send), Succeeds());
  const auto received = fake.received();
  ASSERT_THAT(received, SizeIs(1));
  const auto& [connection, request, status] = received[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/api/v1/workspaces/5ff748b4abb0e16bed500885/time-entries");
  EXPECT_EQ(request.headers.at("accept"), "application/json");
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  EXPECT_EQ(request.headers.at("accept-encoding"), "identity");
  EXPECT_EQ(request.headers.at("user-agent"), "claude-tracker/1.2.3");
  EXPECT_EQ(request.headers.at("x-api-key"), well_known::k_key);
  EXPECT_EQ(request.headers.at("host"), "localhost:" + std::to_string(fake.port()));
  EXPECT_EQ(request.headers.count("x-addon-token"), 0);
  EXPECT_EQ(status, 201);
}

TEST(Requests, SendBillableAndTagsOnlyWhenAskedTo) {
  FakeClockify fake;
  const auto api = client_of(fake);
  ASSERT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(fake.received()[0].request.body, Not(HasSubstr("billable")));
  EXPECT_THAT(fake.received()[0].request.body, Not(HasSubstr("tagIds")));

  clockify::NewEntry entry = morning();
  entry.billable = true;
  entry.tags = {well_known::tag()};
  ASSERT_THAT(api->create_entry(entry, send), Succeeds());
  ASSERT_THAT(fake.entries(), SizeIs(2));
  EXPECT_TRUE(fake.entries()[1].billable);
  EXPECT_THAT(fake.entries()[1].tags, ElementsAre(well_known::tag().str()));
}

TEST(Redirects, AreNotFollowedAndTheKeyGoesNowhereElse) {
  FakeClockify elsewhere;
  for (const int status : {301, 302, 303, 307, 308}) {
    SCOPED_TRACE(status);
    FakeClockify fake;
    fake.from_request(1, fault::redirect(status, elsewhere.base_url() + "/user"));
    EXPECT_THAT(client_of(fake)->current_user(), FailsWith(Kind::protocol, Delivery::unknown));
    EXPECT_THAT(client_of(fake)->create_entry(morning(), send), FailsWith(Kind::protocol, Delivery::unknown));
  }
  EXPECT_EQ(elsewhere.counts().connections, 0);
}

struct RetryAfter {
  const char* name;
  const char* header;  // nullptr for none
  std::optional<seconds> wait;
};

class RateLimit : public ::testing::TestWithParam<RetryAfter> {};

INSTANTIATE_TEST_SUITE_P(Of, RateLimit,
                         ::testing::Values(RetryAfter{"Seconds", "37", 37s}, RetryAfter{"None", nullptr, std::nullopt},
                                           RetryAfter{"Date", "Mon, 09 Feb 2026 10:05:00 GMT", 300s},
                                           RetryAfter{"PastDate", "Mon, 09 Feb 2026 09:00:00 GMT", 0s},
                                           RetryAfter{"BillionSeconds", "1000000000", 24h},
                                           RetryAfter{"NegativeSeconds", "-5", std::nullopt},
                                           RetryAfter{"Nonsense", "soon", std::nullopt}),
                         [](const auto& row) { return row.param.name; });

TEST_P(RateLimit, IsReadFromRetryAfter) {
  FakeClockify fake;
  fake.set_clock(utc("2026-02-09T10:00:00Z"));
  fake.on_post(1, GetParam().header == nullptr ? fault::throttle() : fault::throttle(GetParam().header));
  const auto made = client_of(fake)->create_entry(morning(), send);
  ASSERT_THAT(made, FailsWith(Kind::rate_limited, Delivery::answered));
  EXPECT_EQ(made.error().retry_after, GetParam().wait);
  EXPECT_EQ(fake.counts().posts, 1);
  EXPECT_THAT(fake.entries(), IsEmpty());
}

TEST(RateLimit, OfTheFreePlanIsThirtyRequestsAnHour) {
  FakeClockify fake;
  fake.set_clock(utc("2026-02-09T10:00:00Z"));
  fake.limit_rate(30, 1h);
  const auto api = client_of(fake);
  for (int i = 0; i < 30; ++i) ASSERT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(api->create_entry(morning(), send), FailsWith(Kind::rate_limited, Delivery::answered));
  fake.advance(1h);
  EXPECT_THAT(api->create_entry(morning(), send), Succeeds());
  EXPECT_THAT(fake.entries(), SizeIs(31));
}

}  // namespace
}  // namespace libsync::contract
