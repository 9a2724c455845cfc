// SPDX-License-Identifier: MIT
#include "discovery.hpp"

#include "read/file_times.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace libsync::transcripts {
namespace {

std::string nothing_in(const Root& root, const std::string& why) {
  return "there are no transcripts of " + agent_name(root.agent) + " in " + root.folder.string() + ": " + why;
}

// The wrong level of the right tree is easily named.
std::string advice_about_empty(const Root& root) {
  std::error_code unknown;
  const auto inner = root.folder / "projects";
  return std::filesystem::is_directory(inner, unknown)
             ? "did you mean " + inner.string() + "?"
             : "they would be " + (root.folder / agent_of(root.agent).layout()).string();
}

std::optional<ImportError> walk_root(const Root& root, Walk& walk, Discovery& found) {
  const auto folder = root.folder.string();
  const bool is_named = root.origin == Root::Origin::named;
  const std::size_t before = walk.files().size();
  const auto label_files = [&] {
    for (auto file = walk.files().begin() + static_cast<std::ptrdiff_t>(before); file != walk.files().end(); ++file) {
      file->label = root.label;
      file->changed_ns = with_label(file->changed_ns, root.label);
    }
  };
  std::string cause;
  switch (walk.add(root.folder, root.agent, cause)) {
    case Walk::Outcome::walked:
      label_files();
      if (is_named && walk.files().size() == before) found.notes.push_back(nothing_in(root, advice_about_empty(root)));
      break;
    case Walk::Outcome::walked_before:
      break;
    case Walk::Outcome::missing:
      if (is_named) {
        return ImportError{"cannot read the transcripts in " + folder + ": there is no such folder",
                           {Step::check_transcripts_folder}};
      }
      if (root.origin == Root::Origin::assumed) found.notes.push_back(nothing_in(root, "there is no such folder"));
      break;
    case Walk::Outcome::unreadable:
      if (is_named) {
        return ImportError{"cannot read the transcripts in " + folder + ": " + cause, {Step::check_permissions}};
      }
      found.problems.push_back({folder, ProblemKind::unreadable, 1, 0, cause});
      break;
  }
  return std::nullopt;
}

// A file that is reached under several names (hard links, links, roots inside roots) is read once, by its own.
void drop_other_names(Discovery& found) {
  auto& files = found.files;
  std::stable_partition(files.begin(), files.end(), [](const FoundFile& file) { return !file.by_link; });
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> seen;
  std::erase_if(files, [&](const FoundFile& file) {
    const auto [first, is_new] = seen.try_emplace({file.device, file.inode}, file.path);
    if (!is_new && first->second != file.path) {
      found.problems.push_back({file.path, ProblemKind::same_file, 1, 0, first->second});
    }
    return !is_new;
  });
}

}  // namespace

Result<Discovery, ImportError> discover(const std::vector<Root>& roots) {
  Discovery found;
  Walk walk;
  for (const auto& root : roots) {
    if (auto error = walk_root(root, walk, found)) return std::move(*error);
  }
  found.files = std::move(walk.files());
  found.problems.insert(found.problems.end(), walk.problems().begin(), walk.problems().end());
  drop_other_names(found);
  std::sort(found.files.begin(), found.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}

}  // namespace libsync::transcripts
