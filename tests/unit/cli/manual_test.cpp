// SPDX-License-Identifier: MIT
//
// docs/manual, of which the man pages are made, against the program: it has every command, flag, key and exit code, and
// none that there is not.
#include "command.hpp"
#include "exit_code.hpp"
#include "help.hpp"

#include <libsync/config/config.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace cli {
namespace {

using Words = std::set<std::string>;

// What is not between fences.
std::string page(const std::string& name) {
  std::ifstream file{std::string{MANUAL_FOLDER} + "/" + name};
  EXPECT_TRUE(file) << name;
  std::string text;
  bool in_fences = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      in_fences = !in_fences;
    } else if (!in_fences) {
      text += line + '\n';
    }
  }
  return text;
}

// What stands between backticks.
std::vector<std::string> code_in(const std::string& text) {
  static const std::regex code{"`([^`]+)`"};
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), code}; at != std::sregex_iterator{}; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

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
  for (const auto& table : tables_of(page("claude-tracker.md"))) {
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
  const auto text = page("claude-tracker.md");
  for (const auto* command : commands()) {
    EXPECT_TRUE(command->alias.empty() || names(text, command->alias)) << command->alias;
  }
}

TEST(Manual, HasEveryFlagOfEachCommandAndNoOther) {
  std::map<std::string, Words> in_manual;
  Words of_every_command;
  for (const auto& table : tables_of(page("claude-tracker.md"))) {
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
    const auto text = page(name);
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
  for (const auto& table : tables_of(page("claude-tracker.toml.md"))) {
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
  for (const auto& table : tables_of(page("claude-tracker.md"))) {
    if (table.section != "Exit codes") continue;
    for (const auto& cell : table.first_cells) codes.insert(std::stoi(cell));
  }
  std::set<int> known{static_cast<int>(ExitCode::done), static_cast<int>(ExitCode::unexpected)};
  for (int kind = 0; kind <= static_cast<int>(libsync::FailureKind::internal); ++kind) {
    known.insert(static_cast<int>(exit_code_of(static_cast<libsync::FailureKind>(kind))));
  }
  EXPECT_EQ(codes, known);
}

TEST(Manual, HasEveryKindOfErrorOfTheJson) {
  const auto text = page("claude-tracker.md");
  for (int kind = 0; kind <= static_cast<int>(libsync::FailureKind::internal); ++kind) {
    const auto word = word_of(static_cast<libsync::FailureKind>(kind));
    EXPECT_TRUE(names(text, word)) << word;
  }
}

}  // namespace
}  // namespace cli
