// SPDX-License-Identifier: MIT
//
// One bucket's slice of a workday's work hours: what becomes one time entry.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <string>
#include <vector>

namespace libsync {

struct Allocation {
  ProjectId project;
  Interval interval;                 // half-open, whole seconds, never empty
  std::vector<std::string> sources;  // project paths of the sessions behind it, sorted

  friend bool operator==(const Allocation&, const Allocation&) = default;
};

}  // namespace libsync
