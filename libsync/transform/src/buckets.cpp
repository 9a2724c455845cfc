// SPDX-License-Identifier: MIT
#include <libsync/transform/buckets.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace libsync::transform {
namespace {

struct Gathered {
  milliseconds tracked{0};
  Instant first_activity = Instant::max();
  std::set<std::string> sources;
  std::map<std::string, milliseconds> by_folder;
};

// Where the time of a project path goes.
struct Place {
  const ProjectMapping::value_type* folder;
  bool ignored;
};

// Remembers what it found: a day has many sessions in few folders.
class Places {
 public:
  explicit Places(const BucketRules& rules) : rules_(rules) {}

  const Place& of(const std::string& project) {
    const auto [known, is_new] = found_.try_emplace(project);
    if (is_new) {
      const auto* folder = find_folder(project, rules_.mapping);
      known->second = {folder, is_ignored(project, folder, rules_.ignore)};
    }
    return known->second;
  }

 private:
  const BucketRules& rules_;
  std::unordered_map<std::string_view, Place> found_;
};

// The folder with most of the time; the first by name among equals, so that the order of the input does not matter.
std::string leading_folder(const std::map<std::string, milliseconds>& by_folder) {
  return std::max_element(by_folder.begin(), by_folder.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

}  // namespace

bool counts(std::string_view agent, std::span<const std::string> agents) {
  return agents.empty() || std::ranges::find(agents, agent) != agents.end();
}

Buckets fill_buckets(std::span<const TrackedTime> tracked, const BucketRules& rules) {
  Buckets result;
  std::map<ProjectId, Gathered> gathered;
  Places places{rules};
  for (const TrackedTime& time : tracked) {
    if (time.active <= milliseconds{0}) continue;
    if (!counts(time.agent, rules.agents)) {
      result.other_agents[time.agent][time.project] += time.active;
      continue;
    }
    const auto& [folder, ignored] = places.of(time.project);
    if (ignored) {
      result.ignored[time.project] += time.active;
      continue;
    }
    result.active += time.active;
    result.attended += time.attended;
    const milliseconds counted = rules.count == CountedTime::attended ? time.attended : time.active;
    if (counted <= milliseconds{0}) continue;
    result.tracked += counted;
    if (folder == nullptr && !rules.other) {
      result.unmapped[time.project] += counted;
      continue;
    }
    Gathered& bucket = gathered[folder != nullptr ? folder->second.project : *rules.other];
    bucket.tracked += counted;
    bucket.first_activity = std::min(bucket.first_activity, time.first_activity);
    bucket.sources.insert(time.project);
    bucket.by_folder[folder != nullptr ? folder->first : std::string{}] += counted;
  }

  for (auto& [project, bucket] : gathered) {
    result.buckets.push_back({project,
                              bucket.tracked,
                              bucket.first_activity,
                              {bucket.sources.begin(), bucket.sources.end()},
                              leading_folder(bucket.by_folder)});
  }
  // Equal first activities keep the order of the map: by project id.
  std::stable_sort(result.buckets.begin(), result.buckets.end(),
                   [](const Bucket& a, const Bucket& b) { return a.first_activity < b.first_activity; });
  return result;
}

}  // namespace libsync::transform
