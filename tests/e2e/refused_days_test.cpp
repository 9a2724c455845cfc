// SPDX-License-Identifier: MIT
//
// Entries that Clockify refuses: what is wrong is told as early as can be, and mending it is enough to go on.
#include "workplace.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace e2e {
namespace {

using testing::HasSubstr;

constexpr const char* k_monday = "2026-02-02";

// 3 h on the API and 1 h on the website: 09:00 to 15:00 and 15:00 to 17:00.
void work_on_monday(Workplace& place) {
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  place.work("/work/web", "Europe/Berlin", k_monday, "13:00", "14:00");
}

Answer sync_monday(Workplace& place) {
  return place.sync({"--until", k_monday});
}

Config mapping_to(const std::string& folder, const std::string& project) {
  Config config;
  config.mapping[folder] = project;
  return config;
}

// "line 9 of the configuration", the one that has this text.
std::string place_of(const Workplace& place, const std::string& text) {
  const std::string config = libsync::support::read_file(place.config_file());
  const auto before = config.substr(0, config.find(text));
  return fmt::format("line {} of the configuration", 1 + std::count(before.begin(), before.end(), '\n'));
}

TEST(AMistypedProjectId, IsNamedBeforeAnythingIsSentAndMendingItIsEnough) {
  Workplace place;
  work_on_monday(place);
  const std::string mistyped = "56b2d73e06de527a7ed67404";  // the first two digits of the API's
  place.configure(mapping_to("/work/api", mistyped));
  const auto refused = sync_monday(place);
  EXPECT_EQ(refused.exit_code, 78) << refused.err;
  EXPECT_EQ(refused.error_kind(), "config");
  EXPECT_THAT(refused.err, HasSubstr(mistyped));
  EXPECT_THAT(refused.err, HasSubstr(place_of(place, mistyped)));
  EXPECT_THAT(refused.err, HasSubstr("API"));
  EXPECT_THAT(refused.err, HasSubstr(known::api().str()));
  EXPECT_EQ(place.fake.counts().posts, 0);

  place.configure({});
  const auto mended = sync_monday(place);
  EXPECT_EQ(mended.exit_code, 0) << mended.err;
  EXPECT_EQ(place.fake.entries().at(0).project, known::api());
  place.expect_full(k_monday, {});
}

TEST(AnArchivedProject, IsNamedBeforeAnythingIsSent) {
  Workplace place;
  work_on_monday(place);
  place.configure(mapping_to("/work/web", known::retired().str()));
  const auto refused = sync_monday(place);
  EXPECT_EQ(refused.exit_code, 78) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("archived"));
  EXPECT_THAT(refused.err, HasSubstr("Retired"));
  EXPECT_THAT(refused.err, HasSubstr(place_of(place, known::retired().str())));
  EXPECT_EQ(place.fake.counts().posts, 0);
  EXPECT_TRUE(place.fake.entries().empty());

  place.configure({});
  EXPECT_EQ(sync_monday(place).exit_code, 0);
  place.expect_full(k_monday, {});
}

// The first entry stays, the second comes into its interval under the mended project.
TEST(TheSecondOfTwoEntriesRefused, IsMendedInItsIntervalAndTheFirstStays) {
  Workplace place;
  work_on_monday(place);
  place.fake.delete_project(known::web());
  const auto refused = sync_monday(place);
  EXPECT_EQ(refused.exit_code, 69) << refused.err;
  EXPECT_EQ(refused.state_of(k_monday), "partial");
  ASSERT_EQ(place.fake.entries().size(), 1U);
  const auto first = place.fake.entries().at(0);

  const auto config = mapping_to("/work/web", known::infra().str());
  place.configure(config);
  const auto mended = sync_monday(place);
  EXPECT_EQ(mended.exit_code, 0) << mended.err;
  const auto entries = place.fake.entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].id, first.id);
  EXPECT_EQ(entries[0].start, utc("2026-02-02T08:00:00Z"));
  EXPECT_EQ(entries[0].end, utc("2026-02-02T14:00:00Z"));
  EXPECT_EQ(entries[1].project, known::infra());
  EXPECT_EQ(entries[1].start, utc("2026-02-02T14:00:00Z"));
  EXPECT_EQ(entries[1].end, utc("2026-02-02T16:00:00Z"));
  place.expect_full(k_monday, config);
}

// What went by while the first entry stood is not taken back: the rest of the day cannot belong to its project.
TEST(TheSecondOfTwoEntriesRefused, CannotBecomeTheFirstOnesProject) {
  Workplace place;
  work_on_monday(place);
  place.fake.delete_project(known::web());
  ASSERT_EQ(sync_monday(place).exit_code, 69);
  place.configure(mapping_to("/work/web", known::api().str()));
  const auto conflict = sync_monday(place);
  EXPECT_EQ(conflict.exit_code, 65) << conflict.err;
  EXPECT_THAT(conflict.err, HasSubstr("resync 2026-02-02"));
  EXPECT_EQ(place.fake.entries().size(), 1U);
}

struct Mending {
  const char* name;
  void (*mend)(Workplace& place);
  const char* state;  // of Monday after it
};

class ARefusedDay : public testing::TestWithParam<Mending> {};

void fill_by_hand(Workplace& place) {
  place.fake.user_creates({.workspace = known::workspace(),
                           .project = known::infra(),
                           .interval = work_hours(k_monday, {}),
                           .description = "By hand",
                           .billable = {},
                           .tags = {}});
}

void configure_more(Workplace& place, const std::string& line) {
  Config config;
  config.more_of_sync = line;
  place.configure(config);
}

TEST_P(ARefusedDay, BlocksNobodyOnceItIsMended) {
  Workplace place;
  for (const auto* on : {"2026-02-02", "2026-02-03"}) place.work("/work/api", "Europe/Berlin", on, "09:00", "12:00");
  place.fake.on_post(1, fault::refuse(400, 501, "Project doesn't belong to Workspace"));
  const auto refused = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(refused.exit_code, 69) << refused.err;
  EXPECT_EQ(refused.state_of("2026-02-03"), "not_reached");

  GetParam().mend(place);
  const auto mended = place.sync({"--until", "2026-02-03"});
  EXPECT_EQ(mended.exit_code, 0) << mended.err;
  EXPECT_EQ(mended.state_of(k_monday), GetParam().state);
  EXPECT_EQ(mended.state_of("2026-02-03"), "synced");
}

INSTANTIATE_TEST_SUITE_P(
    By, ARefusedDay,
    testing::Values(
        Mending{"AnotherProject",
                [](Workplace& place) { place.configure(mapping_to("/work/api", known::infra().str())); }, "synced"},
        Mending{"TakingTheLineAway",
                [](Workplace& place) {
                  Config config;
                  config.mapping.erase("/work/api");
                  place.configure(config);
                },
                "synced"},
        Mending{"ADayOff", [](Workplace& place) { configure_more(place, "days_off = [\"2026-02-02\"]"); }, "day_off"},
        Mending{"ALaterFirstDay", [](Workplace& place) { configure_more(place, "first_day = \"2026-02-03\""); }, ""},
        Mending{"AnEntryByHand", fill_by_hand, "occupied"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(AMappingLineThatNoSessionMatches, IsNamedInTheRunOverTheWholeRange) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  place.work("/work/cluster", "Europe/Berlin", k_monday, "13:00", "14:00");
  place.configure(mapping_to("/work/clustr", known::infra().str()));
  const auto narrowed = place.run({"sync", "--dry-run", "--since", k_monday, "--until", k_monday});
  EXPECT_EQ(narrowed.exit_code, 0) << narrowed.err;
  EXPECT_THAT(narrowed.out + narrowed.err, testing::Not(HasSubstr("/work/clustr")));
  const auto whole = place.run({"sync"});
  EXPECT_EQ(whole.exit_code, 0) << whole.err;
  EXPECT_THAT(whole.out + whole.err, HasSubstr("/work/clustr"));
}

TEST(TheMappingOfAFinishedDayChanged, IsNamedWithTheWayToMakeItSo) {
  Workplace place;
  work_on_monday(place);
  ASSERT_EQ(sync_monday(place).exit_code, 0);
  place.configure(mapping_to("/work/web", known::infra().str()));
  for (const auto& words : {std::vector<std::string>{"status", "--until", k_monday},
                            std::vector<std::string>{"--verbose", "sync", "--until", k_monday}}) {
    SCOPED_TRACE(words.front());
    const auto result = place.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out + result.err, HasSubstr(k_monday));
    EXPECT_THAT(result.out + result.err, HasSubstr("resync"));
  }
  const auto status = json::parse(place.run({"status", "--json", "--until", k_monday}).out).as_object();
  EXPECT_FALSE(status.at("days").as_array().at(0).at("drift").as_array().empty());
  EXPECT_EQ(place.fake.counts().posts, 2);
  EXPECT_EQ(place.fake.entries().at(1).project, known::web());
}

}  // namespace
}  // namespace e2e
