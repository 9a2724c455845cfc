// SPDX-License-Identifier: MIT
//
// Workspaces that want more of an entry than a project: a task, a tag, a description.
#include "workplace.hpp"

#include <fmt/format.h>

namespace e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* k_monday = "2026-02-02";

struct Requirement {
  const char* name;
  bool libsync::support::WorkspaceSettings::*setting;
  const char* said;  // by Clockify
  const char* key;   // of the config, that would help
};

class ARequirement : public testing::TestWithParam<Requirement> {};

TEST_P(ARequirement, IsReadFromClockifysWordsAndNamedWithItsKey) {
  Workplace place;
  libsync::support::WorkspaceSettings settings;
  settings.*GetParam().setting = true;
  place.fake.set_settings(settings);
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  const auto refused = place.sync({"--until", k_monday});
  EXPECT_EQ(refused.exit_code, 69) << refused.err;
  EXPECT_THAT(refused.err, AllOf(HasSubstr(GetParam().said), HasSubstr(GetParam().key)));
  EXPECT_TRUE(place.fake.entries().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Of, ARequirement,
    testing::Values(Requirement{"ATask", &libsync::support::WorkspaceSettings::force_tasks, "Task is", "task_id"},
                    Requirement{"ATag", &libsync::support::WorkspaceSettings::force_tags, "Tag is", "tag_ids"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

// There always is one: Clockify then means another than this.
TEST(ADescription, IsReadFromClockifysWordsAndNamedWithItsKey) {
  Workplace place;
  place.fake.on_post(1, fault::refuse(400, 501, known::k_description_required));
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  const auto refused = place.sync({"--until", k_monday});
  EXPECT_EQ(refused.exit_code, 69) << refused.err;
  EXPECT_THAT(refused.err, AllOf(HasSubstr("Description is"), HasSubstr("`description`")));
}

TEST(ATag, ThatTheConfigNamesIsSent) {
  Workplace place;
  libsync::support::WorkspaceSettings settings;
  settings.force_tags = true;
  place.fake.set_settings(settings);
  Config config;
  config.more_of_sync = fmt::format("tag_ids = [\"{}\"]", known::tag().str());
  place.configure(config);
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(place.fake.entries().at(0).tags, std::vector{known::tag().str()});
}

void force_tasks(Workplace& place) {
  libsync::support::WorkspaceSettings settings;
  settings.force_tasks = true;
  place.fake.set_settings(settings);
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
}

TEST(ATask, ThatTheConfigNamesIsSent) {
  Workplace place;
  force_tasks(place);
  Config config;
  config.more_of_sync = fmt::format("task_id = \"{}\"", known::review().str());
  place.configure(config);
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(place.fake.entries().at(0).task, known::review());
}

TEST(ATask, OfAFolderIsSentInPlaceOfTheGeneralOne) {
  Workplace place;
  force_tasks(place);
  Config config;
  config.mapping.erase("/work/api");
  config.more_of_sync = fmt::format("task_id = \"{}\"", known::done_task().str());
  place.configure(config);
  const std::string text = libsync::support::read_file(place.config_file());
  place.configure_text(text + fmt::format("\"/work/api\" = {{ project_id = \"{}\", task_id = \"{}\" }}\n",
                                          known::api().str(), known::review().str()));
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(place.fake.entries().at(0).task, known::review());
}

// It is looked up before anything is sent, like a project.
TEST(ATask, OfAnotherProjectIsNamedBeforeAnythingIsSent) {
  Workplace place;
  place.work("/work/web", "Europe/Berlin", k_monday, "09:00", "12:00");
  Config config;
  config.more_of_sync = fmt::format("task_id = \"{}\"", known::review().str());
  place.configure(config);
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 78) << answer.err;
  EXPECT_THAT(answer.err, AllOf(HasSubstr("task_id"), HasSubstr(known::review().str())));
  EXPECT_EQ(place.fake.counts().posts, 0);
}

}  // namespace
}  // namespace e2e
