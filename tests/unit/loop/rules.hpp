// SPDX-License-Identifier: MIT
//
// Rules and ids that the tests of the loop share.
#pragma once

#include <libsync/loop/sync_loop.hpp>

#include <string>

namespace libsync::loop {

inline ProjectId project(char digit) {
  return *ProjectId::parse(std::string(24, digit));
}

inline LocalDate date(const char* text) {
  return *parse_date(text);
}

inline UtcTime utc(const char* text) {
  return floor_seconds(*parse_rfc3339(text));
}

// 09:00 to 17:00; /work/api -> a, /work/web -> b, nothing for other folders.
inline SyncRules office_rules(const char* zone = "Europe/Berlin") {
  return {.workspace = *WorkspaceId::parse(std::string(24, '9')),
          .zone = *Zone::find(zone),
          .work_day_start = std::chrono::hours{9},
          .work_day_end = std::chrono::hours{17},
          .days_off = {},
          .first_day = {},
          .project_mapping = {{"/work/api", {project('a'), {}, {}}}, {"/work/web", {project('b'), {}, {}}}},
          .other_project = {},
          .ignore_projects = {},
          .billable = {},
          .tags = {},
          .task = {}};
}

}  // namespace libsync::loop
