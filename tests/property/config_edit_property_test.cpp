// SPDX-License-Identifier: MIT
//
// Edits of configs in every style that people write them in: what is asked for happens, and nothing else.
#include <libsync/config/edit.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace libsync::config {
namespace {

constexpr const char* k_file = "/etc/config.toml";
constexpr const char* k_home = "/home/me";

// One of them, by chance.
std::string one_of(const std::vector<std::string>& choices) {
  return *rc::gen::elementOf(choices);
}

bool toss() {
  return *rc::gen::arbitrary<bool>();
}

int roll(int below) {
  return *rc::gen::inRange(0, below);
}

std::string some_id() {
  return fmt::format("65b2d73e06de527a7ed6740{}", roll(4));
}

std::string some_folder() {
  return one_of({"/w/a", "/w/b", "/w/c c", "/w/ü𝄞", "acme:/w", "/w/#x", "/w/]", "/w/'", "/w/\"", "D:\\src"});
}

std::string comment() {
  return one_of({"", "", " # x", "  # ] } \" ''' \"\"\"", "\t# [sync]", " # ü𝄞", "#"});
}

std::string in_some_quotes(const std::string& text) {
  const bool literal = text.find('\'') == std::string::npos && toss();
  if (literal) return "'" + text + "'";
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return quoted + "\"";
}

LocalDate some_day() {
  return LocalDate{std::chrono::sys_days{std::chrono::year{2026} / 12 / 20} + std::chrono::days{roll(20)}};
}

std::string days_item() {
  const LocalDate first = some_day();
  const LocalDate last{std::chrono::sys_days{first} + std::chrono::days{roll(4)}};
  if (toss()) return format_date(first);
  return in_some_quotes(toss() ? format_date(first) : format_date(first) + ".." + format_date(last));
}

std::string days_list(bool in_one_line) {
  const int count = roll(5);
  const bool lines = !in_one_line && toss();
  const bool last_comma = count > 0 && toss();
  std::string list = "[";
  if (lines) list += comment() + "\n";
  for (int i = 0; i < count; ++i) {
    if (lines) list += one_of({"  ", "\t", ""});
    list += days_item() + one_of({"", " "});
    if (i + 1 < count || last_comma) list += ",";
    list += lines ? comment() + "\n" : one_of({"", " "});
    if (lines && roll(4) == 0) list += "  # between\n";
  }
  return list + "]";
}

std::string target(bool in_one_line) {
  if (toss()) return in_some_quotes(some_id());
  std::string table = fmt::format("{{ project_id = {}", in_some_quotes(some_id()));
  if (toss()) table += ", billable = true";
  if (!in_one_line && toss()) table += ", description = '''x # ]}'''";
  return table + one_of({"}", " }"});
}

// Folders that are there already, each once.
std::vector<std::string> some_folders() {
  std::vector<std::string> folders;
  for (int i = roll(4); i > 0; --i) {
    const std::string folder = some_folder();
    if (std::ranges::find(folders, folder) == folders.end()) folders.push_back(folder);
  }
  return folders;
}

std::string mapping_lines(const std::string& before_key) {
  std::string lines;
  const std::string indent = one_of({"", "  ", "\t"});
  for (const auto& folder : some_folders()) {
    lines +=
        indent + before_key + in_some_quotes(folder) + one_of({" = ", "=", "   = "}) + target(false) + comment() + "\n";
    if (roll(3) == 0) lines += "\n# a note\n";
  }
  return lines;
}

std::string mapping_in_braces() {
  std::string members;
  for (const auto& folder : some_folders()) {
    members += (members.empty() ? "" : ", ") + in_some_quotes(folder) + " = " + target(true);
  }
  return "{" + members + one_of({"}", " }"});
}

std::string sync_lines(bool with_mapping) {
  std::string lines;
  if (toss()) lines += "time_zone = 'UTC'" + comment() + "\n";
  if (toss()) lines += "days_off = " + days_list(false) + comment() + "\n";
  if (toss()) lines += "description = \"\"\"a \\\n  b\"\"\"" + comment() + "\n";
  if (with_mapping) {
    lines += toss() ? mapping_lines("project_mapping.") : "project_mapping = " + mapping_in_braces() + comment() + "\n";
  }
  return lines;
}

// A config that is valid, in some style.
std::string some_config() {
  std::string text;
  if (roll(4) == 0) text += "# my hours, 'mine'\n\n";
  if (toss()) text += "idle_timeout_minutes = 7" + comment() + "\n";
  if (toss()) text += "api_key_command = '''\necho \"[sync]\" # x\n'''" + comment() + "\n";
  switch (roll(5)) {
    case 0:
      text += "sync = { " + (toss() ? "days_off = " + days_list(true) + ", " : "") +
              (toss() ? "project_mapping = " + mapping_in_braces() + ", " : "") + "billable = true }" + comment() +
              "\n";
      break;
    case 1:
      text += "sync.billable = true\n" + mapping_lines("sync.project_mapping.");
      break;
    case 2:
      text += "[sync]" + comment() + "\n" + sync_lines(true);
      break;
    case 3:
      text += "[sync.project_mapping]" + comment() + "\n" + mapping_lines("");
      if (toss()) text += "\n[sync]\n" + sync_lines(false);
      break;
    default:
      if (toss()) text += "[sync]" + comment() + "\n" + sync_lines(false) + "\n";
      if (toss()) text += "  [sync.project_mapping]" + comment() + "\n" + mapping_lines("");
      break;
  }
  if (toss()) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, 1, '\r');
  } else if (text.ends_with('\n') && toss()) {
    text.pop_back();
  }
  return text;
}

Edit some_edit() {
  const LocalDate first = some_day();
  const LocalDate last{std::chrono::sys_days{first} + std::chrono::days{roll(6)}};
  switch (roll(4)) {
    case 0:
      return AddDaysOff{first, last};
    case 1:
      return RemoveDaysOff{first, last};
    case 2:
      return SetSyncKey{"first_day", format_date(first)};
    default:
      return MapFolder{some_folder() + one_of({"", "/"}), *ProjectId::parse(some_id())};
  }
}

// What the config would mean if the edit had been made in it, told apart by kind and not by how it is made.
void expect_meaning(const Edit& edit, Config before, Config after) {
  if (const auto* mapped = std::get_if<MapFolder>(&edit)) {
    const auto there = after.sync.project_mapping.find(mapped->folder);
    RC_ASSERT(there != after.sync.project_mapping.end());
    RC_ASSERT(there->second.project == mapped->project);
    if (const auto was = before.sync.project_mapping.find(mapped->folder); was != before.sync.project_mapping.end()) {
      RC_ASSERT(there->second.description == was->second.description && there->second.billable == was->second.billable);
    }
    before.sync.project_mapping.erase(mapped->folder);
    after.sync.project_mapping.erase(mapped->folder);
  } else if (const auto* added = std::get_if<AddDaysOff>(&edit)) {
    for (LocalDate day = added->first; day <= added->last; day = next_day(day)) before.sync.days_off.insert(day);
  } else if (const auto* removed = std::get_if<RemoveDaysOff>(&edit)) {
    for (LocalDate day = removed->first; day <= removed->last; day = next_day(day)) before.sync.days_off.erase(day);
  } else {
    before.sync.first_day = parse_date(std::get<SetSyncKey>(edit).value);
  }
  for (Config* config : {&before, &after}) {
    for (auto& [folder, target] : config->sync.project_mapping) target.place = {};
    config->sync.other_project_place = config->sync.time_zone_place = {};
  }
  RC_ASSERT(before == after);
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

RC_GTEST_PROP(ConfigEdit, DoesWhatIsAskedForAndNothingElse, ()) {
  const std::string text = some_config();
  const Edit edit = some_edit();
  RC_LOG() << text << "\n-- " << edit.index() << "\n";
  const auto before = parse_config(text, k_file, k_home);
  RC_ASSERT(before.has_value());
  const auto edited = edit_config(text, edit, k_file, k_home);
  RC_ASSERT(edited.has_value());
  RC_LOG() << *edited;
  expect_meaning(edit, *before, *parse_config(*edited, k_file, k_home));
}

RC_GTEST_PROP(ConfigEdit, KeepsEveryOtherLine, ()) {
  const std::string text = some_config();
  const Edit edit = some_edit();
  const auto edited = edit_config(text, edit, k_file, k_home);
  RC_ASSERT(edited.has_value());
  RC_LOG() << text << "\n--\n" << *edited;
  const auto changed = changed_lines(text, *edited);
  const bool removes = std::holds_alternative<RemoveDaysOff>(edit);
  if (!removes) {
    // At most the line with the value; the one before a new one, where it gets a comma.
    RC_ASSERT(changed.before.size() <= 1);
    RC_ASSERT(count_of(*edited, "#") >= count_of(text, "#"));
  }
  // Either all line ends are those of Windows or none is.
  const bool windows = text.find('\r') != std::string::npos;
  if (windows) RC_ASSERT(count_of(*edited, "\r\n") == count_of(*edited, "\n"));
  if (!windows && text.find('\n') != std::string::npos) RC_ASSERT(edited->find('\r') == std::string::npos);
}

RC_GTEST_PROP(ConfigEdit, OfBrokenTextIsAnErrorOrRight, ()) {
  std::string text = some_config();
  for (int i = 1 + roll(3); i > 0 && !text.empty(); --i) {
    const auto at = static_cast<std::size_t>(roll(static_cast<int>(text.size())));
    const std::string bytes = "\n\r\"'#[]{}=,. \\\t" + std::string{"\xff\0a2", 4};
    const char byte = bytes.at(static_cast<std::size_t>(roll(static_cast<int>(bytes.size()))));
    if (toss()) {
      text.at(at) = byte;
    } else {
      text.insert(at, 1, byte);
    }
  }
  const Edit edit = some_edit();
  const auto edited = edit_config(text, edit, k_file, k_home);
  if (edited) expect_meaning(edit, *parse_config(text, k_file, k_home), *parse_config(*edited, k_file, k_home));
}

}  // namespace
}  // namespace libsync::config
