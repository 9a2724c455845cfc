// SPDX-License-Identifier: MIT
//
// The plan of a day, computed from nothing but what `explain --json` prints: folders are looked up in its mapping, its
// stretches are summed up, and the free time is laid out second by second. Shares no code with the product, so that the
// two check each other.
#pragma once

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace libsync::support {

__extension__ using Wide = __int128;

// Project, start and end as the JSON spells them, in order.
using SpelledPlan = std::vector<std::tuple<std::string, std::string, std::string>>;

namespace recomputed {

namespace json = boost::json;

inline std::string string_of(const json::value& value) {
  return std::string{value.as_string()};
}

// Of folders with `/` between their components and no label.
inline std::string project_of(const std::string& folder, const json::object& rules) {
  std::string best;
  std::string project;
  for (const auto& line : rules.at("mapping").as_array()) {
    const auto mapped = string_of(line.at("folder"));
    const bool covers = folder == mapped || folder.rfind(mapped + "/", 0) == 0;
    if (covers && mapped.size() > best.size()) {
      best = mapped;
      project = string_of(line.at("project_id"));
    }
  }
  if (best.empty() && rules.at("other_project_id").is_string()) project = string_of(rules.at("other_project_id"));
  return project;
}

struct Weight {
  std::int64_t ms = 0;
  std::string first;  // RFC 3339 of one length: text order is the order of time
};

// By project. What a session did in one folder has one first activity, whether a person attended it or not.
inline std::map<std::string, Weight> weights_of(const json::object& day) {
  const auto& rules = day.at("rules").as_object();
  const bool only_attended = rules.at("count") == "attended";
  std::map<std::pair<std::string, std::string>, Weight> by_session_and_folder;
  for (const auto& session : day.at("sessions").as_array()) {
    for (const auto& stretch : session.at("stretches").as_array()) {
      const auto standing = string_of(stretch.at("standing"));
      if (standing == "outside" || standing == "other_day" || standing == "ignored") continue;
      auto& weight = by_session_and_folder[{string_of(session.at("source")), string_of(stretch.at("project"))}];
      const auto start = string_of(stretch.at("start"));
      if (weight.first.empty() || start < weight.first) weight.first = start;
      if (!only_attended || stretch.at("attended").as_bool()) weight.ms += stretch.at("active_ms").as_int64();
    }
  }
  std::map<std::string, Weight> weights;
  for (const auto& [key, weight] : by_session_and_folder) {
    const auto project = project_of(key.second, rules);
    if (weight.ms == 0 || project.empty()) continue;
    auto& sum = weights[project];
    if (sum.first.empty() || weight.first < sum.first) sum.first = weight.first;
    sum.ms += weight.ms;
  }
  return weights;
}

// "HH:MM:SS" of a day and its date, advanced by seconds inside the stretch that starts there.
inline std::string advanced(const std::string& start, std::int64_t by) {
  std::tm parts{};
  std::sscanf(start.c_str(), "%d-%d-%dT%d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
              &parts.tm_min, &parts.tm_sec);
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  const std::time_t moment = timegm(&parts) + static_cast<std::time_t>(by);
  std::tm shown{};
  gmtime_r(&moment, &shown);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &shown);
  return text;
}

}  // namespace recomputed

inline SpelledPlan recomputed_plan(const boost::json::object& day) {
  using namespace recomputed;
  const auto weights = weights_of(day);
  std::vector<std::pair<std::string, Weight>> order{weights.begin(), weights.end()};
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
  std::int64_t total = 0;
  for (const auto& [project, weight] : order) total += weight.ms;
  std::int64_t free_time = 0;
  for (const auto& stretch : day.at("free").as_array()) free_time += stretch.at("seconds").as_int64();

  SpelledPlan plan;
  std::int64_t before = 0;
  for (const auto& [project, weight] : order) {
    // Where in the free time the project begins and ends, and what of each free stretch lies between the two.
    const auto from = static_cast<std::int64_t>(static_cast<Wide>(free_time) * before / total);
    before += weight.ms;
    const auto to = static_cast<std::int64_t>(static_cast<Wide>(free_time) * before / total);
    std::int64_t passed = 0;
    for (const auto& stretch : day.at("free").as_array()) {
      const std::int64_t length = stretch.at("seconds").as_int64();
      const std::int64_t first = std::clamp<std::int64_t>(from - passed, 0, length);
      const std::int64_t last = std::clamp<std::int64_t>(to - passed, 0, length);
      const auto start = string_of(stretch.at("start"));
      if (first < last) plan.emplace_back(project, advanced(start, first), advanced(start, last));
      passed += length;
    }
  }
  return plan;
}

// `plan` or `entries` of the JSON in the same form.
inline SpelledPlan spelled_plan(const boost::json::value& entries) {
  SpelledPlan plan;
  for (const auto& entry : entries.as_array()) {
    plan.emplace_back(recomputed::string_of(entry.at("project_id")), recomputed::string_of(entry.at("start")),
                      recomputed::string_of(entry.at("end")));
  }
  return plan;
}

}  // namespace libsync::support
