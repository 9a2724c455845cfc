// SPDX-License-Identifier: MIT
//
// Tracked time -> buckets: all tracked time of a day that goes to one Clockify project. Pure; the order of the input
// does not matter.
#pragma once

#include <libsync/model/folder.hpp>
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
  const std::optional<ProjectId>& other;  // for time in no mapped folder; without it that time is unmapped
  const IgnoredProjects& ignore;          // see is_ignored()
  CountedTime count = CountedTime::all;
  std::span<const std::string> agents{};  // see counts()
};

struct Bucket {
  ProjectId project;
  milliseconds tracked;              // what counts of it, above zero
  Instant first_activity;            // that day
  std::vector<std::string> sources;  // project paths, sorted
  std::string folder;                // the mapped folder with most of the time; empty: none, the time is `other`

  friend bool operator==(const Bucket&, const Bucket&) = default;
};

using TimeByFolder = std::map<std::string, milliseconds>;  // by project path, as sessions spell it

struct Buckets {
  std::vector<Bucket> buckets;                         // by first activity, then project id
  TimeByFolder unmapped;                               // in no bucket and outside every ratio
  TimeByFolder ignored;                                // by its folder, all of it; in none of the others
  std::map<std::string, TimeByFolder> other_agents{};  // by agent, of those that do not count; likewise
  milliseconds tracked{0};                             // buckets and unmapped
  milliseconds active{0};                              // what is not ignored, whether it counts or not
  milliseconds attended{0};                            // the part of it that a person attended

  friend bool operator==(const Buckets&, const Buckets&) = default;
};

[[nodiscard]] Buckets fill_buckets(std::span<const TrackedTime> tracked, const BucketRules& rules);

// The folder of the mapping that `project` belongs to: itself, else the longest one that contains it. `/work/foo`
// contains `/work/foo/bar`, never `/work/foobar`. A project with a label (`acme:/workspace`) belongs to a folder with
// that label if there is one, else to one without. Null when there is none.
[[nodiscard]] const ProjectMapping::value_type* find_folder(std::string_view project, const ProjectMapping& mapping);

// Whether the folder pattern covers `project`: it matches the folder itself or one that contains it. `*` and `?` stay
// inside one path component, `**` stands for any number of them: `/tmp`, `/tmp/**`, `**/scratch-*`. Without a label it
// is about folders of any label.
[[nodiscard]] bool covers(std::string_view pattern, std::string_view project);

// Whether `project`, which belongs to `folder` of the mapping (null for none), does not count: a pattern covers it. A
// default pattern leaves alone what lies in a folder that the mapping names inside the ignored one.
[[nodiscard]] bool is_ignored(std::string_view project, const ProjectMapping::value_type* folder,
                              const IgnoredProjects& ignored);

// Whether sessions of the agent count: it is one of `agents`, or there are none of these. What one of an agent that
// does not count has is left out before its folder is looked at.
[[nodiscard]] bool counts(std::string_view agent, std::span<const std::string> agents);

}  // namespace libsync::transform
