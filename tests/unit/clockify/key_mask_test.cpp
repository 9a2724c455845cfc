// SPDX-License-Identifier: MIT
#include "key_mask.hpp"

#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

const KeyMask k_mask{Secret{"NDg2/canary+KEY=="}};

TEST(KeyMask, HidesTheKeyWhereverItStands) {
  EXPECT_EQ(k_mask.hide("NDg2/canary+KEY=="), "(hidden)");
  EXPECT_EQ(k_mask.hide("the key 'NDg2/canary+KEY==' and NDg2/canary+KEY=="), "the key '(hidden)' and (hidden)");
}

TEST(KeyMask, HidesItPercentEncodedAndInBase64) {
  EXPECT_EQ(k_mask.hide("?key=NDg2%2Fcanary%2BKEY%3D%3D&x"), "?key=(hidden)&x");
  EXPECT_EQ(k_mask.hide("?key=NDg2%2fcanary%2bKEY%3d%3d"), "?key=(hidden)");
  EXPECT_EQ(k_mask.hide("Basic TkRnMi9jYW5hcnkrS0VZPT0="), "Basic (hidden)");
}

TEST(KeyMask, LeavesOtherTextAsItIs) {
  EXPECT_EQ(k_mask.hide("NDg2/canary+KEY"), "NDg2/canary+KEY");
  EXPECT_EQ(k_mask.hide(""), "");
  EXPECT_EQ(KeyMask{Secret{""}}.hide("nothing to hide"), "nothing to hide");
}

}  // namespace
}  // namespace libsync::clockify
