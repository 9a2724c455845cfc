// SPDX-License-Identifier: MIT
#include <libsync/clockify/account.hpp>

#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

// Stored in databases: a change of this value would make every user a stranger to their own day plans.
TEST(AccountName, StaysWhatItIs) {
  EXPECT_EQ(account_name("https://api.clockify.me/api/v1", Secret{"key"}),
            "f4140f42a32b16e7a82372f65989d4a2251b5b875cb3989575df43adc71e8717");
}

TEST(AccountName, KeepsServerAndKeyApart) {
  EXPECT_NE(account_name("https://a", Secret{"bc"}), account_name("https://ab", Secret{"c"}));
}

}  // namespace
}  // namespace libsync::clockify
