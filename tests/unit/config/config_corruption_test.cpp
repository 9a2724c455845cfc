// SPDX-License-Identifier: MIT
#include <libsync/config/config.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace libsync::config {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view k_valid = R"(idle_timeout_minutes = 15
database = "~/t.db"
transcripts = ["/a"]
api_key_command = "pass show SECRET-CANARY"
[sync]
workspace_id = "5ff748b4abb0e16bed500885"
work_day_start = "09:00"
work_day_end = '17:00'
time_zone = "Europe/Berlin"
work_days = ["Mon", 2]
days_off = [2026-12-24, "2026-12-24..2027-01-06"]
description = """Web ü"""
billable = true
base_url = "https://api.clockify.me/api/v1"
[sync.project_mapping]
"/w/a" = "65b2d73e06de527a7ed67404"
"/w/b" = { project_id = "65b2d73e06de527a7ed67405", billable = false }
)";

// Every byte that means something in TOML, in our values or in UTF-8, and some that mean nothing anywhere.
constexpr std::string_view k_bytes = "\0\t\n\r \"#'+,-./0129:=ABE[\\]_abeux{}~\x7f\x80\xc3\xe2\xf0\xff"sv;

void expect_a_value_or_a_place(const std::string& text) {
  const auto config = parse_config(text, "/etc/config.toml", "/home/me");
  if (config) return;
  const ConfigError& error = config.error();
  const auto lines = static_cast<int>(std::ranges::count(text, '\n')) + 1;
  ASSERT_GE(error.line, 1) << error.cause << "\n" << text;
  ASSERT_LE(error.line, lines + 1) << error.cause << "\n" << text;
  ASSERT_GE(error.column, 1) << error.cause << "\n" << text;
  ASSERT_FALSE(error.cause.empty()) << text;
  ASSERT_EQ(error.cause.find("SECRET-CANARY"), std::string::npos) << error.cause;
}

TEST(ConfigCorruption, StartsFromAValidFile) {
  EXPECT_TRUE(parse_config(k_valid, "/etc/config.toml", "/home/me"));
}

TEST(ConfigCorruption, OfAnyOneByteGivesAValueOrAnErrorWithAPlace) {
  for (std::size_t at = 0; at < k_valid.size(); ++at) {
    for (const char byte : k_bytes) {
      std::string text{k_valid};
      text[at] = byte;
      ASSERT_NO_FATAL_FAILURE(expect_a_value_or_a_place(text));
    }
  }
}

TEST(ConfigCorruption, ByAnInsertedByteGivesAValueOrAnErrorWithAPlace) {
  for (std::size_t at = 0; at <= k_valid.size(); ++at) {
    for (const char byte : "\0\n\"'#[]{}=,.\xff"sv) {
      ASSERT_NO_FATAL_FAILURE(
          expect_a_value_or_a_place(std::string{k_valid.substr(0, at)} + byte + std::string{k_valid.substr(at)}));
    }
  }
}

TEST(ConfigCorruption, ByALostByteOrALostTailGivesAValueOrAnErrorWithAPlace) {
  for (std::size_t at = 0; at < k_valid.size(); ++at) {
    ASSERT_NO_FATAL_FAILURE(
        expect_a_value_or_a_place(std::string{k_valid.substr(0, at)} + std::string{k_valid.substr(at + 1)}));
    ASSERT_NO_FATAL_FAILURE(expect_a_value_or_a_place(std::string{k_valid.substr(0, at)}));
  }
}

TEST(ConfigCorruption, ByDeepNestingIsAnError) {
  for (const char* bracket : {"[", "{a=", "a."}) {
    std::string text = "sync = ";
    for (int i = 0; i < 100'000; ++i) text += bracket;
    EXPECT_FALSE(parse_config(text, "/etc/config.toml", "/home/me")) << bracket;
  }
}

}  // namespace
}  // namespace libsync::config
