// SPDX-License-Identifier: MIT
//
// Tracked time -> buckets: all tracked time of a day that goes to one Clockify project. Pure; the order of the input
// does not matter.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/policy.hpp>
#include <libsync/model/session.hpp>
#include <libsync/model/time.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transform {

// Where tracked time goes. Borrowed for the length of a call.
struct BucketRules {
  const ProjectMapping& mapping;
  const std::optional<ProjectId>& other;   // for time in no mapped folder; without it that time is unmapped
  const std::vector<std::string>& ignore;  // folder patterns that never count, see covers()
};

struct Bucket {
  ProjectId project;
  milliseconds tracked;              // above zero
  Instant first_activity;            // that day
  std::vector<std::string> sources;  // project paths, sorted
  std::string folder;                // the mapped folder with most of the time; empty: none, the time is `other`

  friend bool operator==(const Bucket&, const Bucket&) = default;
};

struct Buckets {
  std::vector<Bucket> buckets;                   // by first activity, then project id
  std::map<std::string, milliseconds> unmapped;  // by project path: in no bucket and outside every ratio
  milliseconds tracked{0};                       // buckets and unmapped, without what is ignored

  friend bool operator==(const Buckets&, const Buckets&) = default;
};

[[nodiscard]] Buckets fill_buckets(std::span<const TrackedTime> tracked, const BucketRules& rules);

// The folder of the mapping that `project` belongs to: itself, else the longest one that contains it. `/work/foo`
// contains `/work/foo/bar`, never `/work/foobar`. Null when there is none.
[[nodiscard]] const ProjectMapping::value_type* find_folder(std::string_view project, const ProjectMapping& mapping);

// Whether the folder pattern covers `project`: it matches the folder itself or one that contains it. `*` and `?` stay
// inside one path component, `**` stands for any number of them: `/tmp`, `/tmp/**`, `**/scratch-*`.
[[nodiscard]] bool covers(std::string_view pattern, std::string_view project);

}  // namespace libsync::transform
