// SPDX-License-Identifier: MIT
//
// Choices of the person whose timesheet it is, in the words of the config file.
#pragma once

#include <libsync/model/ids.hpp>

#include <map>
#include <optional>
#include <string>

namespace libsync {

// Which part of a day's tracked time weighs the projects.
enum class SessionWindow {
  work_hours,    // what lies inside the work hours
  calendar_day,  // the whole local day
};

// What to do with a workday on which somebody already has entries.
enum class OnExisting {
  skip,  // leave the day alone and report it
  post,  // post beside them
};

// A folder's place in Clockify.
struct ProjectTarget {
  ProjectId project;
  std::optional<std::string> description;  // instead of the general one
  std::optional<bool> billable;            // instead of the general one

  friend bool operator==(const ProjectTarget&, const ProjectTarget&) = default;
};

// By folder, without a trailing slash.
using ProjectMapping = std::map<std::string, ProjectTarget>;

}  // namespace libsync
