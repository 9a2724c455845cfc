// SPDX-License-Identifier: MIT
#include "render/hint_text.hpp"

#include "sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace cli {
namespace {

using libsync::Failure;
using libsync::FailureKind;
using libsync::Hint;
using libsync::Step;
using samples::utc;
using testing::HasSubstr;
using testing::Not;

Failure failure(Step step, const std::string& on = "") {
  return {FailureKind::offline, "cannot", {step, on}, utc("2026-02-06T10:20:00Z")};
}

HintContext context(std::string_view command) {
  return {.command = command, .overrides = {}, .now = utc("2026-02-06T10:15:00Z"), .zone = samples::berlin()};
}

TEST(HintText, HasWordsOfItsOwnForEveryStep) {
  std::set<std::string> texts;
  for (int step = 1; step <= static_cast<int>(libsync::k_last_step); ++step) {
    const std::string text = hint_text(failure(static_cast<Step>(step), "this"), context("sync"));
    EXPECT_NE(text, "") << "step " << step;
    EXPECT_TRUE(texts.insert(text).second) << text;
  }
  EXPECT_EQ(hint_text(failure(Step::none), context("sync")), "");
}

TEST(HintText, SaysWhenInTheTimeOfThePerson) {
  EXPECT_EQ(hint_text(failure(Step::run_after_limit), context("sync")),
            "run `claude-tracker sync` again after 11:20, or let it wait with --wait");
}

TEST(HintText, NamesTheCommandThatWasRun) {
  EXPECT_EQ(hint_text(failure(Step::run_after_limit), context("projects")),
            "run `claude-tracker projects` again after 11:20");
  EXPECT_EQ(hint_text(failure(Step::check_connection), context("projects")),
            "check the connection, then run `claude-tracker projects` again");
}

TEST(HintText, IsUsableAsItStands) {
  auto typed = context("sync");
  typed.overrides.config = "/tmp/my config.toml";
  typed.overrides.database = "it's.db";
  typed.overrides.transcripts = {"a", "b"};
  typed.overrides.base_url = "https://host/api";
  typed.overrides.ca_file = "~ca";
  typed.overrides.time_zone = "Europe/Berlin";
  EXPECT_EQ(hint_text(failure(Step::settle_refusal, "2026-02-03"), typed),
            "mend the configuration, or settle it in Clockify, and run `claude-tracker --config '/tmp/my config.toml' "
            "--db 'it'\\''s.db' --transcripts a --transcripts b --base-url https://host/api --ca-file '~ca' "
            "--time-zone Europe/Berlin sync` again; to go on without that day add \"2026-02-03\" to `days_off`");
}

TEST(HintText, RepeatsNoPassword) {
  auto typed = context("sync");
  typed.overrides.base_url = "https://me:secret@host/api";
  EXPECT_THAT(hint_text(failure(Step::run_again), typed), Not(HasSubstr("secret")));
}

TEST(HintText, SendsAPersonToWhereTheKeyCameFrom) {
  EXPECT_THAT(hint_text(failure(Step::renew_environment_key), context("sync")), HasSubstr("CLOCKIFY_API_KEY"));
  EXPECT_THAT(hint_text(failure(Step::renew_command_key), context("sync")), HasSubstr("`api_key_command`"));
  EXPECT_THAT(hint_text(failure(Step::renew_stored_key), context("sync")), HasSubstr("`claude-tracker setup`"));
}

TEST(HintText, QuotesAFileForTheShell) {
  EXPECT_EQ(hint_text(failure(Step::protect_key_file, "/home/o'neil/credentials"), context("sync")),
            "chmod 600 '/home/o'\\''neil/credentials'");
}

TEST(HintText, AddsAKeyWithAnExample) {
  EXPECT_THAT(hint_text(failure(Step::add_config_key, "workspace_id"), context("sync")),
              HasSubstr("`claude-tracker workspaces` prints yours"));
  EXPECT_THAT(hint_text(failure(Step::add_config_key, "work_day_end"), context("sync")),
              HasSubstr("work_day_end = \"17:00\""));
}

}  // namespace
}  // namespace cli
