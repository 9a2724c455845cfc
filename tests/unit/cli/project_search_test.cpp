// SPDX-License-Identifier: MIT
#include "sample_report.hpp"

#include <libsync/project_search.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using libsync::find_project;
using libsync::projects_with;
using libsync::clockify::Project;
using testing::HasSubstr;

const std::vector<Project> k_projects{{samples::project('a'), "API", "Acme", false},
                                      {samples::project('b'), "API", "Umbrella", false},
                                      {samples::project('c'), "Website", "Acme", false},
                                      {samples::project('d'), "Website", "Acme", true},
                                      {samples::project('e'), "Old site", "", true}};

std::vector<std::string> names(const std::vector<Project>& projects) {
  std::vector<std::string> all;
  for (const auto& project : projects) all.push_back(libsync::full_name(project));
  return all;
}

TEST(ProjectsWith, OffersWhatHasThePartInItsNameOrClient) {
  EXPECT_THAT(names(projects_with("api", k_projects)), testing::ElementsAre("Acme / API", "Umbrella / API"));
  EXPECT_THAT(names(projects_with("acme", k_projects)), testing::ElementsAre("Acme / API", "Acme / Website"));
  EXPECT_THAT(names(projects_with("cccc", k_projects)), testing::ElementsAre("Acme / Website"));
  EXPECT_THAT(projects_with("old", k_projects), testing::IsEmpty()) << "archived";
}

TEST(FindProject, TakesIdNameAndFullNameInAnyCase) {
  EXPECT_EQ(find_project("acme / api", k_projects)->id, samples::project('a'));
  EXPECT_EQ(find_project("WEBSITE", k_projects)->id, samples::project('c')) << "not the archived twin";
  EXPECT_EQ(find_project(std::string(24, 'B'), k_projects)->id, samples::project('b'));
}

TEST(FindProject, SaysWhyThereIsNone) {
  const auto said = [](std::string_view words) {
    const auto found = find_project(words, k_projects);
    EXPECT_FALSE(found) << words;
    return found ? "" : found.error().message;
  };
  EXPECT_EQ(said("Old site"), "cannot use the project `Old site`: it is archived");
  EXPECT_THAT(said("api"),
              HasSubstr("there are several of that name: Acme / API (aaaaaaaaaaaaaaaaaaaaaaaa), Umbrella"));
  EXPECT_THAT(said("webs"), HasSubstr("there is none of that name; near it: Acme / Website ("));
  EXPECT_THAT(said("wbesite"), HasSubstr("near it: Acme / Website ("));
  EXPECT_THAT(said("something else entirely"), testing::EndsWith("there is none of that name"));
  EXPECT_THAT(said(""), HasSubstr("there is none"));
}

}  // namespace
}  // namespace cli
