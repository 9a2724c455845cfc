// SPDX-License-Identifier: MIT
#include "http/retry_after.hpp"

#include "http/http_date.hpp"

#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

const auto k_now = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");

TEST(RetryAfter, IsANumberOfSeconds) {
  EXPECT_EQ(parse_retry_after("0", k_now), seconds{0});
  EXPECT_EQ(parse_retry_after("120", k_now), seconds{120});
  EXPECT_EQ(parse_retry_after("120", std::nullopt), seconds{120});
  EXPECT_EQ(parse_retry_after("007", std::nullopt), seconds{7});
}

TEST(RetryAfter, IsADateReadAgainstTheServersClock) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 09:49:37 GMT", k_now), std::chrono::hours{1});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:00 GMT", k_now), seconds{0}) << "in the past";
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 09:49:37 GMT", std::nullopt), std::nullopt);
}

TEST(RetryAfter, IsCutToADay) {
  EXPECT_EQ(parse_retry_after("86401", k_now), k_longest_wait);
  EXPECT_EQ(parse_retry_after("1000000000", k_now), k_longest_wait);
  EXPECT_EQ(parse_retry_after(std::string(1000, '9'), k_now), k_longest_wait);
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", k_now), k_longest_wait);
}

TEST(RetryAfter, IsNothingWhenItMakesNoSense) {
  for (const char* text : {"", "-1", "+5", "1.5", "soon", " 5", "5 s", "0x10"}) {
    EXPECT_EQ(parse_retry_after(text, k_now), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace libsync::clockify
