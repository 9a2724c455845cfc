// SPDX-License-Identifier: MIT
#include "reader.hpp"
#include "text_edits.hpp"

#include <libsync/config/edit.hpp>
#include <libsync/config/toml_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::config {
namespace {

// What one kind of edit does: to the text, and to what the text means.
class Editor {
 public:
  Editor(const TomlSource& source, const Config& config, const std::filesystem::path& folder,
         const std::filesystem::path& home)
      : source_(source), config_(config), folder_(folder), home_(home) {}

  struct Outcome {
    std::vector<Replacement> changes;
    Config meaning;
    std::string line;  // to put in by hand
  };

  Outcome operator()(const MapFolder& edit) const;
  Outcome operator()(const AddDaysOff& edit) const;
  Outcome operator()(const RemoveDaysOff& edit) const;
  Outcome operator()(const SetSyncKey& edit) const;

 private:
  // The member of the mapping that means the folder; null when there is none.
  [[nodiscard]] const toml::node* mapped(const std::string& folder) const;
  [[nodiscard]] std::vector<Replacement> attempt(const std::function<std::vector<Replacement>()>& edit) const;

  const TomlSource& source_;
  const Config& config_;
  const std::filesystem::path& folder_;
  const std::filesystem::path& home_;
};

std::string quoted(std::string_view text, std::string_view object) {
  if (auto words = toml_text(text)) return *std::move(words);
  throw Problem{{}, fmt::format("{} is not UTF-8, which the file has to be", object)};
}

const toml::node* Editor::mapped(const std::string& folder) const {
  const toml::table* mapping = source_.document()["sync"]["project_mapping"].as_table();
  if (mapping == nullptr) return nullptr;
  const FolderLess less;
  for (const auto& [key, value] : *mapping) {
    const std::string there = parse_folder(std::string{key.str()}, home_);
    if (!less(there, folder) && !less(folder, there)) return &value;
  }
  return nullptr;
}

std::vector<LocalDate> days_between(LocalDate first, LocalDate last) {
  std::vector<LocalDate> days;
  for (LocalDate day = first; day <= last; day = next_day(day)) days.push_back(day);
  return days;
}

Editor::Outcome Editor::operator()(const MapFolder& edit) const {
  Outcome outcome{{}, config_, {}};
  std::string folder;
  try {
    folder = parse_folder(edit.folder, home_);
  } catch (const BadValue& bad) {
    throw Problem{{}, fmt::format("the folder `{}` {}", edit.folder, bad.predicate), bad.hint};
  }
  const std::string key = quoted(folder, "the folder");
  const std::string id = fmt::format("\"{}\"", edit.project.str());
  outcome.line = fmt::format("{} = {} under [sync.project_mapping]", key, id);

  ProjectMapping& mapping = outcome.meaning.sync.project_mapping;
  const auto there = mapping.find(folder);
  if (there == mapping.end()) {
    mapping.emplace(folder, ProjectTarget{.project = edit.project});
    outcome.changes = {add_member(source_, Section::project_mapping, key, id)};
    return outcome;
  }
  if (there->second.project == edit.project) return outcome;
  if (there->second.task) {
    throw Problem{{},
                  fmt::format("the folder `{}` has a `task_id`, which belongs to the project it goes to now", folder),
                  {Step::put_in_by_hand, outcome.line}};
  }
  there->second.project = edit.project;
  const toml::node* value = mapped(folder);
  if (const toml::table* target = value->as_table()) value = target->get("project_id");
  outcome.changes = {{source_.value(*value), id}};
  return outcome;
}

Editor::Outcome Editor::operator()(const AddDaysOff& edit) const {
  Outcome outcome{{}, config_, fmt::format("{} in `days_off` under [sync]", days_text(edit.first, edit.last))};
  for (const LocalDate day : days_between(edit.first, edit.last)) outcome.meaning.sync.days_off.insert(day);
  if (outcome.meaning != config_) outcome.changes = add_days(source_, edit.first, edit.last);
  return outcome;
}

Editor::Outcome Editor::operator()(const RemoveDaysOff& edit) const {
  Outcome outcome{{}, config_, fmt::format("`days_off` without {}", days_text(edit.first, edit.last))};
  for (const LocalDate day : days_between(edit.first, edit.last)) outcome.meaning.sync.days_off.erase(day);
  if (outcome.meaning != config_) outcome.changes = remove_days(source_, edit.first, edit.last);
  return outcome;
}

Editor::Outcome Editor::operator()(const SetSyncKey& edit) const {
  const std::string value = quoted(edit.value, "the value");
  toml::table changed = source_.document();
  if (!changed.contains("sync")) changed.insert("sync", toml::table{});
  changed["sync"].as_table()->insert_or_assign(edit.key, edit.value);
  Outcome outcome{{}, read_document(changed, folder_, home_), fmt::format("{} = {} under [sync]", edit.key, value)};
  const toml::node* there = source_.document()["sync"][edit.key].node();
  if (there == nullptr) {
    outcome.changes = {add_member(source_, Section::sync, edit.key, value)};
  } else if (there->value<std::string>() != edit.value) {
    outcome.changes = {{source_.value(*there), value}};
  }
  return outcome;
}

std::string applied(std::string_view text, std::vector<Replacement> changes) {
  std::ranges::stable_sort(changes, {}, [](const Replacement& change) { return change.what.begin; });
  std::string result;
  std::size_t done = 0;
  for (const Replacement& change : changes) {
    // What goes may overlap: each takes along the comma and the blanks beside it.
    if (change.what.begin > done) result += text.substr(done, change.what.begin - done);
    result += change.text;
    done = std::max(done, change.what.end);
  }
  return result += text.substr(done);
}

// Where something stands in the file says nothing about what it means.
Config without_places(Config config) {
  config.sync.other_project_place = {};
  config.sync.time_zone_place = {};
  for (auto& [folder, target] : config.sync.project_mapping) target.place = {};
  return config;
}

}  // namespace

Result<std::string, ConfigError> edit_config(std::string_view text, const Edit& edit, const std::filesystem::path& file,
                                             const std::filesystem::path& home) {
  const auto config = parse_config(text, file, home);
  if (!config) return config.error();
  try {
    const TomlSource source{text};
    const auto outcome = std::visit(Editor{source, *config, file.parent_path(), home}, edit);
    std::string edited = applied(text, outcome.changes);
    const auto read_again = parse_config(edited, file, home);
    if (read_again && without_places(*read_again) == without_places(outcome.meaning)) return edited;
    return ConfigError{
        file, 0, 0, "there is no safe place for the change in what it holds", {Step::put_in_by_hand, outcome.line}};
  } catch (const Problem& problem) {
    return error_of(file, problem);
  }
}

ChangedLines changed_lines(std::string_view before, std::string_view after) {
  const auto lines_of = [](std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines.emplace_back(line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
  };
  auto old_lines = lines_of(before);
  auto new_lines = lines_of(after);
  const auto [old_end, new_end] = std::mismatch(old_lines.begin(), old_lines.end(), new_lines.begin(), new_lines.end());
  const auto same = old_end - old_lines.begin();
  while (old_lines.size() > static_cast<std::size_t>(same) && new_lines.size() > static_cast<std::size_t>(same) &&
         old_lines.back() == new_lines.back()) {
    old_lines.pop_back();
    new_lines.pop_back();
  }
  return {static_cast<int>(same) + 1,
          {old_lines.begin() + same, old_lines.end()},
          {new_lines.begin() + same, new_lines.end()}};
}

}  // namespace libsync::config
