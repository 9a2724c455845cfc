// SPDX-License-Identifier: MIT
#include <libsync/clockify/requirement.hpp>

#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

std::optional<Requirement> said(const char* text, ErrorKind kind = ErrorKind::rejected) {
  return requirement_in({.kind = kind, .delivery = Delivery::answered, .http_status = 400, .server_text = text});
}

TEST(RequirementIn, ReadsClockifysOwnWords) {
  EXPECT_EQ(said("Time entry couldn't be created. Project is either required field or given project is archived. Try "
                 "another description."),
            Requirement::project);
  EXPECT_EQ(said("Time entry couldn't be created. Task is either required field or given task is completed."),
            Requirement::task);
  EXPECT_EQ(said("Tags are required"), Requirement::tag);
  EXPECT_EQ(said("DESCRIPTION IS REQUIRED FIELD"), Requirement::description);
  EXPECT_EQ(said("Required field: task of the project"), Requirement::task);
}

TEST(RequirementIn, IsNothingForOtherErrors) {
  EXPECT_EQ(said("Project doesn't belong to Workspace"), std::nullopt);
  EXPECT_EQ(said(" Cost centre"), std::nullopt);
  EXPECT_EQ(said(""), std::nullopt);
  EXPECT_EQ(said("Something is required"), std::nullopt);
  EXPECT_EQ(said("Task is required", ErrorKind::server_fault), std::nullopt);
}

}  // namespace
}  // namespace libsync::clockify
