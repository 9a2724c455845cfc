// SPDX-License-Identifier: MIT
#include "doctor_findings.hpp"

#include <libsync/loop/mapping_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace libsync {
namespace {

using std::chrono::days;

constexpr seconds k_clock_tolerance{30};

std::string duration_text(seconds duration) {
  if (duration < std::chrono::minutes{2}) return fmt::format("{} s", duration.count());
  if (duration < std::chrono::hours{2}) return fmt::format("{} min", duration.count() / 60);
  return fmt::format("{} h", duration.count() / 3600);
}

std::string_view place_of(credentials::KeySource source) {
  using credentials::KeySource;
  switch (source) {
    case KeySource::environment:
      return "from CLOCKIFY_API_KEY";
    case KeySource::command:
      return "from `api_key_command`";
    case KeySource::secret_service:
      return "from the desktop's keyring";
    case KeySource::file:
      break;
  }
  return "from the credentials file beside the configuration";
}

bool is_about_the_key(const Failure& failure) {
  return failure.kind == FailureKind::no_key || failure.kind == FailureKind::key_refused;
}

// Whether the clocks of both zones show the same all year round.
bool same_hours(const Zone& left, const Zone& right, UtcTime now) {
  for (int month = 0; month < 12; ++month) {
    const UtcTime then = now + days{30} * month;
    if (left.date_of(then) != right.date_of(then) || left.time_of_day(then) != right.time_of_day(then)) return false;
  }
  return true;
}

// A project that the config names, and what of the config names it.
struct Named {
  ProjectId project;
  std::string what;
  ConfigPlace place;
  std::string folder;
};

std::vector<Named> named_projects(const loop::SyncRules& rules) {
  std::vector<Named> named;
  for (const auto& [folder, target] : rules.project_mapping) {
    named.push_back({target.project, fmt::format("`{}`", folder), target.place, folder});
  }
  if (rules.other_project) named.push_back({*rules.other_project, "`other_project_id`", rules.other_project_place, ""});
  return named;
}

std::optional<Finding> judge_project(const Named& named, const std::vector<store::RememberedProject>& projects) {
  const auto found = std::ranges::find(projects, named.project, &store::RememberedProject::id);
  if (found != projects.end() && !found->archived) return std::nullopt;
  const std::string line = named.place.line > 0 ? fmt::format(", line {} of the configuration", named.place.line) : "";
  const std::string cause =
      found == projects.end() ? "the workspace has no such project" : fmt::format("{} is archived", found->name);
  const auto* meant = loop::nearest_project(named.project, named.folder, projects);
  return failed(Check::mapping,
                {FailureKind::config,
                 fmt::format("cannot post to project {} ({}{}): {}", named.project.str(), named.what, line, cause),
                 {Step::correct_project, meant == nullptr ? "" : fmt::format("{} ({})", meant->name, meant->id.str())},
                 {}});
}

}  // namespace

void judge_key(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (facts.key_failure) {
    findings.push_back(failed(Check::key, *facts.key_failure));
  } else if (facts.user_failure && is_about_the_key(*facts.user_failure)) {
    findings.push_back(failed(Check::key, *facts.user_failure));
  } else if (facts.key_source) {
    const std::string owner = facts.user ? fmt::format(", of {}", facts.user->name) : ", not checked";
    findings.push_back(passed(Check::key, fmt::format("{}{}", place_of(*facts.key_source), owner)));
  }
}

void judge_connection(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (!facts.server_is_known) {
    findings.push_back(warning(Check::connection,
                               "not asked: the address of Clockify is not known while the config cannot be read",
                               {Step::give_base_url, k_clockify_url}));
  } else if (facts.user_failure && !is_about_the_key(*facts.user_failure)) {
    findings.push_back(failed(Check::connection, *facts.user_failure));
  } else if (facts.user || facts.user_failure) {
    findings.push_back(passed(Check::connection, "Clockify answers"));
  }
}

void judge_clock(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (!facts.user || !facts.user->server_date) return;
  const UtcTime theirs = *facts.user->server_date;
  const seconds ahead = facts.asked_at - theirs;
  const seconds behind = theirs - facts.answered_at;
  if (std::max(ahead, behind) <= k_clock_tolerance) {
    findings.push_back(passed(Check::clock, "agrees with Clockify's"));
    return;
  }
  findings.push_back(
      warning(Check::clock,
              fmt::format("this machine's clock is {} {} Clockify's", duration_text(std::max(ahead, behind)),
                          ahead > behind ? "ahead of" : "behind"),
              {Step::set_computers_clock}));
}

void judge_time_zone(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (!facts.zone) return;
  const std::string& name = facts.zone->name();
  if (!facts.user || facts.user->time_zone.empty()) {
    findings.push_back(passed(Check::time_zone, name));
  } else if (facts.user->time_zone == name) {
    findings.push_back(passed(Check::time_zone, fmt::format("{}, as in your Clockify profile", name)));
  } else if (facts.profile_zone && same_hours(*facts.zone, *facts.profile_zone, facts.now)) {
    findings.push_back(passed(Check::time_zone, fmt::format("{}, with the hours of your Clockify profile's {}", name,
                                                            facts.user->time_zone)));
  } else {
    findings.push_back(warning(
        Check::time_zone,
        fmt::format("your days are planned in {}, and your Clockify profile is in {}", name, facts.user->time_zone),
        {Step::match_time_zone, facts.user->time_zone}));
  }
}

void judge_mapping(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (!facts.rules) return;
  const auto& rules = *facts.rules;
  const auto before = findings.size();
  if (facts.projects_failure) findings.push_back(failed(Check::mapping, *facts.projects_failure));
  const auto named = named_projects(rules);
  if (facts.projects) {
    for (const auto& each : named) {
      if (auto finding = judge_project(each, *facts.projects)) findings.push_back(std::move(*finding));
    }
  }
  for (auto& sentence : loop::unused_mapping(rules, facts.session_folders)) {
    findings.push_back(warning(Check::mapping, std::move(sentence), {Step::mend_mapping}));
  }
  if (named.empty()) {
    findings.push_back(
        warning(Check::mapping, "no folder has a project, so no time can be billed", {Step::map_folders}));
  }
  if (findings.size() > before) return;
  findings.push_back(passed(Check::mapping, fmt::format("{}{}",
                                                        counted(static_cast<std::int64_t>(rules.project_mapping.size()),
                                                                "folder has a project", "folders have a project"),
                                                        facts.projects ? ", and Clockify has them all" : "")));
}

}  // namespace libsync
