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
  EXPECT_EQ(sync.command, Command::sync);
  EXPECT_TRUE(sync.dry_run && sync.no_import && sync.wait && sync.yes && sync.json);
  EXPECT_EQ(sync.since, "2026-02-02");
  EXPECT_EQ(sync.until, "2026-02-06");
}

TEST(CommandLine, TakesGlobalOptionsBeforeAndBehindTheCommand) {
  for (const auto& words : {std::vector<std::string>{"--config", "c.toml", "--db=s.db", "-v", "sync", "-n"},
                            std::vector<std::string>{"sync", "-n", "--config", "c.toml", "--db=s.db", "-v"}}) {
    const auto sync = parsed(words);
    EXPECT_EQ(sync.command, Command::sync);
    EXPECT_EQ(sync.overrides.config, "c.toml");
    EXPECT_EQ(sync.overrides.database, "s.db");
    EXPECT_TRUE(sync.verbose);
    EXPECT_TRUE(sync.dry_run);
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
  EXPECT_EQ(status.command, Command::status);
  EXPECT_EQ(status.overrides.config, "sync");
}

TEST(CommandLine, JoinsShortFlags) {
  const auto sync = parsed({"sync", "-nqy"});
  EXPECT_TRUE(sync.dry_run && sync.quiet && sync.yes);
}

TEST(CommandLine, KnowsListProjectsAsProjects) {
  EXPECT_EQ(parsed({"list-projects"}).command, Command::projects);
}

TEST(CommandLine, FindsHelpEverywhere) {
  for (const auto& words : {std::vector<std::string>{"sync", "--help"}, std::vector<std::string>{"--help", "sync"},
                            std::vector<std::string>{"help", "sync"}, std::vector<std::string>{"-h", "sync"}}) {
    const auto help = parsed(words);
    EXPECT_EQ(help.command, Command::help);
    EXPECT_EQ(help.topic, Command::sync);
  }
  EXPECT_EQ(parsed({"--help"}).topic, std::nullopt);
  EXPECT_EQ(parsed({"--version"}).command, Command::version);
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

TEST(CommandLine, SaysWhichCommandsAreNotInThisVersion) {
  for (const auto* command : {"doctor", "verify", "undo", "resync", "report", "completion"}) {
    EXPECT_THAT(refused({command}).message, HasSubstr("this version does not have that command yet"));
  }
}

TEST(CommandLine, ExplainsWhatIsMissingOrTooMuch) {
  EXPECT_THAT(refused({}).message, HasSubstr("no command"));
  EXPECT_THAT(refused({"sync", "now"}).message, HasSubstr("takes no argument"));
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

TEST(DateOf, KnowsTodayAndYesterday) {
  const auto today = libsync::parse_date("2026-03-01").value();
  EXPECT_EQ(date_of("today", today), today);
  EXPECT_EQ(date_of("yesterday", today), libsync::parse_date("2026-02-28"));
  EXPECT_EQ(date_of("2025-12-31", today), libsync::parse_date("2025-12-31"));
  EXPECT_EQ(date_of("tomorrow", today), std::nullopt);
}

}  // namespace
}  // namespace cli
