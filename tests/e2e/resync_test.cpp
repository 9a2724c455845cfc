// SPDX-License-Identifier: MIT
//
// Days are planned afresh by the program as a person runs it.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;

constexpr const char* k_monday = "2026-02-02";

class ResyncCommand : public testing::Test {
 protected:
  // Monday is done: 09:00-14:20 API, 14:20-17:00 Website.
  void SetUp() override {
    place.configure(config);
    place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "13:00");
    place.work("/work/web", "Europe/Berlin", k_monday, "14:00", "16:00");
    ASSERT_EQ(place.sync({"--until", k_monday}).exit_code, 0);
    ASSERT_EQ(place.fake.entries().size(), 2U);
  }

  void map_web_to(const libsync::ProjectId& project) {
    config.mapping["/work/web"] = project.str();
    place.configure(config);
  }

  Config config;
  Workplace place;
};

TEST_F(ResyncCommand, PostsWhatDiffersAndLeavesTheRest) {
  const auto kept = place.fake.entries().at(0).id;
  map_web_to(known::infra());
  const auto run = place.run({"resync", "--yes", "--json", k_monday});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto object = json::parse(run.out).as_object();
  EXPECT_EQ(object.at("command"), "resync");
  const auto& day = object.at("days").as_array().at(0).as_object();
  EXPECT_EQ(day.at("state"), "resynced");
  const auto entries = place.fake.entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].id, kept);
  EXPECT_EQ(entries[1].project, known::infra());
  place.expect_full(k_monday, config);
}

TEST_F(ResyncCommand, ADryRunShowsWhatGoesStaysAndComes) {
  map_web_to(known::infra());
  const auto before = place.fake.counts().requests;
  const auto run = place.run({"resync", "-n", k_monday});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  for (const char* word : {"kept", "to delete", "to post", "Would delete 1 entry and post 1 entry."}) {
    EXPECT_THAT(run.out, HasSubstr(word));
  }
  EXPECT_EQ(place.fake.counts().requests, before);
}

TEST_F(ResyncCommand, ADayThatWouldBeTheSameIsLeftAlone) {
  const auto run = place.run({"resync", "--yes", k_monday});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("it would be planned just like that"));
  EXPECT_EQ(place.fake.counts().deletes, 0);
}

TEST_F(ResyncCommand, CutOffItIsFinishedByASync) {
  map_web_to(known::infra());
  // A DELETE may be sent again, and is once where the connection was used before.
  place.fake.on_delete(1, fault::drop());
  place.fake.on_delete(2, fault::drop());
  EXPECT_EQ(place.run({"resync", "--yes", k_monday}).exit_code, 75);
  EXPECT_EQ(place.sync({"--until", k_monday}).exit_code, 0);
  ASSERT_EQ(place.fake.entries().size(), 2U);
  EXPECT_EQ(place.fake.entries().at(1).project, known::infra());
  place.expect_full(k_monday, config);
}

TEST_F(ResyncCommand, AMistypedProjectIsFoundOutBeforeAnythingIsDeleted) {
  map_web_to(known::unknown_project());
  const auto run = place.run({"resync", "--yes", k_monday});
  EXPECT_EQ(run.exit_code, 78);
  EXPECT_EQ(place.fake.counts().deletes, 0);
  EXPECT_TRUE(place.is_done(k_monday));
}

TEST_F(ResyncCommand, WithoutATerminalItNeedsAYes) {
  EXPECT_EQ(place.run({"resync", k_monday}).exit_code, 64);
}

}  // namespace
}  // namespace e2e
