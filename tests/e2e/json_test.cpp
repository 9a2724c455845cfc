// SPDX-License-Identifier: MIT
//
// Answers for programs, against the manual that says what is in them.
#include "workplace.hpp"

#include <manual_pages.hpp>

#include <regex>

namespace e2e {
namespace {

using libsync::support::Words;

// Of all commands, those whose help has --json.
Words commands_with_json(Workplace& place) {
  Words commands;
  static const std::regex line{"\n  ([a-z]+) "};
  const std::string help = place.run({"help"}).out;
  for (std::sregex_iterator at{help.begin(), help.end(), line}; at != std::sregex_iterator{}; ++at) {
    const std::string command = (*at)[1];
    if (place.run({command, "--help"}).out.find("--json") != std::string::npos) commands.insert(command);
  }
  return commands;
}

TEST(Json, HasNoFieldThatTheManualDoesNotName) {
  const Words named = libsync::support::names_in(libsync::support::manual_page("claude-tracker.md") +
                                                 libsync::support::manual_page("changing-the-config.md"));
  Workplace place;
  place.configure({.other = ""});
  for (const char* day : {"2026-02-02", "2026-02-03"}) {
    place.work("/work/api", "Europe/Berlin", day, "09:00", "13:00");
    place.work("/work/web", "Europe/Berlin", day, "14:00", "16:00");
    place.work("/work/nobody's", "Europe/Berlin", day, "16:00", "17:00");
  }
  libsync::support::write_file(place.home() / ".claude/projects/some-project/torn.jsonl", "{\"type\":\n");
  place.fake.user_creates({known::workspace(),
                           known::other(),
                           {utc("2026-02-03T12:00:00Z"), utc("2026-02-03T13:00:00Z")},
                           "Stand-up",
                           {},
                           {}});
  const std::vector<std::vector<std::string>> runs{
      {"sync", "--dry-run", "--since", "2026-02-03", "--until", "2026-02-02"},
      {"import"},
      {"sync", "--dry-run"},
      {"sync", "2026-02-02..2026-02-03"},
      {"status"},
      {"report", "2026-02"},
      {"explain", "2026-02-02"},
      {"explain", "2026-02-03"},
      {"verify"},
      {"map"},
      {"map", "/work/web", "API"},
      {"status"},
      {"resync", "--dry-run", "2026-02-02"},
      {"resync", "--yes", "2026-02-02"},
      {"undo", "--yes", "2026-02-02"},
      {"off", "2026-02-02"},
      {"projects"},
      {"workspaces"},
      {"machines"},
      {"store", "migrate", "--to", (place.home() / "copy.db").string(), "-n"},
      {"doctor"},
      {"init", "--yes", "--replace"},
  };
  Words asked;
  for (auto words : runs) {
    asked.insert(words.front());
    words.emplace_back("--json");
    const auto result = place.run(words);
    for (const auto& field : libsync::support::fields_of(result.out))
      EXPECT_TRUE(named.contains(field)) << field << " of " << result.out;
    EXPECT_EQ(json::parse(result.out).at("command").as_string(), words.front());
  }
  EXPECT_EQ(asked, commands_with_json(place));
}

}  // namespace
}  // namespace e2e
