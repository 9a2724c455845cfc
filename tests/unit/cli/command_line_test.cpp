// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Invocation parsed(std::vector<std::string> words) {
  const auto result = parse_command_line(words);
  if (!result) throw std::runtime_error(result.error().message);
  return *result;
}

UsageError refused(std::vector<std::string> words) {
  const auto result = parse_command_line(words);
  return result ? UsageError{"understood", ""} : result.error();
}

TEST(CommandLine, TakesEveryFlagOfSync) {
  const auto sync = parsed(
      {"sync", "--dry-run", "--since", "2026-02-02", "--until=2026-02-06", "--no-import", "--wait", "--yes", "--json"});
  EXPECT_EQ(sync.command->name, "sync");
  for (const auto* flag : {"dry-run", "no-import", "wait", "yes", "json"}) {
    EXPECT_TRUE(sync.arguments.has(flag)) << flag;
  }
  EXPECT_EQ(sync.arguments.value("since"), "2026-02-02");
  EXPECT_EQ(sync.arguments.value("until"), "2026-02-06");
}

TEST(CommandLine, TakesGlobalOptionsBeforeAndBehindTheCommand) {
  for (const auto& words : {std::vector<std::string>{"--config", "c.toml", "--db=s.db", "-v", "sync", "-n"},
                            std::vector<std::string>{"sync", "-n", "--config", "c.toml", "--db=s.db", "-v"}}) {
    const auto sync = parsed(words);
    EXPECT_EQ(sync.command->name, "sync");
    EXPECT_EQ(sync.overrides.config, "c.toml");
    EXPECT_EQ(sync.overrides.database, "s.db");
    EXPECT_TRUE(sync.verbose);
    EXPECT_TRUE(sync.arguments.has("dry-run"));
  }
}

TEST(CommandLine, TakesAllOverrides) {
  const auto sync = parsed({"--transcripts", "a", "--transcripts", "b", "--base-url", "https://x/api", "--ca-file",
                            "ca.pem", "--time-zone", "Asia/Tokyo", "--quiet", "--no-color", "sync"});
  EXPECT_THAT(sync.overrides.transcripts, ElementsAre("a", "b"));
  EXPECT_EQ(sync.overrides.base_url, "https://x/api");
  EXPECT_EQ(sync.overrides.ca_file, "ca.pem");
  EXPECT_EQ(sync.overrides.time_zone, "Asia/Tokyo");
  EXPECT_TRUE(sync.quiet && sync.no_color);
}

TEST(CommandLine, AValueThatLooksLikeACommandIsAValue) {
  const auto status = parsed({"--config", "sync", "status"});
  EXPECT_EQ(status.command->name, "status");
  EXPECT_EQ(status.overrides.config, "sync");
}

TEST(CommandLine, JoinsShortFlags) {
  const auto sync = parsed({"sync", "-nqy"});
  EXPECT_TRUE(sync.arguments.has("dry-run") && sync.quiet && sync.arguments.has("yes"));
}

TEST(CommandLine, KnowsListProjectsAsProjects) {
  EXPECT_EQ(parsed({"list-projects"}).command->name, "projects");
}

TEST(CommandLine, FindsHelpEverywhere) {
  for (const auto& words : {std::vector<std::string>{"sync", "--help"}, std::vector<std::string>{"--help", "sync"},
                            std::vector<std::string>{"help", "sync"}, std::vector<std::string>{"-h", "sync"}}) {
    const auto help = parsed(words);
    EXPECT_EQ(help.kind, Invocation::Kind::help);
    EXPECT_EQ(help.command, find_command("sync"));
  }
  EXPECT_EQ(parsed({"--help"}).command, nullptr);
  EXPECT_EQ(parsed({"--version"}).kind, Invocation::Kind::version);
}

TEST(CommandLine, SuggestsTheNearestCommandAndFlag) {
  EXPECT_THAT(refused({"snyc"}).hint, HasSubstr("`sync`"));
  EXPECT_THAT(refused({"sync", "--dry-rnu"}).hint, HasSubstr("`--dry-run`"));
  EXPECT_THAT(refused({"sync", "--dry-rnu"}).message, HasSubstr("--dry-rnu"));
  EXPECT_THAT(refused({"--confg", "x", "sync"}).hint, HasSubstr("`--config`"));
}

TEST(CommandLine, DoesNotGuessAbbreviations) {
  EXPECT_THAT(refused({"sync", "--dry"}).message, HasSubstr("no such option"));
  EXPECT_THAT(refused({"sync", "--dry"}).hint, HasSubstr("`--dry-run`"));
}

TEST(CommandLine, HasNoFlagForAKeyOrAgainstCertificates) {
  for (const auto* flag : {"--api-key", "--insecure", "-k", "--no-verify"}) {
    EXPECT_THAT(refused({"sync", flag}).message, HasSubstr("no such option")) << flag;
  }
}

TEST(CommandLine, KeepsAFlagToItsCommand) {
  EXPECT_THAT(refused({"import", "--dry-run"}).message, HasSubstr("no such option"));
  EXPECT_THAT(refused({"setup", "--json"}).message, HasSubstr("no such option"));
}

TEST(CommandLine, WithoutACommandIsStatus) {
  EXPECT_EQ(parsed({}).command->name, "status");
  EXPECT_FALSE(parsed({}).command_is_named);
  EXPECT_TRUE(parsed({"--json"}).arguments.wants_json());
  EXPECT_TRUE(parsed({"status"}).command_is_named);
}

TEST(CommandLine, TakesARangeOfDaysInEveryWordForIt) {
  for (const auto* word : {"2026-02-28", "2026-02-02..2026-02-06", "monday..yesterday", "week", "last-week", "2026-10",
                           "7d", "monday", "yesterday"}) {
    EXPECT_THAT(parsed({"sync", word}).arguments.operands, ElementsAre(word));
  }
  EXPECT_THAT(refused({"sync", "now"}).message, HasSubstr("neither a day nor a range"));
  EXPECT_THAT(refused({"sync", "week", "7d"}).message, HasSubstr("takes [RANGE] and no more"));
  EXPECT_THAT(refused({"sync", "week", "--since", "monday"}).message, HasSubstr("`week` and `--since` together"));
}

TEST(Arguments, KnowOnlyTheFlagsOfTheirCommand) {
  EXPECT_THROW((void)parsed({"import"}).arguments.has("dry-run"), std::logic_error);
  EXPECT_FALSE(parsed({"setup"}).arguments.wants_json());
}

TEST(CommandLine, ExplainsWhatIsMissingOrTooMuch) {
  EXPECT_THAT(refused({"import", "now"}).message, HasSubstr("takes no argument"));
  EXPECT_THAT(refused({"sync", "--since"}).message, HasSubstr("`--since` without a value"));
  EXPECT_THAT(refused({"sync", "--json=yes"}).message, HasSubstr("with a value"));
  EXPECT_THAT(refused({"--db", "a", "--db", "b", "sync"}).message, HasSubstr("more than once"));
  EXPECT_THAT(refused({"-q", "-v", "sync"}).message, HasSubstr("together"));
}

TEST(CommandLine, RefusesDatesThatAreNone) {
  for (const auto* word : {"2026-02-30", "02.02.2026", "2026-2-2", "soon", ""}) {
    EXPECT_THAT(refused({"sync", "--since", word}).message, testing::AnyOf(HasSubstr("not a date"), HasSubstr("value")))
        << word;
  }
  EXPECT_EQ(refused({"sync", "--until", "yesterday"}).message, "understood");
}

}  // namespace
}  // namespace cli
