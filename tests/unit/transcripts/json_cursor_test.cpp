// SPDX-License-Identifier: MIT
#include "json/json_cursor.hpp"

#include "json/structure.hpp"

#include <gtest/gtest.h>

#include <string>

namespace libsync::transcripts {
namespace {

TEST(JsonCursor, WalksTheMembersOfAnObject) {
  const std::string text = R"( { "a" : "x" , "b":{"c":[1,{"d":"}"}],"e":-12}, "f":true,"g":null,"h":1.5e3 } rest)";
  JsonCursor cursor{text};
  ASSERT_TRUE(cursor.enter_object());
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.key(), "a");
  EXPECT_EQ(cursor.string(), "x");
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.key(), "b");
  ASSERT_TRUE(cursor.enter_object());
  ASSERT_TRUE(cursor.next_member());
  cursor.skip();
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.key(), "e");
  EXPECT_EQ(cursor.integer(), -12);
  EXPECT_FALSE(cursor.next_member());
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.key(), "f");
  EXPECT_EQ(cursor.boolean(), true);
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.string(), std::nullopt);
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.integer(), std::nullopt);
  EXPECT_FALSE(cursor.next_member());
  EXPECT_TRUE(cursor.ok());
  EXPECT_EQ(std::string_view(cursor.position()), " rest");
}

TEST(JsonCursor, GoesOnBehindAnEmptyObject) {
  JsonCursor cursor{R"({"a":{},"b":"x"})"};
  ASSERT_TRUE(cursor.enter_object());
  ASSERT_TRUE(cursor.next_member());
  ASSERT_TRUE(cursor.enter_object());
  EXPECT_FALSE(cursor.next_member());
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.string(), "x");
}

TEST(JsonCursor, ReadsNamesWithoutEscapes) {
  JsonCursor cursor{R"({"\u0061\"\n\ud83d\ude00":1})"};
  ASSERT_TRUE(cursor.enter_object());
  ASSERT_TRUE(cursor.next_member());
  EXPECT_EQ(cursor.key(), "a\"\n\xF0\x9F\x98\x80");
}

TEST(JsonCursor, RefusesWhatIsNoObject) {
  for (const std::string text :
       {"", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}",
        "{\"a\":}", "{\"a\":1 \"b\":2}", "{a:1}", "{\"a\":{\"b\":1}", "{\"a\":\"x}", "{\"a\":\"x\\\"}", "{\"a\":[1}"}) {
    SCOPED_TRACE(text);
    JsonCursor cursor{text};
    if (cursor.enter_object()) {
      while (cursor.next_member()) cursor.skip();
    }
    EXPECT_FALSE(cursor.ok());
  }
}

TEST(JsonCursor, FailsAtEveryPlaceWhereATextIsCut) {
  const std::string whole = R"({"a":"x\\","b":{"c":[1,{"d":"}"}]},"e":tru,"f":[]})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);  // of its own, so that reading beyond it is found
    JsonCursor cursor{cut};
    if (cursor.enter_object()) {
      while (cursor.next_member()) cursor.skip();
    }
    EXPECT_FALSE(cursor.ok()) << cut;
  }
}

TEST(Unescape, KeepsWhatIsNoProperEscape) {
  EXPECT_EQ(unescape(R"(\q\)"), "\\q\\");
  EXPECT_EQ(unescape(R"(\u12)"), "\\u12");
  EXPECT_EQ(unescape(R"(\ud800x)"), "\xEF\xBF\xBDx");
  EXPECT_EQ(unescape(R"(\/\b\f\n\r\t\\\")"), "/\b\f\n\r\t\\\"");
}

TEST(SkipContainer, FindsTheEndAcrossBlocks) {
  for (std::size_t padding = 0; padding < 200; ++padding) {
    const std::string inner = "[" + std::string(padding, ' ') + R"("]\\\"}",{"x":"\\"})" + std::string(padding, '\\');
    const std::string text = "{\"a\":" + inner.substr(0, inner.size() - padding) + "]}";
    EXPECT_EQ(skip_container(text.data(), text.data() + text.size()), text.data() + text.size());
    EXPECT_EQ(skip_container(text.data(), text.data() + text.size() - 1), nullptr);
  }
}

TEST(SkipString, KnowsRunsOfBackslashesAcrossBlocks) {
  for (std::size_t before = 0; before < 130; ++before) {
    for (std::size_t run = 0; run < 70; ++run) {
      const std::string text = std::string(before, 'x') + std::string(run, '\\') + "\"y\"";
      const char* const end = text.data() + text.size();
      EXPECT_EQ(skip_string(text.data(), end), run % 2 == 0 ? end - 2 : end) << before << " " << run;
    }
  }
}

}  // namespace
}  // namespace libsync::transcripts
