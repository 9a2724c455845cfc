// SPDX-License-Identifier: MIT
#include "shared_folders.hpp"

#include <libsync/model/folder.hpp>
#include <libsync/transform/buckets.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <string_view>

namespace libsync::loop {
namespace {

struct Sighting {
  std::set<std::string> labels;
  std::string to_tell_apart;  // "acme:/workspace", which belongs to a folder without a label; empty for none
};

}  // namespace

std::vector<std::string> shared_folders(const SyncRules& rules, const std::vector<std::string>& projects) {
  std::map<std::string_view, Sighting> sightings;
  for (const std::string& project : projects) {
    if (label_of(project).empty()) continue;
    Sighting& seen = sightings[without_label(project)];
    seen.labels.emplace(label_of(project));
    const auto* folder = transform::find_folder(project, rules.project_mapping);
    if (folder != nullptr && label_of(folder->first).empty() && seen.to_tell_apart.empty()) {
      seen.to_tell_apart = project;
    }
  }
  std::vector<std::string> notes;
  for (const auto& [folder, seen] : sightings) {
    if (seen.labels.size() < 2 || seen.to_tell_apart.empty()) continue;
    notes.push_back(
        fmt::format("`{}` was seen under the labels {}, which the mapping takes for one folder; a line for "
                    "\"{}\" tells them apart",
                    folder, fmt::join(seen.labels, ", "), seen.to_tell_apart));
  }
  return notes;
}

}  // namespace libsync::loop
