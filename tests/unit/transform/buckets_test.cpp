// SPDX-License-Identifier: MIT
#include <libsync/transform/buckets.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace libsync::transform {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

constexpr Instant k_nine = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + 9h;

ProjectId project(char digit) {
  return *ProjectId::parse(std::string(24, digit));
}

TrackedTime tracked(const std::string& folder, milliseconds active, Instant first = k_nine) {
  return {"session.jsonl", folder, first, active};
}

// The rules of a test, which BucketRules only borrows.
struct OwnRules {
  ProjectMapping mapping;
  std::optional<ProjectId> other;
  IgnoredProjects ignore;

  operator BucketRules() const { return {mapping, other, ignore}; }  // NOLINT(google-explicit-constructor)
};

OwnRules rules() {
  return {{{"/work/api", {project('a'), {}, {}}},
           {"/work/web", {project('b'), "Web", true}},
           {"/work/site", {project('b'), "Site", {}}}},
          std::nullopt,
          {{"/tmp/**"}, false}};
}

TEST(FillBuckets, SumsWhatGoesToOneProject) {
  const std::vector<TrackedTime> day{tracked("/work/web", 1h), tracked("/work/api", 2h), tracked("/work/site/x", 3h)};
  const auto filled = fill_buckets(day, rules());
  ASSERT_EQ(filled.buckets.size(), 2U);
  EXPECT_EQ(filled.buckets[1].project, project('b'));
  EXPECT_EQ(filled.buckets[1].tracked, 4h);
  EXPECT_THAT(filled.buckets[1].sources, ElementsAre("/work/site/x", "/work/web"));
  EXPECT_EQ(filled.buckets[1].folder, "/work/site");
  EXPECT_EQ(filled.tracked, 6h);
}

TEST(FillBuckets, OrdersByFirstActivityThenProject) {
  const std::vector<TrackedTime> day{tracked("/work/api", 1h, k_nine + 1h), tracked("/work/web", 1h, k_nine + 2h),
                                     tracked("/work/site", 1h, k_nine)};
  EXPECT_EQ(fill_buckets(day, rules()).buckets.front().project, project('b'));
  const std::vector<TrackedTime> together{tracked("/work/web", 1h), tracked("/work/api", 1h)};
  EXPECT_EQ(fill_buckets(together, rules()).buckets.front().project, project('a'));
}

TEST(FillBuckets, LeavesFolderTimeOutOfTheRatioAndNamesIt) {
  const std::vector<TrackedTime> day{tracked("/work/api", 1h), tracked("/home/x", 10min), tracked("/home/x", 5min)};
  const auto filled = fill_buckets(day, rules());
  EXPECT_EQ(filled.buckets.size(), 1U);
  EXPECT_THAT(filled.unmapped, ElementsAre(Pair("/home/x", 15min)));
  EXPECT_EQ(filled.tracked, 75min);
}

TEST(FillBuckets, SendsFolderTimeToTheOtherProjectWhenThereIsOne) {
  auto with_other = rules();
  with_other.other = project('f');
  const std::vector<TrackedTime> day{tracked("/home/x", 10min)};
  const auto filled = fill_buckets(day, with_other);
  ASSERT_EQ(filled.buckets.size(), 1U);
  EXPECT_EQ(filled.buckets.front().project, project('f'));
  EXPECT_EQ(filled.buckets.front().folder, "");
  EXPECT_TRUE(filled.unmapped.empty());
}

TEST(FillBuckets, DoesNotCountIgnoredFoldersAndNamesThem) {
  const std::vector<TrackedTime> day{tracked("/tmp/pytest-of-me/1", 5h), tracked("/tmp/pytest-of-me/1", 1h)};
  const auto filled = fill_buckets(day, rules());
  EXPECT_TRUE(filled.buckets.empty());
  EXPECT_TRUE(filled.unmapped.empty());
  EXPECT_EQ(filled.tracked, 0ms);
  EXPECT_THAT(filled.ignored, ElementsAre(Pair("/tmp/pytest-of-me/1", 6h)));
}

TEST(FillBuckets, LeavesOutAgentsThatDoNotCountAndNamesThem) {
  std::vector<TrackedTime> day{tracked("/work/api", 1h), tracked("/work/api", 2h), tracked("/tmp/x", 3h),
                               tracked("/work/web", 4h)};
  day[1].agent = day[2].agent = "codex";
  day[3].agent = "one-of-a-newer-version";
  const std::vector<std::string> agents{"claude-code"};
  const auto own = rules();
  BucketRules counted = own;
  counted.agents = agents;
  const auto filled = fill_buckets(day, counted);
  ASSERT_EQ(filled.buckets.size(), 1U);
  EXPECT_EQ(filled.buckets.front().tracked, 1h);
  EXPECT_EQ(filled.tracked, 1h);
  EXPECT_EQ(filled.active, 1h);
  EXPECT_TRUE(filled.ignored.empty());
  EXPECT_THAT(filled.other_agents, ElementsAre(Pair("codex", ElementsAre(Pair("/tmp/x", 3h), Pair("/work/api", 2h))),
                                               Pair("one-of-a-newer-version", ElementsAre(Pair("/work/web", 4h)))));
}

TEST(FillBuckets, CountsEveryAgentWhenNoneIsNamed) {
  std::vector<TrackedTime> day{tracked("/work/api", 1h), tracked("/work/api", 2h)};
  day[1].agent = "one-of-a-newer-version";
  EXPECT_EQ(fill_buckets(day, rules()).tracked, 3h);
}

TEST(FillBuckets, CountsATemporaryFolderThatTheMappingNames) {
  auto usual = rules();
  usual.ignore.by_default = true;
  usual.mapping.emplace("/tmp/wt/feature", ProjectTarget{project('c'), {}, {}});
  const std::vector<TrackedTime> day{tracked("/tmp/wt/feature/x", 5h), tracked("/tmp/wt", 1h)};
  const auto filled = fill_buckets(day, usual);
  ASSERT_EQ(filled.buckets.size(), 1U);
  EXPECT_EQ(filled.buckets.front().tracked, 5h);
  EXPECT_THAT(filled.ignored, ElementsAre(Pair("/tmp/wt", 1h)));
}

TEST(FillBuckets, DropsTimeThatIsNone) {
  const std::vector<TrackedTime> day{tracked("/work/api", 0ms), tracked("/work/web", -5ms)};
  EXPECT_EQ(fill_buckets(day, rules()), Buckets{});
}

}  // namespace
}  // namespace libsync::transform
