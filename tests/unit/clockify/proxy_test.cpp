// SPDX-License-Identifier: MIT
#include "http/proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

std::string proxy_of(const char* value) {
  const auto proxy = parse_proxy(Secret{value});
  if (!proxy) return "error: " + proxy.error().cause;
  return proxy->server.text() + " as `" + proxy->credentials.reveal() + "`";
}

TEST(Proxy, IsAHostWithOrWithoutTheRest) {
  EXPECT_EQ(proxy_of("http://proxy.example:3128"), "proxy.example:3128 as ``");
  EXPECT_EQ(proxy_of("HTTP://Proxy.Example:3128/"), "proxy.example:3128 as ``");
  EXPECT_EQ(proxy_of("proxy.example:3128"), "proxy.example:3128 as ``");
  EXPECT_EQ(proxy_of("http://proxy.example"), "proxy.example:80 as ``");
  EXPECT_EQ(proxy_of("http://[::1]:3128"), "[::1]:3128 as ``");
}

TEST(Proxy, HasCredentialsThatMayBeEncoded) {
  EXPECT_EQ(proxy_of("http://ann:secret@proxy:1"), "proxy:1 as `ann:secret`");
  EXPECT_EQ(proxy_of("http://ann:p%40ss%3a@proxy:1"), "proxy:1 as `ann:p@ss:`");
  EXPECT_EQ(proxy_of("http://ann:p@ss@proxy:1"), "proxy:1 as `ann:p@ss`");
}

TEST(Proxy, IsRefusedWithoutQuotingIt) {
  for (const char* value : {"https://ann:hunter2@proxy", "socks5://ann:hunter2@proxy", "http://ann:hunter2@",
                            "http://ann:hunter2%4@proxy", "http://ann:hunter2%zz@proxy", "http://ann:hunter2@a b",
                            "http://ann:hunter2@proxy/path", "http://ann:hunter2@proxy:99999"}) {
    EXPECT_THAT(proxy_of(value), testing::StartsWith("error: ")) << value;
    EXPECT_THAT(proxy_of(value), testing::Not(testing::HasSubstr("hunter2")));
  }
}

bool direct(const char* server, const char* no_proxy) {
  return bypasses_proxy(*parse_host_port(server, 443), no_proxy);
}

TEST(NoProxy, IsEmptyByDefault) {
  EXPECT_FALSE(direct("api.clockify.me", ""));
  EXPECT_FALSE(direct("localhost", " , ,"));
}

TEST(NoProxy, StarIsEveryHost) {
  EXPECT_TRUE(direct("api.clockify.me", "*"));
  EXPECT_TRUE(direct("10.1.2.3", "x, *"));
}

TEST(NoProxy, AWordIsAHostAndAllBelowIt) {
  for (const char* item : {"clockify.me", ".clockify.me", "*.clockify.me", "Clockify.ME", "a,clockify.me,b",
                           "a clockify.me", "api.clockify.me"}) {
    EXPECT_TRUE(direct("api.clockify.me", item)) << item;
  }
  for (const char* item : {"lockify.me", "me.clockify", "x.api.clockify.me", "clockify", "10.0.0.1", "."}) {
    EXPECT_FALSE(direct("api.clockify.me", item)) << item;
  }
  EXPECT_TRUE(direct("clockify.me", ".clockify.me"));
}

TEST(NoProxy, APortLimitsIt) {
  EXPECT_TRUE(direct("api.clockify.me:8443", "clockify.me:8443"));
  EXPECT_FALSE(direct("api.clockify.me", "clockify.me:8443"));
  EXPECT_TRUE(direct("10.0.0.1:8443", "10.0.0.1:8443"));
  EXPECT_FALSE(direct("10.0.0.1:443", "10.0.0.1:8443"));
}

TEST(NoProxy, AddressesAndNetworksMatchAddresses) {
  EXPECT_TRUE(direct("10.1.2.3", "10.1.2.3"));
  EXPECT_TRUE(direct("10.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(direct("10.1.2.3", "0.0.0.0/0"));
  EXPECT_TRUE(direct("10.1.2.3", "10.1.2.2/31"));
  EXPECT_FALSE(direct("10.1.2.4", "10.1.2.2/31"));
  EXPECT_FALSE(direct("11.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(direct("[fd00::1]", "fd00::/8"));
  EXPECT_TRUE(direct("[::1]", "0:0:0:0:0:0:0:1"));
  EXPECT_TRUE(direct("[::1]", "[::1]"));
  EXPECT_FALSE(direct("[::1]", "0.0.0.0/0"));
}

TEST(NoProxy, MalformedItemsMatchNothing) {
  for (const char* item :
       {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0", "/8", "[10.1.2.3]", ".10.1.2.3", "3"}) {
    EXPECT_FALSE(direct("10.1.2.3", item)) << item;
  }
  constexpr std::string_view k_with_nul{"10.1.2.3\0.example.org", 21};
  EXPECT_FALSE(bypasses_proxy(*parse_host_port("10.1.2.3", 443), k_with_nul));
}

}  // namespace
}  // namespace libsync::clockify
