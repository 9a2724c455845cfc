// SPDX-License-Identifier: MIT
#include <libsync/transform/buckets.hpp>

#include <algorithm>

namespace libsync::transform {
namespace {

using Component = FolderReader::Component;

// One name against one pattern: `*` for any run of characters, `?` for one. Goes back only to the latest `*`,
// which is enough because a later one can take over whatever an earlier one could.
bool name_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool component_matches(const Component& pattern, const Component& component) {
  if (pattern.is_root || component.is_root) return same_component(pattern, component);
  return name_matches(pattern.text, component.text);
}

// Whether the pattern matches the folder or one above it. Goes back only to the latest `**`, as above.
bool prefix_matches(FolderReader pattern, FolderReader folder) {
  std::optional<FolderReader> after_stars;
  FolderReader retry_from = folder;
  Component wanted;
  Component here;
  while (pattern.next(wanted)) {
    if (!wanted.is_root && wanted.text == "**") {
      after_stars = pattern;
      retry_from = folder;
      continue;
    }
    if (folder.next(here) && component_matches(wanted, here)) continue;
    if (!after_stars || !retry_from.next(here)) return false;
    pattern = *after_stars;
    folder = retry_from;
  }
  return true;
}

const ProjectMapping::value_type* longest_folder(std::string_view project, const ProjectMapping& mapping) {
  for (; !project.empty(); project = parent_folder(project)) {
    if (const auto found = mapping.find(project); found != mapping.end()) return &*found;
  }
  return nullptr;
}

}  // namespace

const ProjectMapping::value_type* find_folder(std::string_view project, const ProjectMapping& mapping) {
  const auto* folder = longest_folder(project, mapping);
  const std::string_view unlabelled = without_label(project);
  return folder != nullptr || unlabelled.size() == project.size() ? folder : longest_folder(unlabelled, mapping);
}

bool covers(std::string_view pattern, std::string_view project) {
  if (label_of(pattern).empty()) project = without_label(project);
  return !pattern.empty() && prefix_matches(FolderReader{pattern}, FolderReader{project});
}

bool is_ignored(std::string_view project, const ProjectMapping::value_type* folder, const IgnoredProjects& ignored) {
  return std::ranges::any_of(ignored.patterns, [&](const std::string& pattern) {
    if (!covers(pattern, project)) return false;
    return !ignored.by_default || folder == nullptr || !covers(pattern, folder->first);
  });
}

}  // namespace libsync::transform
