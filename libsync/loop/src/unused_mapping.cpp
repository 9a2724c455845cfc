// SPDX-License-Identifier: MIT
#include <libsync/loop/mapping_check.hpp>
#include <libsync/model/text.hpp>
#include <libsync/transform/buckets.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace libsync::loop {
namespace {

using Line = ProjectMapping::value_type;

// More lines than this that nobody can have mistyped are named by their numbers.
constexpr std::size_t k_named_lines = 3;

std::string sentence_of(const Line& line) {
  std::string note = fmt::format("no session was in `{}`, which the mapping names", line.first);
  if (line.second.place.line > 0) note += fmt::format(" in line {}", line.second.place.line);
  return note;
}

// "lines 4-7, 12"; nothing where the mapping does not come from a file.
std::string numbers_of(const std::vector<const Line*>& lines) {
  std::vector<int> numbers;
  numbers.reserve(lines.size());
  for (const Line* line : lines) numbers.push_back(line->second.place.line);
  std::ranges::sort(numbers);
  if (numbers.front() <= 0) return "";
  std::vector<std::string> runs;
  for (auto first = numbers.begin(); first != numbers.end();) {
    const auto gap = std::adjacent_find(first, numbers.end(), [](int one, int next) { return next > one + 1; });
    const int last = gap == numbers.end() ? numbers.back() : *gap;
    runs.push_back(*first == last ? fmt::format("{}", last) : fmt::format("{}-{}", *first, last));
    first = gap == numbers.end() ? gap : gap + 1;
  }
  return fmt::format(" in lines {}", fmt::join(runs, ", "));
}

}  // namespace

std::vector<std::string> unused_mapping(const SyncRules& rules, const std::vector<std::string>& projects) {
  std::vector<std::string> notes;
  if (projects.empty()) return notes;
  std::vector<std::string> unmapped;
  for (const auto& project : projects) {
    if (transform::find_folder(project, rules.project_mapping) == nullptr) unmapped.push_back(project);
  }
  std::vector<const Line*> others;  // like no folder that has no project
  for (const auto& line : rules.project_mapping) {
    const ProjectMapping alone{line};
    const bool used = std::ranges::any_of(
        projects, [&](const std::string& project) { return transform::find_folder(project, alone) != nullptr; });
    if (used) continue;
    if (const std::string meant = nearest(line.first, unmapped); !meant.empty()) {
      notes.push_back(fmt::format("{}; did you mean `{}`?", sentence_of(line), meant));
    } else {
      others.push_back(&line);
    }
  }
  if (others.size() > k_named_lines) {
    notes.push_back(
        fmt::format("no session was in {} folders that the mapping names{}", others.size(), numbers_of(others)));
  } else {
    for (const Line* line : others) notes.push_back(sentence_of(*line));
  }
  return notes;
}

}  // namespace libsync::loop
