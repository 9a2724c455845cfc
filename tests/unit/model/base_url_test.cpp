// SPDX-License-Identifier: MIT
#include <libsync/model/base_url.hpp>

#include <gtest/gtest.h>

#include <string>

namespace libsync {
namespace {

std::string canonical(const std::string& text) {
  const auto url = parse_base_url(text);
  return url ? url->text() : "error: " + url.error().cause;
}

TEST(BaseUrl, IsSpelledInOneWay) {
  EXPECT_EQ(canonical("https://api.clockify.me/api/v1"), "https://api.clockify.me/api/v1");
  EXPECT_EQ(canonical("HTTPS://API.Clockify.ME:443/api/v1//"), "https://api.clockify.me/api/v1");
  EXPECT_EQ(canonical("https://127.0.0.1:8443"), "https://127.0.0.1:8443");
  EXPECT_EQ(canonical("https://[::1]:8443/API"), "https://[::1]:8443/API");
  EXPECT_EQ(canonical("https://[2001:DB8::1]/"), "https://[2001:db8::1]");
}

TEST(BaseUrl, HasToBeHttps) {
  for (const char* text : {"", "http://api.clockify.me", "api.clockify.me", "https:/api.clockify.me", "ftp://x",
                           " https://api.clockify.me"}) {
    EXPECT_EQ(canonical(text), "error: it does not start with https://") << text;
  }
}

TEST(BaseUrl, HoldsNothingButHostPortAndPath) {
  EXPECT_EQ(canonical("https://ann:secret@host/"), "error: it must not hold a user name or password");
  EXPECT_EQ(canonical("https://host/api?x=1"), "error: it must not hold a query or fragment");
  EXPECT_EQ(canonical("https://host#x"), "error: it must not hold a query or fragment");
}

TEST(BaseUrl, RefusesMalformedHostsAndPorts) {
  for (const char* host : {"",       ".",           "a..b",           "-a",      "a-",       "a b",
                           "a\r\nb", "h\xc3\xb6st", "256.1.1.1",      "127.1",   "1",        "host:",
                           "host:0", "host:65536",  "host:+1",        "host:1x", "host:1:2", "[::1",
                           "[::1]x", "[127.0.0.1]", "[fe80::1%eth0]", "::1",     "host.",    "[]"}) {
    EXPECT_EQ(canonical("https://" + std::string{host} + "/v1"), "error: its host or port is malformed") << host;
  }
  EXPECT_EQ(canonical("https://" + std::string(64, 'a')), "error: its host or port is malformed");
}

TEST(BaseUrl, RefusesPathsThatAreNotPlain) {
  for (const char* path : {"/a//b", "/../x", "/a/./b", "/a%2fb", "/a b", "/a\\b", "/a;b"}) {
    EXPECT_EQ(canonical("https://host" + std::string{path}), "error: its path is malformed") << path;
  }
}

TEST(BaseUrl, KnowsAddressesFromNames) {
  EXPECT_TRUE(parse_base_url("https://10.0.0.1")->server.is_address);
  EXPECT_TRUE(parse_base_url("https://[::1]")->server.is_address);
  EXPECT_FALSE(parse_base_url("https://localhost")->server.is_address);
  EXPECT_EQ(parse_base_url("https://[::1]")->server.host, "::1");
}

TEST(BaseUrl, RefusesAnAddressWithSomethingBehindANul) {
  using namespace std::string_literals;
  EXPECT_FALSE(parse_base_url("https://127.0.0.1\0\r\nX/"s));
  EXPECT_FALSE(parse_base_url("https://[::1\0\r\n]/"s));
  EXPECT_FALSE(parse_host_port("127.0.0.1\0.example.org"s, 443));
}

TEST(BaseUrl, NamesThePortToTheServerOnlyWhenItIsUnusual) {
  EXPECT_EQ(parse_base_url("https://host/x")->authority(), "host");
  EXPECT_EQ(parse_base_url("https://host:8443/x")->authority(), "host:8443");
  EXPECT_EQ(parse_base_url("https://[::1]/x")->authority(), "[::1]");
  EXPECT_EQ(parse_base_url("https://[::1]:8443/x")->authority(), "[::1]:8443");
}

}  // namespace
}  // namespace libsync
