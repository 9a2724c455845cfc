// SPDX-License-Identifier: MIT
#include <libsync/workday/drift.hpp>
#include <libsync/workday/local_time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace libsync::workday {
namespace {

std::string hours_and_minutes(seconds duration) {
  const auto minutes = std::chrono::round<std::chrono::minutes>(duration).count();
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

// Where the folders of the row belong by now, if not where it stands.
std::optional<std::string> moved_to(const store::PlannedEntry& entry, const SyncRules& rules,
                                    const ProjectNames& names) {
  std::set<std::string> now;
  bool moved = false;
  for (const auto& source : entry.sources) {
    const auto project = project_now(source, rules);
    moved = moved || project != entry.project;
    now.insert(project ? name_of(*project, names) : "no project");
  }
  if (!moved) return std::nullopt;
  return fmt::format("{}", fmt::join(now, " and "));
}

std::map<ProjectId, seconds> shares_of(const store::DayPlan& plan) {
  std::map<ProjectId, seconds> shares;
  for (const auto& row : plan.rows) shares[row.entry.project] += row.entry.interval.duration();
  return shares;
}

std::map<ProjectId, seconds> shares_of(const Draft& draft) {
  std::map<ProjectId, seconds> shares;
  for (const auto& entry : draft.entries) shares[entry.project] += entry.interval.duration();
  return shares;
}

std::string other_shares(const store::DayPlan& plan, const Draft& draft, const ProjectNames& names) {
  const auto was = shares_of(plan);
  const auto is = shares_of(draft);
  std::vector<std::string> changes;
  const auto compare = [&](const ProjectId& project, seconds before, seconds now) {
    if (before == now) return;
    changes.push_back(fmt::format("{} would get {} instead of {}", name_of(project, names), hours_and_minutes(now),
                                  hours_and_minutes(before)));
  };
  for (const auto& [project, before] : was) {
    compare(project, before, is.contains(project) ? is.at(project) : seconds{0});
  }
  for (const auto& [project, now] : is) {
    if (!was.contains(project)) compare(project, seconds{0}, now);
  }
  return changes.empty() ? "" : fmt::format("by the sessions as they are now, {}", fmt::join(changes, ", "));
}

}  // namespace

std::vector<std::string> describe_drift(const store::DayPlan& plan, const Draft& draft, const SyncRules& rules,
                                        const ProjectNames& names) {
  std::vector<std::string> drift;
  for (const auto& row : plan.rows) {
    const std::string range = clock_range(row.entry.interval, rules.zone);
    if (const auto now = moved_to(row.entry, rules, names)) {
      drift.push_back(fmt::format("{} stays with {} as first planned; your config now says {}", range,
                                  name_of(row.entry.project, names), *now));
    }
  }
  if (plan.work_hours != draft.work_hours) {
    drift.push_back(fmt::format("the work hours would now be {}", clock_range(draft.work_hours, rules.zone)));
  } else if (drift.empty() && draft.entries.empty()) {
    drift.emplace_back("by now there would be nothing to post");
  } else if (drift.empty()) {
    if (auto shares = other_shares(plan, draft, names); !shares.empty()) drift.push_back(std::move(shares));
  }
  return drift;
}

}  // namespace libsync::workday
