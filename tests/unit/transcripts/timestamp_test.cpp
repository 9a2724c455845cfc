// SPDX-License-Identifier: MIT
#include "read/timestamp.hpp"

#include "transcript_tree.hpp"

#include <gtest/gtest.h>

namespace libsync::testing {
namespace {

using transcripts::read_timestamp;

TEST(Timestamp, IsReadInEveryUnambiguousForm) {
  const auto eight = at(0);
  for (const char* text :
       {"2026-02-02T08:00:00.000Z", "2026-02-02T08:00:00Z", "2026-02-02T08:00Z", "2026-02-02T08:00:00+0000",
        "2026-02-02T08:00:00+00:00", "2026-02-02T10:00+02:00", "2026-02-02T10:00+0200", "2026-02-02T03:00:00.000-0500",
        "1770019200", "1770019200000", "1770019200.000"}) {
    EXPECT_EQ(read_timestamp(text), eight) << text;
  }
  EXPECT_EQ(read_timestamp("1770019200.25"), at(0.25));
  EXPECT_EQ(read_timestamp("1770019200250"), at(0.25));
}

TEST(Timestamp, IsNothingWhenItMayMeanAnything) {
  for (const char* text : {"",
                           "null",
                           "true",
                           "2026-02-02",
                           "2026-02-02T08",
                           "2026-02-02T08:00",
                           "2026-02-02T08:00:00",
                           "08:00",
                           "2026-02-02T08:00:00 PM",
                           "2026-02-02T08:00:00+1",
                           "1.77e9",
                           "-1770019200",
                           "1770019200.",
                           "1770019200.x",
                           "0",
                           "1577836799",
                           "4102444800",
                           "1577836799999",
                           "4102444800000",
                           "1770019200000000",
                           "99999999999999999999",
                           "1970-01-01T00:00:00Z",
                           "2100-01-01T00:00Z"}) {
    EXPECT_EQ(read_timestamp(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace libsync::testing
