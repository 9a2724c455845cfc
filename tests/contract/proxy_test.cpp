// SPDX-License-Identifier: MIT
//
// Through a proxy that speaks CONNECT: it carries the request and never sees the key.
#include "fake_clockify.hpp"
#include "forward_proxy.hpp"
#include "https_client.hpp"
#include "samples.hpp"

#include <gtest/gtest.h>

#include <string>

namespace libsync::contract {
namespace {

using clockify::Delivery;
using clockify::ErrorKind;
using support::FakeClockify;
using support::ForwardProxy;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

clockify::HttpsOptions through(const std::string& proxy) {
  clockify::HttpsOptions options;
  options.proxy = Secret{proxy};
  return options;
}

TEST(Proxy, CarriesARequestAndDoesNotSeeTheKey) {
  FakeClockify fake;
  const ForwardProxy proxy;
  EXPECT_THAT(client_of(fake, through(proxy.url()))->create_entry(morning(), send), Succeeds());
  ASSERT_THAT(proxy.requests(), SizeIs(1));
  EXPECT_THAT(proxy.requests()[0], HasSubstr("CONNECT localhost:" + std::to_string(fake.port()) + " HTTP/1.1"));
  EXPECT_THAT(proxy.requests(), Each(Not(HasSubstr(well_known::k_key))));
}

TEST(Proxy, GetsTheCredentialsThatTheServerDoesNotGet) {
  FakeClockify fake;
  const ForwardProxy proxy{{.credentials = "ann:open sesame"}};
  EXPECT_THAT(client_of(fake, through(proxy.url_with("ann:open%20sesame")))->current_user(), Succeeds());
  ASSERT_THAT(fake.received(), SizeIs(1));
  EXPECT_EQ(fake.received()[0].request.headers.count("proxy-authorization"), 0);
}

TEST(Proxy, ThatRefusesKeepsTheRequestFromBeingSent) {
  FakeClockify fake;
  for (const int status : {403, 407, 502, 511}) {
    SCOPED_TRACE(status);
    const ForwardProxy proxy{{.refusal = status}};
    const auto made = client_of(fake, through(proxy.url_with("ann:sesame")))->create_entry(morning(), send);
    EXPECT_THAT(made, FailsWith(ErrorKind::offline, Delivery::not_sent));
    EXPECT_THAT(made.error().cause, Not(HasSubstr("sesame")));
  }
  EXPECT_EQ(fake.counts().connections, 0);
}

TEST(Proxy, ThatRefusesThePasswordIsNamedWithTheVariableItWasSetIn) {
  FakeClockify fake;
  const ForwardProxy proxy{{.credentials = "ann:open sesame"}};
  auto options = through(proxy.url_with("ann:wrong"));
  options.proxy_origin = "https_proxy";
  const auto user = client_of(fake, options)->current_user();
  ASSERT_THAT(user, FailsWith(ErrorKind::offline, Delivery::not_sent));
  EXPECT_THAT(user.error().cause, HasSubstr("(set in https_proxy) refused its user name and password"));
}

TEST(Proxy, ThatFallsSilentKeepsTheRequestFromBeingSent) {
  FakeClockify fake;
  const ForwardProxy proxy{{.silent = true}};
  auto options = through(proxy.url());
  options.deadline = k_short;
  EXPECT_THAT(client_of(fake, options)->create_entry(morning(), send),
              FailsWith(ErrorKind::timed_out, Delivery::not_sent));
  EXPECT_EQ(fake.counts().connections, 0);
}

TEST(Proxy, IsPassedByForHostsThatGoDirect) {
  FakeClockify fake;
  const ForwardProxy proxy;
  auto options = through(proxy.url());
  options.no_proxy = "localhost";
  EXPECT_THAT(client_of(fake, options)->current_user(), Succeeds());
  EXPECT_THAT(proxy.requests(), IsEmpty());
}

// A proxy that can read along has to show a certificate, and that is not the server's.
TEST(Proxy, ThatOpensTheConnectionIsFoundOut) {
  FakeClockify impostor{{.certificate = support::ServerCertificate::unknown_ca}};
  const ForwardProxy proxy;
  const auto made = client_of(impostor, through(proxy.url()))->create_entry(morning(), send);
  ASSERT_THAT(made, FailsWith(ErrorKind::untrusted, Delivery::not_sent));
  EXPECT_THAT(made.error().cause, HasSubstr("it was issued by `CN = Test authority`"));
  EXPECT_EQ(impostor.counts().requests, 0);
}

}  // namespace
}  // namespace libsync::contract
