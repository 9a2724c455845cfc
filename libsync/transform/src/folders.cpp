// SPDX-License-Identifier: MIT
#include <libsync/transform/buckets.hpp>

namespace libsync::transform {
namespace {

std::string_view without_trailing_slash(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path;
}

// Takes the first component off a path; a leading slash belongs to it.
std::string_view take_component(std::string_view& path) {
  const std::size_t slash = path.find('/', 1);
  const std::string_view component = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
  return component;
}

// One component against one pattern: `*` for any run of characters, `?` for one. Goes back only to the latest `*`,
// which is enough because a later one can take over whatever an earlier one could.
bool component_matches(std::string_view pattern, std::string_view text) {
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

bool is_any_depth(std::string_view component) {
  return component == "/**" || component == "**";
}

// Whether the pattern matches the path or a folder above it. The same folding over the latest `**` as above.
bool prefix_matches(std::string_view pattern, std::string_view path) {
  std::string_view after_stars;
  std::string_view retry_from;
  bool starred = false;
  while (!pattern.empty()) {
    std::string_view rest = pattern;
    const std::string_view wanted = take_component(rest);
    if (is_any_depth(wanted)) {
      starred = true;
      after_stars = pattern = rest;
      retry_from = path;
      continue;
    }
    std::string_view below = path;
    const std::string_view here = path.empty() ? std::string_view{} : take_component(below);
    const auto bare = [](std::string_view c) { return c.starts_with('/') ? c.substr(1) : c; };
    const bool rooted_alike = starred || wanted.starts_with('/') == here.starts_with('/');
    if (!path.empty() && rooted_alike && component_matches(bare(wanted), bare(here))) {
      pattern = rest;
      path = below;
    } else if (starred && !retry_from.empty()) {
      take_component(retry_from);
      pattern = after_stars;
      path = retry_from;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

const ProjectMapping::value_type* find_folder(std::string_view project, const ProjectMapping& mapping) {
  project = without_trailing_slash(project);
  while (!project.empty()) {
    if (const auto found = mapping.find(std::string{project}); found != mapping.end()) return &*found;
    const std::size_t slash = project.rfind('/');
    if (slash == std::string_view::npos || project == "/") break;
    project = project.substr(0, slash == 0 ? 1 : slash);
  }
  return nullptr;
}

bool covers(std::string_view pattern, std::string_view project) {
  pattern = without_trailing_slash(pattern);
  return !pattern.empty() && (pattern == "/" || prefix_matches(pattern, without_trailing_slash(project)));
}

}  // namespace libsync::transform
