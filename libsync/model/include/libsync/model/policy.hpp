// SPDX-License-Identifier: MIT
//
// Choices of the person whose timesheet it is, in the words of the config file.
#pragma once

#include <libsync/model/folder.hpp>
#include <libsync/model/ids.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

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
  fill,  // spread the tracked time over what they leave free of the work hours
};

// Which tracked time weighs the projects of a day.
enum class CountedTime {
  all,
  attended,  // what lies within `attended_minutes` after a message that a person typed
};

// Where something stands in the config file, from 1; 0 for what no config file says.
struct ConfigPlace {
  int line = 0;
  int column = 0;

  friend bool operator==(const ConfigPlace&, const ConfigPlace&) = default;
};

// A folder's place in Clockify.
struct ProjectTarget {
  ProjectId project;
  std::optional<std::string> description{};  // instead of the general one
  std::optional<bool> billable{};            // instead of the general one
  std::optional<TaskId> task{};              // instead of the general one
  ConfigPlace place{};                       // of the folder's name

  friend bool operator==(const ProjectTarget&, const ProjectTarget&) = default;
};

// By folder, as it was written; spellings of one folder are one (see FolderLess).
using ProjectMapping = std::map<std::string, ProjectTarget, FolderLess>;

// Folder patterns whose sessions never count.
struct IgnoredProjects {
  std::vector<std::string> patterns;
  bool by_default = false;  // nobody asked for them: a folder that the mapping names in their midst counts all the same

  friend bool operator==(const IgnoredProjects&, const IgnoredProjects&) = default;
};

}  // namespace libsync
