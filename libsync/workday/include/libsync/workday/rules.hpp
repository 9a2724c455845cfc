// SPDX-License-Identifier: MIT
//
// What is billed, when and where to: the choices of the config that make a plan of a workday, as one value.
#pragma once

#include <libsync/model/base_url.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/policy.hpp>
#include <libsync/model/time.hpp>
#include <libsync/model/zone.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace libsync::workday {

struct SyncRules {
  WorkspaceId workspace;
  std::string base_url = k_clockify_url;  // which Clockify, spelled as BaseUrl::text() does
  Zone zone;
  LocalTime work_day_start;  // the end may be below the start: work hours over midnight
  LocalTime work_day_end;
  std::set<unsigned> work_days{1, 2, 3, 4, 5};  // ISO: Monday is 1
  std::set<LocalDate> days_off;
  std::chrono::days machine_patience{7};  // how long a machine that was seen is waited for
  std::optional<LocalDate> first_day{};   // nothing is billed before it
  SessionWindow session_window = SessionWindow::work_hours;
  OnExisting on_existing = OnExisting::skip;
  std::chrono::minutes min_tracked{0};  // a day with less is left alone
  CountedTime count = CountedTime::all;
  ProjectMapping project_mapping;
  std::optional<ProjectId> other_project;  // for time in no mapped folder
  ConfigPlace other_project_place{};
  IgnoredProjects ignore_projects;
  std::vector<std::string> agents{};  // whose sessions count, by name; none: those of every agent
  std::string description = "Development";
  std::optional<bool> billable;
  std::vector<TagId> tags;
  std::optional<TaskId> task{};
};

}  // namespace libsync::workday
