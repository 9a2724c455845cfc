// SPDX-License-Identifier: MIT
#include <libsync/model/text.hpp>
#include <libsync/project_search.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace libsync {
namespace {

using clockify::Project;

constexpr std::size_t k_most_named = 5;

Failure no_project(std::string_view words, const std::string& cause, Hint hint = {Step::list_projects}) {
  return {FailureKind::usage, fmt::format("cannot use the project `{}`: {}", words, cause), std::move(hint), {}};
}

bool is_called(const Project& project, std::string_view words) {
  const std::string wanted = ascii_lower(words);
  return wanted == project.id.str() || wanted == ascii_lower(project.name) || wanted == ascii_lower(full_name(project));
}

// "Acme / Website (65b2...), Website (65b2...)"
std::string named(std::span<const Project> projects) {
  std::vector<std::string> names;
  for (const Project& project : projects.first(std::min(projects.size(), k_most_named))) {
    names.push_back(fmt::format("{} ({})", full_name(project), project.id.str()));
  }
  if (projects.size() > k_most_named) names.push_back("...");
  return fmt::format("{}", fmt::join(names, ", "));
}

// Those that may be meant: with the words in their name, else with a name that is nearly the same.
std::vector<Project> nearest_to(std::string_view words, std::span<const Project> projects) {
  auto near = projects_with(words, projects);
  if (!near.empty()) return near;
  const std::string wanted = ascii_lower(words);
  std::vector<std::pair<std::size_t, const Project*>> by_distance;
  for (const Project& project : projects) {
    const std::size_t distance = std::min(edit_distance(wanted, ascii_lower(project.name)),
                                          edit_distance(wanted, ascii_lower(full_name(project))));
    if (!project.archived && distance <= wanted.size() / 2 + 1) by_distance.emplace_back(distance, &project);
  }
  std::ranges::stable_sort(by_distance, {}, [](const auto& item) { return item.first; });
  for (const auto& [distance, project] : by_distance) near.push_back(*project);
  return near;
}

}  // namespace

std::string full_name(const Project& project) {
  return project.client.empty() ? project.name : fmt::format("{} / {}", project.client, project.name);
}

std::vector<Project> projects_with(std::string_view part, std::span<const Project> projects) {
  const std::string wanted = ascii_lower(part);
  std::vector<Project> found;
  std::ranges::copy_if(projects, std::back_inserter(found), [&](const Project& project) {
    return !project.archived && (ascii_lower(full_name(project)).find(wanted) != std::string::npos ||
                                 project.id.str().find(wanted) != std::string::npos);
  });
  return found;
}

Result<Project, Failure> find_project(std::string_view words, std::span<const Project> projects) {
  std::vector<Project> found;
  std::ranges::copy_if(projects, std::back_inserter(found),
                       [&](const Project& project) { return is_called(project, words); });
  const bool all_archived = std::ranges::all_of(found, &Project::archived);
  if (!all_archived) std::erase_if(found, [](const Project& project) { return project.archived; });
  if (found.empty()) {
    const auto near = nearest_to(words, projects);
    return no_project(words, near.empty() ? "there is none of that name"
                                          : fmt::format("there is none of that name; near it: {}", named(near)));
  }
  if (all_archived) return no_project(words, "it is archived");
  if (found.size() > 1) {
    return no_project(words, fmt::format("there are several of that name: {}", named(found)), {Step::give_project_id});
  }
  return found.front();
}

}  // namespace libsync
