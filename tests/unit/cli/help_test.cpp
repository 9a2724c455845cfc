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
  const std::string text = help_text(nullptr, 100);
  for (const auto* command : commands()) EXPECT_THAT(text, HasSubstr("  " + std::string{command->name} + " "));
  for (const auto& flag : global_flags()) {
    EXPECT_THAT(text, HasSubstr("--" + std::string{flag.name.substr(0, flag.name.find(','))}));
  }
  expect_tidy(text);
}

TEST(Help, OfACommandHasItsFlagsAndExamples) {
  for (const auto* command : commands()) {
    SCOPED_TRACE(command->name);
    const std::string text = help_text(command, 100);
    for (const auto& flag : command->flags) {
      EXPECT_THAT(text, HasSubstr("--" + std::string{flag.name.substr(0, flag.name.find(','))}));
    }
    ASSERT_FALSE(command->examples.empty());
    for (const auto& example : command->examples) EXPECT_THAT(text, HasSubstr(std::string{example}));
    expect_tidy(text);
  }
}

TEST(Help, FitsANarrowTerminalWithoutBreakingWords) {
  std::vector<const Command*> topics = commands();
  topics.push_back(nullptr);
  for (const auto* command : topics) {
    std::istringstream lines{help_text(command, 40)};
    for (std::string line; std::getline(lines, line);) {
      const bool is_example =
          line.find("claude-tracker ") != std::string::npos && line.find("[OPTIONS]") == std::string::npos;
      EXPECT_TRUE(line.size() <= 40 || is_example || line.find(' ', line.find_first_not_of(' ')) == std::string::npos)
          << line;
    }
  }
}

}  // namespace
}  // namespace cli
