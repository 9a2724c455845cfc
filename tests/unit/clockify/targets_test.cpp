// SPDX-License-Identifier: MIT
#include "targets.hpp"

#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

TEST(Targets, AreBuiltFromIdsAndTimes) {
  const BaseUrl base = *parse_base_url("https://host/api/v1");
  const WorkspaceId workspace = *WorkspaceId::parse("64a687e29ae1f428e7ebe303");
  const UserId user = *UserId::parse("5a0ab5acb07987125438b60f");
  const UtcTime start = std::chrono::sys_days{std::chrono::year{2026} / 2 / 1};
  EXPECT_EQ(user_target(base), "/api/v1/user");
  EXPECT_EQ(workspaces_target(base), "/api/v1/workspaces");
  EXPECT_EQ(new_entry_target(base, workspace), "/api/v1/workspaces/64a687e29ae1f428e7ebe303/time-entries");
  EXPECT_EQ(entries_target(base, workspace, user, {start, start + std::chrono::days{1}}, 2, 50),
            "/api/v1/workspaces/64a687e29ae1f428e7ebe303/user/5a0ab5acb07987125438b60f/time-entries"
            "?start=2026-02-01T00:00:00Z&end=2026-02-02T00:00:00Z&page=2&page-size=50");
  EXPECT_EQ(projects_target(base, workspace, 1, 500),
            "/api/v1/workspaces/64a687e29ae1f428e7ebe303/projects?page=1&page-size=500");
  EXPECT_EQ(tasks_target(base, workspace, *ProjectId::parse("25b687e29ae1f428e7ebe123"), 1, 500),
            "/api/v1/workspaces/64a687e29ae1f428e7ebe303/projects/25b687e29ae1f428e7ebe123/tasks?page=1&page-size=500");
}

TEST(Targets, StartAtTheRootWithoutABasePath) {
  EXPECT_EQ(user_target(*parse_base_url("https://host/")), "/user");
}

}  // namespace
}  // namespace libsync::clockify
