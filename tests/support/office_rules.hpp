// SPDX-License-Identifier: MIT
//
// The rules of somebody who works from 09:00 to 17:00 on the well_known projects.
#pragma once

#include "in_memory_api.hpp"

#include <libsync/loop/sync_loop.hpp>

namespace libsync::support {

// Of the Clockify in memory. /work/api, /work/web and /work/infra are mapped; other folders belong to no project.
// `zone` has to exist.
inline loop::SyncRules office_rules(const char* zone = "Europe/Berlin") {
  return {.workspace = well_known::workspace(),
          .base_url = InMemoryApi::k_base_url,
          .zone = *Zone::find(zone),
          .work_day_start = std::chrono::hours{9},
          .work_day_end = std::chrono::hours{17},
          .days_off = {},
          .first_day = {},
          .project_mapping = {{"/work/api", {well_known::api(), {}, {}}},
                              {"/work/web", {well_known::web(), {}, {}}},
                              {"/work/infra", {well_known::infra(), {}, {}}}},
          .other_project = {},
          .ignore_projects = {},
          .billable = {},
          .tags = {},
          .task = {}};
}

}  // namespace libsync::support
