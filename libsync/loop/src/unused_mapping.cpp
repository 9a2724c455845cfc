// SPDX-License-Identifier: MIT
#include <libsync/loop/mapping_check.hpp>
#include <libsync/model/text.hpp>
#include <libsync/transform/buckets.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::loop {

std::vector<std::string> unused_mapping(const SyncRules& rules, const std::vector<std::string>& projects) {
  std::vector<std::string> unmapped;
  for (const auto& project : projects) {
    if (transform::find_folder(project, rules.project_mapping) == nullptr) unmapped.push_back(project);
  }
  std::vector<std::string> notes;
  if (projects.empty()) return notes;
  for (const auto& line : rules.project_mapping) {
    const ProjectMapping alone{line};
    const bool used = std::ranges::any_of(
        projects, [&](const std::string& project) { return transform::find_folder(project, alone) != nullptr; });
    if (used) continue;
    std::string note = fmt::format("no session was in `{}`, which the mapping names", line.first);
    if (line.second.place.line > 0) note += fmt::format(" in line {}", line.second.place.line);
    if (const std::string meant = nearest(line.first, unmapped); !meant.empty()) {
      note += fmt::format("; did you mean `{}`?", meant);
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace libsync::loop
