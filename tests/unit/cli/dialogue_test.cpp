// SPDX-License-Identifier: MIT
#include "dialogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

using testing::HasSubstr;

class Talk : public testing::Test {
 protected:
  [[nodiscard]] static std::size_t longest_line(const std::string& text) {
    std::istringstream lines{text};
    std::size_t longest = 0;
    for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
    return longest;
  }

  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  Console console_{.in = in_, .out = out_, .err = err_, .err_is_terminal = true, .width = 40, .read_hidden_line = {}};
};

TEST_F(Talk, TakesYesAndNoInAnyCaseAndAmongBlanks) {
  for (const auto& [answer, agreed] :
       {std::pair{"y\n", true}, std::pair{"Y\r\n", true}, std::pair{" yes \n", true}, std::pair{"YES\n", true},
        std::pair{"n\n", false}, std::pair{"No\n", false}, std::pair{"NO\n", false}}) {
    in_.clear();
    in_.str(answer);
    EXPECT_EQ(Dialogue{console_}.agree("Go on?", !agreed), agreed) << answer;
  }
}

TEST_F(Talk, TakesAnEmptyAnswerForTheUsualOneThatItShows) {
  in_.str("\n\n");
  EXPECT_TRUE(Dialogue{console_}.agree("Go on?", true));
  EXPECT_FALSE(Dialogue{console_}.agree("Go on?", false));
  EXPECT_EQ(err_.str(), "Go on? [Y/n] Go on? [y/N] ");
}

TEST_F(Talk, AsksAgainForWhatIsNeitherAndTakesLeavingForNo) {
  in_.str("maybe\n");
  EXPECT_FALSE(Dialogue{console_}.agree("Go on?", true));
  EXPECT_EQ(err_.str(), "Go on? [Y/n] Go on? [Y/n] \n");
}

TEST_F(Talk, BreaksQuestionsWhereTheTerminalEnds) {
  in_.str("y\n\n");
  EXPECT_TRUE(Dialogue{console_}.agree("Post 80 entries for 40 workdays to Clockify?", false));
  EXPECT_EQ(err_.str(), "Post 80 entries for 40 workdays to\n  Clockify? [y/N] ");
  err_.str("");
  EXPECT_EQ(Dialogue{console_}.ask("The first day to bill (or none: all there are sessions of)", "2026-11-02"),
            "2026-11-02");
  EXPECT_THAT(err_.str(), HasSubstr("[2026-11-02]: "));
  EXPECT_LE(longest_line(err_.str()), 40U);
}

TEST_F(Talk, BreaksNotesWhereTheTerminalEndsAndNowhereElse) {
  const std::string words = "this posts 80 entries for 40 workdays from Mon 2026-02-02 on \x1b";
  note(console_, words);
  EXPECT_EQ(err_.str(), "note: this posts 80 entries for 40\n  workdays from Mon 2026-02-02 on \\x1b\n");
  err_.str("");
  console_.err_is_terminal = false;
  note(console_, words);
  EXPECT_EQ(err_.str(), "note: this posts 80 entries for 40 workdays from Mon 2026-02-02 on \\x1b\n");
}

}  // namespace
}  // namespace cli
