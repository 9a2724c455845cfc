// SPDX-License-Identifier: MIT
#include "help.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

using testing::HasSubstr;
using testing::Not;

void expect_tidy(const std::string& text) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 120U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

TEST(Help, ListsEveryCommandAndGlobalFlag) {
  const std::string text = help_text(std::nullopt);
  for (const auto& info : commands()) EXPECT_THAT(text, HasSubstr("  " + std::string{info.name} + " "));
  for (const auto& flag : global_flags()) {
    EXPECT_THAT(text, HasSubstr("--" + std::string{flag.name.substr(0, flag.name.find(','))}));
  }
  expect_tidy(text);
}

TEST(Help, OfACommandHasItsFlagsAndExamples) {
  for (const auto& info : commands()) {
    SCOPED_TRACE(info.name);
    const std::string text = help_text(info.command);
    for (const auto& flag : info.flags) {
      EXPECT_THAT(text, HasSubstr("--" + std::string{flag.name.substr(0, flag.name.find(','))}));
    }
    ASSERT_FALSE(info.examples.empty());
    for (const auto& example : info.examples) EXPECT_THAT(text, HasSubstr(std::string{example}));
    expect_tidy(text);
  }
}

TEST(Help, DoesNotOfferWhatIsNotThere) {
  const std::string text = help_text(std::nullopt);
  for (const auto* command : {"doctor", "verify", "undo", "resync", "completion"})
    EXPECT_THAT(text, Not(HasSubstr(command)));
}

}  // namespace
}  // namespace cli
