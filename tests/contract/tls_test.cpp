// SPDX-License-Identifier: MIT
//
// Before the first byte of a request: whatever goes wrong there, the request was not sent and the key was not seen.
#include "dead_ends.hpp"
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
using clockify::Proceed;
using support::ConnectionFault;
using support::FakeClockify;
using support::FakeOptions;
using support::ServerCertificate;
using ::testing::HasSubstr;
using ::testing::Not;

Proceed must_not_be_asked() {
  ADD_FAILURE() << "before_send was called";
  return Proceed::abort;
}

// What a POST to `fake` comes to when it must not get as far as being sent.
Result<clockify::Entry, clockify::ApiError> refused_post(const FakeClockify& fake, clockify::HttpsOptions options) {
  const auto api = client_of(fake, std::move(options));
  auto made = api->create_entry(morning(), must_not_be_asked);
  EXPECT_EQ(fake.counts().requests, 0);
  EXPECT_EQ(api->traffic().requests, 0);
  EXPECT_EQ(api->traffic().connections, 0);
  EXPECT_THAT(fake.bytes_before_tls(), Not(HasSubstr(well_known::k_key)));
  return made;
}

struct BadCertificate {
  const char* name;
  FakeOptions options;
  ErrorKind kind = ErrorKind::tls;
};

class Certificates : public ::testing::TestWithParam<BadCertificate> {};

INSTANTIATE_TEST_SUITE_P(
    Bad, Certificates,
    ::testing::Values(
        BadCertificate{"Expired", {.certificate = ServerCertificate::expired}},
        BadCertificate{"NotYetValid", {.certificate = ServerCertificate::not_yet_valid}},
        BadCertificate{"OfAnotherHost", {.certificate = ServerCertificate::wrong_host}},
        BadCertificate{"SelfSigned", {.certificate = ServerCertificate::self_signed}, ErrorKind::untrusted},
        BadCertificate{"OfAnUnknownAuthority", {.certificate = ServerCertificate::unknown_ca}, ErrorKind::untrusted},
        BadCertificate{"OnlyTls11", {.only_tls_1_1 = true}}),
    [](const auto& row) { return row.param.name; });

TEST_P(Certificates, KeepTheRequestFromBeingSent) {
  const FakeClockify fake{GetParam().options};
  EXPECT_THAT(refused_post(fake, {}), FailsWith(GetParam().kind, Delivery::not_sent));
}

TEST(Certificates, GoodOnesAreAcceptedByNameAndByAddress) {
  const FakeClockify fake;
  EXPECT_THAT(client_of(fake)->create_entry(morning(), send), Succeeds());
  clockify::HttpsOptions by_address;
  by_address.base_url = fake.base_url_by_address();
  EXPECT_THAT(client_of(fake, by_address)->create_entry(morning(), send), Succeeds());
}

TEST(Certificates, AreCheckedAgainstTheSystemsAuthoritiesWithoutACaFile) {
  const FakeClockify fake;
  clockify::HttpsOptions options;
  options.base_url = fake.base_url();
  options.deadline = k_long;
  const auto api = clockify::make_https_api(Secret{well_known::k_key}, options);
  ASSERT_TRUE(api.has_value());
  const auto user = (*api)->current_user();
  ASSERT_THAT(user, FailsWith(ErrorKind::untrusted, Delivery::not_sent));
  EXPECT_THAT(user.error().cause, HasSubstr("it was issued by `CN = Test authority`"));
  EXPECT_EQ(fake.counts().requests, 0);
}

struct BadConnection {
  const char* name;
  ConnectionFault fault;
  ErrorKind kind;
  milliseconds deadline;
};

class Connections : public ::testing::TestWithParam<BadConnection> {};

INSTANTIATE_TEST_SUITE_P(
    Bad, Connections,
    ::testing::Values(
        BadConnection{"ClosedAtOnce", ConnectionFault::closed_at_once, ErrorKind::offline, k_long},
        BadConnection{"ResetAtOnce", ConnectionFault::reset_at_once, ErrorKind::offline, k_long},
        BadConnection{"ClosedInTheHandshake", ConnectionFault::closed_in_handshake, ErrorKind::offline, k_long},
        BadConnection{"PlainHttp", ConnectionFault::plain_http, ErrorKind::tls, k_long},
        BadConnection{"SilentAtOnce", ConnectionFault::silent, ErrorKind::timed_out, k_short},
        BadConnection{"SilentInTheHandshake", ConnectionFault::silent_in_handshake, ErrorKind::timed_out, k_short}),
    [](const auto& row) { return row.param.name; });

TEST_P(Connections, KeepTheRequestFromBeingSent) {
  FakeClockify fake;
  fake.on_connection(1, GetParam().fault);
  clockify::HttpsOptions options;
  options.deadline = GetParam().deadline;
  EXPECT_THAT(refused_post(fake, options), FailsWith(GetParam().kind, Delivery::not_sent));
}

TEST_P(Connections, AreForgottenByTheNextRequest) {
  FakeClockify fake;
  fake.on_connection(1, GetParam().fault);
  clockify::HttpsOptions options;
  options.deadline = GetParam().deadline;
  const auto impatient = client_of(fake, options);
  ASSERT_FALSE(impatient->current_user().has_value());
  EXPECT_THAT(client_of(fake)->current_user(), Succeeds());
}

TEST(Connections, ARefusedOneKeepsTheRequestFromBeingSent) {
  const support::DeafPort deaf;
  const FakeClockify fake;
  clockify::HttpsOptions options;
  options.base_url = "https://127.0.0.1:" + std::to_string(deaf.port()) + "/api/v1";
  EXPECT_THAT(refused_post(fake, options), FailsWith(ErrorKind::offline, Delivery::not_sent));
}

TEST(Connections, AHostThatHasNoAddressKeepsTheRequestFromBeingSent) {
  const FakeClockify fake;
  clockify::HttpsOptions options;
  options.base_url = "https://no-such-host.invalid/api/v1";
  EXPECT_THAT(refused_post(fake, options), FailsWith(ErrorKind::offline, Delivery::not_sent));
}

}  // namespace
}  // namespace libsync::contract
