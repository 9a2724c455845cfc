// SPDX-License-Identifier: MIT
#include "spelling.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace libsync::store {
namespace {

TEST(Spelling, LeavesTextAsItIs) {
  for (const char* text : {"", "Development", "Übergröße, 日本語, 😀", "/home/ann/work"}) {
    EXPECT_EQ(spelling_of(text), text);
    EXPECT_EQ(bytes_of(text), text);
  }
}

TEST(Spelling, HasStandInsForWhatIsNoText) {
  using namespace std::string_literals;
  EXPECT_EQ(spelling_of("a\0b"s), "a\U0010FF00b");
  EXPECT_EQ(spelling_of("\xff"), "\U0010FFFF");
  EXPECT_EQ(spelling_of("\xc0\x80"), "\U0010FFC0\U0010FF80") << "longer than it need be";
  EXPECT_EQ(spelling_of("\xed\xa0\x80"), "\U0010FFED\U0010FFA0\U0010FF80") << "half of a pair";
  EXPECT_EQ(spelling_of("\U0010FF41"), "\U0010FFF4\U0010FF8F\U0010FFBD\U0010FF81") << "a stand-in of somebody else";
}

RC_GTEST_PROP(Spelling, LosesNothing, (const std::string& bytes)) {
  RC_ASSERT(bytes_of(spelling_of(bytes)) == bytes);
  RC_ASSERT(spelling_of(bytes).find('\0') == std::string::npos);
}

RC_GTEST_PROP(Spelling, LosesNothingOfWhatLooksLikeStandIns, ()) {
  std::string bytes;
  for (const int part : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6))) {
    const char* const parts[] = {"\xf4", "\x8f", "\xbc", "\x80", "\U0010FF00", "a"};
    bytes += parts[part];
  }
  RC_ASSERT(bytes_of(spelling_of(bytes)) == bytes);
}

}  // namespace
}  // namespace libsync::store
