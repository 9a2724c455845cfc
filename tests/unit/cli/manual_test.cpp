// SPDX-License-Identifier: MIT
//
// docs/manual, of which the man pages are made, against the program: it has every command, flag, key and exit code, and
// none that there is not.
#include "command.hpp"
#include "exit_code.hpp"
#include "help.hpp"
#include "render/explain_json.hpp"
#include "render/report_json.hpp"
#include "render/status_text.hpp"
#include "render/tracked_json.hpp"
#include "sample_daybook.hpp"
#include "sample_report.hpp"

#include <libsync/config/config.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <manual_pages.hpp>

#include <filesystem>
#include <map>
#include <regex>
#include <sstream>

namespace cli {
namespace {

using libsync::support::code_in;
using libsync::support::fields_of;
using libsync::support::manual_page;
using libsync::support::Words;

bool names(const std::string& text, std::string_view word) {
  return text.find("`" + std::string{word} + "`") != std::string::npos;
}

struct Table {
  std::string section;  // the heading above it
  std::string subject;  // the first cell of its header
  std::vector<std::string> first_cells;
};

std::vector<Table> tables_of(const std::string& text) {
  std::vector<Table> tables;
  std::string section;
  bool in_table = false;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) section = line.substr(3);
    if (!line.starts_with("|")) {
      in_table = false;
      continue;
    }
    const auto first = line.substr(1, line.find('|', 1) - 1);
    if (!in_table) {
      tables.push_back({section, first, {}});
    } else if (!line.starts_with("|---")) {
      tables.back().first_cells.push_back(first);
    }
    in_table = true;
  }
  return tables;
}

// "-n", "--since" and the like among the code of the cells.
Words flags_in(const std::vector<std::string>& cells) {
  Words flags;
  for (const auto& cell : cells) {
    for (const auto& code : code_in(cell)) {
      if (code.starts_with("-")) flags.insert(code.substr(0, code.find(' ')));
    }
  }
  return flags;
}

Words flags_of(const std::vector<Flag>& flags) {
  Words names;
  for (const auto& flag : flags) {
    names.insert("--" + std::string{long_name(flag)});
    if (flag.name.size() != long_name(flag).size())
      names.insert("-" + std::string{flag.name.substr(flag.name.find(',') + 1)});
  }
  return names;
}

TEST(Manual, HasEveryCommandAndNoOther) {
  Words commands_in_manual;
  for (const auto& table : tables_of(manual_page("claude-tracker.md"))) {
    if (table.section != "Commands" || table.subject != " command ") continue;
    for (const auto& cell : table.first_cells) {
      for (const auto& code : code_in(cell)) commands_in_manual.insert(code.substr(0, code.find(' ')));
    }
  }
  Words known{"help"};
  for (const auto* command : commands()) known.insert(std::string{command->name});
  EXPECT_EQ(commands_in_manual, known);
}

TEST(Manual, NamesEveryOtherNameOfACommand) {
  const auto text = manual_page("claude-tracker.md");
  for (const auto* command : commands()) {
    EXPECT_TRUE(command->alias.empty() || names(text, command->alias)) << command->alias;
  }
}

TEST(Manual, HasEveryFlagOfEachCommandAndNoOther) {
  std::map<std::string, Words> in_manual;
  Words of_every_command;
  for (const auto& table : tables_of(manual_page("claude-tracker.md"))) {
    const auto flags = flags_in(table.first_cells);
    if (table.subject == " option of every command ") of_every_command.insert(flags.begin(), flags.end());
    if (!table.subject.starts_with(" option of `")) continue;
    for (const auto& command : code_in(table.subject)) in_manual[command].insert(flags.begin(), flags.end());
  }
  EXPECT_EQ(of_every_command, flags_of(global_flags()));
  for (const auto* command : commands()) {
    EXPECT_EQ(in_manual[std::string{command->name}], flags_of(command->flags)) << "of " << command->name;
    in_manual.erase(std::string{command->name});
  }
  EXPECT_TRUE(in_manual.empty()) << in_manual.begin()->first;
}

TEST(Manual, SpeaksOfNoFlagThatThereIsNot) {
  Words known = flags_of(global_flags());
  for (const auto* command : commands()) known.merge(flags_of(command->flags));
  for (const auto& file : std::filesystem::directory_iterator{MANUAL_FOLDER}) {
    static const std::regex flag{"(^|[^-a-z])(--[a-z][-a-z]+)"};
    const auto name = file.path().filename().string();
    const auto text = manual_page(name);
    for (std::sregex_iterator at{text.begin(), text.end(), flag}; at != std::sregex_iterator{}; ++at) {
      EXPECT_TRUE(known.contains((*at)[2])) << (*at)[2] << " in " << name;
    }
  }
}

TEST(Help, ListsEachCommandOnce) {
  Words names;
  for (const auto* command : commands()) EXPECT_TRUE(names.insert(std::string{command->name}).second) << command->name;
}

TEST(Help, HasWhatTheManualHas) {
  for (const auto* command : commands()) {
    const auto help = help_text(command, 100);
    for (const auto& flag : flags_of(command->flags)) EXPECT_THAT(help, testing::HasSubstr(flag));
    EXPECT_THAT(help_text(nullptr, 100), testing::HasSubstr(std::string{"  "} + std::string{command->name} + " "));
  }
}

TEST(Manual, HasEveryKeyOfTheConfigAndNoOther) {
  Words keys;
  for (const auto& table : tables_of(manual_page("claude-tracker.toml.md"))) {
    const std::string prefix = table.section == "At the top" ? "" : table.section == "Under [sync]" ? "sync." : "-";
    if (prefix == "-" || table.subject != " key ") continue;
    for (const auto& cell : table.first_cells) {
      for (const auto& key : code_in(cell)) keys.insert(prefix + key);
    }
  }
  Words known;
  for (const auto& key : libsync::config::known_keys()) known.insert(key);
  for (const char* table : {"sync", "sync.project_mapping"}) known.erase(table);  // sections of their own
  EXPECT_EQ(keys, known);
}

TEST(Manual, HasEveryExitCodeAndNoOther) {
  std::set<int> codes;
  for (const auto& table : tables_of(manual_page("claude-tracker.md"))) {
    if (table.section != "Exit codes") continue;
    for (const auto& cell : table.first_cells) codes.insert(std::stoi(cell));
  }
  std::set<int> known{static_cast<int>(ExitCode::done), static_cast<int>(ExitCode::unexpected)};
  for (int kind = 0; kind <= static_cast<int>(libsync::FailureKind::internal); ++kind) {
    known.insert(static_cast<int>(exit_code_of(static_cast<libsync::FailureKind>(kind))));
  }
  EXPECT_EQ(codes, known);
}

// With everything that an answer may hold.
libsync::report::Daybook full_daybook() {
  auto book = samples::sample_week();
  book.is_sure_whose = false;
  book.days[0].entries[0].mismatch = "it lasts an hour less";
  book.days[2].folders.push_back({"/tmp/x", std::chrono::hours{1}, {}, {}, true});
  book.days[2].folders.push_back({"/work/api", std::chrono::hours{1}, {}, {}, true, "codex"});
  book.days[0].agents = {{"claude-code", std::chrono::hours{4}, std::chrono::hours{3}}};
  return book;
}

std::string full_explanation() {
  using namespace std::chrono_literals;
  auto book = full_daybook();
  libsync::report::Proof proof{.day = book.days[1], .names = book.names, .time_zone = book.time_zone, .local_day = {}};
  const libsync::Interval hour = proof.day.gaps.at(0);
  const libsync::InstantInterval span{libsync::Instant{hour.start}, libsync::Instant{hour.end}};
  const auto project = samples::project_id('a');
  proof.sessions = {{"a.jsonl",
                     "claude-code",
                     span.start,
                     span.end,
                     {{span, "/work/api", true, libsync::report::Standing::weighs, project, 1h}},
                     {{span, true}}}};
  proof.free = {hour};
  proof.shares = {{project, 1h, 1h, 0s, 3600s, span.start, {"/work/api"}}};
  proof.entries.push_back(
      {.project = project, .interval = hour, .description = "", .billable = {}, .tags = {}, .sources = {}, .task = {}});
  proof.is_sure_whose = false;
  proof.day.in_the_way = {{samples::entry_id('e'), hour, "Stand-up", false}};
  const libsync::store::Timesheet timesheet{libsync::UserId::parse(std::string(24, 'd')).value(), "",
                                            libsync::WorkspaceId::parse(std::string(24, '5')).value()};
  proof.day.refused.push_back({.row = {{timesheet, proof.day.date}, 0},
                               .project = project,
                               .interval = hour,
                               .description = {},
                               .attempt = 1,
                               .sent_at = {}});
  libsync::workday::SyncRules rules{.workspace = timesheet.workspace,
                                    .zone = samples::berlin(),
                                    .work_day_start = {},
                                    .work_day_end = {},
                                    .days_off = {},
                                    .project_mapping = {{"/work/api", {project}}},
                                    .other_project = {},
                                    .ignore_projects = {},
                                    .agents = {"claude-code"},
                                    .billable = {},
                                    .tags = {}};
  return explain_json(proof, rules);
}

std::string full_status() {
  auto run = samples::report_of({samples::example_day(loop::DayState::already_synced, loop::EntryState::already_posted),
                                 samples::example_day(loop::DayState::planned, loop::EntryState::planned)});
  run.days[1].foreign.push_back({samples::entry_id('e'), run.days[1].entries[0].interval, "Stand-up", false});
  run.days[1].drift = {"it differs"};
  run.import = loop::ImportSummary{};
  run.unmapped = {{"/home/me/x", std::chrono::hours{2}}};
  run.ignored = {{"/tmp/x", std::chrono::hours{2}}, {"/work/api", std::chrono::hours{2}, "codex"}};
  run.notes = {"a note"};
  libsync::report::WeekTotals totals;
  totals.projects = {{samples::project('a'), "API", {}, {}}};
  return status_json(run, full_daybook(), totals);
}

TEST(Manual, HasEveryFieldOfTheJson) {
  const auto text = manual_page("claude-tracker.md");
  const auto section = text.substr(text.find("## Output for programs"));
  const Words named = libsync::support::names_in(section);
  for (const auto& json : {tracked_json(full_daybook(), ReportBy::day), full_explanation(), full_status()}) {
    for (const auto& field : fields_of(json)) EXPECT_TRUE(named.contains(field)) << field << " of " << json;
  }
}

TEST(Manual, HasEveryKindOfErrorOfTheJson) {
  const auto text = manual_page("claude-tracker.md");
  for (int kind = 0; kind <= static_cast<int>(libsync::FailureKind::internal); ++kind) {
    const auto word = word_of(static_cast<libsync::FailureKind>(kind));
    EXPECT_TRUE(names(text, word)) << word;
  }
}

}  // namespace
}  // namespace cli
