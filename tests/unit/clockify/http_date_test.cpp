// SPDX-License-Identifier: MIT
#include "http/http_date.hpp"

#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

TEST(HttpDate, ReadsTheFormThatServersSend) {
  const auto time = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  ASSERT_TRUE(time);
  EXPECT_EQ(format_utc(*time), "1994-11-06T08:49:37Z");
  EXPECT_EQ(format_utc(*parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT")), "2024-03-01T00:00:00Z");
}

TEST(HttpDate, IsNothingForAnythingElse) {
  for (const char* text :
       {"", "0", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 31 Feb 2027 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:4937: GMT", "1994-11-06T08:49:37Z"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace libsync::clockify
