// SPDX-License-Identifier: MIT
//
// What people call the projects of Clockify. Pure.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/store/account_store.hpp>

#include <map>
#include <string>

namespace libsync::workday {

// As far as they are known.
using ProjectNames = std::map<ProjectId, std::string>;

[[nodiscard]] ProjectNames names_of(const store::RememberedProjects& known);

// "project 65b2d73e06de527a7ed67404" for one that is not known.
[[nodiscard]] std::string name_of(const ProjectId& project, const ProjectNames& names);

}  // namespace libsync::workday
