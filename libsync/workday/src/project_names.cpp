// SPDX-License-Identifier: MIT
#include <libsync/workday/project_names.hpp>

namespace libsync::workday {

ProjectNames names_of(const store::RememberedProjects& known) {
  ProjectNames names;
  for (const auto& project : known.projects) names.emplace(project.id, project.name);
  return names;
}

std::string name_of(const ProjectId& project, const ProjectNames& names) {
  const auto found = names.find(project);
  return found == names.end() || found->second.empty() ? "project " + project.str() : found->second;
}

}  // namespace libsync::workday
