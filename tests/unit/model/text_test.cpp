#include <libsync/model/text.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace libsync {
namespace {

TEST(Printable, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(printable("/home/me/Übung/данные/日本 🦀"), "/home/me/Übung/данные/日本 🦀");
}

TEST(Printable, SpellsOutWhatATerminalWouldActOn) {
  EXPECT_EQ(printable("\x1b]0;owned\a\x1b[2J"), "\\x1b]0;owned\\x07\\x1b[2J");
  EXPECT_EQ(printable("a\r\nb\tc\x7f"), "a\\x0d\\x0ab\\x09c\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\x9b31m");
}

TEST(Printable, SpellsOutBidiMarksAndInvisibleCharacters) {
  EXPECT_EQ(printable("ab\u202e\u200bc\ufeff"), "ab\\u{202e}\\u{200b}c\\u{feff}");
}

TEST(Printable, SpellsOutBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("a\xff\xc0\x80z"), "a\\xff\\xc0\\x80z");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");           // cut short
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
}

TEST(TakeCharacter, TakesOneAfterTheOther) {
  std::string_view rest = "a\u00e9\xff\U0001f980";
  std::vector<char32_t> codes;
  while (!rest.empty()) codes.push_back(take_character(rest).code);
  EXPECT_EQ(codes, (std::vector<char32_t>{U'a', U'\u00e9', U'\ufffd', U'\U0001f980'}));
}

TEST(Characters, AreCountedAndNeverCutApart) {
  EXPECT_EQ(count_characters("\u00fcber"), 4U);
  EXPECT_EQ(cut_at_character("a\u00e9", 3), "a\u00e9");
  EXPECT_EQ(cut_at_character("a\u00e9", 2), "a");
  EXPECT_EQ(cut_at_character("\u00e9", 1), "");
}

TEST(ControlCharacters, AreThoseOfC0AndC1AndDel) {
  for (const char* text : {"a\n", "\x7f", "\xc2\x85", "\u00e9\t"}) EXPECT_TRUE(has_control_character(text)) << text;
  for (const char* text : {"", "a b", "\u00e9", "\u202e"}) EXPECT_FALSE(has_control_character(text)) << text;
}

TEST(AsciiLower, LeavesOtherLettersAlone) {
  EXPECT_EQ(ascii_lower("HTTP \u00c9"), "http \u00c9");
}

TEST(ValidUtf8, ReplacesWhatIsNone) {
  EXPECT_EQ(valid_utf8("a\xff"
                       "b\xe2\x82"),
            "a\ufffd"
            "b\ufffd\ufffd");
}

TEST(WithoutCredentials, HidesWhateverMayBeAPassword) {
  EXPECT_EQ(without_credentials("https://ann:secret@host/api"), "https://***@host/api");
  EXPECT_EQ(without_credentials("https://ann:sec@ret@host/api"), "https://***@host/api");
  EXPECT_EQ(without_credentials("https://ann:sec/ret@host"), "https://***@host");
  EXPECT_EQ(without_credentials("ann:secret@host"), "***@host");
  EXPECT_EQ(without_credentials("https:/ann:secret@host"), "***@host");
  EXPECT_EQ(without_credentials("ann:sec//ret@host"), "***@host");
  EXPECT_EQ(without_credentials("https://host/api"), "https://host/api");
}

TEST(EditDistance, CountsSwapsOfNeighboursOnce) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("strat", "start"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(Nearest, FindsTheMisspeltWordAndNothingFarAway) {
  constexpr std::array<std::string_view, 3> k_keys{"work_day_start", "work_day_end", "workspace_id"};
  EXPECT_EQ(nearest("work_day_strat", k_keys), "work_day_start");
  EXPECT_EQ(nearest("workspaceid", k_keys), "workspace_id");
  EXPECT_EQ(nearest("colour", k_keys), "");
}

}  // namespace
}  // namespace libsync
