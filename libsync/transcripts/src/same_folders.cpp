// SPDX-License-Identifier: MIT
#include "same_folders.hpp"

#include "packed/packed_format.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace libsync::transcripts {
namespace {

// The place of the root that the file lies below; the number of roots when it is none that needs a label.
std::size_t root_of(const FoundFile& file, const std::vector<Root>& roots) {
  const auto holds = [&](const Root& root) {
    const std::string folder = root.folder.string();
    return root.origin == Root::Origin::named && root.label.empty() && root.agent == file.agent &&
           file.path.starts_with(folder) && file.path.substr(folder.size()).starts_with('/');
  };
  return static_cast<std::size_t>(std::find_if(roots.begin(), roots.end(), holds) - roots.begin());
}

struct Sighting {
  std::set<std::size_t> roots;
  bool is_new = false;
};

}  // namespace

std::string note_on_same_folders(const std::vector<Root>& roots, const std::vector<FoundFile>& files,
                                 const std::vector<store::SourceState>& states, const SortedPaths& new_files) {
  if (roots.size() < 2 || new_files.empty()) return "";
  std::map<std::pair<AgentKind, std::string>, Sighting> sightings;
  for (const auto& file : files) {
    const std::size_t root = root_of(file, roots);
    const auto state = std::lower_bound(states.begin(), states.end(), file.path,
                                        [](const auto& one, const std::string& path) { return one.file < path; });
    if (root == roots.size() || state == states.end() || state->file != file.path) continue;
    const auto transcript = PackedTranscript::open(state->points);
    if (!transcript || state->source_path.empty()) continue;
    for (auto& folder : transcript->head().projects) {
      Sighting& sighting = sightings[{file.agent, std::move(folder)}];
      sighting.roots.insert(root);
      sighting.is_new = sighting.is_new || new_files.contains(file.path);
    }
  }
  std::string note;
  int more = 0;
  for (const auto& [folder, sighting] : sightings) {
    if (sighting.roots.size() < 2 || !sighting.is_new) continue;
    if (!note.empty()) {
      ++more;
      continue;
    }
    note = folder.second + " was seen below " + roots[*sighting.roots.begin()].folder.string() + " and below " +
           roots[*sighting.roots.rbegin()].folder.string();
  }
  if (note.empty()) return "";
  if (more > 0) note += ", and " + std::to_string(more) + (more == 1 ? " more folder" : " more folders") + " likewise";
  return note + ": it counts as one folder; if it is not, give the roots labels (`transcripts` in the config)";
}

}  // namespace libsync::transcripts
